/**
 * Pipeline stage: value flow. Reading and writing properties of abstract objects: own slots, prototypes, accessors,
 * what an unknown key may mean, and what hangs on objects of which only a type is known.
 */
import type { PropertyKey, SiteId } from "../graph/expression.js";
import { SIZE_NAMES } from "../graph/size-names.js";
import type { AbstractObject, Slot } from "./heap.js";
import { missingUnder, slotsMeant, underForms } from "./key-forms.js";
import { callValue } from "./call-dispatch.js";
import { evaluate } from "./expressions.js";
import { inheritedMember, libraryMember, memberOfObject } from "./library-values.js";
import type { Frame, Machine } from "./machine.js";
import { derivedFacts, factsOfKind, matchedFacts } from "./match.js";
import { readOfProxy } from "./proxies.js";
import { PROTOTYPE_NAME, prototypeOfFunction } from "./prototypes.js";
import { partsOfUrls, wholeUrls } from "./url-parts.js";
import {
  addressValue,
  constantValue,
  formsOf,
  isForm,
  isNothing,
  joinFacts,
  joinAll,
  joinValues,
  NO_FACTS,
  NOTHING,
  openValue,
  UNDEFINED,
  UNKNOWN,
  withFacts,
  type Address,
  type Value,
} from "./value.js";

/** A key as far as it is known: all the names that it may be, or any name. */
export interface KeyNames {
  /** Names, and forms of names that are known in part; undefined: any name. */
  readonly names: readonly string[] | undefined;
  readonly value: Value;
}

export function evaluateKey(machine: Machine, frame: Frame, key: PropertyKey): KeyNames {
  if (key.kind !== "computed") return { names: [key.name], value: NOTHING };
  const value = evaluate(machine, frame, key.expression);
  return keyOf(machine, value);
}

const SYMBOL = "@@symbol";

/** The slot of the property whose key is the symbol. */
function symbolSlot(symbol: Address): string {
  return `${SYMBOL}${String(symbol)}`;
}

/** The symbol that is the key of the slot, if one is. */
export function symbolOfSlot(name: string): Address | undefined {
  return name.startsWith(SYMBOL) ? Number(name.slice(SYMBOL.length)) : undefined;
}

export function keyOf(machine: Machine, value: Value): KeyNames {
  // What a JSON text was made of is no key besides it.
  const isText = [...value.addresses].every((address) => machine.object(address)?.detail.kind === "json");
  const forms = isText ? formsOf(value) : undefined;
  if (forms !== undefined) return { names: forms, value };
  if (value.open || value.constants.size === 0) {
    const symbols = [...value.addresses].map(symbolSlot);
    return { names: !value.open && symbols.length > 0 ? symbols : undefined, value };
  }
  const names = [...value.constants].map(String);
  for (const address of value.addresses) names.push(symbolSlot(address));
  return { names, value };
}

export function namedKey(name: string): KeyNames {
  return { names: [name], value: NOTHING };
}

/** What `base[key]` may be. */
export function readProperty(
  machine: Machine,
  frame: Frame,
  base: Value,
  key: KeyNames,
  site: SiteId,
): Value {
  const read: Value[] = [];
  let keyFacts = NO_FACTS;
  for (const address of base.addresses) {
    const object = machine.object(address);
    if (object === undefined) continue;
    keyFacts = joinFacts(keyFacts, object.keyFacts);
    read.push(readOfObject(machine, frame, address, key, site));
  }
  const result = joinAll([...read, readOfPrimitive(frame, base, key, site)]);
  const isSize = key.names?.every((name) => SIZE_NAMES.has(name)) ?? false;
  const inherited = isSize ? factsOfKind(base.facts, "match", "foreign") : base.facts;
  const chosen = isSize
    ? factsOfKind(keyFacts, "match")
    : matchedFacts(frame, joinFacts(key.value.facts, keyFacts), site);
  return withFacts(withFacts(result, inherited), chosen);
}

