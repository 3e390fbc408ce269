/**
 * Pipeline stage: value flow. What becomes of an object's addresses when what they name is no longer the most recent of
 * its kind (see addresses.ts).
 */
import { mapObject, type AbstractObject, type Closure, type ObjectDetail } from "./heap.js";
import type { Address, Value } from "./value.js";

/** What addresses are called from now on, as far as they are called something else. */
export type Renaming = Pick<ReadonlyMap<Address, Address>, "get">;

/** The value with addresses replaced by those of what is no longer the most recent of its kind. */
export function renamed(value: Value, older: Renaming): Value {
  const addresses = renamedAddresses(value.addresses, older);
  return addresses === value.addresses ? value : { ...value, addresses };
}

function renamedAddresses(all: ReadonlySet<Address>, older: Renaming): ReadonlySet<Address> {
  let addresses: Set<Address> | undefined;
  for (const address of all) {
    const next = older.get(address);
    if (next === undefined) continue;
    addresses ??= new Set(all);
    addresses.delete(address);
    addresses.add(next);
  }
  return addresses ?? all;
}

function renamedAddress(address: Address, older: Renaming): Address {
  return older.get(address) ?? address;
}

export function renamedObject(
  object: AbstractObject,
  older: Renaming,
  rename: (value: Value) => Value,
): AbstractObject {
  const changed = mapObject(object, rename);
  const prototypes = renamedAddresses(changed.prototypes, older);
  const detail = renamedDetail(changed.detail, older, rename);
  if (prototypes === changed.prototypes && detail === changed.detail) return changed;
  return { ...changed, prototypes, detail };
}

function renamedDetail(detail: ObjectDetail, older: Renaming, rename: (value: Value) => Value): ObjectDetail {
  if (detail.kind === "closure") return renamedClosure(detail, older, rename);
  if (detail.kind !== "class") return detail;
  const environment = detail.environment.map((address) => renamedAddress(address, older));
  return environment.every((address, index) => address === detail.environment[index])
    ? detail
    : { ...detail, environment };
}

function renamedClosure(closure: Closure, older: Renaming, rename: (value: Value) => Value): Closure {
  const environment = closure.environment.map((address) => renamedAddress(address, older));
  const boundThis = closure.boundThis && rename(closure.boundThis);
  const home = closure.home === undefined ? undefined : renamedAddress(closure.home, older);
  const others = closure.others?.map((other) => renamedClosure(other, older, rename));
  const same =
    environment.every((address, index) => address === closure.environment[index]) &&
    boundThis === closure.boundThis &&
    home === closure.home &&
    (others?.every((other, index) => other === closure.others?.[index]) ?? true);
  if (same) return closure;
  const renamedOne = { ...closure, environment, boundThis, home };
  return others === undefined ? renamedOne : { ...renamedOne, others };
}

/**
 * What an object has in common with those that it may share an address with: they are records or library objects, and the
 * same of their properties carry something. undefined: it keeps its own, since there is more to it than its content.
 */
export function kindToShare({ detail, slots }: AbstractObject): string | undefined {
  if (detail.kind !== "record" && detail.kind !== "opaque" && detail.kind !== "array") return undefined;
  let kind: string = detail.kind;
  for (const [name, { value }] of slots) if (value.facts.size > 0) kind += `|${name}`;
  return kind;
}
