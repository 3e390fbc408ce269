/**
 * Pipeline stage: value flow. Reading and writing properties of abstract objects: own slots, prototypes, accessors,
 * what an unknown key may mean, and what hangs on objects of which only a type is known.
 */
import type { Arguments } from "./flow-problem.js";
import type { PropertyKey, SiteId } from "../graph/expression.js";
import { missing, newObject, plainSlot, slotsWith, type AbstractObject, type Slot } from "./heap.js";
import { isRecent } from "./addresses.js";
import { callValue, callWith } from "./call-dispatch.js";
import { evaluate } from "./expressions.js";
import { libraryMember, memberOfObject, writeGlobal } from "./library-values.js";
import type { Frame, Machine } from "./machine.js";
import { derivedFacts, factsOfKind, guarded, matchedFacts } from "./match.js";
import {
  addressValue,
  constantValue,
  isNothing,
  joinFacts,
  joinAll,
  joinValues,
  NO_FACTS,
  NOTHING,
  openValue,
  patternsOf,
  UNDEFINED,
  UNKNOWN,
  withFacts,
  type Address,
  type Value,
} from "./value.js";

/** A key as far as it is known: all the names that it may be, or any name. */
export interface KeyNames {
  /** undefined: any name. */
  readonly names: readonly string[] | undefined;
  readonly value: Value;
}

const SIZES: ReadonlySet<string> = new Set(["length", "size", "byteLength"]);

export function evaluateKey(machine: Machine, frame: Frame, key: PropertyKey): KeyNames {
  if (key.kind !== "computed") return { names: [key.name], value: NOTHING };
  const value = evaluate(machine, frame, key.expression);
  return keyOf(value);
}

