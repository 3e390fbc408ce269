/**
 * Pipeline stage: value flow. Channels: what is written here and read there by a key – storage, topics, ports. Each is
 * one object on the heap, with a slot for each key and for the listeners of each key.
 */
import type { ModelChannel } from "../graph/flow-model.js";
import { callWith, passedValues } from "./call-dispatch.js";
import { newObject, plainSlot, slotsWith } from "./heap.js";
import type { Machine } from "./machine.js";
import { addToPlace, readEach, readPlace, type Application } from "./model-places.js";
import { keyOf } from "./properties.js";
import { joinValues, NOTHING, onlyConstants, UNDEFINED, UNKNOWN, type Address, type Value } from "./value.js";

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
  if (channel.read === undefined && first !== undefined) putIntoChannel(machine, store, names, first);
  const object = machine.object(store);
  for (const [name, slot] of object?.slots ?? []) {
    if (!name.startsWith("listener ")) continue;
    const topic = name.slice("listener ".length);
    if (names !== undefined && topic !== "*" && !names.includes(topic) && !names.includes("*")) continue;
    machine.perhaps(() => callListener(application, slot.value, values, channel));
  }
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

function callListener(
  application: Application,
  listener: Value,
  values: readonly Value[],
  channel: ModelChannel,
): Value {
  const { machine, event } = application;
  const written = event.arguments.values.filter(({ value }) => values.includes(value));
  const passed =
    channel.wrapped === undefined && written.length === values.length
      ? written
      : passedValues(channel.wrapped === undefined ? values : [wrap(application, values, channel.wrapped)])
          .values;
  const expression = event.arguments.values.at(-1)?.expression;
  const emitted = passed.map((one) => ({ ...one, expression: one.expression ?? expression, emitted: true }));
  return callWith(
    machine,
    event.frame,
    listener,
    event.receiver,
    { values: emitted, rest: undefined },
    event.site,
  );
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
  if (channel.listener !== undefined)
    keepListener(application.machine, store, names, readPlace(application, channel.listener));
}

function keepListener(
  machine: Machine,
  store: Address,
  names: readonly string[] | undefined,
  listener: Value,
): void {
  for (const name of names ?? ["*"]) {
    machine.update(store, (object) => {
      const slot = `listener ${name}`;
      return slotsWith(
        object,
        slot,
        plainSlot(joinValues(object.slots.get(slot)?.value ?? NOTHING, listener)),
      );
    });
  }
}

/** Adds a listener of the machine's own to a channel. */
export function addListener(
  application: Application,
  channel: Pick<ModelChannel, "name" | "of" | "key">,
  listener: Value,
): void {
  const names = channel.key === undefined ? ["*"] : keyOf(readPlace(application, channel.key)).names;
  for (const store of channelStore(application, channel))
    keepListener(application.machine, store, names, listener);
}
