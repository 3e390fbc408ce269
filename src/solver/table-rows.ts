/**
 * Pipeline stage: value flow. Tables: one record that has whatever any of the rows has that were stored. Each handler of a
 * server reads rows and stores them again: a record of its own for each of them would make the work grow with the square of
 * their number. Who reads a row gets a copy: what is changed in it is in the table only when it has been stored.
 */
import { joinObjects, mapObject, newObject, type AbstractObject } from "./heap.js";
import type { Machine } from "./machine.js";
import type { Application } from "./model-places.js";
import { addressValue, joinValues, NOTHING, type Address, type Value } from "./value.js";

/** Puts what is stored into the record of its table, and gives that. */
export function asRow(
  machine: Machine,
  store: Address,
  names: readonly string[] | undefined,
  value: Value,
): Value {
  const row = machine.book.addressWithin(store, `row ${names?.join("|") ?? ""}`);
  let isRow = false;
  for (const address of value.addresses) {
    const object = machine.object(address);
    if (object === undefined || object.detail.kind === "array") continue;
    isRow = true;
    if (address === row) continue;
    const known = machine.object(row);
    const given = mapObject(
      newObject({ kind: "record" }, { ...object, detail: { kind: "record" } }),
      (held) => asColumn(machine, held),
    );
    if (known === undefined) machine.store(row, given);
    else machine.update(row, (one) => joinObjects(one, given));
  }
  return { ...value, addresses: isRow ? addressValue(row).addresses : NOTHING.addresses };
}

/** Objects of which nothing is known say no more than that anything may be there. */
function asColumn(machine: Machine, value: Value): Value {
  const said = [...value.addresses].filter((address) => saysSomething(machine.object(address)));
  if (said.length === value.addresses.size) return value;
  return { ...value, addresses: new Set(said), open: true, whole: false };
}

function saysSomething(object: AbstractObject | undefined): boolean {
  if (object?.detail.kind !== "opaque" || object.detail.type !== "any") return true;
  const { detail, slots, rest, prototypes } = object;
  return (
    detail.shape !== undefined ||
    slots.size > 0 ||
    prototypes.size > 0 ||
    rest.facts.size > 0 ||
    rest.addresses.size > 0
  );
}

/** The value with records of its own in the place of rows. */
export function copyOfRow({ machine, event }: Application, value: Value): Value {
  const { frame, site } = event;
  let copy: Value = { ...value, addresses: NOTHING.addresses };
  for (const row of value.addresses) {
    const object = machine.object(row);
    if (object === undefined) continue;
    const address = machine.book.addressOf(frame.context, frame.file, site, `row ${String(row)}`);
    copy = joinValues(copy, machine.allocate(address, object));
  }
  return copy;
}