export function keyOf(value: Value): KeyNames {
  if (value.open || value.constants.size === 0) {
    const symbols = [...value.addresses].map((address) => `@@symbol${String(address)}`);
    return { names: !value.open && symbols.length > 0 ? symbols : undefined, value };
  }
  const names = [...value.constants].map(String);
  for (const address of value.addresses) names.push(`@@symbol${String(address)}`);
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
  const isSize = key.names?.every((name) => SIZES.has(name)) ?? false;
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
    if (SIZES.has(name)) {
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

function readOfProxy(
  machine: Machine,
  frame: Frame,
  address: Address,
  object: AbstractObject,
  key: KeyNames,
  site: SiteId,
): Value {
  const target = object.slots.get("@target")?.value ?? NOTHING;
  const handler = object.slots.get("@handler")?.value ?? NOTHING;
  const trap = readProperty(machine, frame, handler, namedKey("get"), site);
  if (trap.addresses.size === 0) return readProperty(machine, frame, target, key, site);
  return callValue(machine, frame, trap, handler, [target, trappedKey(key), addressValue(address)], site);
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
  const object = machine.object(address);
  if (object === undefined) return NOTHING;
  if (object.detail.kind === "mingled") return readMingled(machine, frame, address, object, name, site);
  const slot = object.slots.get(name);
  if (slot !== undefined) return readSlot(machine, frame, slot, receiver, site);
  if (name === "prototype" && object.detail.kind === "closure") return prototypeOfFunction(machine, address);
  if (name === "length" && object.length !== undefined) return constantValue(object.length);
  if (object.prototype !== undefined) {
    const inherited = readNamed(machine, frame, object.prototype, receiver, name, site);
    if (!isAbsent(inherited)) return joinValues(inherited, object.rest);
  }
  const builtIn = memberOfObject(machine, object, name);
  if (builtIn !== undefined) return builtIn;
  if (object.detail.kind === "library") return libraryMember(machine, object.detail, name);
  if (SIZES.has(name) && !isNothing(object.rest)) return UNKNOWN;
  // Of an object that is not known whole a property may be missing; its type says whether it may (readTyped).
  return missing(object);
}

/** `f.prototype`, made when it is first asked for. */
export function prototypeOfFunction(machine: Machine, address: Address): Value {
  const known = machine.object(address)?.slots.get("prototype");
  if (known !== undefined) return known.value;
  const value = machine.allocate(
    machine.book.addressWithin(address, "prototype"),
    newObject({ kind: "record" }),
  );
  machine.update(address, (object) => slotsWith(object, "prototype", plainSlot(value)));
  return value;
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
  if (SIZES.has(name)) return UNKNOWN;
  const { kind } = machine.view.typeAt(frame.file, site);
  if (kind === "number" || kind === "boolean") return UNKNOWN;
  if (kind !== "text" && kind !== "function") return addressValue(address);
  let facts = object.rest.facts;
  for (const slot of object.slots.values()) facts = joinFacts(facts, slot.value.facts);
  const patterns = object.slots.get("@url")?.value ?? NOTHING;
  return { ...openValue(derivedFacts(frame, facts, site)), patterns: new Set(patternsOf(patterns)) };
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

/** `base[key] = value`. A single most recent object is overwritten, others may be. */
export function writeProperty(
  machine: Machine,
  frame: Frame,
  base: Value,
  key: KeyNames,
  written: Value,
  site: SiteId,
): void {
  const chosen = joinFacts(factsOfKind(base.facts, "match"), factsOfKind(key.value.facts, "match"));
  const value = withFacts(guarded(machine, written), chosen);
  const strong = base.addresses.size === 1 && !base.open;
  for (const address of base.addresses) {
    writeToObject(machine, frame, address, key, value, { site, strong: strong && isRecent(address) });
  }
}

interface Writing {
  readonly site: SiteId;
  readonly strong: boolean;
}

function writeToObject(
  machine: Machine,
  frame: Frame,
  address: Address,
  key: KeyNames,
  value: Value,
  writing: Writing,
): void {
  const object = machine.object(address);
  if (object === undefined) return;
  if (object.detail.kind === "proxy") {
    writeToProxy(machine, frame, address, object, { key, value, site: writing.site });
    return;
  }
  if (key.value.facts.size > 0) {
    const facts = joinFacts(object.keyFacts, key.value.facts);
    machine.update(address, (known) => ({ ...known, keyFacts: facts }));
  }
  const names = key.names;
  if (names === undefined) {
    writeAnywhere(machine, address, value);
    return;
  }
  for (const name of names) {
    const setter = setterOf(machine, address, name);
    // The flow problem was told of the write: the call of the setter is no second way in.
    if (setter !== undefined)
      callWith(machine, frame, setter, addressValue(address), toldAlready(value), writing.site);
    else setSlot(machine, address, name, value, writing.strong && names.length === 1);
  }
}

function writeToProxy(
  machine: Machine,
  frame: Frame,
  address: Address,
  object: AbstractObject,
  { key, value, site }: { readonly key: KeyNames; readonly value: Value; readonly site: SiteId },
): void {
  const target = object.slots.get("@target")?.value ?? NOTHING;
  const handler = object.slots.get("@handler")?.value ?? NOTHING;
  const trap = readProperty(machine, frame, handler, namedKey("set"), site);
  if (trap.addresses.size === 0) writeProperty(machine, frame, target, key, value, site);
  else
    callValue(machine, frame, trap, handler, [target, trappedKey(key), value, addressValue(address)], site);
}

/** A key as the handler of a proxy gets it. */
function trappedKey(key: KeyNames): Value {
  return key.names?.length === 1 ? constantValue(key.names[0]) : openValue(key.value.facts);
}

function toldAlready(value: Value): Arguments {
  return {
    values: [{ value, expression: undefined, site: undefined, spread: false, bound: true }],
    rest: undefined,
  };
}

export function setterOf(machine: Machine, address: Address, name: string): Value | undefined {
  for (let at: Address | undefined = address; at !== undefined; at = machine.object(at)?.prototype) {
    const slot = machine.object(at)?.slots.get(name);
    if (slot?.setter !== undefined) return slot.setter;
    if (slot !== undefined) return undefined;
  }
  return undefined;
}

/** Puts a value under a name, with no setter and no guard in between. */
export function setSlot(
  machine: Machine,
  address: Address,
  name: string,
  value: Value,
  strong: boolean,
): void {
  const object = machine.object(address);
  if (object === undefined) return;
  const index = arrayIndex(name);
  let changed: AbstractObject;
  if (object.detail.kind === "array" && name === "length") {
    machine.store(address, cutArray(object, value, strong));
    return;
  }
  if (strong) {
    changed = slotsWith(object, name, plainSlot(value));
  } else {
    const known = object.slots.get(name);
    const before = known?.value ?? missing(object);
    changed = slotsWith(object, name, plainSlot(joinValues(before, value)));
  }
  if (
    object.detail.kind === "array" &&
    index !== undefined &&
    object.length !== undefined &&
    index >= object.length
  ) {
    changed = { ...changed, length: strong ? index + 1 : undefined };
  }
  machine.store(address, changed);
  const slot = changed.slots.get(name);
  if (slot !== undefined) writeGlobal(machine, object.detail, name, slot);
}

export function arrayIndex(name: string): number | undefined {
  return /^(0|[1-9]\d{0,8})$/.test(name) ? Number(name) : undefined;
}

function cutArray(object: AbstractObject, value: Value, strong: boolean): AbstractObject {
  const length = [...value.constants][0];
  if (!strong || typeof length !== "number" || value.open) return { ...object, length: undefined };
  const slots = new Map([...object.slots].filter(([name]) => (arrayIndex(name) ?? -1) < length));
  return { ...object, slots, length, rest: length === 0 ? NOTHING : object.rest };
}

/** A write under a name that is not known: it may be any of those there are, or another one. */
function writeAnywhere(machine: Machine, address: Address, value: Value): void {
  machine.update(address, (object) => {
    const slots = new Map(object.slots);
    for (const [name, slot] of object.slots) {
      if (!isHidden(name)) slots.set(name, { ...slot, value: joinValues(slot.value, value) });
    }
    return { ...object, slots, rest: joinValues(object.rest, value), length: undefined };
  });
}

/** `delete base[key]`. */
export function deleteProperty(machine: Machine, base: Value, key: KeyNames): void {
  if (base.addresses.size !== 1 || key.names?.length !== 1) return;
  const [address] = base.addresses;
  const [name] = key.names;
  if (address === undefined || name === undefined || !isRecent(address)) return;
  machine.update(address, (object) =>
    object.exact ? slotsWith(object, name, undefined) : slotsWith(object, name, plainSlot(UNDEFINED)),
  );
}

/** Own names that a loop over the keys of the object may see; undefined where others are possible. */
export function knownNames(object: AbstractObject): readonly string[] | undefined {
  const names = [...object.slots.keys()].filter((name) => !isHidden(name));
  const others =
    !object.exact || object.rest.open || object.rest.addresses.size > 0 || object.rest.constants.size > 0;
  return others ? undefined : names;
}

/** The object in the state, or in one that was kept. */
export function slotValue(machine: Machine, address: Address, name: string): Value {
  return machine.object(address)?.slots.get(name)?.value ?? NOTHING;
}
