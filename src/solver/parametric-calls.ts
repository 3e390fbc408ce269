/**
 * Pipeline stage: value flow. Calls of generic functions of which there is neither body nor model: their declaration
 * says what flows where (`graph/type-form.ts`). Values of a type parameter go from where it stands in the parameters to
 * where it stands in the result and in what callbacks are given; text that the result declares is made of the rest.
 */
import { namesIn, type FunctionForm, type SignatureForm, type TypeForm } from "../graph/type-form.js";
import { callWith, passedValues } from "./call-dispatch.js";
import type { CallEvent } from "./flow-problem.js";
import { isOfDescriptor } from "./decorated-members.js";
import { newObject, plainSlot, slotsWith } from "./heap.js";
import { iterated } from "./iteration.js";
import type { Machine } from "./machine.js";
import { goesTooFar } from "./passes.js";
import { schedule } from "./tasks.js";
import { TypeBindings, type Callback } from "./type-bindings.js";
import { feed, follow, type FollowedCall } from "./followed-calls.js";
import { contentOf, typesOf } from "./type-contents.js";
import {
  addressValue,
  joinValues,
  NO_FACTS,
  includesValue,
  NOTHING,
  UNDEFINED,
  withFacts,
  type Address,
  type FactSet,
  type Value,
} from "./value.js";

export interface ParametricResult {
  /** undefined: the declaration says nothing of it. */
  readonly value: Value | undefined;
  /** What callbacks gave back beside. */
  readonly facts: FactSet;
  /** The declaration that was gone by; another overload may take more, or a function where this one takes none. */
  readonly form: FunctionForm;
}

/** Whether the declaration says what becomes of a function that is handed over at the place. */
export function foresees({ parameters, rest, invokes }: FunctionForm, index: number): boolean {
  const parameter = parameters[index];
  return parameter === undefined ? (rest ?? invokes) !== undefined : parameter.kind !== "record";
}

/** What a call of a function with this declaration gives back. `passed`: facts of everything that is handed over. */
export function callBySignature(
  machine: Machine,
  event: CallEvent,
  signature: SignatureForm,
  passed: FactSet,
): ParametricResult {
  const bindings = bindingsOf(machine, event, signature, passed);
  feedReceiver(bindings, signature);
  finishCallbacks(bindings);
  if (machine.isDead()) return { value: NOTHING, facts: NO_FACTS, form: signature };
  if (hasFunction(signature.result)) {
    const types = typesOf(machine, event);
    saveValues(bindings, types);
    saveCallbacks(bindings, types);
    loadFrom(bindings, types);
  }
  const value = resultOf(bindings, signature.result);
  follow(bindings, signature, value ?? NOTHING);
  return { value, facts: bindings.concrete, form: signature };
}

function bindingsOf(
  machine: Machine,
  event: CallEvent,
  signature: SignatureForm,
  passed: FactSet,
): TypeBindings {
  const bindings = new TypeBindings(machine, event, passed, signature.outer);
  if (signature.outer.length > 0)
    for (const address of event.receiver.addresses) bindings.holders.add(address);
  for (const name of signature.outer) bindings.add(name, contentOf(machine, event.receiver, name));
  collectArguments(bindings, signature);
  return bindings;
}

/** What is handed over as a value of the class's type parameter is in the object from now on. */
function feedReceiver(bindings: TypeBindings, signature: SignatureForm): void {
  const { event, values } = bindings;
  for (const name of signature.outer) {
    const value = values.get(name);
    if (value === undefined) continue;
    for (const address of event.receiver.addresses)
      feed(bindings, address, [name, value], (call) => {
        callAgain(bindings, call);
      });
  }
}

