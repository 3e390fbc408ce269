/**
 * Pipeline stage: value flow. Proxies: the traps of their handlers run, and what has none reaches the target.
 */
import type { SiteId } from "../graph/expression.js";
import { callValue } from "./call-dispatch.js";
import type { AbstractObject } from "./heap.js";
import type { Frame, Machine } from "./machine.js";
import { certainName, namedKey, readProperty, type KeyNames } from "./properties.js";
import { writeProperty } from "./property-writes.js";
import { addressValue, constantValue, NOTHING, openValue, type Address, type Value } from "./value.js";

export function readOfProxy(
  machine: Machine,
  frame: Frame,
  address: Address,
  object: AbstractObject,
  key: KeyNames,
  site: SiteId,
): Value {
  const target = object.slots.get("@target")?.value ?? NOTHING;
  const handler = object.slots.get("@handler")?.value ?? NOTHING;
  const trap = readProperty(machine, frame, handler, namedKey("get"), site);
  if (trap.addresses.size === 0) return readProperty(machine, frame, target, key, site);
  return callValue(machine, frame, trap, handler, [target, trappedKey(key), addressValue(address)], site);
}

export function writeToProxy(
  machine: Machine,
  frame: Frame,
  address: Address,
  object: AbstractObject,
  { key, value, site }: { readonly key: KeyNames; readonly value: Value; readonly site: SiteId },
): void {
  const target = object.slots.get("@target")?.value ?? NOTHING;
  const handler = object.slots.get("@handler")?.value ?? NOTHING;
  const trap = readProperty(machine, frame, handler, namedKey("set"), site);
  if (trap.addresses.size === 0) writeProperty(machine, frame, target, key, value, site);
  else
    callValue(machine, frame, trap, handler, [target, trappedKey(key), value, addressValue(address)], site);
}

/** A key as the handler of a proxy gets it. */
function trappedKey(key: KeyNames): Value {
  const name = certainName(key);
  return name === undefined ? openValue(key.value.facts) : constantValue(name);
}
