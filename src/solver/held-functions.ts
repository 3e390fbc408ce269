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
  const seen = new Set<Address>();
  // Grows while it is gone through.
  const waiting = [...value.addresses];
  for (const address of waiting) {
    const object = machine.object(address);
    if (seen.has(address) || (object?.detail.kind !== "record" && object?.detail.kind !== "array")) continue;
    seen.add(address);
    if (isPrototype(machine, object)) continue;
    const parts = [...object.slots].filter(([name]) => !isHidden(name)).map(([, slot]) => slot.value);
    for (const part of [...parts, object.rest].flatMap(({ addresses }) => [...addresses])) {
      const one = addressValue(part);
      if (functionsIn(machine, one).length > 0) found.push(one);
      else waiting.push(part);
    }
  }
  return found;
}

/** A class's methods are called on its instances: its prototype is no table of functions, though each decorator gets it. */
function isPrototype(machine: Machine, { slots }: AbstractObject): boolean {
  const { addresses } = slots.get("constructor")?.value ?? NOTHING;
  return [...addresses].some((address) => machine.object(address)?.detail.kind === "class");
}
