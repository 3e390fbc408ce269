/**
 * Pipeline stage: value flow. Text: cutting, replacing, and the comparisons that are a match where a pattern or the
 * other text comes from data (spec, section 6).
 */
import { newObject, plainSlot, type Slot } from "../heap.js";
import { callWith, functionsIn, passedValues } from "../call-dispatch.js";
import { textOf } from "../conversions.js";
import { arrayOf } from "../literals.js";
import { argument, derived, hasArgument, type Application } from "../model-places.js";
import { comparisonFacts } from "../comparisons.js";
import { applyBinary } from "../operators.js";
import {
  certainConstant,
  constantValue,
  joinFacts,
  joinValues,
  NO_FACTS,
  NOTHING,
  onlyConstants,
  UNKNOWN,
  withFacts,
  type FactSet,
  type Value,
} from "../value.js";

/** Facts of comparing the receiver (or first argument) with an argument. */
export function compare(application: Application): Value {
  const { event } = application;
  const isMethod =
    event.receiver.open || (event.receiver.constants.size > 0 && !event.receiver.constants.has(undefined));
  const [left, right] = isMethod
    ? [event.receiver, argument(application, 0)]
    : [argument(application, 0), argument(application, 1)];
  return withFacts(
    UNKNOWN,
    comparisonFacts(
      event.frame,
      content(application, left),
      content(application, right),
      event.site,
      false,
      true,
    ),
  );
}

/** Bytes are compared by what is in them. */
function content(application: Application, value: Value): Value {
  return value.addresses.size === 0 ? value : derived(application, value);
}

/** `String(x)`, `x.toString()`. */
export function textOfArgument(application: Application): Value {
  const { machine, event } = application;
  const value = hasArgument(application, 0) ? argument(application, 0) : constantValue("");
  return spelled(textOf(machine, event.frame, value, event.site));
}

export function textOfReceiver({ machine, event }: Application): Value {
  return spelled(textOf(machine, event.frame, event.receiver, event.site));
}

/** Constants as the texts that they are written as. */
function spelled(value: Value): Value {
  return { ...value, constants: new Set([...value.constants].map(String)) };
}

export function concat(application: Application): Value {
  const { machine, event } = application;
  const { values, rest } = event.arguments;
  const parts = [...values, ...(rest === undefined ? [] : [rest])].map(({ value }) => value);
  const empty = constantValue("");
  let text = applyBinary(machine, event.frame, "+", empty, event.receiver, event.site);
  for (const part of parts) text = applyBinary(machine, event.frame, "+", text, part, event.site);
  return text;
}

/** `join` and `resolve` of paths: put together of constants as a rule, and what is stored under one is read under it. */
export function joinPath(application: Application): Value {
  const { machine, event } = application;
  const { values, rest } = event.arguments;
  const parts = [...values, ...(rest === undefined ? [] : [rest])].map(({ value }) => value);
  const plus = (left: Value, right: Value): Value =>
    applyBinary(machine, event.frame, "+", left, right, event.site);
  const slash = constantValue("/");
  const [first = constantValue("."), ...others] = parts;
  // A folder that is not known may be the one that other paths start from without saying so.
  const isKnown = onlyConstants(first) !== undefined;
  const start = isKnown && others.length > 0 ? plus(first, slash) : first;
  return others.reduce((path, part, index) => plus(index === 0 ? path : plus(path, slash), part), start);
}

export function replace(application: Application): Value {
  const { machine, event } = application;
  const text = withFacts(derived(application, event.receiver), cutFacts(application));
  const replacer = argument(application, 1);
  if (functionsIn(machine, replacer).length === 0) return joinValues(text, derived(application, replacer));
  const result = machine.perhaps(() =>
    callWith(machine, event.frame, replacer, NOTHING, passedValues([text, text, text, text]), event.site),
  );
  return joinValues(text, derived(application, result));
}

