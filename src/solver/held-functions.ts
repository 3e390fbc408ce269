/**
 * Pipeline stage: value flow. Functions that get out of sight within something else: those in the records and lists of a
 * value, at any depth, as in a table of handlers.
 */
import { functionsIn } from "./call-dispatch.js";
import type { AbstractObject } from "./heap.js";
import type { Machine } from "./machine.js";
import { isHidden } from "./properties.js";
import { addressValue, NOTHING, type Address, type Value } from "./value.js";

/** The functions in a value; the value itself is none of them. */
export function heldFunctions(machine: Machine, value: Value): readonly Value[] {
  const found: Value[] = [];
  // Grows while it is gone through, and has each of them once: in a graph most are held by many others.
  const waiting = new Set(value.addresses);
  for (const address of waiting) {
    const object = machine.object(address);
    if (object === undefined) continue;
    const one = addressValue(address);
    if (!value.addresses.has(address) && functionsIn(machine, one).length > 0) found.push(one);
    else if (object.detail.kind === "record" || object.detail.kind === "array")
      addParts(machine, object, waiting);
  }
  return found;
}

function addParts(machine: Machine, object: AbstractObject, waiting: Set<Address>): void {
  if (isPrototype(machine, object)) return;
  const parts = [...object.slots].filter(([name]) => !isHidden(name)).map(([, slot]) => slot.value);
  for (const { addresses } of [...parts, object.rest]) for (const address of addresses) waiting.add(address);
}

/** A class's methods are called on its instances: its prototype is no table of functions, though each decorator gets it. */
function isPrototype(machine: Machine, { slots }: AbstractObject): boolean {
  const { addresses } = slots.get("constructor")?.value ?? NOTHING;
  return [...addresses].some((address) => machine.object(address)?.detail.kind === "class");
}
