/**
 * Pipeline stage: value flow. Applies a flow model to a call: makes the result, lets values flow, calls the functions
 * that it calls, and asks the named operations for what arrays, maps and promises do.
 */
import type { FlowModel, ModelCall, ModelChannel, ModelResult } from "../graph/flow-model.js";
import { callWith, functionsIn, passedValues } from "./calls.js";
import type { CallEvent } from "./flow-problem.js";
import { newObject, plainSlot, slotsWith, type ObjectDetail } from "./heap.js";
import { resultOfType } from "./library-calls.js";
import type { Machine } from "./machine.js";
import { factsOfKind, matchedFacts } from "./match.js";
import { addToPlace, argument, derived, readEach, readPlace, type Application } from "./model-places.js";
import { operationOf } from "./operations/index.js";
import { comparisonFacts } from "./operators.js";
import { factsWithin } from "./parts.js";
import { keyOf } from "./properties.js";
import { schedule } from "./tasks.js";
import {
  isNothing, joinValues, NO_FACTS, NOTHING, onlyConstants, UNDEFINED, UNKNOWN, withFacts, addressValue, type Address, type Value,
} from "./value.js";

export function applyModel(machine: Machine, event: CallEvent, model: FlowModel): Value {
  const application: Application = { machine, event, result: NOTHING };
  const operation = model.operation === undefined ? undefined : operationOf(model.operation);
  if (operation !== undefined) {
    application.result = operation(application);
  } else {
    application.result = startResult(machine, event, model);
    for (const flow of model.flows ?? []) {
      const value = readPlace(application, flow.from);
      addToPlace(application, flow.to, flow.as === "value" ? value : flowing(application, value));
    }
  }
  for (const call of model.calls ?? []) applyCall(application, call);
  for (const channel of model.channels ?? []) applyChannel(application, channel);
  if (machine.dead) return NOTHING;
  return matched(application, model);
}

/** What flows derived carries the labels and matches, and no provenance beyond them. */
function flowing(application: Application, value: Value): Value {
  return isNothing(value) ? NOTHING : derived(application, value);
}

function matched(application: Application, model: FlowModel): Value {
  const { machine, event, result } = application;
  let value = result;
  if (model.matches !== undefined) {
    const [left, right] = model.matches.map((place) => readPlace(application, place));
    if (left !== undefined && right !== undefined) {
      value = withFacts(value, comparisonFacts(event.frame, left, right, event.site, false, true));
    }
  }
  for (const place of model.queries ?? []) {
    const facts = factsWithin(machine, event.frame, readPlace(application, place), event.site);
    value = withFacts(value, matchedFacts(event.frame, facts, event.site));
  }
  return value;
}

const DETAILS: Readonly<Record<"array" | "set" | "map" | "promise" | "iterator" | "object", ObjectDetail>> = {
  array: { kind: "array" },
  set: { kind: "set" },
  map: { kind: "map" },
  promise: { kind: "promise" },
  iterator: { kind: "iterator" },
  object: { kind: "opaque", shape: undefined, type: "record" },
};

function startResult(machine: Machine, event: CallEvent, model: FlowModel): Value {
  const result: ModelResult = model.result ?? "type";
  switch (result) {
    case "undefined": return UNDEFINED;
    case "text": case "number": case "boolean": return UNKNOWN;
    case "receiver": return event.receiver;
    case "argument[0]": return argument({ machine, event, result: NOTHING }, 0);
    case "argument[1]": return argument({ machine, event, result: NOTHING }, 1);
    case "argument[2]": return argument({ machine, event, result: NOTHING }, 2);
    case "type": {
      const type = machine.view.resultAt(event.frame.file, event.site);
      return resultOfType(machine, event.frame, type, event.site, NO_FACTS);
    }
    case "array": case "set": case "map": case "promise": case "iterator": case "object":
      return newResult(machine, event, DETAILS[result]);
  }
}

/** A new object that the call makes. */
export function newResult(machine: Machine, event: CallEvent, detail: ObjectDetail, part = "result"): Value {
  const address = machine.book.addressOf(event.frame.context, event.frame.file, event.site, part);
  return machine.allocate(address, newObject(detail, { exact: detail.kind !== "opaque" }));
}

function applyCall(application: Application, call: ModelCall): void {
  const { machine, event } = application;
  const callee = readPlace(application, call.function);
  if (machine.dead || functionsIn(machine, callee).length === 0) return;
  const values = (call.parameters ?? []).flatMap((place) => (place === "unknown" ? [UNKNOWN] : readEach(application, place)));
  const receiver = call.this === undefined ? UNDEFINED : readPlace(application, call.this);
  if (call.when === "later" || call.when === "microtask") {
    schedule(machine, event.frame, event.site, call.function, {
      callee, receiver, values, then: undefined, again: call.when === "later",
    });
    return;
  }
  const run = (): Value => callWith(machine, event.frame, callee, receiver, passedArguments(application, call, values), event.site);
  const result = machine.perhaps(run);
  if (call.returns !== undefined) addToPlace(application, call.returns, result);
}