export function split(application: Application): Value {
  const { machine, event } = application;
  const address = machine.book.addressOf(event.frame.context, event.frame.file, event.site, "pieces");
  const text = certainConstant(event.receiver)?.constant;
  const separator = certainConstant(argument(application, 0))?.constant;
  if (typeof text === "string" && typeof separator === "string" && event.receiver.facts.size === 0) {
    return arrayOf(
      machine,
      address,
      text
        .split(separator)
        .slice(0, 24)
        .map((piece) => constantValue(piece)),
      undefined,
    );
  }
  const pieces = machine.allocate(
    address,
    newObject({ kind: "array" }, { rest: derived(application, event.receiver) }),
  );
  return withFacts(pieces, cutFacts(application));
}

/** Cutting by each of a list of separators is no match; cutting by what comes from a sink tells whether it was there. */
function cutFacts(application: Application): FactSet {
  return patternFacts(application, argument(application, 0), application.event.receiver, false);
}

/** A pattern made of data remembers what: a list makes testing with it a match, and so does what comes from a sink. */
export function newPattern(application: Application): Value {
  const { machine, event } = application;
  const source = argument(application, 0);
  const slots = new Map<string, Slot>([["@pattern", plainSlot(source)]]);
  if (source.addresses.size === 0) slots.set("source", plainSlot(derived(application, source)));
  const address = machine.book.addressOf(event.frame.context, event.frame.file, event.site, "pattern");
  return machine.allocate(address, newObject({ kind: "regular-expression" }, { slots, exact: false }));
}

function patternFacts(application: Application, pattern: Value, text: Value, equality = true): FactSet {
  const { machine, event } = application;
  // Where a text stands for a pattern, it is the pattern.
  let facts: FactSet =
    pattern.addresses.size === 0
      ? comparisonFacts(event.frame, text, pattern, event.site, false, equality)
      : NO_FACTS;
  for (const address of pattern.addresses) {
    const source = machine.object(address)?.slots.get("@pattern")?.value ?? NOTHING;
    if (onlyConstants(source) !== undefined) continue;
    facts = joinFacts(facts, comparisonFacts(event.frame, text, source, event.site, false, equality));
  }
  return facts;
}

export function testPattern(application: Application): Value {
  return withFacts(UNKNOWN, patternFacts(application, application.event.receiver, argument(application, 0)));
}

/** `text.match(pattern)`. */
export function matchText(application: Application): Value {
  return found(application, application.event.receiver, argument(application, 0));
}

/** `text.matchAll(pattern)`: what `match` finds, time and again. */
export function matchAllOfText(application: Application): Value {
  const { machine, event } = application;
  const each = found(application, event.receiver, argument(application, 0));
  const address = machine.book.addressOf(event.frame.context, event.frame.file, event.site, "all");
  const rest = { ...each, constants: NOTHING.constants };
  return withFacts(
    machine.allocate(address, newObject({ kind: "iterator" }, { rest, keyFacts: each.facts })),
    each.facts,
  );
}

export function execPattern(application: Application): Value {
  return found(application, argument(application, 0), application.event.receiver);
}

export function searchText(application: Application): Value {
  return withFacts(UNKNOWN, patternFacts(application, argument(application, 0), application.event.receiver));
}

/** What a pattern captures is part of the text. */
function found(application: Application, text: Value, pattern: Value): Value {
  const { machine, event } = application;
  const pieces = derived(application, text);
  const groups = machine.make(
    event.frame,
    event.site,
    "groups",
    { kind: "record" },
    { rest: pieces, exact: false },
  );
  const slots = new Map<string, Slot>([
    ["groups", plainSlot(groups)],
    ["index", plainSlot(UNKNOWN)],
  ]);
  const address = machine.book.addressOf(event.frame.context, event.frame.file, event.site, "found");
  const value = machine.allocate(address, newObject({ kind: "array" }, { slots, rest: pieces }));
  return withFacts(joinValues(value, constantValue(null)), patternFacts(application, pattern, text));
}
