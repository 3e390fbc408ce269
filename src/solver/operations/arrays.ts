/**
 * Pipeline stage: value flow. What arrays do to themselves, place by place where their length is certain.
 */
import { isRecent } from "../addresses.js";
import { newObject, plainSlot, type AbstractObject, type Slot } from "../heap.js";
import { iterated } from "../iteration.js";
import { arrayOf } from "../literals.js";
import { asElement, factsOfKind, guarded, guardFacts, matchedFacts } from "../match.js";
import { argument, hasArgument, type Application } from "../model-places.js";
import { arrayIndex, keyOf, readProperty } from "../properties.js";
import { holdsNothing } from "../property-writes.js";
import {
  certainNumber,
  isNothing,
  joinAll,
  joinFacts,
  joinValues,
  NO_FACTS,
  NOTHING,
  UNDEFINED,
  UNKNOWN,
  withFacts,
  type Value,
} from "../value.js";
import { callFor } from "./lists.js";

/** The elements of an array in order, where its length is certain. */
function placesOf(object: AbstractObject): Value[] | undefined {
  if (object.length === undefined || !isNothing(object.rest)) return undefined;
  return Array.from(
    { length: object.length },
    (_, index) => object.slots.get(String(index))?.value ?? UNDEFINED,
  );
}

function elementOf(object: AbstractObject): Value {
  const indexed = [...object.slots]
    .filter(([name]) => arrayIndex(name) !== undefined)
    .map(([, slot]) => slot.value);
  return joinValues(joinAll(indexed), object.rest);
}

function withPlaces(object: AbstractObject, places: readonly Value[]): AbstractObject {
  const others = [...object.slots].filter(([name]) => arrayIndex(name) === undefined);
  const slots = new Map<string, Slot>([
    ...others,
    ...places.map((value, index) => [String(index), plainSlot(value)] as const),
  ]);
  return { ...object, slots, rest: NOTHING, length: places.length };
}

/** An array of which only what its elements may be is known. */
function blurred(object: AbstractObject, added: Value): AbstractObject {
  return {
    ...object,
    slots: joinedSlots(object, added),
    rest: joinValues(elementOf(object), added),
    length: undefined,
  };
}

function joinedSlots(object: AbstractObject, added: Value): ReadonlyMap<string, Slot> {
  const all = joinValues(elementOf(object), added);
  return new Map(
    [...object.slots].map(([name, slot]) =>
      arrayIndex(name) === undefined ? [name, slot] : [name, plainSlot(all)],
    ),
  );
}

/**
 * Changes each array that the receiver may be: exactly where it is one certain array, otherwise perhaps. `whole` is what becomes
 * of one whose length is not known.
 */
function changeArrays(
  application: Application,
  change: (places: Value[]) => readonly Value[],
  added: Value,
  taken: (object: AbstractObject) => Value,
  whole = (object: AbstractObject): AbstractObject => blurred(object, added),
): Value {
  const { machine, event } = application;
  const { addresses, open } = event.receiver;
  const certain = addresses.size === 1 && !open;
  const guards = joinFacts(guardFacts(machine), event.receiver.facts);
  let result = NOTHING;
  for (const address of addresses) {
    const object = machine.object(address);
    if (object === undefined) continue;
    result = joinValues(result, taken(object));
    const places = placesOf(object);
    const isKnown = places !== undefined && places.length < 64;
    const next =
      certain && isRecent(address)
        ? isKnown
          ? withPlaces(object, change(places))
          : whole(object)
        : blurred(object, added);
    const chosen = factsOfKind(guards, "match");
    machine.store(
      address,
      chosen.size === 0 ? next : { ...next, keyFacts: joinFacts(next.keyFacts, chosen) },
    );
  }
  return withFacts(result, factsOfKind(event.receiver.facts, "match", "foreign"));
}

export function given(application: Application): {
  readonly values: Value[];
  readonly rest: Value | undefined;
} {
  const { machine, event } = application;
  const values = event.arguments.values.map(({ value }) => guarded(machine, value));
  return { values, rest: event.arguments.rest && guarded(machine, event.arguments.rest.value) };
}

export function push(application: Application): Value {
  const { values, rest } = given(application);
  const added = joinValues(joinAll(values), rest ?? NOTHING);
  if (rest !== undefined) {
    changeArrays(
      application,
      (places) => places,
      added,
      () => NOTHING,
    );
    blurReceivers(application, added);
  } else {
    changeArrays(
      application,
      (places) => [...places, ...values],
      added,
      () => NOTHING,
      firstOrAny(values, added),
    );
  }
  return UNKNOWN;
}

