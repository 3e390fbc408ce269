/**
 * Pipeline stage: value flow. What the collections of the language hold: elements at known places where their number and
 * order are certain, and what any element may be.
 */
import type { SiteId } from "../graph/expression.js";
import type { AbstractObject } from "./heap.js";
import { ENTRY, isEntry, KEYED, nameAsKey } from "./key-forms.js";
import { arrayOf } from "./literals.js";
import type { Frame, Machine } from "./machine.js";
import { factsOfKind } from "./match.js";
import { arrayIndex } from "./properties.js";
import {
  isForm,
  isNothing,
  joinAll,
  joinFacts,
  joinValues,
  NO_FACTS,
  NOTHING,
  onlyConstants,
  UNDEFINED,
  UNKNOWN,
  withFacts,
  type Address,
  type FactSet,
  type Value,
} from "./value.js";

/** Of an iterator that is driven by hand: how many elements it has given so far. */
export const TAKEN = "@taken";

export interface Elements {
  /** The elements one after another, where their number and order is certain. */
  readonly places: readonly Value[] | undefined;
  /** The first elements, where only the end is open. */
  readonly leading: readonly Value[];
  /** What any of them may be. */
  readonly any: Value;
  /** What the collection as such carries: that it was chosen. */
  readonly facts: FactSet;
}

export const NO_ELEMENTS: Elements = { places: [], leading: [], any: NOTHING, facts: NO_FACTS };

/** What the collection as such carries, its elements carry. */
export function withInherited(elements: Elements, facts: FactSet): Elements {
  if (facts.size === 0) return elements;
  const add = (value: Value): Value => (isNothing(value) ? value : withFacts(value, facts));
  return {
    places: elements.places?.map(add),
    leading: elements.leading.map(add),
    any: add(elements.any),
    facts: joinFacts(elements.facts, facts),
  };
}

export function joinElements(parts: readonly Elements[]): Elements {
  const facts = parts.reduce((all, part) => joinFacts(all, part.facts), NO_FACTS);
  const length = Math.max(...parts.map((part) => (part.places ?? part.leading).length));
  const leading = Array.from({ length }, (_, index) => joinAll(parts.map((part) => placeOf(part, index))));
  const any = joinAll(parts.map((part) => part.any));
  const isSameLength = parts.every((part) => part.places?.length === length);
  return { places: isSameLength ? leading : undefined, leading, any, facts };
}

/** What is at an index of one of several lists. */
export function placeOf(part: Elements, index: number): Value {
  if (part.places !== undefined) return part.places[index] ?? UNDEFINED;
  return part.leading[index] ?? joinValues(part.any, UNDEFINED);
}

export function elementsOfArray(object: AbstractObject): Elements {
  const indexed: (Value | undefined)[] = [];
  for (const [name, slot] of object.slots) {
    const index = arrayIndex(name);
    if (index !== undefined) indexed[index] = slot.value;
  }
  const facts = factsOfKind(object.keyFacts, "match");
  const leading = Array.from(indexed, (value) => value ?? UNDEFINED);
  const any = joinValues(joinAll(leading), object.exact ? object.rest : joinValues(object.rest, NOTHING));
  if (object.length !== undefined && object.length === leading.length)
    return { places: leading, leading, any, facts };
  return { places: undefined, leading, any, facts };
}

/** Sets of constants, and empty ones, have a certain size. */
export function elementsOfSet(object: AbstractObject): Elements {
  const isKnown = object.exact && (isNothing(object.rest) || onlyConstants(object.rest) !== undefined);
  const members = isKnown ? certainEntries(object) : undefined;
  const isAll = members?.length === object.rest.constants.size;
  return {
    places: isAll ? members : undefined,
    leading: [],
    any: object.rest,
    facts: object.keyFacts,
  };
}

/** What is in the slots of entries, if all of them are there for certain. */
function certainEntries(object: AbstractObject): readonly Value[] | undefined {
  const values: Value[] = [];
  for (const [name, { value }] of object.slots) {
    if (!isEntry(name)) continue;
    if (name.startsWith(KEYED) || isForm(name) || value.constants.has(undefined)) return undefined;
    values.push(value);
  }
  return values;
}

/** Whether all entries of a map are under constant keys, and there for certain. */
function hasCertainSize(map: AbstractObject): boolean {
  return (
    map.exact &&
    isNothing(map.rest) &&
    !map.slots.has("@key") &&
    !isSorted(map) &&
    certainEntries(map) !== undefined
  );
}

/** Headers are gone through in the order of their names, which they change. */
function isSorted(map: AbstractObject): boolean {
  return map.slots.get("@class")?.value.constants.has("Headers") === true;
}

/** A map is gone through as pairs of key and value. */
export function entriesOf(
  machine: Machine,
  frame: Frame,
  address: Address,
  object: AbstractObject,
  site: SiteId,
): Elements {
  const pairs: Value[] = [];
  const pair = (part: string, key: Value, value: Value): Value =>
    arrayOf(
      machine,
      machine.book.addressOf(frame.context, frame.file, site, `pair ${String(address)} ${part}`),
      [key, value],
      undefined,
    );
  const keys = object.slots.get("@key")?.value ?? NOTHING;
  for (const [name, slot] of object.slots) {
    if (name.startsWith(ENTRY)) pairs.push(pair(name, nameAsKey(name.slice(ENTRY.length)), slot.value));
    else if (isEntry(name)) pairs.push(pair(name, keys, slot.value));
  }
  if (!isNothing(object.rest) || !object.exact) pairs.push(pair("*", joinValues(keys, NOTHING), object.rest));
  return {
    places: hasCertainSize(object) ? pairs : undefined,
    leading: [],
    any: joinAll(pairs),
    facts: NO_FACTS,
  };
}

/** The keys of a map, or its values. */
export function partsOfMap(object: AbstractObject, part: "keys" | "values"): Elements {
  const names = [...object.slots.keys()].filter(isEntry);
  const constants = names
    .filter((name) => name.startsWith(ENTRY))
    .map((name) => nameAsKey(name.slice(ENTRY.length)));
  const values = names.map((name) => object.slots.get(name)?.value ?? NOTHING);
  const others =
    part === "values" ? object.rest : (object.slots.get("@key")?.value ?? (object.exact ? NOTHING : UNKNOWN));
  const known = part === "keys" ? constants : values;
  return {
    places: hasCertainSize(object) ? known : undefined,
    leading: [],
    any: joinValues(others, joinAll(known)),
    facts: NO_FACTS,
  };
}
