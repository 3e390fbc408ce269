/**
 * Pipeline stage: value flow. Looking into objects: what any part of a value carries, and changing the facts of all
 * parts at once. Private fields stay out; a getter counts as what it returns (spec, section 5).
 */
import type { SiteId } from "../graph/expression.js";
import type { FlowFact } from "../graph/flow-fact.js";
import { callValue } from "./call-dispatch.js";
import { drawAll } from "./generators.js";
import { mapObject, mapValueFacts, type AbstractObject } from "./heap.js";
import { MAXIMAL_COMPUTED_PARTS } from "./limits.js";
import type { Frame, Machine } from "./machine.js";
import { addressValue, joinFacts, NO_FACTS, type Address, type FactSet, type Value } from "./value.js";
import { prototypesAbove } from "./prototypes.js";

/** Names of slots through which an object holds what belongs to it. */
function isPart(name: string): boolean {
  return !name.startsWith("#") && !HIDDEN_PARTS.has(name);
}
const HIDDEN_PARTS: ReadonlySet<string> = new Set([
  "@function",
  "@super",
  "@prototype",
  "@handler",
  "@promise",
  "@types",
  "constructor",
]);

/** Facts that the value or anything in it carries. */
export function factsWithin(machine: Machine, frame: Frame, value: Value, site: SiteId): FactSet {
  return collect({ machine, frame, site, computed: { nested: 0 } }, value, new Set(), 0);
}

/** One question for what a value carries. */
interface Search {
  readonly machine: Machine;
  readonly frame: Frame;
  readonly site: SiteId;
  /** Getters and generators that were run for what other ones gave. */
  readonly computed: { nested: number };
}

function collect(search: Search, value: Value, seen: Set<Address>, depth: number): FactSet {
  const { machine } = search;
  let facts = NO_FACTS;
  // Grows while it is gone through: nothing is lost in objects within objects, however deep.
  const waiting = [value];
  for (const part of waiting) {
    facts = joinFacts(facts, part.facts);
    for (const address of part.addresses) {
      if (seen.has(address)) continue;
      seen.add(address);
      const object = machine.object(address);
      if (object === undefined || !hasParts(object)) continue;
      facts = joinFacts(facts, object.keyFacts);
      // What a generator was called with and was sent is in what it gives out, or nowhere.
      if (object.detail.kind !== "generator")
        for (const held of heldParts(machine, object)) waiting.push(held);
      for (const run of computedParts(search, address, object))
        facts = joinFacts(facts, computedFacts(search, run, seen, depth));
    }
  }
  return facts;
}

/** What it holds itself, and what can be read from it because its prototypes hold it. */
function* heldParts(machine: Machine, object: AbstractObject): Generator<Value> {
  for (const [name, slot] of object.slots) if (isPart(name)) yield slot.value;
  yield object.rest;
  for (const [, { slots }] of prototypesAbove(machine, object))
    for (const [name, slot] of slots) if (isPart(name) && !object.slots.has(name)) yield slot.value;
}

function hasParts({ detail }: AbstractObject): boolean {
  return (
    detail.kind !== "library" &&
    detail.kind !== "scope" &&
    detail.kind !== "closure" &&
    detail.kind !== "resolver"
  );
}

/** What a getter or generator gives: objects that it makes are there only while it is looked at. */
function computedFacts(search: Search, run: () => Value, seen: ReadonlySet<Address>, depth: number): FactSet {
  const { machine, frame, site, computed } = search;
  if (depth > 0 && computed.nested++ >= MAXIMAL_COMPUTED_PARTS) {
    machine.hit("MAXIMAL_COMPUTED_PARTS", frame.file, site);
    return NO_FACTS;
  }
  return aside(machine, () => collect(search, run(), new Set(seen), depth + 1));
}

/** What runs when the parts of an object are read: getters, its own and inherited ones, and the body of a generator. */
function* computedParts(search: Search, address: Address, object: AbstractObject): Generator<() => Value> {
  const { machine, frame, site } = search;
  if (object.detail.kind === "generator") {
    yield () => drawAll(machine, frame, address);
    return;
  }
  const read = (getter: Value) => () => callValue(machine, frame, getter, addressValue(address), [], site);
  for (const [name, { getter }] of object.slots) if (getter !== undefined && isPart(name)) yield read(getter);
  for (const [, { slots }] of prototypesAbove(machine, object)) {
    for (const [name, { getter }] of slots) if (getter !== undefined && isPart(name)) yield read(getter);
  }
}

/** Runs something to see what it gives, without its effects. */
export function aside<T>(machine: Machine, run: () => T): T {
  const before = machine.state;
  const result = run();
  machine.state = before;
  return result;
}

/** Changes the facts of the value and of everything in it, in place. Gives the value itself changed. */
export function changeFactsWithin(
  machine: Machine,
  value: Value,
  change: (fact: FlowFact) => FlowFact | undefined,
): Value {
  const seen = new Set<Address>();
  const waiting = [value];
  for (const part of waiting) {
    for (const address of part.addresses) {
      const object = machine.object(address);
      if (object === undefined || seen.has(address) || object.detail.kind === "library") continue;
      if (object.detail.kind === "scope" || object.detail.kind === "closure") continue;
      seen.add(address);
      machine.store(
        address,
        mapObject(object, (held) => mapValueFacts(held, change)),
      );
      for (const slot of object.slots.values()) waiting.push(slot.value);
      waiting.push(object.rest);
    }
  }
  return mapValueFacts(value, change);
}
