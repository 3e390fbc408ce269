/**
 * Pipeline stage: value flow. Writing properties of abstract objects: own slots, setters, traps of proxies, and what a
 * key that is not known, or known in part, may mean.
 */
import type { SiteId } from "../graph/expression.js";
import { isRecent } from "./addresses.js";
import { callWith } from "./call-dispatch.js";
import type { Arguments } from "./flow-problem.js";
import { plainSlot, slotsWith, type AbstractObject } from "./heap.js";
import { mayBeSameName, missingUnder } from "./key-forms.js";
import { writeGlobal } from "./library-values.js";
import type { Frame, Machine } from "./machine.js";
import { factsOfKind, guarded, guardFacts } from "./match.js";
import { writeToProxy } from "./proxies.js";
import { PROTOTYPE_NAME, prototypesAbove, setPrototype } from "./prototypes.js";
import { arrayIndex, certainName, isHidden, type KeyNames } from "./properties.js";
import {
  addressValue,
  isForm,
  isNothing,
  joinFacts,
  joinValues,
  NO_FACTS,
  NOTHING,
  UNDEFINED,
  withFacts,
  type Address,
  type FactSet,
  type Value,
} from "./value.js";

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
  const facts = joinFacts(object.keyFacts, joinFacts(key.value.facts, chosenName(machine, object, key)));
  if (facts.size > object.keyFacts.size) machine.update(address, (known) => ({ ...known, keyFacts: facts }));
  const names = key.names;
  if (names === undefined) {
    writeAnywhere(machine, address, value);
    return;
  }
  for (const name of names) {
    if (name === PROTOTYPE_NAME && !object.slots.has(name)) {
      setPrototype(machine, address, value, writing.strong && names.length === 1);
      continue;
    }
    const setter = setterOf(machine, address, name);
    // The flow problem was told of the write: the call of the setter is no second way in.
    if (setter !== undefined)
      callWith(machine, frame, setter, addressValue(address), toldAlready(value), writing.site);
    else setSlot(machine, address, name, value, writing.strong && certainName(key) !== undefined);
  }
}

/** A record that is written to after a match, under a name that varies: what names it has was chosen. */
function chosenName(machine: Machine, { detail }: AbstractObject, key: KeyNames): FactSet {
  const varies = key.names === undefined || key.names.some(isForm);
  return varies && detail.kind === "record" ? guardFacts(machine) : NO_FACTS;
}

function toldAlready(value: Value): Arguments {
  return {
    values: [{ value, expression: undefined, site: undefined, spread: false, bound: true }],
    rest: undefined,
  };
}

export function setterOf(machine: Machine, address: Address, name: string): Value | undefined {
  const object = machine.object(address);
  const own = object?.slots.get(name);
  if (own !== undefined) return own.setter;
  for (const [, above] of prototypesAbove(machine, object)) {
    const slot = above.slots.get(name);
    if (slot !== undefined) return slot.setter;
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
  if (isForm(name)) {
    machine.store(address, withForm(object, name, value));
    return;
  }
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
    const before = known?.value ?? missingUnder(object, name);
    changed = slotsWith(object, name, plainSlot(joinValues(before, value)));
  }
  if (
    object.detail.kind === "array" &&
    index !== undefined &&
    index >= (object.length ?? (strong && holdsNothing(object) ? 0 : Infinity))
  ) {
    changed = { ...changed, length: strong ? index + 1 : undefined };
  }
  machine.store(address, changed);
  const slot = changed.slots.get(name);
  if (slot !== undefined) writeGlobal(machine, object.detail, name, slot);
}

/** An empty list of a module, which somebody may fill who is not in the program, until the program itself does. */
export function holdsNothing(object: AbstractObject): boolean {
  return isNothing(object.rest) && ![...object.slots.keys()].some((name) => arrayIndex(name) !== undefined);
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

/** A write under a form: any slot that may fit it, or an entry that has none yet. */
function withForm(object: AbstractObject, form: string, value: Value): AbstractObject {
  const slots = new Map(object.slots);
  for (const [name, slot] of object.slots) {
    if (!isHidden(name) && mayBeSameName(name, form))
      slots.set(name, { ...slot, value: joinValues(slot.value, value) });
  }
  const known = slots.get(form)?.value ?? joinValues(missingUnder(object, form), UNDEFINED);
  return { ...object, slots: slots.set(form, plainSlot(joinValues(known, value))) };
}

/** `delete base[key]`. */
export function deleteProperty(machine: Machine, base: Value, key: KeyNames): void {
  const [address, ...others] = base.addresses;
  const name = certainName(key);
  if (others.length > 0) return;
  if (address === undefined || name === undefined || !isRecent(address)) return;
  machine.update(address, (object) =>
    object.exact ? slotsWith(object, name, undefined) : slotsWith(object, name, plainSlot(UNDEFINED)),
  );
}
