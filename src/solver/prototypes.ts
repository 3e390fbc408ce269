/**
 * Pipeline stage: value flow. Prototypes: where properties are looked up that an object has not got itself.
 */
import { isRecent } from "./addresses.js";
import { newObject, plainSlot, slotsWith, type AbstractObject } from "./heap.js";
import type { Machine } from "./machine.js";
import { joinValues, NOTHING, type Address, type Value } from "./value.js";

/** The name by which code reads and replaces an object's prototype, unless the object has a property of that name. */
export const PROTOTYPE_NAME = "__proto__";

/** All prototypes of an object, the nearest first, each once: one that stands for several may be above itself. */
export function* prototypesAbove(
  machine: Machine,
  object: AbstractObject | undefined,
): Generator<readonly [Address, AbstractObject]> {
  const seen = new Set<Address>();
  const waiting = [...(object?.prototypes ?? [])];
  for (const address of waiting) {
    const above = machine.object(address);
    if (above === undefined || seen.has(address)) continue;
    seen.add(address);
    yield [address, above];
    waiting.push(...above.prototypes);
  }
}

/** Makes the object inherit from what the value may be; anything but an object or `null` changes nothing. */
export function setPrototype(machine: Machine, address: Address, value: Value, isCertain: boolean): void {
  const isReplaced = isCertain && isRecent(address) && !value.open;
  const replaces = value.addresses.size > 0 || value.constants.has(null);
  machine.update(address, (object) => {
    const known: Value = { ...NOTHING, addresses: object.prototypes };
    const prototypes = isReplaced && replaces ? value.addresses : joinValues(known, value).addresses;
    return prototypes === object.prototypes ? object : { ...object, prototypes };
  });
}

/** `f.prototype`, made when it is first asked for. */
export function prototypeOfFunction(machine: Machine, address: Address): Value {
  const known = machine.object(address)?.slots.get("prototype");
  if (known !== undefined) return known.value;
  const value = machine.allocate(
    machine.book.addressWithin(address, "prototype"),
    newObject({ kind: "record" }),
  );
  machine.update(address, (object) => slotsWith(object, "prototype", plainSlot(value)));
  return value;
}
