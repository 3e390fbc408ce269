/**
 * Pipeline stage: value flow. Classes: evaluating one makes the class object and its prototype; constructing makes an
 * instance, runs field initialisers and constructors up the chain.
 */
import type { ClassFacts, Expression, ProcedureId } from "../graph/expression.js";
import { initializeField } from "./construction.js";
import { decorated } from "./decorators.js";
import { evaluate } from "./expressions.js";
import { newObject, plainSlot, slotsWith, type Closure, type ObjectDetail, type Slot } from "./heap.js";
import type { Frame, Machine } from "./machine.js";
import { enter, newFrame } from "./procedures.js";
import { evaluateKey, slotValue } from "./properties.js";
import { setSlot } from "./property-writes.js";
import { isUntypedAt, prototypesOfParents } from "./untyped-libraries.js";
import { addressValue, isForm, isNothing, NOTHING, UNDEFINED, type Address, type Value } from "./value.js";

type ClassExpression = Extract<Expression, { kind: "class" }>;
type ClassDetail = Extract<ObjectDetail, { kind: "class" }>;

export function evaluateClass(machine: Machine, frame: Frame, expression: ClassExpression): Value {
  const facts = expression.class;
  const parent = facts.extends === undefined ? NOTHING : evaluate(machine, frame, facts.extends);
  if (machine.isDead()) return NOTHING;
  const address = machine.book.addressOf(frame.context, frame.file, facts.site, "class");
  const prototype = machine.book.addressOf(frame.context, frame.file, facts.site, "prototype");
  const untyped = facts.extends !== undefined && isUntypedAt(machine, frame, facts.extends.site);
  const prototypes = prototypesOf(machine, parent, untyped);
  machine.allocate(prototype, newObject({ kind: "record" }, { prototypes }));
  const slots = new Map<string, Slot>([
    ["@prototype", plainSlot(addressValue(prototype))],
    ["@super", plainSlot(parent)],
  ]);
  const environment = environmentOf(frame, facts);
  const detail: ClassDetail = { kind: "class", file: frame.file, facts, environment, fieldKeys: new Map() };
  const value = machine.allocate(
    address,
    newObject(detail, { slots, prototypes: parent.addresses, exact: isNothing(parent) }),
  );
  setSlot(machine, prototype, "constructor", value, true);
  bindSelf(machine, frame, facts, value);
  machine.problem.declared(machine, frame, facts.site, value);
  addMembers(machine, frame, facts, address, prototype);
  runStatics(machine, frame, facts, address);
  return value;
}

function prototypesOf(machine: Machine, classes: Value, untyped: boolean): ReadonlySet<Address> {
  const own = [...classes.addresses].flatMap((address) => [
    ...slotValue(machine, address, "@prototype").addresses,
  ]);
  return new Set([...own, ...(untyped ? prototypesOfParents(machine, classes) : [])]);
}

function environmentOf(frame: Frame, facts: ClassFacts): readonly Address[] {
  const member =
    facts.constructorProcedure ??
    facts.members.map((one) => procedureOf(one)).find((one) => one !== undefined);
  const captures = member === undefined ? undefined : frame.facts.procedures[member]?.captures;
  return (captures ?? []).map((record) => frame.records.get(record) ?? -1);
}

function procedureOf(member: ClassFacts["members"][number]): ProcedureId | undefined {
  return member.kind === "field" ? member.initializer : member.procedure;
}

function bindSelf(machine: Machine, frame: Frame, facts: ClassFacts, value: Value): void {
  if (facts.self === undefined) return;
  const { record, variable } = facts.self;
  const scope = frame.records.get(record);
  if (scope !== undefined)
    machine.update(scope, (object) => slotsWith(object, String(variable), plainSlot(value)));
}

function closureIn(frame: Frame, procedure: ProcedureId, home: Address): Closure {
  const captures = frame.facts.procedures[procedure]?.captures ?? [];
  const environment = captures.map((record) => frame.records.get(record) ?? -1);
  return { kind: "closure", file: frame.file, procedure, environment, boundThis: undefined, home };
}

/** Makes the function object of a member. */
function memberFunction(machine: Machine, frame: Frame, procedure: ProcedureId, home: Address): Value {
  const address = machine.book.addressWithin(home, `member ${String(procedure)}`);
  return machine.allocate(address, newObject(closureIn(frame, procedure, home)));
}

function addMembers(
  machine: Machine,
  frame: Frame,
  facts: ClassFacts,
  address: Address,
  prototype: Address,
): void {
  const fieldKeys = new Map<number, string>();
  for (const member of facts.members) {
    if (machine.isDead() || member.kind === "static-block") continue;
    const key = evaluateKey(machine, frame, member.key);
    const [name] = key.names ?? [];
    if (name === undefined || isForm(name)) continue;
    if (member.kind === "field") {
      fieldKeys.set(member.site, name);
      const decorators = { decorators: member.decorators, holder: member.static ? address : prototype, name };
      const initializer = decorated(machine, frame, decorators, { part: "value", value: UNDEFINED });
      if (initializer.addresses.size > 0)
        setSlot(machine, address, `@field ${String(member.site)}`, initializer, true);
      continue;
    }
    const holder = member.static ? address : prototype;
    const own = memberFunction(machine, frame, member.procedure, address);
    const part = member.kind === "getter" ? "get" : member.kind === "setter" ? "set" : "value";
    const { decorators } = member;
    const made = decorated(machine, frame, { decorators, holder, name }, { part, value: own });
    machine.update(holder, (object) => {
      const known = object.slots.get(name);
      const base: Slot = known ?? { value: NOTHING, getter: undefined, setter: undefined };
      const slot =
        member.kind === "method"
          ? plainSlot(made)
          : member.kind === "getter"
            ? { ...base, getter: made }
            : { ...base, setter: made };
      return slotsWith(object, name, slot);
    });
  }
  machine.update(address, (object) =>
    object.detail.kind === "class" ? { ...object, detail: { ...object.detail, fieldKeys } } : object,
  );
}

function runStatics(machine: Machine, frame: Frame, facts: ClassFacts, address: Address): void {
  for (const member of facts.members) {
    if (machine.isDead()) return;
    if (member.kind === "static-block")
      runMember(machine, frame, member.procedure, addressValue(address), address, member.site);
    else if (member.kind === "field" && member.static) {
      initializeField(machine, frame, member, addressValue(address), address);
    }
  }
}

export function runMember(
  machine: Machine,
  frame: Frame,
  procedure: ProcedureId,
  thisValue: Value,
  home: Address,
  site: number,
): Value {
  const closure = closureIn2(machine, frame, procedure, home);
  const running = newFrame(
    machine,
    frame,
    { kind: "procedure", file: closure.file, procedure, closure, address: -1 },
    {
      thisValue,
      values: [],
      further: undefined,
      site,
    },
  );
  return enter(machine, running);
}

/** The closure of a member when its class is known as an object: it keeps the scopes of where the class was made. */
export function closureIn2(machine: Machine, frame: Frame, procedure: ProcedureId, home: Address): Closure {
  const detail = machine.object(home)?.detail;
  if (detail?.kind !== "class") return closureIn(frame, procedure, home);
  return {
    kind: "closure",
    file: detail.file,
    procedure,
    environment: detail.environment,
    boundThis: undefined,
    home,
  };
}
