/**
 * Pipeline stage: value flow. What going through a value yields: elements at known places where they are certain, and
 * what any element may be. Generators are started by it, iterators of the program's own are asked for `next`.
 */
import type { SiteId } from "../graph/expression.js";
import {
  elementsOfArray,
  elementsOfSet,
  entriesOf,
  joinElements,
  NO_ELEMENTS,
  TAKEN,
  withInherited,
  type Elements,
} from "./collection-elements.js";
import { callValue, functionsIn } from "./call-dispatch.js";
import { drawn, givenBy } from "./generators.js";
import { joinStates, type AbstractObject } from "./heap.js";
import { MAXIMAL_NUMBERED_ROUNDS } from "./limits.js";
import { outcomes } from "./operators.js";
import type { Frame, Machine } from "./machine.js";
import { derivedFacts, factsOfKind } from "./match.js";
import { bringsNothing, goesTooFar } from "./passes.js";
import { awaited } from "./promises.js";
import { namedKey, readNamed, readProperty } from "./properties.js";
import { sinceThen, viewed } from "./collection-views.js";
import {
  addressValue,
  certainNumber,
  isNothing,
  joinAll,
  joinValues,
  NO_FACTS,
  includesValue,
  NOTHING,
  openValue,
  UNKNOWN,
  withFacts,
  type Address,
  type Value,
} from "./value.js";

/** `wanted`: how many elements are taken, where that is certain: only a generator gives no more than that. */
export function iterated(
  machine: Machine,
  frame: Frame,
  value: Value,
  site: SiteId,
  wanted?: number,
): Elements {
  const inherited = factsOfKind(value.facts, "match", "foreign", "value");
  const parts: Elements[] = [];
  for (const address of value.addresses) {
    const object = machine.object(address);
    if (object !== undefined) parts.push(elementsOfObject(machine, frame, address, { object, site, wanted }));
  }
  for (const constant of value.constants) {
    if (typeof constant === "string")
      parts.push({
        ...NO_ELEMENTS,
        places: Array.from(constant, (text) => ({ ...NOTHING, constants: new Set([text]) })),
        any: constant === "" ? NOTHING : UNKNOWN,
      });
  }
  if (value.open)
    parts.push({ ...NO_ELEMENTS, places: undefined, any: openValue(derivedFacts(frame, value.facts, site)) });
  const [only] = parts;
  if (only === undefined)
    return isNothing(value) ? NO_ELEMENTS : { ...NO_ELEMENTS, places: undefined, any: UNKNOWN };
  const joined = parts.length === 1 ? only : joinElements(parts);
  return withInherited(joined, inherited);
}

/** What going through the value gives, or has given: a generator that was drawn from has nothing more to give. */
export function everGiven(machine: Machine, frame: Frame, value: Value, site: SiteId): Value {
  const { any, facts } = iterated(machine, frame, value, site);
  const given = [...value.addresses].map((address) =>
    machine.object(address)?.detail.kind === "generator" ? givenBy(machine, address) : NOTHING,
  );
  return withFacts(joinAll([any, ...given]), facts);
}

function elementsOfObject(
  machine: Machine,
  frame: Frame,
  address: Address,
  { object, site, wanted }: { object: AbstractObject; site: SiteId; wanted?: number | undefined },
): Elements {
  switch (object.detail.kind) {
    case "array":
      return elementsOfArray(object);
    case "iterator":
      return elementsOfIterator(machine, frame, object, site);
    case "set":
      return elementsOfSet(object);
    case "map":
      return entriesOf(machine, frame, address, object, site);
    case "generator":
      return drawn(machine, frame, address, wanted);
    case "promise":
    case "regular-expression":
    case "scope":
    case "closure":
    case "bound":
    case "class":
    case "resolver":
    case "promisified":
    case "json":
      return NO_ELEMENTS;
    case "library":
      return { ...NO_ELEMENTS, places: undefined, any: UNKNOWN };
    case "record":
    case "error":
    case "opaque":
    case "mingled":
    case "proxy":
      return elementsOfIterable(machine, frame, address, object, site);
  }
}

/** What an iterator has left to give: what its collection holds by now, if it is known. */
function elementsOfIterator(machine: Machine, frame: Frame, object: AbstractObject, site: SiteId): Elements {
  const kept =
    object.length === undefined
      ? { places: undefined, leading: [], any: object.rest, facts: object.keyFacts }
      : elementsOfArray(object);
  return afterTaken(sinceThen(kept, viewed(machine, frame, object, site)), object);
}

