/**
 * Pipeline stage: value flow. Looking into objects: what any part of a value carries, and changing the facts of all
 * parts at once. Private fields stay out; a getter counts as what it returns (spec, section 5).
 */
import type { FileId, SiteId } from "../graph/expression.js";
import type { FlowFact } from "../graph/flow-fact.js";
import { isTooMuch } from "./passes.js";
import { callValue } from "./call-dispatch.js";
import { drawAll } from "./generators.js";
import { mapObject, mapValueFacts, objectAt, type AbstractObject } from "./heap.js";
import { MAXIMAL_COMPUTED_PARTS, MAXIMAL_HELD_OBJECTS } from "./limits.js";
import type { Frame, Machine } from "./machine.js";
import { prototypesAbove } from "./prototypes.js";
import {
  addressValue,
  joinFacts,
  NO_FACTS,
  NOTHING,
  type Address,
  type FactSet,
  type Value,
} from "./value.js";

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
  "@source",
  "@types",
  "constructor",
]);

/** Facts that the value or anything in it carries. */
export function factsWithin(machine: Machine, frame: Frame, value: Value, site: SiteId): FactSet {
  return collect({ machine, frame, site }, value);
}

/**
 * Facts that the value or anything in it carries, as far as that is known without running getters and generators. It is
 * handed on at `site`.
 */
export function factsHeld(machine: Machine, value: Value, file: FileId, site: SiteId): FactSet {
  if (machine.state === undefined) return NO_FACTS;
  let { facts } = value;
  const seen = new Set<Address>();
  const waiting = [value];
  for (const part of waiting) {
    for (const address of part.addresses) {
      if (seen.has(address)) continue;
      if (seen.size >= MAXIMAL_HELD_OBJECTS) {
        machine.hit("MAXIMAL_HELD_OBJECTS", file, site);
        return facts;
      }
      seen.add(address);
      const object = objectAt(machine.state, address);
      if (object === undefined || !hasParts(object)) continue;
      const held = heldBy(machine, object);
      facts = joinFacts(facts, held.facts);
      if (held.addresses.addresses.size > 0) waiting.push(held.addresses);
    }
  }
  return facts;
}

/** One question for what a value carries. */
interface Search {
  readonly machine: Machine;
  readonly frame: Frame;
  readonly site: SiteId;
}

/**
 * Getters and generators that are being run for such a question. What they run may ask the same question again, of the
 * same objects or of ones that they make: all questions within the outermost one are counted together, or they never end.
 */
export interface ComputedParts {
  /** The getters under way, by object and name, innermost last. */
  readonly under: string[];
  /** How many were run within others. */
  nested: number;
}

function collect(search: Search, value: Value, around?: Looked): FactSet {
  const { machine } = search;
  let facts = NO_FACTS;
  const looked: Looked = { at: new Set(), around };
  // Grows while it is gone through: nothing is lost in objects within objects, however deep.
  const waiting = [value];
  for (const part of waiting) {
    facts = joinFacts(facts, part.facts);
    for (const address of part.addresses) {
      if (wasLookedAt(looked, address)) continue;
      looked.at.add(address);
      const object = machine.object(address);
      if (object === undefined || !hasParts(object)) continue;
      const held = heldBy(machine, object);
      facts = joinFacts(facts, held.facts);
      if (held.addresses.addresses.size > 0) waiting.push(held.addresses);
      // What can be read from it because its prototypes hold it.
      for (const [, above] of prototypesAbove(machine, object)) {
        for (const [name, inherited] of heldBy(machine, above).named)
          if (!object.slots.has(name)) waiting.push(inherited);
      }
      for (const computed of computedParts(search, address, object))
        facts = joinFacts(facts, computedFacts(search, computed, looked));
    }
  }
  return facts;
}

/** The objects that were looked at, also for what the getter is a part of that is being run. */
interface Looked {
  readonly at: Set<Address>;
  readonly around: Looked | undefined;
}

