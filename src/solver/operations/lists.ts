/**
 * Pipeline stage: value flow. Operations on lists that call a function for each element: of arrays, sets, maps and
 * iterators. A short list whose elements are known is gone through one by one; otherwise one call stands for all.
 */
import { nameAsKey } from "../key-forms.js";
import { MAXIMAL_NUMBERED_ROUNDS } from "../limits.js";
import { callWith } from "../call-dispatch.js";
import { newObject } from "../heap.js";
import { iterated, type Elements } from "../iteration.js";
import { arrayOf } from "../literals.js";
import { asElement, factsOfKind } from "../match.js";
import { argument, hasArgument, mapValues, type Application } from "../model-places.js";
import { awaited, promiseOf } from "../promises.js";
import { outcomes } from "../operators.js";
import {
  constantValue,
  isNothing,
  joinAll,
  joinFacts,
  joinValues,
  NO_FACTS,
  NOTHING,
  UNDEFINED,
  UNKNOWN,
  withFacts,
  type FactSet,
  type Value,
} from "../value.js";

/** What a callback gave for the elements, one by one where they are known. */
interface Called {
  readonly places: readonly Value[] | undefined;
  readonly any: Value;
}

function newList(
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

function placed(application: Application, places: readonly Value[], facts: FactSet): Value {
  const { machine, event } = application;
  const address = machine.book.addressOf(event.frame.context, event.frame.file, event.site, "list");
  return withFacts(arrayOf(machine, address, places, undefined), facts);
}

/** Calls `callback` with (element, index, list) for each element. */
function forEachElement(application: Application, elements: Elements, callback: Value): Called {
  const { event } = application;
  const call = (element: Value, index: Value, number?: number): Value =>
    callFor(application, callback, [element, index, event.receiver], number);
  if (elements.places !== undefined && elements.places.length <= MAXIMAL_NUMBERED_ROUNDS) {
    const places = elements.places.map((element, index) => call(element, constantValue(index), index));
    return { places, any: joinAll(places) };
  }
  if (isNothing(elements.any)) return { places: undefined, any: NOTHING };
  const any = untilStable(application, () => call(elements.any, UNKNOWN));
  return { places: undefined, any };
}

/** One call that stands for many: repeated until what the calls leave behind no longer changes. */
function untilStable(application: Application, call: () => Value): Value {
  const { machine } = application;
  let result = NOTHING;
  for (let pass = 0; pass < 4 && !machine.isDead(); pass++) {
    const before = machine.state;
    result = joinValues(result, machine.perhaps(call));
    if (machine.state === before) break;
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
    callWith(
      machine,
      event.frame,
      callback,
      hasArgument(application, 1) ? argument(application, 1) : UNDEFINED,
      {
        values: marked.map((value) => ({ value, expression: undefined, site: undefined, spread: false })),
        rest: undefined,
      },
      event.site,
    ),
  );
}

/** What the callback makes for one element is told apart from what it makes for others, where they are few. */
function inRound({ machine, event }: Application, number: number | undefined, call: () => Value): Value {
  return number === undefined
    ? machine.round(call)
    : machine.numberedRound(event.frame, event.site, number, call);
}

function indexValue(number: number | undefined): Value {
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
      const kept = elements.places.filter((_, index) => outcomes(places[index] ?? UNKNOWN).canBeTrue);
      const certain = places.every((place) => !(outcomes(place).canBeTrue && outcomes(place).canBeFalse));
      if (certain && kind === "array") return placed(application, kept, facts);
      return newList(application, withFacts(joinAll(kept), chosen), facts, kind);
    }
    return newList(
      application,
      isNothing(elements.any) ? NOTHING : withFacts(present(application, elements.any), chosen),
      facts,
      kind,
    );
  };
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
  return withFacts(joinValues(elements.any, UNDEFINED), joinFacts(listFacts(elements), choice(called)));
}

export function findIndex(application: Application): Value {
  const elements = receiverElements(application);
  return withFacts(
    UNKNOWN,
    joinFacts(listFacts(elements), choice(forEachElement(application, elements, argument(application, 0)))),
  );
}

