/**
 * Pipeline stage: value flow. Sets and maps, and what is like a map (forms, headers, queries): entries under constant
 * keys are places of their own ("@entry:key"), all others share one.
 */
import type { Constant } from "../../graph/expression.js";
import { isRecent } from "../addresses.js";
import { newObject, plainSlot, slotsWith, type AbstractObject, type Slot } from "../heap.js";
import { partsOfMap, TAKEN } from "../collection-elements.js";
import { elementsShown, slotsOfView, type View } from "../collection-views.js";
import { iterated } from "../iteration.js";
import type { Machine } from "../machine.js";
import { factsOfKind, guarded, guardFacts, matchedFacts } from "../match.js";
import { argument, derived, mapValues, type Application } from "../model-places.js";
import { MAXIMAL_CONSTANTS } from "../limits.js";
import { ENTRY, isEntry, KEYED, slotsMeant, underForms } from "../key-forms.js";
import { isAmong } from "../membership.js";
import { onlyObject } from "../identity.js";
import { certainName, keyOf } from "../properties.js";
import {
  addressValue,
  constantValue,
  isForm,
  isNothing,
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
} from "../value.js";

export function made(
  application: Application,
  kind: "set" | "map" | "iterator" | "array",
  parts: Partial<AbstractObject>,
  part = "collection",
): Value {
  const { machine, event } = application;
  const address = machine.book.addressOf(event.frame.context, event.frame.file, event.site, part);
  return machine.allocate(address, newObject({ kind }, parts));
}

/** Changes each collection that the receiver may be. */
export function change(
  application: Application,
  next: (object: AbstractObject, certain: boolean) => AbstractObject,
): void {
  const { machine, event } = application;
  const certain = event.receiver.addresses.size === 1 && !event.receiver.open;
  const chosen = factsOfKind(joinFacts(guardFacts(machine), event.receiver.facts), "match");
  for (const address of event.receiver.addresses) {
    machine.update(address, (object) => {
      const changed = next(object, certain && isRecent(address));
      return chosen.size === 0 ? changed : { ...changed, keyFacts: joinFacts(changed.keyFacts, chosen) };
    });
  }
}

function collectionFacts(machine: Machine, value: Value): FactSet {
  let facts = factsOfKind(value.facts, "match");
  for (const address of value.addresses)
    facts = joinFacts(facts, factsOfKind(machine.object(address)?.keyFacts ?? NO_FACTS, "match"));
  return facts;
}

/** What is put in: chosen by what decided that it is put in, and into which collection. */
export function arriving(application: Application, value: Value): Value {
  return withFacts(
    guarded(application.machine, value),
    factsOfKind(application.event.receiver.facts, "match"),
  );
}

/** `set.has`, `map.has`: comparing a value with many. */
export function has(application: Application): Value {
  const { machine, event } = application;
  const wanted = argument(application, 0);
  let facts = collectionFacts(machine, event.receiver);
  const said = new Set<boolean | undefined>(event.receiver.open ? [undefined] : []);
  for (const address of event.receiver.addresses) {
    const object = machine.object(address);
    if (object === undefined) continue;
    const held = object.detail.kind === "set" ? object.rest : partsOfMap(object, "keys").any;
    facts = joinFacts(facts, matchedFacts(event.frame, joinFacts(wanted.facts, held.facts), event.site));
    said.add(isIn(object, held, wanted));
  }
  const [only, ...others] = said;
  const value = only === undefined || others.length > 0 ? UNKNOWN : constantValue(only);
  return withFacts(value, joinFacts(facts, matchedFacts(event.frame, wanted.facts, event.site)));
}

/** Whether the value is in it; `held` is all that may be. An empty one is filled by somebody, or there were no reason to ask. */
function isIn(object: AbstractObject, held: Value, wanted: Value): boolean | undefined {
  const isThere = (constant: Constant): boolean => {
    const slot = object.slots.get(`${ENTRY}${String(constant)}`);
    if (slot === undefined || slot.value.constants.has(undefined)) return false;
    return object.detail.kind !== "set" || slot.value.constants.has(constant);
  };
  const sought = onlyConstants(wanted) ?? [];
  if (sought.length > 0 && sought.every(isThere)) return true;
  return object.exact && !isNothing(held) ? isAmong(wanted, [held], false) : undefined;
}

