/**
 * Pipeline stage: value flow. Operations on lists that call a function for each element: of arrays, sets, maps and
 * iterators. A short list whose elements are known is gone through one by one; otherwise one call stands for all.
 */
import { MAXIMAL_NUMBERED_ROUNDS } from "../limits.js";
import { callValue } from "../call-dispatch.js";
import { newObject } from "../heap.js";
import { placeOf, type Elements } from "../collection-elements.js";
import { elementsShown, liveElements } from "../collection-views.js";
import { iterated } from "../iteration.js";
import { arrayOf } from "../literals.js";
import { asElement, factsOfKind, guard } from "../match.js";
import { argument, hasArgument, type Application } from "../model-places.js";
import { outcomes } from "../operators.js";
import { bringsNothing, goesTooFar } from "../passes.js";
import { canComeOut, fittingPart } from "../tried-calls.js";
import {
  constantValue,
  isNothing,
  joinAll,
  joinFacts,
  joinValues,
  NO_FACTS,
  includesValue,
  NOTHING,
  UNDEFINED,
  UNKNOWN,
  withFacts,
  type Address,
  type FactSet,
  type Value,
} from "../value.js";

/** What a callback gave for the elements, one by one where they are known. */
export interface Called {
  readonly places: readonly Value[] | undefined;
  readonly any: Value;
}

export function newList(
  application: Application,
  elements: Value,
  facts: FactSet,
  kind: "array" | "iterator",
): Value {
  const { machine, event } = application;
  const address = machine.book.addressOf(event.frame.context, event.frame.file, event.site, "list");
  const value = machine.allocate(address, newObject({ kind }, { rest: elements, keyFacts: NO_FACTS }));
  return withFacts(value, facts);
}

export function placed(application: Application, places: readonly Value[], facts: FactSet): Value {
  const { machine, event } = application;
  const address = machine.book.addressOf(event.frame.context, event.frame.file, event.site, "list");
  return withFacts(arrayOf(machine, address, places, undefined), facts);
}

/** Calls `callback` with (element, index, list) for each element: as many as there were at first, each as it is by then. */
function forEachElement(application: Application, elements: Elements, callback: Value): Called {
  const { machine, event } = application;
  const live = liveElements(machine, event.receiver, () => receiverElements(application), elements);
  const call = (element: Value, index: Value, number?: number): Value =>
    callFor(application, callback, [element, index, event.receiver], number);
  if (elements.places !== undefined && elements.places.length <= MAXIMAL_NUMBERED_ROUNDS) {
    const places = elements.places.map((_, index) =>
      call(placeOf(live(), index), constantValue(index), index),
    );
    return { places, any: joinAll(places) };
  }
  if (isNothing(elements.any)) return { places: undefined, any: NOTHING };
  const any = untilStable(application, () => {
    // That there is an element to call with may be what a match decided.
    guard(machine, event.frame, withFacts(UNKNOWN, elements.facts), event.site, true);
    return call(live().any, UNKNOWN);
  });
  return { places: undefined, any };
}

/** One call that stands for many: repeated until what the calls leave behind no longer changes. */
export function untilStable(application: Application, call: () => Value): Value {
  const { machine, event } = application;
  let result = NOTHING;
  for (let pass = 0; !machine.isDead(); pass++) {
    const before = machine.state;
    result = joinValues(result, machine.perhaps(call));
    if (bringsNothing(machine, before) || goesTooFar(machine, pass, event.frame.file, event.site)) break;
  }
  return result;
}

/** Calls a callback for an element; `number` is given where it is certain that it is this one. */
export function callFor(
  application: Application,
  callback: Value,
  values: readonly Value[],
  number?: number,
): Value {
  const { machine, event } = application;
  const [element, ...others] = values;
  const marked = element === undefined ? [] : [asElement(event.frame, event.site, element), ...others];
  return inRound(application, number, () =>
    callValue(
      machine,
      event.frame,
      callback,
      hasArgument(application, 1) ? argument(application, 1) : UNDEFINED,
      marked,
      event.site,
    ),
  );
}

/** What the callback makes for one element is told apart from what it makes for others, where they are few. */
export function inRound(
  { machine, event }: Application,
  number: number | undefined,
  call: () => Value,
): Value {
  return number === undefined
    ? machine.round(call)
    : machine.numberedRound(event.frame, event.site, number, call);
}

export function indexValue(number: number | undefined): Value {
  return number === undefined ? UNKNOWN : constantValue(number);
}

function receiverElements(application: Application): Elements {
  const { machine, event } = application;
  return iterated(machine, event.frame, event.receiver, event.site);
}

/** That a collection was chosen. */
function listFacts(elements: Elements): FactSet {
  return factsOfKind(elements.facts, "match", "foreign");
}

