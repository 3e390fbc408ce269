/**
 * Pipeline stage: value flow. Lists that are made of other things: `Array.from`, `Array.fromAsync`.
 */
import { callValue } from "../call-dispatch.js";
import type { Elements } from "../collection-elements.js";
import { iterated } from "../iteration.js";
import { MAXIMAL_NUMBERED_ROUNDS } from "../limits.js";
import { factsOfKind } from "../match.js";
import { argument, hasArgument, type Application } from "../model-places.js";
import { awaited, promiseOf } from "../promises.js";
import { isNothing, joinAll, NO_FACTS, NOTHING, UNDEFINED, type Value } from "../value.js";
import { indexValue, inRound, newList, placed, untilStable, type Called } from "./lists.js";

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
      callValue(machine, event.frame, callback, UNDEFINED, [element, indexValue(number)], event.site),
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