function passedArguments(application: Application, call: ModelCall, values: readonly Value[]): ReturnType<typeof passedValues> {
  void application;
  void call;
  return passedValues(values);
}

/** Where a channel keeps what was written: one object for each channel, a slot for each key. */
export function channelStore(application: Application, channel: Pick<ModelChannel, "name" | "of">): Address[] {
  const { machine } = application;
  const make = (address: Address): Address => {
    if (machine.object(address) === undefined) machine.store(address, newObject({ kind: "record" }));
    return address;
  };
  if (channel.of === undefined) return [make(machine.book.addressWithin(-2, channel.name))];
  const owner = readPlace(application, channel.of);
  const stores = [...owner.addresses].map((address) => make(machine.book.addressWithin(address, `channel ${channel.name}`)));
  for (const constant of onlyConstants(owner) ?? []) stores.push(make(machine.book.addressWithin(-2, `${channel.name} ${String(constant)}`)));
  return stores.length > 0 ? stores : [make(machine.book.addressWithin(-2, `${channel.name} of anything`))];
}

function applyChannel(application: Application, channel: ModelChannel): void {
  const { machine } = application;
  const key = channel.key === undefined ? undefined : keyOf(readPlace(application, channel.key));
  const names = key === undefined ? ["*"] : key.names;
  for (const store of channelStore(application, channel)) {
    if (channel.write !== undefined) writeChannel(application, store, names, channel);
    if (channel.listener !== undefined) listen(application, store, names, channel);
    if (channel.read !== undefined) addToPlace(application, channel.read, readChannel(machine, store, names));
  }
}

function readChannel(machine: Machine, store: Address, names: readonly string[] | undefined): Value {
  const object = machine.object(store);
  if (object === undefined) return UNDEFINED;
  const read = names ?? [...object.slots.keys()].map((name) => name.replace(/^(value|listener) /, ""));
  let value = joinValues(object.rest, UNDEFINED);
  for (const name of read) value = joinValues(value, object.slots.get(`value ${name}`)?.value ?? NOTHING);
  return value;
}

function writeChannel(application: Application, store: Address, names: readonly string[] | undefined, channel: ModelChannel): void {
  const { machine, event } = application;
  if (channel.write === undefined) return;
  const values = readEach(application, channel.write);
  const [first] = values;
  if (channel.read === undefined && first !== undefined) putIntoChannel(machine, store, names, first);
  const object = machine.object(store);
  for (const [name, slot] of object?.slots ?? []) {
    if (!name.startsWith("listener ")) continue;
    const topic = name.slice("listener ".length);
    if (names !== undefined && topic !== "*" && !names.includes(topic) && !names.includes("*")) continue;
    machine.perhaps(() => callListener(application, slot.value, values, channel));
  }
  void event;
}

function putIntoChannel(machine: Machine, store: Address, names: readonly string[] | undefined, value: Value): void {
  machine.update(store, (object) => {
    if (names === undefined) return { ...object, rest: joinValues(object.rest, value) };
    let changed = object;
    for (const name of names) {
      const slot = `value ${name}`;
      const known = changed.slots.get(slot)?.value;
      changed = slotsWith(changed, slot, plainSlot(known === undefined || names.length > 1 ? joinValues(known ?? NOTHING, value) : joinValues(known, value)));
    }
    return changed;
  });
}

function callListener(application: Application, listener: Value, values: readonly Value[], channel: ModelChannel): Value {
  const { machine, event } = application;
  const passed = event.arguments.values.filter(({ value }) => values.includes(value));
  const given = channel.wrapped === undefined ? values : [wrap(application, values, channel.wrapped)];
  const args = channel.wrapped === undefined && passed.length === values.length ? { values: passed, rest: undefined } : passedValues(given);
  return callWith(machine, event.frame, listener, event.receiver, args, event.site);
}

function wrap(application: Application, values: readonly Value[], name: string): Value {
  const { machine, event } = application;
  const address = machine.book.addressOf(event.frame.context, event.frame.file, event.site, "event");
  const slots = new Map([[name, plainSlot(values[0] ?? UNDEFINED)]]);
  return machine.allocate(address, newObject({ kind: "opaque", shape: undefined, type: "record" }, { slots, exact: false, rest: UNKNOWN }));
}

/** A listener hears what is written from now on, and, since nobody knows the order of turns, what was written before. */
function listen(application: Application, store: Address, names: readonly string[] | undefined, channel: ModelChannel): void {
  const { machine } = application;
  if (channel.listener === undefined) return;
  const listener = readPlace(application, channel.listener);
  for (const name of names ?? ["*"]) {
    machine.update(store, (object) => {
      const slot = `listener ${name}`;
      return slotsWith(object, slot, plainSlot(joinValues(object.slots.get(slot)?.value ?? NOTHING, listener)));
    });
  }
}

export function chosenBy(value: Value, facts: Value["facts"]): Value {
  return withFacts(value, factsOfKind(facts, "match"));
}

export function addressesAsValue(addresses: readonly Address[]): Value {
  return addressValue(...addresses);
}
