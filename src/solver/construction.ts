/**
 * Pipeline stage: value flow. Constructing: makes an instance and runs field initialisers and constructors up the chain.
 */
import type { ClassFacts, Expression } from "../graph/expression.js";
import { callValue, functionsIn } from "./call-dispatch.js";
import { evaluateArguments } from "./calls.js";
import { closureIn2, runMember } from "./classes.js";
import type { Arguments, CallEvent } from "./flow-problem.js";
import { mapObject, newObject, type ObjectDetail } from "./heap.js";
import { callLibrary, callUnknown } from "./library-calls.js";
import type { Frame, Machine } from "./machine.js";
import { labelled } from "./materialize.js";
import { runProcedure } from "./procedures.js";
import { namedKey, slotValue } from "./properties.js";
import { setSlot, writeProperty } from "./property-writes.js";
import { joinValues, NOTHING, UNDEFINED, withFacts, type Address, type Value } from "./value.js";

type FieldMember = Extract<ClassFacts["members"][number], { kind: "field" }>;

export function initializeField(
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
  if (machine.isDead()) return;
  const owner: Frame = { ...frame, file: detail.file };
  const shape = machine.view.typeAt(detail.file, member.site).shape;
  if (member.initializer !== undefined || shape !== undefined)
    value = labelled(machine, owner, value, shape, member.site);
  const decorator = slotValue(machine, home, `@field ${String(member.site)}`);
  if (decorator.addresses.size > 0)
    value = callValue(machine, frame, decorator, instance, [value], member.site);
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
  const prototypes = slotValue(machine, classAddress, "@prototype").addresses;
  const address = machine.book.addressOf(
    frame.context,
    frame.file,
    event.site,
    `instance ${String(classAddress)}`,
  );
  const detail = instanceDetail(machine, classAddress);
  const instance = machine.allocate(address, newObject(detail, { prototypes }));
  const made = machine.object(classAddress)?.detail;
  if (made?.kind === "class" && event.calleeSite !== undefined)
    machine.calledProcedures.add(`${made.file}@${String(made.facts.site)}`);
  // Fields are initialised once for each instance: what they make is told apart by where it is constructed.
  const within: Frame = { ...frame, context: machine.book.contextOf(frame.context, frame.file, event.site) };
  return labelledWhole(machine, frame, construct(machine, within, classAddress, instance, event), event);
}

/** Whatever an instance of a class holds that is itself a label, is what is labelled. */
function labelledWhole(machine: Machine, frame: Frame, instance: Value, { site }: CallEvent): Value {
  if (machine.isDead()) return instance;
  const { shape } = machine.view.typeAt(frame.file, site);
  if (shape === undefined || shape.labels.length === 0) return instance;
  const whole = labelled(machine, frame, instance, shape, site);
  for (const address of instance.addresses)
    machine.update(address, (object) => mapObject(object, (held) => withFacts(held, whole.facts)));
  return whole;
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
    return machine.isDead() ? NOTHING : instance;
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
  if (machine.isDead()) return NOTHING;
  const returned = [...result.addresses].some((address) => !instance.addresses.has(address));
  const made = { ...NOTHING, addresses: result.addresses };
  if (!returned) return instance;
  return result.open || result.constants.size > 0 ? joinValues(instance, made) : made;
}

function initializeFields(
  machine: Machine,
  frame: Frame,
  facts: ClassFacts,
  instance: Value,
  classAddress: Address,
): void {
  for (const member of facts.members) {
    if (member.kind === "field" && !member.static && !machine.isDead())
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
  if (machine.isDead() || frame.home === undefined) return UNDEFINED;
  const event: CallEvent = {
    frame,
    site: expression.site,
    calleeSite: expression.site,
    callee: { kind: "unknown", origin: undefined, address: undefined },
    receiver: frame.thisValue,
    arguments: passed,
    written: expression.arguments,
    construct: true,
    starts: false,
  };
  constructParents(machine, frame, frame.home, frame.thisValue, passed, event);
  const detail = machine.object(frame.home)?.detail;
  if (detail?.kind === "class") initializeFields(machine, frame, detail.facts, frame.thisValue, frame.home);
  return frame.thisValue;
}
