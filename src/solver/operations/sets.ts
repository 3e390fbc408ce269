/**
 * Pipeline stage: value flow. Sets: all that may be in one is known together; constants that are in it for certain have
 * slots of their own ("@entry:…"), so that a list of allowed names decides.
 */
import { plainSlot, type Slot } from "../heap.js";
import { iterated } from "../iteration.js";
import { ENTRY } from "../key-forms.js";
import { factsOfKind, matchedFacts } from "../match.js";
import { argument, hasArgument, type Application } from "../model-places.js";
import { certainConstant, joinFacts, joinValues, withFacts, type Value } from "../value.js";
import { arriving, change, made } from "./collections.js";

export function newSet(application: Application): Value {
  const { machine, event } = application;
  if (!hasArgument(application, 0)) return made(application, "set", {});
  const elements = iterated(machine, event.frame, argument(application, 0), event.site);
  const members = elements.places?.flatMap((place) => memberSlots(place)) ?? [];
  const set = made(application, "set", { rest: elements.any, slots: new Map(members) });
  return withFacts(set, factsOfKind(elements.facts, "match"));
}

/** A constant that is in a set for certain has a slot of its own, besides being one of those that may be in it. */
function memberSlots(member: Value): readonly (readonly [string, Slot])[] {
  const constant = certainConstant(member);
  return constant === undefined ? [] : [[`${ENTRY}${String(constant.constant)}`, plainSlot(member)]];
}

export function addToSet(application: Application): Value {
  const value = arriving(application, argument(application, 0));
  change(application, (set, certain) => ({
    ...set,
    rest: joinValues(set.rest, value),
    slots: certain ? new Map([...set.slots, ...memberSlots(value)]) : set.slots,
  }));
  return application.event.receiver;
}

export function combineSets(application: Application): Value {
  return combined(application, (own, other) => joinValues(own, other));
}

/** What is in the receiver alone. */
export function withoutOthers(application: Application): Value {
  return combined(application, (own) => own);
}

function combined(application: Application, join: (own: Value, other: Value) => Value): Value {
  const { machine, event } = application;
  const own = iterated(machine, event.frame, event.receiver, event.site);
  const other = iterated(machine, event.frame, argument(application, 0), event.site);
  const compared = matchedFacts(event.frame, joinFacts(own.any.facts, other.any.facts), event.site);
  const rest = withFacts(join(own.any, other.any), compared);
  return withFacts(made(application, "set", { rest }), compared);
}
