/**
 * Pipeline stage: value flow. Classes: evaluating one makes the class object and its prototype; constructing makes an
 * instance, runs field initialisers and constructors up the chain.
 */
import type { ClassFacts, Expression, ProcedureId } from "../graph/procedure.js";
import { callReferences, callWith, evaluateArguments, functionsIn } from "./calls.js";
import { evaluate } from "./expressions.js";
import type { Arguments, CallEvent } from "./flow-problem.js";
import { newObject, plainSlot, slotsWith, type Closure, type ObjectDetail, type Slot } from "./heap.js";
import { callLibrary, callUnknown } from "./library-calls.js";
import type { Frame, Machine } from "./machine.js";
import { labelled } from "./materialize.js";
import { enter, newFrame, runProcedure } from "./procedures.js";
import { evaluateKey, namedKey, setSlot, slotValue, writeProperty } from "./properties.js";
import {
  addressValue,
  isNothing,
  joinValues,
  NOTHING,
  UNDEFINED,
  UNKNOWN,
  type Address,
  type Value,
} from "./value.js";

type ClassExpression = Extract<Expression, { kind: "class" }>;
type ClassDetail = Extract<ObjectDetail, { kind: "class" }>;

export function evaluateClass(machine: Machine, frame: Frame, expression: ClassExpression): Value {
  const facts = expression.class;
  const parent = facts.extends === undefined ? NOTHING : evaluate(machine, frame, facts.extends);
  if (machine.dead) return NOTHING;
  const address = machine.book.addressOf(frame.context, frame.file, facts.site, "class");
  const prototype = machine.book.addressOf(frame.context, frame.file, facts.site, "prototype");
  const [parentPrototype] = prototypesOf(machine, parent);
  machine.allocate(prototype, newObject({ kind: "record" }, { prototype: parentPrototype }));
  const slots = new Map<string, Slot>([
    ["@prototype", plainSlot(addressValue(prototype))],
    ["@super", plainSlot(parent)],
  ]);
  const [parentClass] = parent.addresses;
  const environment = environmentOf(frame, facts);
  const detail: ClassDetail = { kind: "class", file: frame.file, facts, environment, fieldKeys: new Map() };
  const value = machine.allocate(
    address,
    newObject(detail, { slots, prototype: parentClass, exact: isNothing(parent) }),
  );
  setSlot(machine, prototype, "constructor", value, true);
  bindSelf(machine, frame, facts, value);
  machine.problem.declared(machine, frame, facts.site, value);
  addMembers(machine, frame, facts, address, prototype);
  runStatics(machine, frame, facts, address);
  return value;
}

function prototypesOf(machine: Machine, classes: Value): Address[] {
  return [...classes.addresses].flatMap((address) => [
    ...slotValue(machine, address, "@prototype").addresses,
  ]);
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
    if (machine.dead || member.kind === "static-block") continue;
    const key = evaluateKey(machine, frame, member.key);
    const [name] = key.names ?? [];
    if (name === undefined) continue;
    if (member.kind === "field") {
      fieldKeys.set(member.site, name);
      continue;
    }
    const holder = member.static ? address : prototype;
    const made = memberFunction(machine, frame, member.procedure, address);
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
    decorate(machine, frame, member.decorators, made, member.site);
  }
  machine.update(address, (object) =>
    object.detail.kind === "class" ? { ...object, detail: { ...object.detail, fieldKeys } } : object,
  );
}

function decorate(
  machine: Machine,
  frame: Frame,
  decorators: readonly Expression[],
  target: Value,
  site: number,
): void {
  for (const decorator of decorators) {
    const applied = evaluate(machine, frame, decorator);
    if (machine.dead) return;
    machine.perhaps(() =>
      callWith(
        machine,
        frame,
        applied,
        UNDEFINED,
        {
          values: [target, UNKNOWN].map((value) => ({
            value,
            expression: undefined,
            site: undefined,
            spread: false,
          })),
          rest: undefined,
        },
        site,
      ),
    );
  }
}

function runStatics(machine: Machine, frame: Frame, facts: ClassFacts, address: Address): void {
  for (const member of facts.members) {
    if (machine.dead) return;
    if (member.kind === "static-block")
      runMember(machine, frame, member.procedure, addressValue(address), address, member.site);
    else if (member.kind === "field" && member.static) {
      initializeField(machine, frame, member, addressValue(address), address);
    }
  }
}

