/**
 * Pipeline stage: value flow. Channels: what is written here and read there by a key – storage, topics, ports. Each is
 * one object on the heap, with a slot for each key and for the listeners of each key.
 */
import { posix } from "node:path";
import type { ModelChannel } from "../graph/flow-model.js";
import { isRecent } from "./addresses.js";
import { callWith, functionsIn, passedValues } from "./call-dispatch.js";
import { joinObjects, newObject, plainSlot, slotsWith } from "./heap.js";
import { asRow, copyOfRow } from "./table-rows.js";
import type { PassedArgument } from "./flow-problem.js";
import type { Machine } from "./machine.js";
import { callOnce, schedule } from "./tasks.js";
import { addToPlace, argumentOfPlace, readEach, readPlace, type Application } from "./model-places.js";
import { mayBeSameName } from "./key-forms.js";
import { certainName, keyOf, namedKey, readProperty } from "./properties.js";
import {
  addressValue,
  isNothing,
  joinAll,
  joinValues,
  NOTHING,
  onlyConstants,
  UNDEFINED,
  UNKNOWN,
  type Address,
  type Value,
} from "./value.js";

/** Where a channel keeps what was written: one object for each channel, a slot for each key. */
function channelStore(application: Application, channel: Pick<ModelChannel, "name" | "of">): Address[] {
  const { machine } = application;
  const make = (address: Address): Address => {
    if (machine.object(address) === undefined) machine.store(address, newObject({ kind: "record" }));
    return address;
  };
  if (channel.of === undefined) return [make(machine.book.addressWithin(-2, channel.name))];
  const owner = readPlace(application, channel.of);
  const stores = [...owner.addresses].map((address) =>
    make(machine.book.addressWithin(address, `channel ${channel.name}`)),
  );
  for (const constant of onlyConstants(owner) ?? [])
    stores.push(make(machine.book.addressWithin(-2, `${channel.name} ${String(constant)}`)));
  return stores.length > 0 ? stores : [make(machine.book.addressWithin(-2, `${channel.name} of anything`))];
}

export function applyChannel(application: Application, channel: ModelChannel): void {
  const { machine } = application;
  const names = namesOf(application, channel);
  const stores = channelStore(application, channel);
  const isCertain = stores.length === 1 && isOne(application, channel);
  for (const store of stores) {
    if (channel.write !== undefined) writeChannel(application, store, names, channel);
    if (channel.listener !== undefined) listen(application, store, names, channel);
    if (channel.removes !== undefined && isCertain) forget(application, store, names, channel);
    if (channel.clears === true && isCertain) clear(application, store, names, channel);
    if (channel.read === undefined) continue;
    const value = readChannel(machine, store, names, channel.together === true ? TOGETHER : SINGLE);
    addToPlace(application, channel.read, asRead(application, channel, value));
  }
}

/** Whether the channel is for certain the one of a single object. */
function isOne(application: Application, { of }: ModelChannel): boolean {
  if (of === undefined) return true;
  const owner = readPlace(application, of);
  return !owner.open && [...owner.addresses].every(isRecent);
}

function asRead(application: Application, channel: ModelChannel, value: Value): Value {
  if (channel.merged === true) return copyOfRow(application, value);
  return channel.typed === true ? asTyped(application, value) : value;
}

/** A record of the properties alone that the call's result has by its type. */
function asTyped({ machine, event }: Application, value: Value): Value {
  const { frame, site } = event;
  const names = value.addresses.size === 0 ? undefined : machine.view.memberNamesAt(frame.file, site);
  if (names === undefined) return value;
  const slots = new Map(
    names.map((name) => [name, plainSlot(readProperty(machine, frame, value, namedKey(name), site))]),
  );
  const address = machine.book.addressOf(frame.context, frame.file, site, "columns");
  return machine.allocate(address, newObject({ kind: "record" }, { slots }));
}

/** The keys that are meant, `*` where there is one place; undefined: any. */
function namesOf(application: Application, channel: ModelChannel): readonly string[] | undefined {
  if (channel.key === undefined) return ["*"];
  const { names } = keyOf(application.machine, readPlace(application, channel.key));
  return channel.path === true ? names?.map((name) => posix.normalize(name)) : names;
}

/** Slots of what was written under a key: its first value, and the list of all that was written with it. */
const SINGLE = "value ";
const TOGETHER = "together ";

