/**
 * Pipeline stage: value flow. What is read out of arrays: keys, values, entries, text, and whether something is among the elements.
 */
import { textOf } from "../conversions.js";
import { newObject } from "../heap.js";
import { iterated } from "../iteration.js";
import { factsOfKind, matchedFacts } from "../match.js";
import { argument, derived, hasArgument, type Application } from "../model-places.js";
import { comparisonFacts } from "../comparisons.js";
import {
  certainConstant,
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
  type Value,
} from "../value.js";
import { certainNumber, given, madeArray } from "./arrays.js";

export function flat(application: Application): Value {
  const { machine, event } = application;
  const depth = hasArgument(application, 0) ? (certainNumber(argument(application, 0)) ?? 3) : 1;
  let any = iterated(machine, event.frame, event.receiver, event.site).any;
  for (let level = 0; level < Math.min(depth, 4); level++) {
    const arrays = [...any.addresses].filter((address) => machine.object(address)?.detail.kind === "array");
    if (arrays.length === 0) break;
    const others: Value = {
      ...any,
      addresses: new Set([...any.addresses].filter((address) => !arrays.includes(address))),
    };
    const inner = iterated(
      machine,
      event.frame,
      { ...NOTHING, addresses: new Set<Address>(arrays) },
      event.site,
    ).any;
    any = withFacts(joinValues(isNothing(others) ? NOTHING : others, inner), factsOfKind(any.facts, "match"));
  }
  return madeArray(application, undefined, any);
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
  if (!known || text.facts.size > 0) return withFacts(text, facts);
  return constantValue(texts.map((one) => String(one?.[0] ?? "")).join(certain));
}

export function keys(application: Application): Value {
  const { machine, event } = application;
  const facts = factsOfKind(iterated(machine, event.frame, event.receiver, event.site).facts, "match");
  const address = machine.book.addressOf(event.frame.context, event.frame.file, event.site, "keys");
  return machine.allocate(address, newObject({ kind: "iterator" }, { rest: withFacts(UNKNOWN, facts) }));
}

export function values(application: Application): Value {
  const { machine, event } = application;
  const elements = iterated(machine, event.frame, event.receiver, event.site);
  const address = machine.book.addressOf(event.frame.context, event.frame.file, event.site, "values");
  return withFacts(
    machine.allocate(address, newObject({ kind: "iterator" }, { rest: elements.any })),
    factsOfKind(elements.facts, "match"),
  );
}

export function entries(application: Application): Value {
  const { machine, event } = application;
  const elements = iterated(machine, event.frame, event.receiver, event.site);
  const pair = madeArray(application, [UNKNOWN, elements.any], NOTHING, "pair");
  const address = machine.book.addressOf(event.frame.context, event.frame.file, event.site, "entries");
  return machine.allocate(
    address,
    newObject({ kind: "iterator" }, { rest: isNothing(elements.any) ? NOTHING : pair }),
  );
}

/** Membership: comparing a value with many is a match (spec, section 6). */
export function includes(application: Application): Value {
  const { machine, event } = application;
  const elements = iterated(machine, event.frame, event.receiver, event.site);
  const wanted = argument(application, 0);
  const facts = matchedFacts(event.frame, joinFacts(wanted.facts, elements.any.facts), event.site);
  return withFacts(
    UNKNOWN,
    joinFacts(facts, comparisonFacts(event.frame, wanted, elements.any, event.site, false, true)),
  );
}

export function of(application: Application): Value {
  const { values: all, rest } = given(application);
  return madeArray(
    application,
    rest === undefined ? all : undefined,
    joinValues(joinAll(all), rest ?? NOTHING),
  );
}