function wasLookedAt(looked: Looked, address: Address): boolean {
  for (let one: Looked | undefined = looked; one !== undefined; one = one.around)
    if (one.at.has(address)) return true;
  return false;
}

/** What an object holds itself: found out once, since objects are asked for it with each call of a library. */
export interface Held {
  readonly facts: FactSet;
  /** The objects in it. */
  readonly addresses: Value;
  /** What it holds under names, where that carries something or is an object. */
  readonly named: readonly (readonly [name: string, value: Value])[];
}

function heldBy(machine: Machine, object: AbstractObject): Held {
  const known = machine.held.get(object);
  if (known !== undefined) return known;
  let facts = object.keyFacts;
  const addresses = new Set<Address>();
  const named: (readonly [string, Value])[] = [];
  const add = (value: Value): void => {
    facts = joinFacts(facts, value.facts);
    for (const address of value.addresses) addresses.add(address);
  };
  for (const [name, { value }] of object.slots)
    if (isPart(name) && value.facts.size + value.addresses.size > 0) named.push([name, value]);
  // What a generator was called with and was sent is in what it gives out, or nowhere.
  if (object.detail.kind !== "generator") {
    for (const [, value] of named) add(value);
    add(object.rest);
  }
  const held = { facts, addresses: { ...NOTHING, addresses }, named };
  machine.held.set(object, held);
  return held;
}

function hasParts({ detail }: AbstractObject): boolean {
  return (
    detail.kind !== "library" &&
    detail.kind !== "scope" &&
    detail.kind !== "closure" &&
    detail.kind !== "resolver"
  );
}

/** A getter or generator that runs when the parts of an object are read. */
interface ComputedPart {
  readonly key: string;
  readonly run: () => Value;
}

/** What a getter or generator gives: objects that it makes are there only while it is looked at. */
function computedFacts(search: Search, { key, run }: ComputedPart, looked: Looked): FactSet {
  const { machine, frame, site } = search;
  const { computed } = machine;
  // What it gives does not depend on what it gives: within itself it is run once more, for what that run hands to sinks.
  if (computed.under.filter((other) => other === key).length > 1) return NO_FACTS;
  if (isTooMuch(machine, frame.file, site)) return NO_FACTS;
  if (computed.under.length === 0) computed.nested = 0;
  else if (computed.nested++ >= MAXIMAL_COMPUTED_PARTS) {
    machine.hit("MAXIMAL_COMPUTED_PARTS", frame.file, site);
    return NO_FACTS;
  }
  computed.under.push(key);
  const facts = aside(machine, () => collect(search, run(), looked));
  computed.under.pop();
  return facts;
}

/** Getters, its own and inherited ones, and the body of a generator. */
function* computedParts(search: Search, address: Address, object: AbstractObject): Generator<ComputedPart> {
  const { machine, frame, site } = search;
  const key = (name: string): string => `${String(address)} ${name}`;
  if (object.detail.kind === "generator") {
    yield { key: key(""), run: () => drawAll(machine, frame, address) };
    return;
  }
  const read = (name: string, getter: Value): ComputedPart => ({
    key: key(name),
    run: () => callValue(machine, frame, getter, addressValue(address), [], site),
  });
  for (const [name, getter] of gettersOf(machine, object)) yield read(name, getter);
  for (const [, above] of prototypesAbove(machine, object))
    for (const [name, getter] of gettersOf(machine, above)) yield read(name, getter);
}

/** The getters among an object's own parts. */
export type Getters = readonly (readonly [name: string, getter: Value])[];

function gettersOf(machine: Machine, { slots }: AbstractObject): Getters {
  const known = machine.getters.get(slots);
  if (known !== undefined) return known;
  const getters = Array.from(slots).flatMap(([name, { getter }]) =>
    getter !== undefined && isPart(name) ? [[name, getter] as const] : [],
  );
  machine.getters.set(slots, getters);
  return getters;
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