function readChannel(
  machine: Machine,
  store: Address,
  names: readonly string[] | undefined,
  kept: typeof SINGLE | typeof TOGETHER,
): Value {
  const object = machine.object(store);
  if (object === undefined) return kept === SINGLE ? UNDEFINED : NOTHING;
  let value = kept === SINGLE ? joinValues(object.rest, UNDEFINED) : NOTHING;
  for (const [slot, { value: written }] of object.slots) {
    if (!slot.startsWith(kept)) continue;
    if (names?.some((name) => mayBeSameName(name, slot.slice(kept.length))) ?? true)
      value = joinValues(value, written);
  }
  return value;
}

function writeChannel(
  application: Application,
  store: Address,
  names: readonly string[] | undefined,
  channel: ModelChannel,
): void {
  const { machine } = application;
  if (channel.write === undefined) return;
  const values = readEach(application, channel.write);
  const [first] = values;
  if (channel.read === undefined && first !== undefined) {
    const kept = channel.merged === true ? asRow(machine, store, names, first) : first;
    putIntoChannel(machine, store, names, kept);
    keepTogether(machine, store, names, values);
  }
  const object = machine.object(store);
  for (const [name, slot] of object?.slots ?? []) {
    const heard = topicOf(name);
    if (heard === undefined) continue;
    const { topic, wrapped } = heard;
    if (names?.some((name) => isHeard(name, topic)) === false) continue;
    machine.perhaps(() => callListener(application, slot.value, values, { wrapped, ...channel }));
  }
}

function isHeard(name: string, topic: string): boolean {
  return topic === "*" || name === "*" || mayBeSameName(name, topic);
}

/** The slot of the listeners of a topic that get what is written in an object of their own, or as it is. */
function listenerSlot(topic: string, wrapped = ""): string {
  return `listener ${wrapped}:${topic}`;
}

function topicOf(slot: string): { readonly topic: string; readonly wrapped: string | undefined } | undefined {
  const [, wrapped, topic] = /^listener (\w*):([^]*)$/.exec(slot) ?? [];
  return topic === undefined ? undefined : { topic, wrapped: wrapped === "" ? undefined : wrapped };
}

function putIntoChannel(
  machine: Machine,
  store: Address,
  names: readonly string[] | undefined,
  value: Value,
): void {
  machine.update(store, (object) => {
    if (names === undefined) return { ...object, rest: joinValues(object.rest, value) };
    let changed = object;
    for (const name of names) {
      const slot = `value ${name}`;
      const known = changed.slots.get(slot)?.value;
      changed = slotsWith(
        changed,
        slot,
        plainSlot(
          known === undefined || names.length > 1
            ? joinValues(known ?? NOTHING, value)
            : joinValues(known, value),
        ),
      );
    }
    return changed;
  });
}

/** The values of one event, for who waits for all of them; any topic's where the topic is not known. */
function keepTogether(
  machine: Machine,
  store: Address,
  names: readonly string[] | undefined,
  values: readonly Value[],
): void {
  for (const name of names ?? ["*"]) {
    const list = machine.book.addressWithin(store, TOGETHER + name);
    const slots = new Map(values.map((value, place) => [String(place), plainSlot(value)]));
    const known = machine.object(list);
    const given = newObject({ kind: "array" }, { slots, length: values.length });
    machine.store(list, known === undefined ? given : joinObjects(known, given));
    if (machine.object(store)?.slots.has(TOGETHER + name) === false)
      machine.update(store, (object) => slotsWith(object, TOGETHER + name, plainSlot(addressValue(list))));
  }
}

function callListener(
  application: Application,
  listener: Value,
  values: readonly Value[],
  channel: Pick<ModelChannel, "method" | "write"> & { readonly wrapped?: string | undefined },
): Value {
  const { machine, event } = application;
  const written = event.arguments.values.filter(({ value }) => values.includes(value));
  const passed =
    channel.wrapped === undefined && written.length === values.length
      ? written
      : passedValues(channel.wrapped === undefined ? values : [wrap(application, values, channel.wrapped)])
          .values;
  const from = channel.write === undefined ? undefined : argumentOfPlace(channel.write);
  const expression = event.arguments.values.at(from ?? -1)?.expression;
  const emitted = passed.map((one) => ({ ...one, expression: one.expression ?? expression, emitted: true }));
  const callees = heardBy(application, listener, channel.method);
  const { frame, site } = event;
  const given = { values: emitted, rest: undefined };
  // Listeners that write to what they listen to hear of it when they have come to their end.
  const heard = callOnce(machine, joinAll(callees.map(({ callee }) => callee)), () =>
    joinAll(callees.map(({ callee, receiver }) => callWith(machine, frame, callee, receiver, given, site))),
  );
  if (heard !== undefined) return heard;
  for (const one of callees) hearLater(application, one, emitted);
  return NOTHING;
}

