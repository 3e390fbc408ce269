/**
 * Pipeline stage: value flow. Iterators that are driven by hand, and the helpers that hand elements on.
 */
import { newObject, plainSlot } from "../heap.js";
import { isRecent } from "../addresses.js";
import { TAKEN } from "../collection-elements.js";
import { iterated } from "../iteration.js";
import { close, nextOf, stepOf } from "../generators.js";
import { argument, hasArgument, type Application } from "../model-places.js";
import { factsOfKind } from "../match.js";
import {
  addressValue,
  certainNumber,
  constantValue,
  joinAll,
  joinValues,
  NOTHING,
  UNDEFINED,
  UNKNOWN,
  withFacts,
  type Address,
  type Value,
} from "../value.js";
import { promiseOf } from "../promises.js";
import { slotValue } from "../properties.js";
import { setSlot } from "../property-writes.js";

export function next(application: Application): Value {
  const { machine, event } = application;
  const { frame, site } = event;
  const sent = hasArgument(application, 0) ? argument(application, 0) : UNDEFINED;
  let result = NOTHING;
  for (const address of event.receiver.addresses) {
    const object = machine.object(address);
    if (object?.detail.kind === "generator") {
      const step = nextOf(machine, frame, address, { way: "next", value: sent }, site);
      result = joinValues(result, object.detail.async ? promiseOf(machine, frame, site, step) : step);
    } else if (object !== undefined) {
      result = joinValues(result, nextOfList(application, address));
    }
  }
  return result;
}

/** What the step gives of a list whose places may be known, and the end where it may be the end. */
function nextOfList({ machine, event }: Application, address: Address): Value {
  const { frame, site } = event;
  const { places, any } = iterated(machine, frame, addressValue(address), site);
  const taken = certainNumber(slotValue(machine, address, TAKEN));
  if (taken !== undefined)
    setSlot(machine, address, TAKEN, isRecent(address) ? constantValue(taken + 1) : UNKNOWN, true);
  const [next] = places ?? [];
  const isEnd = places?.length === 0;
  return joinValues(
    stepOf(machine, frame, site, next ?? (isEnd ? NOTHING : any), false),
    stepOf(machine, frame, site, next === undefined ? UNDEFINED : NOTHING, true),
  );
}

/** `generator.throw(error)`. */
export function throwAt(application: Application): Value {
  const { machine, event } = application;
  const { frame, site } = event;
  const error = hasArgument(application, 0) ? argument(application, 0) : UNDEFINED;
  let result = NOTHING;
  for (const address of event.receiver.addresses) {
    const object = machine.object(address);
    if (object?.detail.kind !== "generator") continue;
    const step = nextOf(machine, frame, address, { way: "throw", value: error }, site);
    result = joinValues(result, object.detail.async ? promiseOf(machine, frame, site, step) : step);
  }
  return result;
}

/** `iterator.return(value)`: ends it, and gives the value back. */
export function finish(application: Application): Value {
  const { machine, event } = application;
  for (const address of event.receiver.addresses)
    if (machine.object(address)?.detail.kind === "generator") close(machine, event.frame, address);
  const slots = new Map([
    ["value", plainSlot(hasArgument(application, 0) ? argument(application, 0) : UNDEFINED)],
    ["done", plainSlot(constantValue(true))],
  ]);
  return machine.make(event.frame, event.site, "end", { kind: "record" }, { slots });
}

function elementsAs(application: Application, source: Value, kind: "iterator" | "array"): Value {
  const { machine, event } = application;
  const elements = iterated(machine, event.frame, source, event.site);
  const address = machine.book.addressOf(event.frame.context, event.frame.file, event.site, "elements");
  const value = machine.allocate(address, newObject({ kind }, { rest: joinAll([elements.any]) }));
  return withFacts(value, factsOfKind(elements.facts, "match"));
}

export function take(application: Application): Value {
  return elementsAs(application, application.event.receiver, "iterator");
}

export function toArray(application: Application): Value {
  return elementsAs(application, application.event.receiver, "array");
}

export function from(application: Application): Value {
  return elementsAs(application, argument(application, 0), "iterator");
}