export function map(kind: "array" | "iterator") {
  return (application: Application): Value => {
    const elements = receiverElements(application);
    const called = forEachElement(application, elements, argument(application, 0));
    const facts = listFacts(elements);
    if (called.places !== undefined && kind === "array") return placed(application, called.places, facts);
    return newList(application, called.any, facts, kind);
  };
}

export function each(application: Application): Value {
  forEachElement(application, receiverElements(application), argument(application, 0));
  return UNDEFINED;
}

/** The matches that decide what a callback says. */
function choice(called: Called): FactSet {
  return factsOfKind(called.any.facts, "match");
}

export function filter(kind: "array" | "iterator") {
  return (application: Application): Value => {
    const elements = receiverElements(application);
    const called = forEachElement(application, elements, argument(application, 0));
    const chosen = choice(called);
    const facts = joinFacts(listFacts(elements), chosen);
    const { places } = called;
    if (places !== undefined && elements.places !== undefined) {
      const kept = elements.places
        .filter((_, index) => outcomes(places[index] ?? UNKNOWN).canBeTrue)
        .map((element) => fitting(application, element));
      const certain = places.every((place) => !(outcomes(place).canBeTrue && outcomes(place).canBeFalse));
      if (certain && kind === "array") return placed(application, kept, facts);
      return newList(application, withFacts(joinAll(kept), chosen), facts, kind);
    }
    return newList(
      application,
      isNothing(elements.any)
        ? NOTHING
        : withFacts(fitting(application, present(application, elements.any)), chosen),
      facts,
      kind,
    );
  };
}

/** Of an element that may be one of several things, those of which the callback says yes. */
function fitting(application: Application, element: Value): Value {
  return fittingPart(
    application.machine,
    element,
    (part) => callFor(application, argument(application, 0), [part, UNKNOWN]),
    (came) => canComeOut(came, true),
  );
}

/** `filter(Boolean)` keeps what is there. */
function present(application: Application, element: Value): Value {
  const [callee] = argument(application, 0).addresses;
  const detail = callee === undefined ? undefined : application.machine.object(callee)?.detail;
  if (detail?.kind !== "library" || detail.path.join(".") !== "Boolean") return element;
  return { ...element, constants: new Set([...element.constants].filter(Boolean)) };
}

export function find(application: Application): Value {
  const elements = receiverElements(application);
  const called = forEachElement(application, elements, argument(application, 0));
  const facts = joinFacts(listFacts(elements), choice(called));
  const said = saidOfPlaces(elements, called);
  if (said === undefined) return withFacts(joinValues(fitting(application, elements.any), UNDEFINED), facts);
  const found = said.flatMap(({ element, canBeTrue }) => (canBeTrue ? [fitting(application, element)] : []));
  const isFound = said.some(({ canBeFalse }) => !canBeFalse);
  return withFacts(joinAll(isFound ? found : [...found, UNDEFINED]), facts);
}

/** What a callback may say of each element, where they are known. */
function saidOfPlaces(
  elements: Elements,
  called: Called,
): ({ readonly element: Value } & ReturnType<typeof outcomes>)[] | undefined {
  if (elements.places === undefined) return undefined;
  return called.places?.map((said, index) => ({
    element: elements.places?.[index] ?? UNDEFINED,
    ...outcomes(said),
  }));
}

export function findIndex(application: Application): Value {
  const elements = receiverElements(application);
  return withFacts(
    UNKNOWN,
    joinFacts(listFacts(elements), choice(forEachElement(application, elements, argument(application, 0)))),
  );
}

/** `some`; `every` is that there is none of which the callback says no. */
export function some(isEvery: boolean) {
  return (application: Application): Value => {
    const elements = receiverElements(application);
    const called = forEachElement(application, elements, argument(application, 0));
    const said = saidOfPlaces(elements, called);
    const isOne = said?.some(({ canBeTrue, canBeFalse }) => !(isEvery ? canBeTrue : canBeFalse));
    const isNone = said?.every(({ canBeTrue, canBeFalse }) => !(isEvery ? canBeFalse : canBeTrue));
    const value =
      isOne === true ? constantValue(!isEvery) : isNone === true ? constantValue(isEvery) : UNKNOWN;
    return withFacts(value, joinFacts(listFacts(elements), choice(called)));
  };
}

export function reduce(application: Application): Value {
  return reduceElements(application, receiverElements(application));
}

export function reduceRight(application: Application): Value {
  const elements = receiverElements(application);
  return reduceElements(application, { ...elements, places: elements.places?.toReversed() });
}