function runMember(
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
function closureIn2(machine: Machine, frame: Frame, procedure: ProcedureId, home: Address): Closure {
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

type FieldMember = Extract<ClassFacts["members"][number], { kind: "field" }>;

function initializeField(
  machine: Machine,
  frame: Frame,
  member: FieldMember,
  instance: Value,
  home: Address,
): void {
  const detail = machine.object(home)?.detail;
  const name = detail?.kind === "class" ? detail.fieldKeys.get(member.site) : undefined;
  if (name === undefined || detail?.kind !== "class") return;
  let value =
    member.initializer === undefined
      ? UNDEFINED
      : runMember(machine, frame, member.initializer, instance, home, member.site);
  if (machine.dead) return;
  const owner: Frame = { ...frame, file: detail.file };
  const shape = machine.view.typeAt(detail.file, member.site).shape;
  if (member.initializer !== undefined || shape !== undefined)
    value = labelled(machine, owner, value, shape, member.site);
  for (const address of instance.addresses)
    setSlot(machine, address, name, value, instance.addresses.size === 1);
}

/** `new C(…)`. */
export function constructClass(
  machine: Machine,
  frame: Frame,
  classAddress: Address,
  event: CallEvent,
): Value {
  const prototype = [...slotValue(machine, classAddress, "@prototype").addresses][0];
  const address = machine.book.addressOf(
    frame.context,
    frame.file,
    event.site,
    `instance ${String(classAddress)}`,
  );
  const detail = instanceDetail(machine, classAddress);
  const instance = machine.allocate(address, newObject(detail, { prototype }));
  const made = machine.object(classAddress)?.detail;
  if (made?.kind === "class" && event.calleeSite !== undefined)
    machine.calledProcedures.add(`${made.file}@${String(made.facts.site)}`);
  // Fields are initialised once for each instance: what they make is told apart by where it is constructed.
  const within: Frame = { ...frame, context: machine.book.contextOf(frame.context, frame.file, event.site) };
  return construct(machine, within, classAddress, instance, event);
}

/** Instances of classes that extend a built-in one are objects of its kind. */
function instanceDetail(machine: Machine, classAddress: Address): ObjectDetail {
  for (const parent of slotValue(machine, classAddress, "@super").addresses) {
    const detail = machine.object(parent)?.detail;
    if (detail?.kind === "class") return instanceDetail(machine, parent);
    if (detail?.kind !== "library") continue;
    const [name] = detail.path;
    if (name === "Map" || name === "WeakMap") return { kind: "map" };
    if (name === "Set") return { kind: "set" };
    if (name === "Array") return { kind: "array" };
    if (name === "Promise") return { kind: "promise" };
    if (name?.endsWith("Error") === true) return { kind: "error" };
  }
  return { kind: "record" };
}

/** Runs the constructor of the class (and of those above it) on an instance. */
function construct(
  machine: Machine,
  frame: Frame,
  classAddress: Address,
  instance: Value,
  event: CallEvent,
): Value {
  const detail = machine.object(classAddress)?.detail;
  if (detail?.kind !== "class") return instance;
  const { facts } = detail;
  if (facts.constructorProcedure === undefined) {
    if (facts.extends !== undefined)
      constructParents(machine, frame, classAddress, instance, event.arguments, event);
    initializeFields(machine, frame, facts, instance, classAddress);
    return machine.dead ? NOTHING : instance;
  }
  if (facts.extends === undefined) initializeFields(machine, frame, facts, instance, classAddress);
  const closure = closureIn2(machine, frame, facts.constructorProcedure, classAddress);
  const callee = {
    kind: "procedure",
    file: detail.file,
    procedure: facts.constructorProcedure,
    closure,
    address: -1,
  } as const;
  const result = runProcedure(machine, frame, callee, { ...event, callee, receiver: instance });
  if (machine.dead) return NOTHING;
  const returned = [...result.addresses].some((address) => !instance.addresses.has(address));
  return returned ? joinValues(instance, { ...NOTHING, addresses: result.addresses }) : instance;
}

function initializeFields(
  machine: Machine,
  frame: Frame,
  facts: ClassFacts,
  instance: Value,
  classAddress: Address,
): void {
  for (const member of facts.members) {
    if (member.kind === "field" && !member.static && !machine.dead)
      initializeField(machine, frame, member, instance, classAddress);
  }
}

/** Runs the constructors of the classes above. */
function constructParents(
  machine: Machine,
  frame: Frame,
  classAddress: Address,
  instance: Value,
  passed: Arguments,
  event: CallEvent,
): void {
  for (const reference of functionsIn(machine, slotValue(machine, classAddress, "@super"))) {
    const above: CallEvent = {
      ...event,
      callee: reference,
      receiver: instance,
      arguments: passed,
      construct: true,
    };
    if (reference.kind === "class") {
      construct(machine, frame, reference.address, instance, {
        ...above,
        arguments: machine.problem.called(machine, above),
      });
    } else if (reference.kind === "library") {
      constructLibraryParent(machine, frame, above, reference, instance);
    } else {
      callUnknown(machine, above);
    }
  }
}

/** `class E extends Error`: what the built-in constructor would put into its own object goes into the instance. */
function constructLibraryParent(
  machine: Machine,
  frame: Frame,
  event: CallEvent,
  reference: Extract<CallEvent["callee"], { kind: "library" }>,
  instance: Value,
): void {
  const base = callLibrary(machine, event, reference);
  for (const address of base.addresses) {
    for (const [name, slot] of machine.object(address)?.slots ?? []) {
      if (name !== "@class") writeProperty(machine, frame, instance, namedKey(name), slot.value, event.site);
    }
    const rest = machine.object(address)?.rest ?? NOTHING;
    for (const own of instance.addresses)
      machine.update(own, (object) => ({ ...object, rest: joinValues(object.rest, rest) }));
  }
}

/** `super(…)`. */
export function callSuperConstructor(
  machine: Machine,
  frame: Frame,
  expression: Extract<Expression, { kind: "super-call" }>,
): Value {
  const passed = evaluateArguments(machine, frame, expression.arguments);
  if (machine.dead || frame.home === undefined) return UNDEFINED;
  const event: CallEvent = {
    frame,
    site: expression.site,
    calleeSite: expression.site,
    callee: { kind: "unknown", origin: undefined, address: undefined },
    receiver: frame.thisValue,
    arguments: passed,
    written: expression.arguments,
    construct: true,
  };
  constructParents(machine, frame, frame.home, frame.thisValue, passed, event);
  const detail = machine.object(frame.home)?.detail;
  if (detail?.kind === "class") initializeFields(machine, frame, detail.facts, frame.thisValue, frame.home);
  return frame.thisValue;
}

/** A new instance made by somebody unknown, with arguments of which only the types are known. */
export function constructAnyhow(machine: Machine, frame: Frame, classValue: Value, site: number): Value {
  return callReferences(machine, frame, functionsIn(machine, classValue), {
    site,
    calleeSite: undefined,
    receiver: UNDEFINED,
    arguments: { values: [], rest: undefined },
    written: [],
    construct: true,
  });
}