function readOfPrimitive(frame: Frame, base: Value, key: KeyNames, site: SiteId): Value {
  const texts = [...base.constants].filter((constant) => constant !== undefined && constant !== null);
  if (texts.length === 0 && !base.open) return NOTHING;
  const names = key.names;
  if (names === undefined) return openValue(derivedFacts(frame, base.facts, site));
  let result = NOTHING;
  for (const name of names) {
    if (SIZE_NAMES.has(name)) {
      const certain =
        texts.length === 1 && !base.open && typeof texts[0] === "string" ? texts[0].length : undefined;
      result = joinValues(result, certain === undefined ? UNKNOWN : constantValue(certain));
    } else {
      result = joinValues(result, UNKNOWN);
    }
  }
  return result;
}

function readOfObject(machine: Machine, frame: Frame, address: Address, key: KeyNames, site: SiteId): Value {
  const object = machine.object(address);
  if (object === undefined) return NOTHING;
  if (object.detail.kind === "proxy") return readOfProxy(machine, frame, address, object, key, site);
  if (key.names === undefined) return readAnything(machine, frame, address, object, site);
  let result = NOTHING;
  for (const name of key.names) {
    result = joinValues(result, readNamed(machine, frame, address, address, name, site));
  }
  return result;
}

/** A property that is looked for in an object and in what it inherits from. */
interface Reading {
  readonly name: string;
  /** What accessors get as `this`. */
  readonly receiver: Address;
  readonly site: SiteId;
  /** Prototypes that were looked at. */
  readonly seen: Set<Address>;
}

/** The own or inherited property `name`; `receiver` is what accessors get as `this`. */
export function readNamed(
  machine: Machine,
  frame: Frame,
  address: Address,
  receiver: Address,
  name: string,
  site: SiteId,
): Value {
  return readFrom(machine, frame, address, { name, receiver, site, seen: new Set() });
}

function readFrom(machine: Machine, frame: Frame, address: Address, reading: Reading): Value {
  const { name, receiver, site } = reading;
  const object = machine.object(address);
  if (object === undefined) return NOTHING;
  if (object.detail.kind === "mingled") return readMingled(machine, frame, address, object, name, site);
  if (isForm(name)) return readForm(machine, frame, address, object, reading);
  const slot = object.slots.get(name);
  if (slot !== undefined) {
    const own = readSlot(machine, frame, slot, receiver, site);
    // It may be that it has no property of that name, and inherits one.
    const inherited = slot.value.constants.has(undefined)
      ? readInherited(machine, frame, object, reading)
      : undefined;
    return inherited === undefined ? own : joinValues(own, inherited);
  }
  if (name === "prototype" && object.detail.kind === "closure") return prototypeOfFunction(machine, address);
  if (name === "prototype" && object.detail.kind === "class")
    return object.slots.get("@prototype")?.value ?? NOTHING;
  if (name === "length" && object.length !== undefined) return constantValue(object.length);
  const inherited = readInherited(machine, frame, object, reading);
  // What a library's class is known to have is no element, and none of the properties that an object without types may have.
  if (inherited !== undefined && isOfLibrary(machine, inherited)) return inherited;
  if (inherited !== undefined)
    return joinValues(inherited, joinValues(object.rest, underForms(object, name)));
  if (name === PROTOTYPE_NAME && object.prototypes.size > 0) return addressValue(...object.prototypes);
  const builtIn = memberOfObject(machine, object, name);
  if (builtIn !== undefined) return builtIn;
  if (object.detail.kind === "library")
    return reading.seen.size > 0
      ? inheritedMember(machine, object.detail, name)
      : libraryMember(machine, object.detail, name);
  if (SIZE_NAMES.has(name) && !isNothing(object.rest)) return UNKNOWN;
  // Of an object that is not known whole a property may be missing; its type says whether it may (readTyped).
  return missingUnder(object, name);
}

function isOfLibrary(machine: Machine, value: Value): boolean {
  return (
    !value.open &&
    value.constants.size === 0 &&
    [...value.addresses].every((address) => machine.object(address)?.detail.kind === "library")
  );
}

/** Any property whose name fits a form. */
function readForm(
  machine: Machine,
  frame: Frame,
  address: Address,
  object: AbstractObject,
  { name: form, site }: Reading,
): Value {
  let result = joinValues(missingUnder(object, form), UNDEFINED);
  for (const name of slotsMeant(object, form)) {
    const slot = object.slots.get(name);
    if (slot !== undefined && !isHidden(name))
      result = joinValues(result, readSlot(machine, frame, slot, address, site));
  }
  return result;
}

