/**
 * Pipeline stage: value flow. What is read out of arrays: keys, values, entries, text, and whether something is among the elements.
 */
import { areSameObject } from "../identity.js";
import { applyBinary } from "../operators.js";
import { textOf } from "../conversions.js";
import { newObject, plainSlot, type Slot } from "../heap.js";
import { TAKEN, type Elements } from "../collection-elements.js";
import { slotsOfView, type View } from "../collection-views.js";
import { iterated } from "../iteration.js";
import { asElement, factsOfKind, matchedFacts } from "../match.js";
import { argument, derived, hasArgument, type Application } from "../model-places.js";
import { comparisonFacts } from "../comparisons.js";
import { isAmong } from "../membership.js";
import {
  certainConstant,
  certainNumber,
  constantValue,
  isNothing,
  joinAll,
  joinFacts,
  joinValues,
  NOTHING,
  onlyConstants,
  UNKNOWN,
  withFacts,
  type Address,
  type FactSet,
  type Value,
} from "../value.js";
import { given, madeArray } from "./arrays.js";
import { flattenedPlaces } from "./lists.js";

export function flat(application: Application): Value {
  const depth = hasArgument(application, 0) ? (certainNumber(argument(application, 0)) ?? 3) : 1;
  const { machine, event } = application;
  let { places, any } = iterated(machine, event.frame, event.receiver, event.site);
  for (let level = 0; level < Math.min(depth, 4); level++) {
    places = flattenedPlaces(application, places);
    any = flattened(application, any);
  }
  return madeArray(application, places, any);
}

/** Elements, and those of the arrays among them instead of these. */
function flattened(application: Application, any: Value): Value {
  const { machine, event } = application;
  const arrays = [...any.addresses].filter((address) => machine.object(address)?.detail.kind === "array");
  if (arrays.length === 0) return any;
  const others: Value = {
    ...any,
    addresses: new Set([...any.addresses].filter((address) => !arrays.includes(address))),
  };
  const inArrays = { ...NOTHING, addresses: new Set<Address>(arrays) };
  const inner = iterated(machine, event.frame, inArrays, event.site).any;
  return withFacts(joinValues(isNothing(others) ? NOTHING : others, inner), factsOfKind(any.facts, "match"));
}

export function join(application: Application): Value {
  const { machine, event } = application;
  const elements = iterated(machine, event.frame, event.receiver, event.site);
  const separator = hasArgument(application, 0) ? argument(application, 0) : constantValue(",");
  const certain = certainConstant(separator)?.constant;
  const texts = elements.places?.map((place) => onlyConstants(place));
  const known = texts?.every((text) => text?.length === 1) === true && typeof certain === "string";
  const whole = textOf(machine, event.frame, elements.any, event.site);
  const text = derived(application, joinValues(isNothing(whole) ? UNKNOWN : whole, separator));
  const facts = factsOfKind(elements.facts, "match");
  // Alternatives of a pattern: what is compared with it is compared with each of them.
  if (certain === "|" && !known) return asElement(event.frame, event.site, withFacts(text, facts));
  if (known && text.facts.size === 0)
    return constantValue(texts.map((one) => String(one?.[0] ?? "")).join(certain));
  const { patterns, whole: isWhole } = joinedForms(application, elements.places, separator);
  return withFacts({ ...text, patterns, whole: isWhole }, facts);
}

/** What is known of a text that is put together of these pieces. */
function joinedForms(
  { machine, event }: Application,
  pieces: readonly Value[] | undefined,
  separator: Value,
): Value {
  if (pieces?.every(({ addresses }) => addresses.size === 0) !== true) return UNKNOWN;
  const add = (text: Value, piece: Value): Value =>
    applyBinary(machine, event.frame, "+", text, piece, event.site);
  const [first = constantValue(""), ...others] = pieces;
  const start = add(constantValue(""), first);
  return others.reduce((text, piece) => add(add(text, separator), piece), start);
}

