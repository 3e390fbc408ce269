/**
 * Pipeline stage: value flow. Looking into objects: what any part of a value carries, and changing the facts of all
 * parts at once. Private fields stay out; a getter counts as what it returns (spec, section 5).
 */
import type { SiteId } from "../graph/expression.js";
import type { FlowFact } from "../graph/flow-fact.js";
import { callValue } from "./call-dispatch.js";
import { drawAll } from "./generators.js";
import { mapObject, mapValueFacts, type AbstractObject } from "./heap.js";
import { MAXIMAL_OBJECT_DEPTH } from "./limits.js";
import type { Frame, Machine } from "./machine.js";
import { addressValue, joinFacts, type Address, type FactSet, type Value } from "./value.js";

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
  return collect(machine, frame, value, site, new Set(), 0);
}

function collect(
  machine: Machine,
  frame: Frame,
  value: Value,
  site: SiteId,
  seen: Set<Address>,
  depth: number,
): FactSet {
  let facts = value.facts;
  for (const address of value.addresses) {
    if (seen.has(address)) continue;
    seen.add(address);
    const object = machine.object(address);
    if (object === undefined || object.detail.kind === "library" || object.detail.kind === "scope") continue;
    if (object.detail.kind === "closure" || object.detail.kind === "resolver") continue;
    if (depth >= MAXIMAL_OBJECT_DEPTH) {
      machine.hit("MAXIMAL_OBJECT_DEPTH", frame.file, site);
      continue;
    }
    for (const part of partsOf(machine, frame, address, object, site)) {
      facts = joinFacts(facts, collect(machine, frame, part, site, seen, depth + 1));
    }
    facts = joinFacts(facts, object.keyFacts);
  }
  return facts;
}

/** What an object is made of, getters called. */
function* partsOf(
  machine: Machine,
  frame: Frame,
  address: Address,
  object: AbstractObject,
  site: SiteId,
): Generator<Value> {
  // What a generator was called with and was sent is in what it gives out, or nowhere.
  if (object.detail.kind === "generator") {
    yield aside(machine, () => drawAll(machine, frame, address));
    return;
  }
  for (const [name, slot] of object.slots) {
    if (!isPart(name)) continue;
    yield slot.value;
    if (slot.getter !== undefined)
      yield aside(machine, () => getter(machine, frame, slot.getter, address, site));
  }
  yield object.rest;
  for (let at = object.prototype; at !== undefined; at = machine.object(at)?.prototype) {
    for (const [name, slot] of machine.object(at)?.slots ?? []) {
      if (!isPart(name) || slot.getter === undefined) continue;
      yield aside(machine, () => getter(machine, frame, slot.getter, address, site));
    }
  }
}

function getter(
  machine: Machine,
  frame: Frame,
  read: Value | undefined,
  address: Address,
  site: SiteId,
): Value {
  return read === undefined
    ? addressValue()
    : callValue(machine, frame, read, addressValue(address), [], site);
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
  const visit = (part: Value): void => {
    for (const address of part.addresses) {
      const object = machine.object(address);
      if (object === undefined || seen.has(address) || object.detail.kind === "library") continue;
      if (object.detail.kind === "scope" || object.detail.kind === "closure") continue;
      seen.add(address);
      machine.store(
        address,
        mapObject(object, (held) => mapValueFacts(held, change)),
      );
      for (const slot of object.slots.values()) visit(slot.value);
      visit(object.rest);
    }
  };
  visit(value);
  return mapValueFacts(value, change);
}
