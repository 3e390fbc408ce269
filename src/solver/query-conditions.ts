/**
 * Pipeline stage: value flow. Conditions of queries that name properties of what is looked for: `{ phone: { in: list } }`
 * compares the phones of all that is stored, so that what comes back is chosen by them, whatever it is compared with.
 */
import type { TypeShape } from "../graph/type-shape.js";
import { isModelCode } from "../graph/model-code.js";
import type { CallEvent } from "./flow-problem.js";
import type { AbstractObject } from "./heap.js";
import type { Machine } from "./machine.js";
import { sourceFacts } from "./materialize.js";
import { factsOfKind, matchedFacts } from "./match.js";
import { isHidden } from "./properties.js";
import { joinFacts, NO_FACTS, NOTHING, type Address, type FactSet, type Value } from "./value.js";

/** Promises of lists of rows. */
const CONTAINERS = 3;

/** What the labelled properties chose that the condition names, by the type of what the call gives, or is computed from. */
export function chosenByNamedProperties(
  machine: Machine,
  { frame, site }: CallEvent,
  condition: Value,
  result: Value,
): FactSet {
  if (isModelCode(frame.file) || condition.addresses.size === 0) return NO_FACTS;
  const { shape, columns } = machine.view.resultAt(frame.file, site);
  const row = rowOf(shape, CONTAINERS);
  const rows = rowsIn(machine, result, CONTAINERS);
  if (row === undefined && columns === undefined && rows.length === 0) return NO_FACTS;
  const labels = new Set<string>();
  let stored = NO_FACTS;
  for (const name of comparedNames(machine, condition, new Set())) {
    for (const label of [...(row?.properties.get(name)?.labels ?? []), ...(columns?.get(name) ?? [])])
      labels.add(label);
    for (const { slots } of rows)
      stored = joinFacts(stored, factsOfKind(slots.get(name)?.value.facts ?? NO_FACTS, "value"));
  }
  const compared = joinFacts(labels.size === 0 ? NO_FACTS : sourceFacts(frame, site, [...labels]), stored);
  return compared.size === 0 ? NO_FACTS : matchedFacts(frame, compared, site);
}

/** What is stored and comes back, where the program shows what it is: without types nothing else does. */
function rowsIn(machine: Machine, value: Value, depth: number): readonly AbstractObject[] {
  if (depth === 0) return [];
  return [...value.addresses].flatMap((address) => {
    const object = machine.object(address);
    if (object === undefined) return [];
    const { kind } = object.detail;
    if (kind === "record") return [object];
    if (kind === "promise")
      return rowsIn(machine, object.slots.get("@resolved")?.value ?? NOTHING, depth - 1);
    if (kind !== "array" && kind !== "opaque") return [];
    return [...(kind === "opaque" ? [object] : []), ...rowsIn(machine, object.rest, depth - 1)];
  });
}

function rowOf(shape: TypeShape | undefined, depth: number): TypeShape | undefined {
  if (shape === undefined || shape.properties.size > 0 || depth === 0) return shape;
  return rowOf(shape.elements ?? shape.places?.[0], depth - 1);
}

/** Names under which something is compared that is no constant: `{ phone: null }` and `{ phone: { exists: true } }` ask whether there is one. */
function* comparedNames(machine: Machine, value: Value, seen: Set<Address>): Iterable<string> {
  for (const address of value.addresses) {
    const object = machine.object(address);
    if (object === undefined || !isWritten(object) || seen.has(address)) continue;
    seen.add(address);
    for (const [name, slot] of object.slots) {
      if (name.startsWith("@") && !name.startsWith("@@")) continue;
      if (!isHidden(name) && isComparand(machine, slot.value, new Set())) yield name;
      yield* comparedNames(machine, slot.value, seen);
    }
    yield* comparedNames(machine, object.rest, seen);
  }
}

function isComparand(machine: Machine, value: Value, seen: Set<Address>): boolean {
  if (value.open || value.facts.size > 0) return true;
  return [...value.addresses].some((address) => {
    const object = machine.object(address);
    if (object === undefined || seen.has(address)) return false;
    seen.add(address);
    if (!isWritten(object)) return object.detail.kind !== "library";
    const held = [object.rest, ...[...object.slots.values()].map((slot) => slot.value)];
    return held.some((part) => isComparand(machine, part, seen));
  });
}

function isWritten({ detail }: AbstractObject): boolean {
  return detail.kind === "record" || detail.kind === "array";
}