/** What is put into a list of a module that has held nothing so far is all that is in it. */
function firstOrAny(values: readonly Value[], added: Value): (object: AbstractObject) => AbstractObject {
  return (object) => (holdsNothing(object) ? withPlaces(object, values) : blurred(object, added));
}

function blurReceivers(application: Application, added: Value): void {
  for (const address of application.event.receiver.addresses) {
    application.machine.update(address, (object) => blurred(object, added));
  }
}

export function unshift(application: Application): Value {
  const { values, rest } = given(application);
  const added = joinValues(joinAll(values), rest ?? NOTHING);
  if (rest !== undefined) blurReceivers(application, added);
  else
    changeArrays(
      application,
      (places) => [...values, ...places],
      added,
      () => NOTHING,
      firstOrAny(values, added),
    );
  return UNKNOWN;
}

export function pop(application: Application): Value {
  return takeFrom(
    application,
    (places) => places.at(-1),
    (places) => places.slice(0, -1),
  );
}

export function shift(application: Application): Value {
  return takeFrom(
    application,
    (places) => places[0],
    (places) => places.slice(1),
  );
}

function takeFrom(
  application: Application,
  pick: (places: Value[]) => Value | undefined,
  keep: (places: Value[]) => readonly Value[],
): Value {
  const taken = changeArrays(application, keep, NOTHING, (object) => {
    const places = placesOf(object);
    return places === undefined ? joinValues(elementOf(object), UNDEFINED) : (pick(places) ?? UNDEFINED);
  });
  return inLoop(application, taken);
}

export function madeArray(
  application: Application,
  places: readonly Value[] | undefined,
  any: Value,
  part = "array",
): Value {
  const { machine, event } = application;
  const address = machine.book.addressOf(event.frame.context, event.frame.file, event.site, part);
  if (places !== undefined) return arrayOf(machine, address, places, undefined);
  return machine.allocate(address, newObject({ kind: "array" }, { rest: any }));
}

/** Where `splice` cuts, if that is certain. */
function cutOf(application: Application): { readonly start: number; readonly count: number } | undefined {
  const start = certainNumber(argument(application, 0));
  const count = hasArgument(application, 1) ? certainNumber(argument(application, 1)) : Infinity;
  return start === undefined || count === undefined ? undefined : { start, count };
}

/** `toSpliced`: the elements that `splice` would leave. */
export function spliced(application: Application): Value {
  const { machine, event } = application;
  const elements = iterated(machine, event.frame, event.receiver, event.site);
  const { values, rest } = given(application);
  const inserted = values.slice(2);
  const cut = rest === undefined ? cutOf(application) : undefined;
  const places = cut && elements.places?.toSpliced(cut.start, cut.count, ...inserted);
  const any = joinAll([elements.any, rest ?? NOTHING, ...inserted]);
  return withFacts(madeArray(application, places, any), factsOfKind(elements.facts, "match", "foreign"));
}

export function splice(application: Application): Value {
  const cut = cutOf(application);
  const inserted = given(application).values.slice(2);
  let removed: Value[] | undefined;
  let any = NOTHING;
  const change = (places: Value[]): readonly Value[] => {
    if (cut === undefined) return places;
    const rest = [...places];
    removed = rest.splice(cut.start, cut.count, ...inserted);
    return rest;
  };
  changeArrays(application, change, joinAll(inserted), (object) => {
    any = joinValues(any, elementOf(object));
    return NOTHING;
  });
  if (cut === undefined) blurReceivers(application, joinAll(inserted));
  return madeArray(application, removed, any);
}

/** A copy of part of the receiver's elements. */
export function slice(application: Application): Value {
  const { machine, event } = application;
  const elements = iterated(machine, event.frame, event.receiver, event.site);
  const from = hasArgument(application, 0) ? certainNumber(argument(application, 0)) : 0;
  const to = hasArgument(application, 1) ? certainNumber(argument(application, 1)) : Infinity;
  const exact = from !== undefined && to !== undefined ? elements.places?.slice(from, to) : undefined;
  return withFacts(
    madeArray(application, exact, elements.any),
    factsOfKind(elements.facts, "match", "foreign"),
  );
}

export function concat(application: Application): Value {
  const { machine, event } = application;
  const all = [event.receiver, ...given(application).values];
  const { rest } = event.arguments;
  let places: Value[] | undefined = [];
  let any = NOTHING;
  let facts = NO_FACTS;
  for (const value of rest === undefined ? all : [...all, rest.value]) {
    const arrays = { ...value, constants: NOTHING.constants, open: false };
    const elements = iterated(machine, event.frame, arrays, event.site);
    const single =
      value.open || value.constants.size > 0 ? { ...value, addresses: NOTHING.addresses } : undefined;
    facts = joinFacts(facts, factsOfKind(elements.facts, "match"));
    any = joinValues(joinValues(any, elements.any), single ?? NOTHING);
    if (places === undefined) continue;
    if (value.addresses.size === 0 && single !== undefined) places.push(single);
    else if (elements.places !== undefined && single === undefined) places.push(...elements.places);
    else places = undefined;
  }
  return withFacts(madeArray(application, rest === undefined ? places : undefined, any), facts);
}