/** What its prototypes have under the name; undefined where that is nothing. */
function readInherited(
  machine: Machine,
  frame: Frame,
  object: AbstractObject,
  reading: Reading,
): Value | undefined {
  if (reading.name === PROTOTYPE_NAME) return undefined;
  let inherited = NOTHING;
  for (const prototype of object.prototypes) {
    if (reading.seen.has(prototype)) continue;
    reading.seen.add(prototype);
    inherited = joinValues(inherited, readFrom(machine, frame, prototype, reading));
  }
  return isAbsent(inherited) ? undefined : inherited;
}

/** A property of an object whose properties carry each other's content; one that is an object stands for the whole. */
function readMingled(
  machine: Machine,
  frame: Frame,
  address: Address,
  object: AbstractObject,
  name: string,
  site: SiteId,
): Value {
  const builtIn = memberOfObject(machine, object, name);
  if (builtIn !== undefined) return builtIn;
  if (SIZE_NAMES.has(name)) return UNKNOWN;
  const { kind } = machine.view.typeAt(frame.file, site);
  if (kind === "number" || kind === "boolean") return UNKNOWN;
  if (kind !== "text" && kind !== "function") return addressValue(address);
  let facts = object.rest.facts;
  const shown = shownIn(machine, object, name);
  for (const [part, slot] of object.slots) {
    const path = isHidden(part) ? "receiver.value" : `receiver.name(${part})`;
    if (shown?.has(path) !== false) facts = joinFacts(facts, slot.value.facts);
  }
  const patterns = new Set(partsOfUrls(wholeUrls(object), name));
  return { ...openValue(derivedFacts(frame, facts, site)), patterns };
}

/** The parts of a platform's object that show in a property, where a row says so (`URL.@properties.host`); otherwise all do. */
function shownIn(machine: Machine, object: AbstractObject, name: string): ReadonlySet<string> | undefined {
  const [owner] = object.slots.get("@class")?.value.constants ?? [];
  if (typeof owner !== "string") return undefined;
  const flows = machine.view.modelOf("", [owner, "@properties", name])?.flows;
  return flows && new Set(flows.map(({ from }) => from));
}

function isAbsent(value: Value): boolean {
  return (
    !value.open &&
    value.addresses.size === 0 &&
    [...value.constants].every((constant) => constant === undefined)
  );
}

function readSlot(machine: Machine, frame: Frame, slot: Slot, receiver: Address, site: SiteId): Value {
  if (slot.getter === undefined) return slot.value;
  return joinValues(slot.value, callValue(machine, frame, slot.getter, addressValue(receiver), [], site));
}

/** Any property: all that the object has, but not what is hidden or private. */
function readAnything(
  machine: Machine,
  frame: Frame,
  address: Address,
  object: AbstractObject,
  site: SiteId,
): Value {
  let result = object.exact ? joinValues(object.rest, UNDEFINED) : joinValues(object.rest, UNKNOWN);
  for (const [name, slot] of object.slots) {
    if (isHidden(name)) continue;
    result = joinValues(result, readSlot(machine, frame, slot, address, site));
  }
  return result;
}

/** Slots that are no properties: the machine's own ("@…"), symbols and private fields ("#…"). */
export function isHidden(name: string): boolean {
  return name.startsWith("@") || name.startsWith("#");
}

/** The one name that a key is for certain. */
export function certainName(key: KeyNames): string | undefined {
  const [name, ...others] = key.names ?? [];
  return name === undefined || others.length > 0 || isForm(name) ? undefined : name;
}

export function arrayIndex(name: string): number | undefined {
  return /^(0|[1-9]\d{0,8})$/.test(name) ? Number(name) : undefined;
}

/** Own names that a loop over the keys of the object may see; undefined where others are possible. */
export function knownNames(object: AbstractObject): readonly string[] | undefined {
  const names = [...object.slots.keys()].filter((name) => !isHidden(name));
  const others =
    !object.exact ||
    names.some(isForm) ||
    object.rest.open ||
    object.rest.addresses.size > 0 ||
    object.rest.constants.size > 0;
  return others ? undefined : names;
}

/** The object in the state, or in one that was kept. */
export function slotValue(machine: Machine, address: Address, name: string): Value {
  return machine.object(address)?.slots.get(name)?.value ?? NOTHING;
}