interface Hearing {
  readonly callee: Value;
  readonly receiver: Value;
}

/** What is called for the listener: functions, and the method of that name of objects. */
function heardBy({ machine, event }: Application, listener: Value, method: string | undefined): Hearing[] {
  const { frame, site, receiver } = event;
  if (method === undefined) return [{ callee: listener, receiver }];
  const isFunction = (address: Address): boolean => functionsIn(machine, addressValue(address)).length > 0;
  const functions = { ...listener, addresses: new Set([...listener.addresses].filter(isFunction)) };
  const objects = [...listener.addresses]
    .filter((address) => !isFunction(address))
    .map((address) => addressValue(address));
  const methods = objects.map((object) => ({
    callee: readProperty(machine, frame, object, namedKey(method), site),
    receiver: object,
  }));
  return isNothing(functions) ? methods : [{ callee: functions, receiver }, ...methods];
}

function hearLater(
  { machine, event }: Application,
  { callee, receiver }: Hearing,
  passed: readonly PassedArgument[],
): void {
  schedule(machine, event.frame, event.site, "listener", {
    callee,
    receiver,
    values: passed.map(({ value }) => value),
    then: undefined,
    when: "event",
  });
}

function wrap(application: Application, values: readonly Value[], name: string): Value {
  const { machine, event } = application;
  const address = machine.book.addressOf(event.frame.context, event.frame.file, event.site, "event");
  const slots = new Map([[name, plainSlot(values[0] ?? UNDEFINED)]]);
  return machine.allocate(
    address,
    newObject({ kind: "opaque", shape: undefined, type: "record" }, { slots, exact: false, rest: UNKNOWN }),
  );
}

/** A listener hears what is written from now on. */
function listen(
  application: Application,
  store: Address,
  names: readonly string[] | undefined,
  channel: ModelChannel,
): void {
  if (channel.listener === undefined) return;
  const listener = readPlace(application, channel.listener);
  for (const topic of names ?? ["*"])
    keepListener(application.machine, store, listenerSlot(topic, channel.wrapped), listener);
}

function keepListener(machine: Machine, store: Address, slot: string, listener: Value): void {
  machine.update(store, (object) =>
    slotsWith(object, slot, plainSlot(joinValues(object.slots.get(slot)?.value ?? NOTHING, listener))),
  );
}

/** Where it is certain which function it is, it is a listener no more. */
function forget(
  application: Application,
  store: Address,
  names: readonly string[] | undefined,
  { removes = "", wrapped }: ModelChannel,
): void {
  const listener = readPlace(application, removes);
  const [address, ...others] = listener.addresses;
  const name = certainName({ names, value: NOTHING });
  if (address === undefined || others.length > 0 || listener.open || !isRecent(address)) return;
  if (name === undefined) return;
  application.machine.update(store, (object) => {
    const slot = listenerSlot(name, wrapped);
    const known = object.slots.get(slot)?.value;
    if (known?.addresses.has(address) !== true) return object;
    const left = [...known.addresses].filter((one) => one !== address);
    return slotsWith(object, slot, plainSlot({ ...known, addresses: new Set(left) }));
  });
}

/** There are no listeners any more: under the key, if one is passed, or under any. */
function clear(
  { machine, event }: Application,
  store: Address,
  names: readonly string[] | undefined,
  { key, wrapped }: ModelChannel,
): void {
  const from = key === undefined ? undefined : argumentOfPlace(key);
  const isOfAll = from === undefined || event.arguments.values.length <= from;
  const name = certainName({ names, value: NOTHING });
  if (event.arguments.rest !== undefined || (!isOfAll && name === undefined)) return;
  machine.update(store, (object) => {
    const slots = [...object.slots].filter(([slot]) =>
      isOfAll ? topicOf(slot) === undefined : slot !== listenerSlot(name ?? "", wrapped),
    );
    return slots.length === object.slots.size ? object : { ...object, slots: new Map(slots) };
  });
}

/** Adds a listener of the machine's own to a channel. */
export function addListener(
  application: Application,
  channel: Pick<ModelChannel, "name" | "of" | "key">,
  listener: Value,
): void {
  const names =
    channel.key === undefined
      ? ["*"]
      : (keyOf(application.machine, readPlace(application, channel.key)).names ?? ["*"]);
  for (const store of channelStore(application, channel))
    for (const topic of names) keepListener(application.machine, store, listenerSlot(topic), listener);
}