export function some(application: Application): Value {
  return findIndex(application);
}

export function reduce(application: Application): Value {
  return reduceElements(application, receiverElements(application));
}

export function reduceRight(application: Application): Value {
  const elements = receiverElements(application);
  return reduceElements(application, { ...elements, places: elements.places?.toReversed() });
}

function reduceElements(application: Application, elements: Elements): Value {
  const { machine } = application;
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
  for (let pass = 0; pass < 6 && !machine.isDead(); pass++) {
    const before = sum;
    const current = sum;
    sum = joinValues(
      sum,
      machine.perhaps(() => step(current, elements.any)),
    );
    if (sum === before) break;
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
    callWith(
      machine,
      event.frame,
      callback,
      UNDEFINED,
      {
        values: [sum, asElement(event.frame, event.site, element), indexValue(number), event.receiver].map(
          (value) => ({
            value,
            expression: undefined,
            site: undefined,
            spread: false,
          }),
        ),
        rest: undefined,
      },
      event.site,
    ),
  );
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

/** `forEach` of sets and maps: (value, key). */
export function eachEntry(application: Application): Value {
  const { machine, event } = application;
  const callback = argument(application, 0);
  for (const address of event.receiver.addresses) {
    const object = machine.object(address);
    if (object === undefined) continue;
    const isMap = object.detail.kind === "map";
    const value = isMap ? mapValues(machine, address) : object.rest;
    if (isNothing(value)) continue;
    const entryKeys = [...object.slots.keys()]
      .filter((name) => name.startsWith("@entry:"))
      .map((name) => nameAsKey(name.slice("@entry:".length)));
    const key = isMap ? joinAll([object.slots.get("@key")?.value ?? UNKNOWN, ...entryKeys]) : value;
    untilStable(application, () => callFor(application, callback, [value, key, event.receiver]));
  }
  return UNDEFINED;
}

/** `Array.from(list, callback)`, `Array.fromAsync`. */
export function from(later: boolean) {
  return (application: Application): Value => {
    const { machine, event } = application;
    const source = argument(application, 0);
    let elements = iterated(machine, event.frame, source, event.site);
    if (isLengthOnly(application, source))
      elements = { places: undefined, leading: [], any: UNDEFINED, facts: NO_FACTS };
    if (later)
      elements = {
        ...elements,
        places: undefined,
        any: awaited(machine, elements.any),
      };
    const callback = hasArgument(application, 1) ? argument(application, 1) : undefined;
    const called = callback === undefined ? elements : forEachFrom(application, elements, callback);
    const facts = factsOfKind(elements.facts, "match");
    if (!later)
      return called.places !== undefined
        ? placed(application, called.places, facts)
        : newList(application, called.any, facts, "array");
    const any = awaited(machine, called.any);
    return promiseOf(machine, event.frame, event.site, newList(application, any, facts, "array"));
  };
}

function forEachFrom(application: Application, elements: Elements, callback: Value): Called {
  const { machine, event } = application;
  const call = (element: Value, number?: number): Value =>
    inRound(application, number, () =>
      callWith(
        machine,
        event.frame,
        callback,
        UNDEFINED,
        {
          values: [element, indexValue(number)].map((value) => ({
            value,
            expression: undefined,
            site: undefined,
            spread: false,
          })),
          rest: undefined,
        },
        event.site,
      ),
    );
  if (elements.places !== undefined && elements.places.length <= MAXIMAL_NUMBERED_ROUNDS) {
    const places = elements.places.map((element, index) => call(element, index));
    return { places, any: joinAll(places) };
  }
  return {
    places: undefined,
    any: isNothing(elements.any) ? NOTHING : untilStable(application, () => call(elements.any)),
  };
}

/** `{ length: n }`: as many elements, with nothing in them. */
function isLengthOnly(application: Application, source: Value): boolean {
  const objects = [...source.addresses].map((address) => application.machine.object(address));
  return (
    objects.length > 0 &&
    objects.every((object) => object?.detail.kind === "record" && object.exact && object.slots.has("length"))
  );
}
