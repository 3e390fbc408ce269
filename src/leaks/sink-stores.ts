/**
 * Pipeline stage: policy. Stores that belong to sinks: what a sink's module keeps in its variables, at any depth, and
 * what was declared with a purpose of its own. Writing a labelled value there is handing it over (spec, section 4).
 */
import type { FileId } from "../graph/expression.js";
import type { Machine } from "../solver/machine.js";
import type { Address, Value } from "../solver/value.js";
import type { PurposesOfCode } from "../annotations/purposes-of-code.js";

/** Purposes that were declared for the object itself. */
export function ownersOf(machine: Machine, value: Value): readonly string[] {
  const owners = new Set<string>();
  for (const address of value.addresses)
    for (const owner of machine.object(address)?.owners ?? []) owners.add(owner);
  return [...owners];
}

/** Whether a sink's module may keep one of these objects: cheap to ask, and never wrong where it says no. */
export function mayBeKept(machine: Machine, addresses: readonly Address[]): boolean {
  return addresses.some((address) => machine.mayBeReached(address));
}

/** Purposes of the sinks' modules that keep one of these objects. */
export function keepersOf(
  machine: Machine,
  purposes: PurposesOfCode,
  addresses: readonly Address[],
): readonly string[] {
  const found = new Set<string>();
  for (const file of purposes.annotatedModules) {
    if (!machine.problem.watches(file)) continue;
    const kept = keptBy(machine, file);
    if (addresses.some((address) => kept.has(address)))
      for (const purpose of purposes.ofModule(file)) found.add(purpose);
  }
  return [...found];
}

/** Everything that can be reached from the variables of a module. */
function keptBy(machine: Machine, file: FileId): ReadonlySet<Address> {
  const kept = new Set<Address>();
  const pending: Address[] = [machine.moduleScope(file)];
  for (let address = pending.pop(); address !== undefined; address = pending.pop()) {
    const object = machine.object(address);
    if (
      object === undefined ||
      kept.has(address) ||
      object.detail.kind === "library" ||
      object.detail.kind === "closure"
    )
      continue;
    kept.add(address);
    for (const slot of object.slots.values()) pending.push(...slot.value.addresses);
    pending.push(...object.rest.addresses);
  }
  return kept;
}

/** Marks an object, and what it is made of now, as belonging to code of these purposes. */
export function own(machine: Machine, value: Value, purposes: readonly string[]): void {
  for (const address of value.addresses) {
    const object = machine.object(address);
    if (object === undefined || object.detail.kind === "closure" || object.detail.kind === "library")
      continue;
    if (purposes.every((purpose) => object.owners.has(purpose))) continue;
    machine.store(address, { ...object, owners: new Set([...object.owners, ...purposes]) });
    for (const slot of object.slots.values()) own(machine, slot.value, purposes);
    own(machine, object.rest, purposes);
  }
}