export function at(application: Application): Value {
  const { machine, event } = application;
  const index = argument(application, 0);
  const certain = certainNumber(index);
  const elements = iterated(machine, event.frame, event.receiver, event.site);
  const inherited = factsOfKind(index.facts, "match");
  if (certain !== undefined && elements.places !== undefined) return elements.places.at(certain) ?? UNDEFINED;
  if (certain !== undefined && certain >= 0)
    return readProperty(machine, event.frame, event.receiver, keyOf(machine, index), event.site);
  return inLoop(
    application,
    withFacts(
      joinValues(elements.any, UNDEFINED),
      joinFacts(inherited, matchedFacts(event.frame, index.facts, event.site)),
    ),
  );
}

/** What a loop takes out of a list in each round goes through the list. */
function inLoop({ event: { frame, site } }: Application, taken: Value): Value {
  return frame.loops === 0 ? taken : asElement(frame, site, taken);
}

/** Places that an argument names; where there is none, `otherwise`. */
function placeArgument(application: Application, index: number, otherwise: number): number | undefined {
  return hasArgument(application, index) ? certainNumber(argument(application, index)) : otherwise;
}

export function fill(application: Application): Value {
  const value = guarded(application.machine, argument(application, 0));
  const from = placeArgument(application, 1, 0);
  const to = placeArgument(application, 2, Infinity);
  if (from === undefined || to === undefined) blurReceivers(application, value);
  else {
    const isWhole = from === 0 && to === Infinity;
    changeArrays(
      application,
      (places) => places.fill(value, from, to),
      value,
      () => NOTHING,
      isWhole ? (object) => filled(object, value) : undefined,
    );
  }
  return application.event.receiver;
}

/** Each element is replaced, however many there are. */
function filled(object: AbstractObject, value: Value): AbstractObject {
  const slots = new Map(
    [...object.slots].map(([name, slot]) => [name, arrayIndex(name) === undefined ? slot : plainSlot(value)]),
  );
  return { ...object, slots, rest: isNothing(object.rest) ? NOTHING : value };
}

export function copyWithin(application: Application): Value {
  const to = placeArgument(application, 0, 0);
  const from = placeArgument(application, 1, 0);
  const end = placeArgument(application, 2, Infinity);
  if (to === undefined || from === undefined || end === undefined) blurReceivers(application, NOTHING);
  else
    changeArrays(
      application,
      (places) => places.copyWithin(to, from, end),
      NOTHING,
      () => NOTHING,
    );
  return application.event.receiver;
}

export function withPlace(application: Application): Value {
  const { machine, event } = application;
  const elements = iterated(machine, event.frame, event.receiver, event.site);
  const index = certainNumber(argument(application, 0));
  const value = argument(application, 1);
  const places = index === undefined ? undefined : elements.places?.slice();
  const place = index !== undefined && index < 0 ? index + (places?.length ?? 0) : index;
  if (places !== undefined && place !== undefined && place >= 0 && place < places.length)
    places[place] = value;
  return madeArray(application, places, joinValues(elements.any, value));
}

export function reverse(application: Application): Value {
  changeArrays(
    application,
    (places) => places.reverse(),
    NOTHING,
    () => NOTHING,
  );
  return application.event.receiver;
}

export function reversed(application: Application): Value {
  const { machine, event } = application;
  const elements = iterated(machine, event.frame, event.receiver, event.site);
  const array = madeArray(application, elements.places?.toReversed(), elements.any);
  return withFacts(array, factsOfKind(elements.facts, "match", "foreign"));
}

/** `sort`: the same elements at other places. */
export function reorder(application: Application): Value {
  compareElements(application);
  blurReceivers(application, NOTHING);
  return application.event.receiver;
}

export function reordered(application: Application): Value {
  const { machine, event } = application;
  compareElements(application);
  const elements = iterated(machine, event.frame, event.receiver, event.site);
  return withFacts(madeArray(application, undefined, elements.any), factsOfKind(elements.facts, "match"));
}

function compareElements(application: Application): void {
  const { machine, event } = application;
  if (!hasArgument(application, 0)) return;
  const elements = iterated(machine, event.frame, event.receiver, event.site);
  if (isNothing(elements.any)) return;
  machine.perhaps(() => callFor(application, argument(application, 0), [elements.any, elements.any]));
}
