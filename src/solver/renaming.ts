/**
 * Pipeline stage: value flow. What becomes of an object's addresses when what they name is no longer the most recent of
 * its kind (see addresses.ts).
 */
import { olderAddress } from "./addresses.js";
import { mapObject, type AbstractObject, type Closure, type ObjectDetail } from "./heap.js";
import type { Address, Value } from "./value.js";

/** The value with addresses of `made` replaced by those of what is no longer the most recent of its kind. */
export function renamed(value: Value, made: ReadonlySet<Address>): Value {
  const addresses = renamedAddresses(value.addresses, made);
  return addresses === value.addresses ? value : { ...value, addresses };
}

function renamedAddresses(all: ReadonlySet<Address>, made: ReadonlySet<Address>): ReadonlySet<Address> {
  let addresses: Set<Address> | undefined;
  for (const address of all) {
    if (!made.has(address)) continue;
    addresses ??= new Set(all);
    addresses.delete(address);
    addresses.add(olderAddress(address));
  }
  return addresses ?? all;
}

function renamedAddress(address: Address, made: ReadonlySet<Address>): Address {
  return made.has(address) ? olderAddress(address) : address;
}

export function renamedObject(
  object: AbstractObject,
  made: ReadonlySet<Address>,
  rename: (value: Value) => Value,
): AbstractObject {
  const changed = mapObject(object, rename);
  const prototypes = renamedAddresses(changed.prototypes, made);
  const detail = renamedDetail(changed.detail, made, rename);
  if (prototypes === changed.prototypes && detail === changed.detail) return changed;
  return { ...changed, prototypes, detail };
}

function renamedDetail(
  detail: ObjectDetail,
  made: ReadonlySet<Address>,
  rename: (value: Value) => Value,
): ObjectDetail {
  if (detail.kind === "closure") return renamedClosure(detail, made, rename);
  if (detail.kind !== "class") return detail;
  const environment = detail.environment.map((address) => renamedAddress(address, made));
  return environment.every((address, index) => address === detail.environment[index])
    ? detail
    : { ...detail, environment };
}

function renamedClosure(
  closure: Closure,
  made: ReadonlySet<Address>,
  rename: (value: Value) => Value,
): Closure {
  const environment = closure.environment.map((address) => renamedAddress(address, made));
  const boundThis = closure.boundThis && rename(closure.boundThis);
  const home = closure.home === undefined ? undefined : renamedAddress(closure.home, made);
  const others = closure.others?.map((other) => renamedClosure(other, made, rename));
  const same =
    environment.every((address, index) => address === closure.environment[index]) &&
    boundThis === closure.boundThis &&
    home === closure.home &&
    (others?.every((other, index) => other === closure.others?.[index]) ?? true);
  if (same) return closure;
  const renamedOne = { ...closure, environment, boundThis, home };
  return others === undefined ? renamedOne : { ...renamedOne, others };
}