function reduceElements(application: Application, elements: Elements): Value {
  const { machine, event } = application;
  const callback = argument(application, 0);
  const start = hasArgument(application, 1) ? argument(application, 1) : undefined;
  const step = (sum: Value, element: Value, number?: number): Value =>
    callReducer(application, callback, [sum, element], number);
  if (elements.places !== undefined && elements.places.length <= MAXIMAL_NUMBERED_ROUNDS) {
    let sum = start;
    for (const [index, element] of elements.places.entries())
      sum = sum === undefined ? element : step(sum, element, index);
    return sum ?? UNDEFINED;
  }
  let sum = start ?? elements.any;
  if (isNothing(elements.any)) return sum;
  for (let pass = 0; !machine.isDead(); pass++) {
    const before = machine.state;
    const current = sum;
    sum = joinValues(
      sum,
      machine.perhaps(() => step(current, elements.any)),
    );
    if (bringsNothing(machine, before) && includesValue(current, sum)) break;
    if (goesTooFar(machine, pass, event.frame.file, event.site)) break;
  }
  return withFacts(sum, listFacts(elements));
}

function callReducer(
  application: Application,
  callback: Value,
  [sum, element]: readonly [Value, Value],
  number: number | undefined,
): Value {
  const { machine, event } = application;
  return inRound(application, number, () =>
    callValue(
      machine,
      event.frame,
      callback,
      UNDEFINED,
      [sum, asElement(event.frame, event.site, element), indexValue(number), event.receiver],
      event.site,
    ),
  );
}

/** The places of what `flat` makes of an array with these; undefined where they are not certain. */
export function flattenedPlaces(
  application: Application,
  places: readonly Value[] | undefined,
): readonly Value[] | undefined {
  const parts = places?.map((place) => placesIn(application, place));
  const known = parts?.filter((part) => part !== undefined);
  return known?.length === parts?.length ? known?.flat() : undefined;
}

/** What a place of an array becomes when it is flattened; undefined where that is not certain. */
function placesIn(application: Application, place: Value): readonly Value[] | undefined {
  const { machine, event } = application;
  const isArray = (address: Address): boolean => machine.object(address)?.detail.kind === "array";
  const { addresses, open, constants } = place;
  if (![...addresses].some(isArray)) return open ? undefined : [place];
  const isAlone = addresses.size === 1 && !open && constants.size === 0;
  const elements = isAlone ? iterated(machine, event.frame, place, event.site) : undefined;
  return elements?.places;
}

export function flatMap(kind: "array" | "iterator") {
  return (application: Application): Value => {
    const { machine, event } = application;
    const elements = receiverElements(application);
    const called = forEachElement(application, elements, argument(application, 0));
    let any = { ...called.any, addresses: NOTHING.addresses };
    let facts = joinFacts(listFacts(elements), factsOfKind(called.any.facts, "match"));
    const lists = iterated(
      machine,
      event.frame,
      { ...called.any, constants: NOTHING.constants, open: false },
      event.site,
    );
    any = isNothing(any) ? { ...any, facts: NO_FACTS } : any;
    facts = joinFacts(facts, factsOfKind(lists.facts, "match"));
    const places = kind === "array" ? flattenedPlaces(application, called.places) : undefined;
    if (places !== undefined) return placed(application, places, facts);
    return newList(
      application,
      withFacts(joinValues(any, lists.any), factsOfKind(called.any.facts, "match")),
      facts,
      kind,
    );
  };
}

export function groupBy(asMap: boolean) {
  return (application: Application): Value => {
    const { machine, event } = application;
    const elements = iterated(machine, event.frame, argument(application, 0), event.site);
    const called = forEachElement(application, elements, argument(application, 1));
    const group = newList(application, elements.any, factsOfKind(called.any.facts, "match"), "array");
    const keys = called.any;
    const address = machine.book.addressOf(event.frame.context, event.frame.file, event.site, "groups");
    const slots = asMap
      ? new Map([["@key", { value: keys, getter: undefined, setter: undefined }]])
      : new Map();
    return machine.allocate(
      address,
      newObject(
        { kind: asMap ? "map" : "record" },
        {
          rest: group,
          slots,
          keyFacts: factsOfKind(keys.facts, "value", "match"),
        },
      ),
    );
  };
}

/** `forEach` of sets and maps: (value, key), also of what is added meanwhile. */
export function eachEntry(application: Application): Value {
  const { machine, event } = application;
  const { frame, receiver, site } = event;
  const read = (): Elements => elementsShown(machine, frame, receiver, "entries", site);
  const live = liveElements(machine, receiver, read);
  const call = (entry: Value, number?: number): Value => {
    const { leading, any } = iterated(machine, frame, entry, site);
    const [key = any, value = any] = leading;
    const isOfSet = [...receiver.addresses].every((at) => machine.object(at)?.detail.kind === "set");
    const given = isOfSet ? [value, value, receiver] : [value, key, receiver];
    return callFor(application, argument(application, 0), given, number);
  };
  for (let number = 0; number < MAXIMAL_NUMBERED_ROUNDS && !machine.isDead(); number++) {
    const { places } = live();
    if (places === undefined) break;
    const element = places[number];
    if (element === undefined) return UNDEFINED;
    call(element, number);
  }
  if (!isNothing(live().any)) untilStable(application, () => call(live().any));
  return UNDEFINED;
}