/** What is left when some elements have been taken. */
function afterTaken(elements: Elements, object: AbstractObject): Elements {
  const count = object.slots.get(TAKEN)?.value;
  if (count === undefined) return elements;
  const taken = certainNumber(count);
  if (taken === undefined) return { ...elements, places: undefined, leading: [] };
  const left = elements.places?.slice(taken);
  return left === undefined ? elements : { ...elements, places: left, leading: left, any: joinAll(left) };
}

/** An object of the program with an iterator of its own, or something of which only a type is known. */
function elementsOfIterable(
  machine: Machine,
  frame: Frame,
  address: Address,
  object: AbstractObject,
  site: SiteId,
): Elements {
  const made = ["@@iterator", "@@asyncIterator"]
    .map((name) => {
      const method = readNamed(machine, frame, address, address, name, site);
      if (functionsIn(machine, method).length === 0) return undefined;
      const iterator = callValue(machine, frame, method, addressValue(address), [], site);
      return elementsFrom(machine, frame, iterator, site);
    })
    .find((found) => found !== undefined);
  if (made !== undefined) return made;
  const any = joinValues(object.rest, object.exact ? NOTHING : UNKNOWN);
  return { places: undefined, leading: [], any, facts: NO_FACTS };
}

/** What an iterator gives: by its `next`, if the program wrote it. */
function elementsFrom(machine: Machine, frame: Frame, iterator: Value, site: SiteId): Elements {
  const parts: Elements[] = iterator.open ? [{ ...NO_ELEMENTS, places: undefined, any: UNKNOWN }] : [];
  for (const address of iterator.addresses) {
    const object = machine.object(address);
    if (object === undefined) continue;
    const isWritten = object.detail.kind === "record" || object.detail.kind === "opaque";
    parts.push(
      isWritten
        ? stepsOf(machine, frame, address, site)
        : elementsOfObject(machine, frame, address, { object, site }),
    );
  }
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : joinElements(parts);
}

/** Calls `next` until it says that it is done; where that is not certain, until another call brings nothing new. */
function stepsOf(machine: Machine, frame: Frame, iterator: Address, site: SiteId): Elements {
  const places: Value[] = [];
  const next = (): Step => stepOf(machine, frame, iterator, site);
  while (!machine.isDead() && places.length < MAXIMAL_NUMBERED_ROUNDS) {
    const { value, canEnd, canGoOn } = next();
    if (!canGoOn) return { places, leading: places, any: joinAll(places), facts: NO_FACTS };
    places.push(value);
    if (canEnd) break;
  }
  let any = joinAll(places);
  for (let pass = 0; !machine.isDead(); pass++) {
    const before = machine.state;
    const known = any;
    machine.round(() => {
      any = joinValues(any, next().value);
      return NOTHING;
    });
    machine.state = joinStates(before, machine.state);
    if (bringsNothing(machine, before) && includesValue(known, any)) break;
    if (goesTooFar(machine, pass, frame.file, site)) break;
  }
  return { places: undefined, leading: places.slice(0, -1), any, facts: NO_FACTS };
}

export interface Step {
  readonly value: Value;
  readonly canEnd: boolean;
  readonly canGoOn: boolean;
}

/** One call of `next`: what it gives unless it is done. */
function stepOf(machine: Machine, frame: Frame, iterator: Address, site: SiteId): Step {
  const method = readProperty(machine, frame, addressValue(iterator), namedKey("next"), site);
  return stepIn(
    machine,
    frame,
    awaited(machine, callValue(machine, frame, method, addressValue(iterator), [], site)),
    site,
  );
}

/** What such a call has given, as `{ value, done }`. */
export function stepIn(machine: Machine, frame: Frame, result: Value, site: SiteId): Step {
  const read = (one: Value, name: string): Value => readProperty(machine, frame, one, namedKey(name), site);
  let value = NOTHING;
  let canEnd = false;
  let canGoOn = false;
  for (const one of partsOfValue(result)) {
    const done = outcomes(read(one, "done"));
    canEnd ||= done.canBeTrue;
    if (!done.canBeFalse) continue;
    canGoOn = true;
    value = joinValues(value, read(one, "value"));
  }
  return { value, canEnd, canGoOn };
}

/** The objects that a value may be, one by one, and what else it may be. */
export function partsOfValue(value: Value): Value[] {
  const objects = [...value.addresses].map((address) => ({
    ...value,
    ...addressValue(address),
    facts: value.facts,
  }));
  return value.open || objects.length === 0
    ? [...objects, { ...value, addresses: NOTHING.addresses }]
    : objects;
}