export function clear(application: Application): Value {
  change(application, (object, certain) =>
    certain
      ? { ...object, slots: new Map(), rest: NOTHING, keyFacts: NO_FACTS }
      : { ...object, slots: perhapsWithout(object) },
  );
  return UNDEFINED;
}

export function deleteEntry(application: Application): Value {
  const name = certainName(keyOf(application.machine, argument(application, 0)));
  const member = onlyObject(application.machine, argument(application, 0));
  change(application, (object, certain) =>
    certain && member !== undefined && object.detail.kind === "set"
      ? { ...object, rest: withoutObject(object.rest, member) }
      : certain && name !== undefined && object.detail.kind !== "set"
        ? slotsWith(object, `${ENTRY}${name}`, undefined)
        : { ...object, slots: perhapsWithout(object) },
  );
  return UNKNOWN;
}

function withoutObject(value: Value, object: Address): Value {
  if (!value.addresses.has(object)) return value;
  return { ...value, addresses: new Set([...value.addresses].filter((address) => address !== object)) };
}

/** What was there for certain may be gone. */
function perhapsWithout(object: AbstractObject): AbstractObject["slots"] {
  return new Map(
    [...object.slots].map(([name, slot]) =>
      name.startsWith(ENTRY) ? [name, { ...slot, value: joinValues(slot.value, UNDEFINED) }] : [name, slot],
    ),
  );
}

// Maps and what is like them.

/** `new Map(entries)`, `new Headers(record)`, `new URLSearchParams(query)`, `new FormData()`. */
export function newMap(application: Application): Value {
  const { machine, event } = application;
  let map = newObject({ kind: "map" });
  const source = argument(application, 0);
  for (const address of source.addresses) {
    const object = machine.object(address);
    if (object !== undefined) map = filledFrom(application, map, address, object);
  }
  if (source.open || [...source.constants].some((constant) => typeof constant === "string")) {
    const text = derived(application, { ...source, addresses: NOTHING.addresses });
    map = {
      ...map,
      exact: false,
      rest: joinValues(map.rest, text),
      slots: new Map(map.slots).set("@key", plainSlot(text)),
    };
  }
  const address = machine.book.addressOf(event.frame.context, event.frame.file, event.site, "collection");
  return withFacts(machine.allocate(address, named(application, map)), collectionFacts(machine, source));
}

/** Queries, forms and headers remember what they are: they become text in different ways. */
function named({ event }: Application, map: AbstractObject): AbstractObject {
  const name = event.callee.kind === "library" ? event.callee.path.at(0) : undefined;
  if (name === undefined || name === "Map") return map;
  return slotsWith(map, "@class", plainSlot(constantValue(name)));
}

function filledFrom(
  application: Application,
  map: AbstractObject,
  address: Address,
  source: AbstractObject,
): AbstractObject {
  const { machine, event } = application;
  if (source.detail.kind === "map")
    return {
      ...map,
      slots: new Map([...map.slots, ...source.slots]),
      rest: joinValues(map.rest, source.rest),
      exact: source.exact,
    };
  if (source.detail.kind === "record" || source.detail.kind === "opaque") {
    let filled = map;
    for (const [name, slot] of source.slots)
      if (!name.startsWith("@") && !name.startsWith("#"))
        filled = withEntry(machine, filled, [name], NOTHING, slot.value, true);
    const others = {
      ...filled,
      rest: joinValues(filled.rest, source.rest),
      exact: filled.exact && source.exact,
    };
    return source.exact && isNothing(source.rest)
      ? others
      : {
          ...others,
          slots: new Map(others.slots).set("@key", plainSlot(withFacts(UNKNOWN, source.keyFacts))),
        };
  }
  const elements = iterated(machine, event.frame, addressValue(address), event.site);
  let filled = map;
  const pairs = elements.places ?? [elements.any];
  for (const pair of pairs) {
    if (isNothing(pair)) continue;
    const parts = iterated(machine, event.frame, pair, event.site);
    const key = parts.leading[0] ?? parts.any;
    const value = parts.leading[1] ?? parts.any;
    const names = keyOf(machine, key).names;
    filled = withEntry(machine, filled, names, key, value, elements.places !== undefined);
  }
  return filled;
}

