/**
 * Pipeline stage: policy. What somebody who was handed a value gets to through it: the objects in records, lists and
 * collections, at any depth.
 */
import type { AbstractObject } from "../solver/heap.js";
import type { Machine } from "../solver/machine.js";
import type { Address, Value } from "../solver/value.js";

const HOLDING: ReadonlySet<AbstractObject["detail"]["kind"]> = new Set(["record", "array", "set", "map"]);

/** The objects that the value may be, and those in them, each once. */
export function* objectsIn(
  machine: Machine,
  value: Value,
): Generator<readonly [address: Address, object: AbstractObject]> {
  // Grows while it is gone through.
  const found = new Set(value.addresses);
  for (const address of found) {
    const object = machine.object(address);
    if (object === undefined) continue;
    yield [address, object];
    if (!HOLDING.has(object.detail.kind)) continue;
    for (const [name, slot] of object.slots)
      if (name !== "constructor") for (const held of slot.value.addresses) found.add(held);
    for (const held of object.rest.addresses) found.add(held);
  }
}