/** An iterator over these places, or over any number of such elements. */
function iteratorOf(
  application: Application,
  view: View,
  places: readonly Value[] | undefined,
  any: Value,
): Value {
  const { machine, event } = application;
  const address = machine.book.addressOf(event.frame.context, event.frame.file, event.site, view);
  const slots = new Map<string, Slot>([
    ...(places ?? []).map((value, place) => [String(place), plainSlot(value)] as const),
    ...slotsOfView(machine, event.receiver, view),
    [TAKEN, plainSlot(constantValue(0))],
  ]);
  const parts = places === undefined ? { slots, rest: any } : { slots, length: places.length };
  return machine.allocate(address, newObject({ kind: "iterator" }, parts));
}

function elementsOfReceiver({ machine, event }: Application): Elements {
  return iterated(machine, event.frame, event.receiver, event.site);
}

export function keys(application: Application): Value {
  const elements = elementsOfReceiver(application);
  const facts = factsOfKind(elements.facts, "match");
  const places = elements.places?.map((_, index) => withFacts(constantValue(index), facts));
  return withFacts(iteratorOf(application, "keys", places, withFacts(UNKNOWN, facts)), facts);
}

export function values(application: Application): Value {
  const elements = elementsOfReceiver(application);
  const facts = factsOfKind(elements.facts, "match");
  return withFacts(iteratorOf(application, "values", elements.places, elements.any), facts);
}

export function entries(application: Application): Value {
  const elements = elementsOfReceiver(application);
  const { frame, site } = application.event;
  // Who goes through the pairs goes through the list: each element is one of many, also when it is taken out of its pair.
  const pair = (index: Value, element: Value, part: string): Value =>
    madeArray(application, [index, asElement(frame, site, element)], NOTHING, part);
  const places = elements.places?.map((element, index) =>
    pair(constantValue(index), element, `pair ${String(index)}`),
  );
  const any = places !== undefined || isNothing(elements.any) ? NOTHING : pair(UNKNOWN, elements.any, "pair");
  const facts = factsOfKind(elements.facts, "match");
  return withFacts(iteratorOf(application, "entries", places, any), facts);
}

/** `includes`. Membership: comparing a value with many is a match (spec, section 6). */
export function includes(application: Application): Value {
  const elements = elementsOfReceiver(application);
  const wanted = argument(application, 0);
  const isMember = isAmong(wanted, elements.places ?? [elements.any], elements.places !== undefined);
  return withFacts(
    isMember === undefined ? UNKNOWN : constantValue(isMember),
    membershipFacts(application, wanted, elements),
  );
}

/** `indexOf`, `lastIndexOf`. */
export function indexOf(application: Application): Value {
  const elements = elementsOfReceiver(application);
  const wanted = argument(application, 0);
  const isMember = isAmong(wanted, elements.places ?? [elements.any], false);
  const place = isMember === false ? -1 : certainPlace(application, wanted, elements);
  return withFacts(
    place === undefined ? UNKNOWN : constantValue(place),
    membershipFacts(application, wanted, elements),
  );
}

/** The one place at which an object is (a listener that is to be taken out); -1: it is at none. */
function certainPlace(application: Application, wanted: Value, { places }: Elements): number | undefined {
  if (hasArgument(application, 1)) return undefined;
  const same = places?.map((place) => areSameObject(application.machine, wanted, place));
  if (same === undefined || same.includes(undefined)) return undefined;
  const place = same.indexOf(true);
  return place === same.lastIndexOf(true) ? place : undefined;
}

function membershipFacts({ event }: Application, wanted: Value, { any }: Elements): FactSet {
  return joinFacts(
    matchedFacts(event.frame, joinFacts(wanted.facts, any.facts), event.site),
    comparisonFacts(event.frame, wanted, any, event.site, false, true),
  );
}

/** `Array.isArray(value)`, of objects of which more than a type is known. */
export function isArray(application: Application): Value {
  const { open, constants, addresses } = argument(application, 0);
  if (open) return UNKNOWN;
  const said = new Set(constants.size > 0 ? [false] : []);
  for (const address of addresses) {
    const kind = application.machine.object(address)?.detail.kind;
    if (kind !== "array" && kind !== "record" && kind !== "map" && kind !== "set" && kind !== "error")
      return UNKNOWN;
    said.add(kind === "array");
  }
  return said.size === 0 ? UNKNOWN : { ...NOTHING, constants: said };
}

export function of(application: Application): Value {
  const { values: all, rest } = given(application);
  return madeArray(
    application,
    rest === undefined ? all : undefined,
    joinValues(joinAll(all), rest ?? NOTHING),
  );
}
