/**
 * Pipeline stage: value flow. A value whose facts are changed for one of those who have it: what it holds is copied, so
 * that the objects themselves stay as they are for all others who hold them.
 */
import type { FlowFact } from "../graph/flow-fact.js";
import { mapObject, mapValueFacts, type AbstractObject } from "./heap.js";
import type { Frame, Machine } from "./machine.js";
import { renamed } from "./renaming.js";
import type { Address, Value } from "./value.js";

/** Where the copies are made. */
interface CopyPlace {
  readonly frame: Frame;
  readonly site: number;
}

/**
 * The value, in copies of the data that it holds; facts are changed there alone. Promises and the like, which go on by
 * themselves, stay the same objects.
 */
export function changedCopy(
  machine: Machine,
  value: Value,
  place: CopyPlace,
  change: (fact: FlowFact) => FlowFact | undefined,
): Value {
  const objects = objectsWithin(machine, value);
  const { frame, site } = place;
  const copies = new Map<Address, Address>();
  for (const [address, { detail }] of objects) {
    if (DATA.has(detail.kind))
      copies.set(address, machine.book.copyOf(address, frame.context, frame.file, site));
  }
  const changed = (held: Value): Value => renamed(mapValueFacts(held, change), copies);
  for (const [address, object] of objects) {
    const copy = copies.get(address);
    const after = mapObject(object, changed);
    if (copy === undefined) machine.store(address, after);
    else machine.allocate(copy, after);
  }
  return changed(value);
}

function objectsWithin(machine: Machine, value: Value): ReadonlyMap<Address, AbstractObject> {
  const objects = new Map<Address, AbstractObject>();
  const waiting = [value];
  // Grows while it is gone through.
  for (const part of waiting) {
    for (const address of part.addresses) {
      const object = machine.object(address);
      if (object === undefined || objects.has(address) || CODE.has(object.detail.kind)) continue;
      objects.set(address, object);
      for (const slot of object.slots.values()) waiting.push(slot.value);
      waiting.push(object.rest);
    }
  }
  return objects;
}

type Kind = AbstractObject["detail"]["kind"];
const DATA: ReadonlySet<Kind> = new Set<Kind>(["record", "array", "set", "map", "error", "opaque"]);
const CODE: ReadonlySet<Kind> = new Set<Kind>(["library", "scope", "closure", "class"]);
