/**
 * Pipeline stage: value flow. Object, array and regular-expression literals: each makes an object of its own, with
 * spreads copied part by part.
 */
import type { Expression, SiteId } from "../graph/expression.js";
import { isModelCode } from "../graph/model-code.js";
import { callValue } from "./call-dispatch.js";
import { closureOf, evaluate } from "./expressions.js";
import { newObject, plainSlot, type AbstractObject, type Slot } from "./heap.js";
import { iterated } from "./iteration.js";
import type { Frame, Machine } from "./machine.js";
import { sourceFacts } from "./materialize.js";
import { mayBeSameName } from "./key-forms.js";
import { certainName, evaluateKey, isHidden, type KeyNames } from "./properties.js";
import { factsOfKind } from "./match.js";
import {
  addressValue,
  constantValue,
  isNothing,
  joinFacts,
  joinValues,
  NO_FACTS,
  NOTHING,
  openValue,
  UNDEFINED,
  withFacts,
  type Address,
  type Value,
} from "./value.js";

/**
 * An object that is still being made. Its slots are nobody else's, and change in place: a copy for each property of a long
 * table would make the work grow with the square of its length.
 */
interface Built extends AbstractObject {
  readonly slots: Map<string, Slot>;
}

function builtOn(object: AbstractObject): Built {
  return { ...object, slots: new Map(object.slots) };
}

export function evaluateObject(
  machine: Machine,
  frame: Frame,
  expression: Extract<Expression, { kind: "object" }>,
): Value {
  // What a library makes has more than its model's code says.
  let built = builtOn(newObject({ kind: "record" }, { exact: !isModelCode(frame.file) }));
  let prototype = NOTHING;
  const methods: Address[] = [];
  for (const member of expression.members) {
    if (machine.isDead()) return NOTHING;
    switch (member.kind) {
      case "property": {
        const key = evaluateKey(machine, frame, member.key);
        const given = evaluate(machine, frame, member.value);
        const value = member.tagged === true ? asTagged(machine, frame, given, member.site) : given;
        if (member.value.kind === "function") methods.push(...value.addresses);
        built = withProperty(built, key, plainSlot(value));
        break;
      }
      case "getter":
      case "setter": {
        const key = evaluateKey(machine, frame, member.key);
        const accessor = closureOf(machine, frame, member.site, member.procedure);
        methods.push(...accessor.addresses);
        addAccessor(built, key, member.kind, accessor);
        break;
      }
      case "prototype":
        prototype = evaluate(machine, frame, member.value);
        break;
      case "spread":
        built = builtOn(
          withSpread(machine, frame, built, evaluate(machine, frame, member.expression), member.site),
        );
    }
  }
  const address = machine.book.addressOf(frame.context, frame.file, expression.site, "object");
  for (const method of methods)
    machine.update(method, (known) =>
      known.detail.kind === "closure"
        ? { ...known, detail: { ...known.detail, home: known.detail.home ?? address } }
        : known,
    );
  if (machine.isDead()) return NOTHING;
  return machine.allocate(address, inheriting(built, prototype));
}

/** What a property holds that a label stands on, also where no type leads back to it: a schema's column. */
function asTagged(machine: Machine, frame: Frame, value: Value, site: SiteId): Value {
  const label = machine.view.labelAt(frame.file, site);
  return label === undefined ? value : withFacts(value, sourceFacts(frame, site, [label]));
}

function inheriting(object: AbstractObject, prototype: Value): AbstractObject {
  if (prototype.addresses.size === 0) return object;
  return { ...object, prototypes: prototype.addresses, exact: object.exact && !prototype.open };
}

function withProperty(object: Built, key: KeyNames, slot: Slot): Built {
  const { slots } = object;
  const certain = certainName(key);
  if (certain !== undefined) slots.set(certain, slot);
  else addUnderAny(slots, key, slot.value);
  const keyFacts = joinFacts(object.keyFacts, key.value.facts);
  const isAnywhere = certain === undefined && key.names === undefined;
  return keyFacts === object.keyFacts && !isAnywhere
    ? object
    : { ...object, keyFacts, rest: isAnywhere ? joinValues(object.rest, slot.value) : object.rest };
}

/** Under one of several names, or under one that is not known. */
function addUnderAny(slots: Map<string, Slot>, key: KeyNames, value: Value): void {
  for (const [name, known] of slots)
    if (!isHidden(name) && (key.names?.some((other) => mayBeSameName(name, other)) ?? true))
      slots.set(name, { ...known, value: joinValues(known.value, value) });
  for (const name of key.names ?? [])
    if (!slots.has(name)) slots.set(name, plainSlot(joinValues(value, UNDEFINED)));
}

function addAccessor({ slots }: Built, key: KeyNames, kind: "getter" | "setter", accessor: Value): void {
  for (const name of key.names ?? []) {
    const known = slots.get(name);
    const base: Slot =
      known !== undefined && (known.getter ?? known.setter) !== undefined
        ? known
        : { value: NOTHING, getter: undefined, setter: undefined };
    slots.set(name, kind === "getter" ? { ...base, getter: accessor } : { ...base, setter: accessor });
  }
}

