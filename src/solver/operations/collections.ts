/**
 * Pipeline stage: value flow. Sets and maps, and what is like a map (forms, headers, queries): entries under constant
 * keys are places of their own ("@entry:key"), all others share one.
 */
import { isRecent } from "../addresses.js";
import { newObject, plainSlot, slotsWith, type AbstractObject, type Slot } from "../heap.js";
import { entriesOf, iterated } from "../iteration.js";
import type { Machine } from "../machine.js";
import { arrayOf } from "../literals.js";
import { factsOfKind, guarded, guardFacts, matchedFacts } from "../match.js";
import { argument, derived, hasArgument, mapValues, type Application } from "../model-places.js";
import { nameAsKey, slotsMeant, underForms } from "../key-forms.js";
import { certainName, keyOf } from "../properties.js";
import {
  addressValue,
  constantValue,
  isForm,
  isNothing,
  joinAll,
  joinFacts,
  joinValues,
  NO_FACTS,
  NOTHING,
  UNDEFINED,
  UNKNOWN,
  withFacts,
  type Address,
  type FactSet,
  type Value,
} from "../value.js";

const ENTRY = "@entry:";

function made(
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
function change(
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

export function newSet(application: Application): Value {
  const { machine, event } = application;
  if (!hasArgument(application, 0)) return made(application, "set", {});
  const elements = iterated(machine, event.frame, argument(application, 0), event.site);
  return withFacts(made(application, "set", { rest: elements.any }), factsOfKind(elements.facts, "match"));
}

/** What is put in: chosen by what decided that it is put in, and into which collection. */
function arriving(application: Application, value: Value): Value {
  return withFacts(
    guarded(application.machine, value),
    factsOfKind(application.event.receiver.facts, "match"),
  );
}

export function addToSet(application: Application): Value {
  const value = arriving(application, argument(application, 0));
  change(application, (set) => ({ ...set, rest: joinValues(set.rest, value) }));
  return application.event.receiver;
}

/** `set.has`, `map.has`: comparing a value with many. */
export function has(application: Application): Value {
  const { machine, event } = application;
  const wanted = argument(application, 0);
  let facts = collectionFacts(machine, event.receiver);
  for (const address of event.receiver.addresses) {
    const object = machine.object(address);
    if (object === undefined) continue;
    const held = object.detail.kind === "set" ? object.rest : keysOf(object);
    facts = joinFacts(facts, matchedFacts(event.frame, joinFacts(wanted.facts, held.facts), event.site));
  }
  return withFacts(UNKNOWN, joinFacts(facts, matchedFacts(event.frame, wanted.facts, event.site)));
}

export function clear(application: Application): Value {
  change(application, (object, certain) =>
    certain ? { ...object, slots: new Map(), rest: NOTHING, keyFacts: NO_FACTS } : object,
  );
  return UNDEFINED;
}

export function deleteEntry(application: Application): Value {
  const name = certainName(keyOf(argument(application, 0)));
  change(application, (object, certain) =>
    certain && name !== undefined && object.detail.kind !== "set"
      ? slotsWith(object, `${ENTRY}${name}`, undefined)
      : object,
  );
  return UNKNOWN;
}

export function setValues(application: Application): Value {
  const { machine, event } = application;
  const any = joinAll(
    [...event.receiver.addresses].map((address) => machine.object(address)?.rest ?? NOTHING),
  );
  return withFacts(made(application, "iterator", { rest: any }), collectionFacts(machine, event.receiver));
}

export function setEntries(application: Application): Value {
  const { machine, event } = application;
  const any = joinAll(
    [...event.receiver.addresses].map((address) => machine.object(address)?.rest ?? NOTHING),
  );
  const address = machine.book.addressOf(event.frame.context, event.frame.file, event.site, "pair");
  return made(application, "iterator", { rest: arrayOf(machine, address, [any, any], undefined) });
}

export function combineSets(application: Application): Value {
  const { machine, event } = application;
  const own = iterated(machine, event.frame, event.receiver, event.site);
  const other = iterated(machine, event.frame, argument(application, 0), event.site);
  const compared = matchedFacts(event.frame, joinFacts(own.any.facts, other.any.facts), event.site);
  const rest = withFacts(joinValues(own.any, other.any), compared);
  return withFacts(made(application, "set", { rest }), compared);
}

// Maps and what is like them.

function keysOf(map: AbstractObject): Value {
  const entries = [...map.slots.keys()]
    .filter((name) => name.startsWith(ENTRY))
    .map((name) => nameAsKey(name.slice(ENTRY.length)));
  const others = map.slots.get("@key")?.value ?? (map.exact ? NOTHING : UNKNOWN);
  return joinValues(joinAll(entries), others);
}

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
        filled = withEntry(filled, [name], NOTHING, slot.value, true);
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
    const names = keyOf(key).names;
    filled = withEntry(
      filled,
      elements.places === undefined && names?.length === 1 ? names : names,
      key,
      value,
      elements.places !== undefined,
    );
  }
  return filled;
}

/** The map with an entry: replaced under a single constant key, added otherwise. */
function withEntry(
  map: AbstractObject,
  names: readonly string[] | undefined,
  key: Value,
  value: Value,
  certain: boolean,
): AbstractObject {
  const keyFacts = joinFacts(map.keyFacts, factsOfKind(key.facts, "value", "match"));
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
    slots.set(name, name.startsWith(ENTRY) ? plainSlot(joinValues(slot.value, value)) : slot);
  }
  slots.set("@key", plainSlot(joinValues(map.slots.get("@key")?.value ?? NOTHING, key)));
  return { ...map, slots, rest: joinValues(map.rest, value), keyFacts };
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
  const { names } = keyOf(key);
  change(application, (map, certain) => withEntry(map, names, key, value, certain));
  return application.event.receiver;
}

/** Forms and queries hold several values under one name. */
export function appendEntry(application: Application): Value {
  const key = argument(application, 0);
  const value = arriving(application, argument(application, 1));
  change(application, (map) => withEntry(map, keyOf(key).names, key, value, false));
  return UNDEFINED;
}

export function getEntry(application: Application): Value {
  const { machine, event } = application;
  const key = argument(application, 0);
  const { names } = keyOf(key);
  let result = NOTHING;
  let facts = matchedFacts(event.frame, key.facts, event.site);
  for (const address of event.receiver.addresses) {
    const map = machine.object(address);
    if (map === undefined) continue;
    facts = joinFacts(facts, matchedFacts(event.frame, map.keyFacts, event.site));
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

export function mapKeys(application: Application): Value {
  const { machine, event } = application;
  const any = joinAll(
    [...event.receiver.addresses].map((address) => {
      const map = machine.object(address);
      return map === undefined ? NOTHING : keysOf(map);
    }),
  );
  return withFacts(made(application, "iterator", { rest: any }), collectionFacts(machine, event.receiver));
}

export function mapValuesOf(application: Application): Value {
  const { machine, event } = application;
  const any = joinAll([...event.receiver.addresses].map((address) => mapValues(machine, address)));
  return withFacts(made(application, "iterator", { rest: any }), collectionFacts(machine, event.receiver));
}

export function mapEntries(application: Application): Value {
  const { machine, event } = application;
  const any = joinAll(
    [...event.receiver.addresses].map((address) => {
      const map = machine.object(address);
      return map === undefined ? NOTHING : entriesOf(machine, event.frame, address, map, event.site).any;
    }),
  );
  return withFacts(made(application, "iterator", { rest: any }), collectionFacts(machine, event.receiver));
}