/** The map with an entry: replaced under a single constant key, added otherwise. */
function withEntry(
  machine: Machine,
  map: AbstractObject,
  names: readonly string[] | undefined,
  key: Value,
  value: Value,
  certain: boolean,
): AbstractObject {
  const keyFacts = joinFacts(map.keyFacts, factsOfKind(key.facts, "value", "match"));
  const keyed = keyedSlots(machine, map, key);
  if (keyed !== undefined) return { ...withKeyed(map, keyed, key, value), keyFacts };
  if (names?.every((name) => isEntryName(name, key)) === true) {
    let changed: AbstractObject = { ...map, keyFacts };
    for (const name of names) {
      const slot = `${ENTRY}${name}`;
      const isCertain = certain && names.length === 1 && !isForm(name);
      const known = joinValues(changed.slots.get(slot)?.value ?? restUnder(changed, slot), NOTHING);
      for (const fitting of isForm(name) ? slotsMeant(changed, slot) : [])
        changed = slotsWith(changed, fitting, plainSlot(joinValues(slotIn(changed, fitting), value)));
      changed = slotsWith(changed, slot, plainSlot(isCertain ? value : joinValues(known, value)));
    }
    return changed;
  }
  const slots = new Map<string, Slot>();
  for (const [name, slot] of map.slots) {
    slots.set(name, isEntry(name) ? plainSlot(joinValues(slot.value, value)) : slot);
  }
  slots.set("@key", plainSlot(joinValues(map.slots.get("@key")?.value ?? NOTHING, key)));
  return { ...map, slots, rest: joinValues(map.rest, value), keyFacts };
}

/** The slots of entries whose keys are objects or symbols; undefined where other keys are possible, or there are too many. */
function keyedSlots(machine: Machine, map: AbstractObject, key: Value): readonly string[] | undefined {
  if (key.open || key.constants.size > 0 || key.addresses.size === 0) return undefined;
  // An object of which only a type is known may be any of the others.
  if ([...key.addresses].some((at) => machine.object(at)?.detail.kind === "opaque")) return undefined;
  // All objects of one allocation share a slot: the most recent one becomes an older one, and the slot stays what it is.
  const slots = [...key.addresses].map((at) => `${KEYED}${String(isRecent(at) ? at : at - 1)}`);
  return map.slots.size + slots.length > MAXIMAL_CONSTANTS && !slots.every((slot) => map.slots.has(slot))
    ? undefined
    : slots;
}

function withKeyed(map: AbstractObject, keyed: readonly string[], key: Value, value: Value): AbstractObject {
  const slots = new Map(map.slots);
  for (const slot of keyed)
    slots.set(slot, plainSlot(joinValues(map.slots.get(slot)?.value ?? restUnder(map, slot), value)));
  slots.set("@key", plainSlot(joinValues(map.slots.get("@key")?.value ?? NOTHING, key)));
  return { ...map, slots };
}

/** Whether the entry has a slot of its own. What a form of a key carries, its text doesn't say: the key is kept as it is. */
function isEntryName(name: string, key: Value): boolean {
  return !name.startsWith("@@symbol") && (!isForm(name) || key.facts.size === 0);
}

function slotIn(map: AbstractObject, slot: string): Value {
  return map.slots.get(slot)?.value ?? NOTHING;
}