/** `{ ...value }`: own properties, getters read. What may be under any name of `value` may replace what was there. */
export function withSpread(
  machine: Machine,
  frame: Frame,
  built: AbstractObject,
  value: Value,
  site: SiteId,
): AbstractObject {
  const addresses = [...value.addresses];
  const optional = value.constants.size > 0 || addresses.length > 1;
  let result = built;
  for (const address of addresses) {
    const source = machine.object(address);
    if (source === undefined) continue;
    result = withCopied(machine, frame, result, source, { address, certain: !optional, site });
  }
  if (value.open) result = { ...result, exact: false };
  const facts = factsOfKind(value.facts, "value", "match");
  if (facts.size > 0) result = { ...result, rest: joinValues(result.rest, openValue(facts)) };
  return result;
}

/** `{ ...value }` by itself. */
export function copied(machine: Machine, frame: Frame, value: Value, site: SiteId): Value {
  const copy = withSpread(machine, frame, newObject({ kind: "record" }), value, site);
  return machine.make(frame, site, "copy", copy.detail, copy);
}

interface Copying {
  readonly address: Address;
  readonly certain: boolean;
  readonly site: SiteId;
}

function withCopied(
  machine: Machine,
  frame: Frame,
  target: AbstractObject,
  source: AbstractObject,
  copying: Copying,
): AbstractObject {
  const slots = new Map(target.slots);
  const others = !isNothing(source.rest);
  if (others) {
    for (const [name, slot] of target.slots) {
      if (!isHidden(name) && !source.slots.has(name))
        slots.set(name, { ...slot, value: joinValues(slot.value, source.rest) });
    }
  }
  for (const [name, slot] of source.slots) {
    if (name.startsWith("#") || (name.startsWith("@") && !name.startsWith("@@"))) continue;
    const value =
      slot.getter === undefined
        ? slot.value
        : callValue(machine, frame, slot.getter, addressValue(copying.address), [], copying.site);
    const before = target.slots.get(name)?.value ?? NOTHING;
    slots.set(name, plainSlot(copying.certain && !mayBeMissing(value) ? value : joinValues(before, value)));
  }
  return {
    ...target,
    slots,
    rest: joinValues(target.rest, source.rest),
    exact: target.exact && source.exact,
    keyFacts: joinFacts(target.keyFacts, source.keyFacts),
  };
}

/** It may be that there is no such property, where it is not just `undefined`. */
export function mayBeMissing(value: Value): boolean {
  return (
    value.constants.has(undefined) && (value.open || value.addresses.size > 0 || value.constants.size > 1)
  );
}

export function evaluateArray(
  machine: Machine,
  frame: Frame,
  expression: Extract<Expression, { kind: "array" }>,
): Value {
  const places: Value[] = [];
  let rest: Value | undefined;
  /** What decided how many elements there are. */
  let chosen = NO_FACTS;
  const add = (value: Value): void => {
    if (rest === undefined) places.push(value);
    else rest = joinValues(rest, value);
  };
  for (const element of expression.elements) {
    if (machine.isDead()) return NOTHING;
    if (element.kind === "hole") {
      add(UNDEFINED);
    } else if (element.kind === "element") {
      add(evaluate(machine, frame, element.expression));
    } else {
      const spread = iterated(machine, frame, evaluate(machine, frame, element.expression), element.site);
      if (spread.places !== undefined) for (const place of spread.places) add(place);
      else {
        rest = joinValues(rest ?? NOTHING, withFacts(spread.any, spread.facts));
        chosen = joinFacts(chosen, factsOfKind(spread.facts, "match"));
      }
    }
  }
  if (machine.isDead()) return NOTHING;
  const isModuleState = frame.procedure.kind === "module" && expression.elements.length === 0;
  const address = machine.book.addressOf(frame.context, frame.file, expression.site, "array");
  const array = arrayOf(machine, address, places, isModuleState ? NOTHING : rest);
  if (chosen.size > 0) machine.update(address, (object) => ({ ...object, keyFacts: chosen }));
  return array;
}

/** An array with these elements at its first places, and perhaps `rest` after them. */
export function arrayOf(
  machine: Machine,
  address: Address,
  places: readonly Value[],
  rest: Value | undefined,
): Value {
  const slots = new Map(places.map((value, place) => [String(place), plainSlot(value)]));
  return machine.allocate(
    address,
    newObject(
      { kind: "array" },
      {
        slots,
        rest: rest ?? NOTHING,
        length: rest === undefined ? places.length : undefined,
      },
    ),
  );
}

export function evaluateRegularExpression(machine: Machine, frame: Frame, site: SiteId): Value {
  return machine.make(
    frame,
    site,
    "pattern",
    { kind: "regular-expression" },
    {
      slots: new Map([["@pattern", plainSlot(constantValue(""))]]),
      exact: false,
    },
  );
}