/** Another value has come into an object that the call was made with: callbacks get it, and so does what was made then. */
function callAgain({ machine }: TypeBindings, { event, signature, result }: FollowedCall): void {
  if (machine.isDead()) return;
  const bindings = bindingsOf(machine, event, signature, NO_FACTS);
  runCallbacks(bindings);
  if (machine.isDead() || signature.result.kind !== "record") return;
  const { frame, site } = event;
  for (const [name, form] of signature.result.contents) {
    const place = machine.book.addressOf(frame.context, frame.file, site, `again ${name}`);
    const value = bindings.build(form, place);
    for (const address of result.addresses)
      feed(bindings, address, [name, value], (call) => {
        callAgain(bindings, call);
      });
  }
}

/** A call of a function that such a call gave back earlier: it shares the values of the type parameters. */
export function callOfDeclaredType(
  machine: Machine,
  event: CallEvent,
  address: Address,
  form: FunctionForm,
  passed: FactSet,
): ParametricResult {
  const bindings = new TypeBindings(machine, event, passed);
  const types = machine.object(address)?.slots.get("@types")?.value ?? NOTHING;
  for (const holder of types.addresses) loadFrom(bindings, holder);
  if (form.invokes !== undefined) {
    const callee = bindings.values.get(form.invokes) ?? NOTHING;
    if (machine.declaredCalls.has(address)) return { value: undefined, facts: NO_FACTS, form };
    machine.declaredCalls.add(address);
    const value = callWith(machine, event.frame, callee, event.receiver, event.arguments, event.site);
    machine.declaredCalls.delete(address);
    return { value, facts: NO_FACTS, form };
  }
  collectArguments(bindings, form);
  for (const holder of types.addresses) saveValues(bindings, holder);
  if (!machine.declaredCalls.has(address)) {
    machine.declaredCalls.add(address);
    finishCallbacks(bindings, ` of ${String(address)}`);
    machine.declaredCalls.delete(address);
  }
  if (machine.isDead()) return { value: NOTHING, facts: NO_FACTS, form };
  for (const holder of types.addresses) saveValues(bindings, holder);
  return { value: resultOf(bindings, form.result), facts: bindings.concrete, form };
}

function resultOf(bindings: TypeBindings, form: TypeForm): Value | undefined {
  const { machine, event } = bindings;
  const isBound = namesIn(form).some((name) => bindings.values.has(name));
  if (!isBound && !hasFunction(form) && !isEmptyHolder(bindings, form)) return undefined;
  const place = machine.book.addressOf(event.frame.context, event.frame.file, event.site, "declared");
  return withFacts(bindings.build(form, place), bindings.chosen);
}

/** What is made of nothing, for values that are put into it later: `new Subject<string>()`. */
function isEmptyHolder({ passed }: TypeBindings, form: TypeForm): boolean {
  return form.kind === "record" && form.contents.size > 0 && passed.size === 0;
}

function collectArguments(bindings: TypeBindings, form: FunctionForm): void {
  const { values, rest } = bindings.event.arguments;
  for (const [index, parameter] of form.parameters.entries()) {
    bindings.collect(parameter, values[index]?.value ?? rest?.value ?? NOTHING);
  }
  if (form.rest === undefined) return;
  const further = values.slice(form.parameters.length).map(({ value }) => value);
  bindings.collect(form.rest, listOf(bindings, rest === undefined ? further : [...further, rest.value]));
}

function listOf({ machine, event }: TypeBindings, values: readonly Value[]): Value {
  const address = machine.book.addressOf(event.frame.context, event.frame.file, event.site, "arguments");
  const slots = new Map(values.map((value, index) => [String(index), plainSlot(value)]));
  return machine.allocate(address, newObject({ kind: "array" }, { slots, length: values.length }));
}

/** `whose`: tells the callbacks of a function that is called by a library from those of the call that is written there. */
function finishCallbacks(bindings: TypeBindings, whose = ""): void {
  if (!isOfDescriptor(bindings.machine, bindings.event)) runCallbacks(bindings);
  if (!bindings.machine.isDead()) scheduleCallbacks(bindings, whose);
}