/** What is under a key that has no entry of its own. */
function restUnder(map: AbstractObject, slot: string): Value {
  return joinValues(joinValues(map.rest, UNDEFINED), underForms(map, slot));
}

export function setEntry(application: Application): Value {
  const key = argument(application, 0);
  const value = arriving(application, argument(application, 1));
  const { names } = keyOf(application.machine, key);
  change(application, (map, certain) => withEntry(application.machine, map, names, key, value, certain));
  return application.event.receiver;
}

/** Forms and queries hold several values under one name. */
export function appendEntry(application: Application): Value {
  const key = argument(application, 0);
  const value = arriving(application, argument(application, 1));
  const { names } = keyOf(application.machine, key);
  change(application, (map, certain) => {
    const known = names?.length === 1 ? map.slots.get(`${ENTRY}${String(names[0])}`) : undefined;
    const isFirst = certain && known === undefined && map.exact && isNothing(map.rest);
    // How many there are under the name is not certain any more.
    const all = isFirst ? value : joinValues(value, UNDEFINED);
    return withEntry(application.machine, map, names, key, all, isFirst);
  });
  return UNDEFINED;
}

export function getEntry(application: Application): Value {
  const { machine, event } = application;
  const key = argument(application, 0);
  const { names } = keyOf(application.machine, key);
  let result = NOTHING;
  let facts = matchedFacts(event.frame, key.facts, event.site);
  for (const address of event.receiver.addresses) {
    const map = machine.object(address);
    if (map === undefined) continue;
    facts = joinFacts(facts, matchedFacts(event.frame, map.keyFacts, event.site));
    const keyed = keyedSlots(machine, map, key);
    if (keyed !== undefined) {
      for (const slot of keyed)
        result = joinValues(
          result,
          map.slots.get(slot)?.value ?? joinValues(restUnder(map, slot), map.exact ? NOTHING : UNKNOWN),
        );
      continue;
    }
    if (names === undefined || names.some((name) => name.startsWith("@@symbol"))) {
      result = joinValues(result, joinValues(mapValues(machine, address), map.exact ? UNDEFINED : UNKNOWN));
      continue;
    }
    for (const name of names) {
      const slot = `${ENTRY}${name}`;
      for (const meant of slotsMeant(map, slot)) result = joinValues(result, slotIn(map, meant));
      if (map.slots.has(slot)) continue;
      const missing = restUnder(map, slot);
      result = joinValues(result, map.exact ? missing : joinValues(missing, UNKNOWN));
    }
  }
  if (event.receiver.open) result = joinValues(result, UNKNOWN);
  const absent = joinValues(result, UNDEFINED);
  const inherited = factsOfKind(event.receiver.facts, "match", "foreign", "value");
  return withFacts(withFacts(isCertain(application, names) ? result : absent, facts), inherited);
}

/** The entry is there for certain. */
function isCertain(application: Application, names: readonly string[] | undefined): boolean {
  const { machine, event } = application;
  const [name = "", ...others] = names ?? [];
  if (names === undefined || others.length > 0 || isForm(name)) return false;
  return [...event.receiver.addresses].every(
    (address) => machine.object(address)?.slots.has(`${ENTRY}${name}`) === true,
  );
}

export function getAllEntries(application: Application): Value {
  return made(application, "array", { rest: getEntry(application) }, "all");
}

/** `keys`, `values` and `entries` of maps and sets: an iterator that sees what is added later. */
export function shown(view: View) {
  return (application: Application): Value => {
    const { machine, event } = application;
    const { places, any } = elementsShown(machine, event.frame, event.receiver, view, event.site);
    const slots = new Map<string, Slot>([
      ...(places ?? []).map((value, place) => [String(place), plainSlot(value)] as const),
      ...slotsOfView(machine, event.receiver, view),
      [TAKEN, plainSlot(constantValue(0))],
    ]);
    const parts = places === undefined ? { slots, rest: any } : { slots, length: places.length };
    return withFacts(made(application, "iterator", parts), collectionFacts(machine, event.receiver));
  };
}
