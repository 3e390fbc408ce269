/**
 * Pipeline stage: value flow. Whether two values are the same object, as far as that is certain: how a listener finds
 * itself in the list that it is taken out of.
 */
import { isRecent } from "./addresses.js";
import type { Machine } from "./machine.js";
import type { Address, Value } from "./value.js";

/** undefined: they may or may not be. */
export function areSameObject(machine: Machine, left: Value, right: Value): boolean | undefined {
  if (!isTracked(machine, left) || !isTracked(machine, right)) return undefined;
  const only = onlyObject(machine, left);
  if (only !== undefined && only === onlyObject(machine, right)) return true;
  return [...left.addresses].some((address) => right.addresses.has(address)) ? undefined : false;
}

/** The one object that a value is, where it stands for no others of its kind. */
export function onlyObject(machine: Machine, value: Value): Address | undefined {
  const [address, ...others] = value.addresses;
  if (address === undefined || others.length > 0 || !isRecent(address)) return undefined;
  const detail = machine.object(address)?.detail;
  const isOne = detail?.kind === "record" || (detail?.kind === "closure" && detail.others === undefined);
  return isOne && isTracked(machine, value) ? address : undefined;
}

/** It is one of objects that the program has made: others may be known under several addresses. */
function isTracked(machine: Machine, { open, constants, addresses }: Value): boolean {
  if (open || constants.size > 0 || addresses.size === 0) return false;
  return [...addresses].every((address) => {
    const kind = machine.object(address)?.detail.kind;
    return kind === "record" || kind === "closure";
  });
}