/** Until what they give no longer adds to what they are given. */
function runCallbacks(bindings: TypeBindings): void {
  const { machine, event } = bindings;
  for (let pass = 0; ; pass++) {
    const before = new Map(bindings.values);
    for (const callback of [...bindings.callbacks]) runCallback(bindings, callback);
    const isNew = [...bindings.values].some(
      ([name, value]) => !includesValue(before.get(name) ?? NOTHING, value),
    );
    if (!isNew || machine.isDead() || goesTooFar(machine, pass, event.frame.file, event.site)) return;
  }
}

function runCallback(bindings: TypeBindings, { callee, form }: Callback): void {
  const { machine, event } = bindings;
  const given = givenTo(bindings, form);
  const result = machine.perhaps(() =>
    machine.round(() => callWith(machine, event.frame, callee, UNDEFINED, passedValues(given), event.site)),
  );
  if (machine.isDead()) return;
  bindings.noteOutcome(result);
  bindings.collect(form.result, result);
}

/** What a callback is called with: its parameters, and as many of its rest as are known. */
function givenTo(bindings: TypeBindings, form: FunctionForm): readonly Value[] {
  const { machine, event } = bindings;
  const { frame, site } = event;
  const place = (part: string): Address =>
    machine.book.addressOf(frame.context, frame.file, site, `given ${part}`);
  const given = form.parameters.map((parameter, index) => bindings.build(parameter, place(String(index))));
  if (form.rest === undefined) return given;
  const rest = iterated(machine, frame, bindings.build(form.rest, place("rest")), site);
  return [...given, ...(rest.places ?? [...rest.leading, rest.any])];
}

/** A library may keep a callback, and call it at any later time. */
function scheduleCallbacks(bindings: TypeBindings, whose: string): void {
  const { machine, event } = bindings;
  const when = isOfDescriptor(machine, event) ? "later" : "event";
  for (const [index, { callee, form }] of bindings.callbacks.entries()) {
    schedule(machine, event.frame, event.site, String(index) + whose, {
      callee,
      receiver: UNDEFINED,
      values: givenTo(bindings, form),
      then: undefined,
      when,
    });
  }
}

function hasFunction(form: TypeForm): boolean {
  switch (form.kind) {
    case "function":
      return true;
    case "container":
      return [form.element, ...(form.places ?? [])].some(hasFunction);
    case "record":
      return [...form.properties.values(), ...(form.rest === undefined ? [] : [form.rest])].some(hasFunction);
    case "either":
      return form.of.some(hasFunction);
    case "nothing":
    case "text":
    case "parameter":
    case "property":
    case "awaited":
    case "picked":
    case "computed":
    case "mapped":
      return false;
  }
}

function saveValues({ machine, values }: TypeBindings, holder: Address): void {
  for (const [name, value] of values) putInto(machine, holder, `@type:${name}`, value);
}

function saveCallbacks({ machine, callbacks }: TypeBindings, holder: Address): void {
  for (const [index, { callee, form }] of callbacks.entries()) {
    const kept = machine.book.addressWithin(holder, `callback ${String(index)}`);
    const slots = new Map([["@callback", plainSlot(callee)]]);
    machine.store(
      kept,
      newObject({ kind: "opaque", shape: undefined, type: "function", form }, { slots, exact: false }),
    );
    putInto(machine, holder, "@callbacks", addressValue(kept));
  }
}

function loadFrom(bindings: TypeBindings, holder: Address): void {
  const { machine } = bindings;
  for (const [name, slot] of machine.object(holder)?.slots ?? []) {
    if (name.startsWith("@type:")) bindings.add(name.slice("@type:".length), slot.value);
    if (name !== "@callbacks") continue;
    for (const address of slot.value.addresses) {
      const object = machine.object(address);
      const callee = object?.slots.get("@callback")?.value;
      if (object?.detail.kind === "opaque" && object.detail.form !== undefined && callee !== undefined)
        bindings.collect(object.detail.form, callee);
    }
  }
}

function putInto(machine: Machine, holder: Address, name: string, value: Value): void {
  machine.update(holder, (object) =>
    slotsWith(object, name, plainSlot(joinValues(object.slots.get(name)?.value ?? NOTHING, value))),
  );
}
