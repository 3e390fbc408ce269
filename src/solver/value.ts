/**
 * Pipeline stage: value flow. The domain: what an expression may be at run time. A value is a set of known constants,
 * of objects by address, perhaps "anything else", and the flow facts that the value itself (not its parts) carries.
 * Values are immutable; joins return their first argument when the second adds nothing, so that fixpoints are found
 * by comparing references.
 */
import type { Constant } from "../graph/expression.js";
import type { FlowFact } from "../graph/flow-fact.js";
import { MAXIMAL_CONSTANTS, MAXIMAL_NUMBERS, MAXIMAL_PATTERNS, MAXIMAL_SOURCES } from "./limits.js";

/** Identity of an abstract object: even for the most recent one of its allocation, odd for all earlier ones. */
export type Address = number;

export type FactSet = ReadonlyMap<string, FlowFact>;

export interface Value {
  readonly constants: ReadonlySet<Constant>;
  /** May also be something that is not tracked: an unknown text, number or library value. */
  readonly open: boolean;
  readonly addresses: ReadonlySet<Address>;
  readonly facts: FactSet;
  /** Forms of a text that is known in part: `UNKNOWN_TEXT` stands for what is not. For addresses of requests, and keys. */
  readonly patterns: ReadonlySet<string>;
  /** Any text that it may be besides the constants fits one of the patterns. */
  readonly whole: boolean;
}

/** Stands in a pattern for one or more unknown characters. No text of a program has it. */
export const UNKNOWN_TEXT = "\u0000";

const NO_CONSTANTS: ReadonlySet<Constant> = new Set();
const NO_ADDRESSES: ReadonlySet<Address> = new Set();
const NO_PATTERNS: ReadonlySet<string> = new Set();
export const NO_FACTS: FactSet = new Map();

/** No value at all: of code that cannot run. */
export const NOTHING: Value = {
  constants: NO_CONSTANTS,
  open: false,
  addresses: NO_ADDRESSES,
  facts: NO_FACTS,
  patterns: NO_PATTERNS,
  whole: false,
};
/** Some value that is not known and carries nothing. */
export const UNKNOWN: Value = { ...NOTHING, open: true };
export const UNDEFINED = constantValue(undefined);

export function constantValue(constant: Constant): Value {
  return { ...NOTHING, constants: new Set([constant]) };
}

export function addressValue(...addresses: readonly Address[]): Value {
  return { ...NOTHING, addresses: new Set(addresses) };
}

export function isNothing(value: Value): boolean {
  return !value.open && value.constants.size === 0 && value.addresses.size === 0;
}

/** The single constant that the value must be; `undefined` where it is not certain. */
export function certainConstant(value: Value): { readonly constant: Constant } | undefined {
  if (value.open || value.addresses.size > 0 || value.constants.size !== 1) return undefined;
  for (const constant of value.constants) return { constant };
  return undefined;
}

export function certainNumber(value: Value): number | undefined {
  const certain = certainConstant(value)?.constant;
  return typeof certain === "number" ? certain : undefined;
}

/** All the constants that it may be, if it can be nothing else. */
export function onlyConstants(value: Value): readonly Constant[] | undefined {
  return value.open || value.addresses.size > 0 ? undefined : [...value.constants];
}

export function withFacts(value: Value, facts: FactSet): Value {
  if (facts.size === 0) return value;
  const joined = joinFacts(value.facts, facts);
  return joined === value.facts ? value : { ...value, facts: joined };
}

export function withoutFacts(value: Value): Value {
  return value.facts.size === 0 ? value : { ...value, facts: NO_FACTS };
}

/** The forms that the text may have: constants, and what is known of others. Empty: nothing is known. */
export function patternsOf(value: Value): readonly string[] {
  return [...textsAmong(value.constants), ...value.patterns];
}

/** A text or number about which only its facts are known. */
export function openValue(facts: FactSet): Value {
  return facts.size === 0 ? UNKNOWN : { ...UNKNOWN, facts };
}

export function joinValues(left: Value, right: Value): Value {
  if (left === right || (isNothing(right) && right.facts.size === 0)) return left;
  if (isNothing(left) && left.facts.size === 0) return right;
  const addresses = joinAddresses(left.addresses, right.addresses);
  const facts = joinFacts(left.facts, right.facts);
  const { constants, open } = joinPrimitives(left, right);
  const { patterns, whole } = joinPatterns(left, right, open);
  const same =
    addresses === left.addresses &&
    facts === left.facts &&
    constants === left.constants &&
    open === left.open &&
    patterns === left.patterns &&
    whole === left.whole;
  return same ? left : { constants, open, addresses, facts, patterns, whole };
}

/** All forms of both, as long as they say all of both; otherwise the ones that may be addresses. */
function joinPatterns(left: Value, right: Value, open: boolean): Pick<Value, "patterns" | "whole"> {
  if (open && isKnownInPart(left) && isKnownInPart(right)) {
    const forms = union(left.patterns, right.patterns);
    const all = union(union(forms, textsAmong(left.constants)), textsAmong(right.constants));
    if (all.size <= MAXIMAL_PATTERNS) return { patterns: all, whole: true };
  }
  const known = placesOf(left);
  let patterns = known.size >= MAXIMAL_PATTERNS ? known : union(known, placesOf(right));
  if (open) patterns = withPlaces(withPlaces(patterns, left.constants), right.constants);
  return { patterns, whole: false };
}

/** Of forms that no longer say all that the text may be, those stay that may be addresses. */
function placesOf({ patterns, whole }: Value): ReadonlySet<string> {
  return whole ? new Set([...patterns].filter((pattern) => PLACE.test(pattern))) : patterns;
}

function isKnownInPart(value: Value): boolean {
  return !value.open || value.whole;
}

function textsAmong(constants: ReadonlySet<Constant>): ReadonlySet<string> {
  if (constants.size === 0) return NO_PATTERNS;
  return new Set([...constants].filter((constant) => !isAbsence(constant)).map(String));
}

function isAbsence(constant: Constant): boolean {
  return constant === undefined || constant === null;
}

/** Whether a name stands for all names of a form. */
export function isForm(name: string): boolean {
  return name.includes(UNKNOWN_TEXT);
}

/** The forms of an open text, if they say all of it that may be; undefined: it may be any. */
export function formsOf(value: Value): readonly string[] | undefined {
  const isUseful = value.open && value.whole && value.patterns.size > 0;
  return isUseful && !value.patterns.has(UNKNOWN_TEXT) ? [...value.patterns] : undefined;
}

/** Joins neighbours first, so that it costs little more for each of 50,000 rows of a table than for one of ten. */
export function joinAll(values: Iterable<Value>): Value {
  let level = [...values];
  while (level.length > 1) {
    const next: Value[] = [];
    for (let at = 0; at < level.length; at += 2) {
      next.push(joinValues(level[at] ?? NOTHING, level[at + 1] ?? NOTHING));
    }
    level = next;
  }
  return level[0] ?? NOTHING;
}

function joinPrimitives(left: Value, right: Value): Pick<Value, "constants" | "open"> {
  const constants = union(left.constants, right.constants);
  const isKnown =
    constants === left.constants ||
    (constants.size <= MAXIMAL_CONSTANTS && countNumbers(constants) <= MAXIMAL_NUMBERS);
  if (!left.open && !right.open && isKnown) return { constants, open: false };
  // Beside "anything else" only the absence of a value stays known: it decides defaults and presence tests.
  const kept = [...constants].filter(isAbsence);
  const same = left.open && kept.length === left.constants.size;
  return { constants: same ? left.constants : new Set(kept), open: true };
}

/** Beside "anything else" a text stays known as a form where it may be (a part of) an address: `url ?? "https://…"`. */
function withPlaces(patterns: ReadonlySet<string>, constants: ReadonlySet<Constant>): ReadonlySet<string> {
  let joined = patterns;
  for (const constant of constants) {
    if (typeof constant !== "string" || !PLACE.test(constant) || joined.has(constant)) continue;
    if (joined.size < MAXIMAL_PATTERNS) joined = new Set([...joined, constant]);
  }
  return joined;
}
const PLACE = /^[a-z]+:\/\/|^\/|^[\w-]+(?:\.[\w-]+)+/;

/** Numbers that a value takes one after another are a counter's: soon it may be any. */
function countNumbers(constants: ReadonlySet<Constant>): number {
  let count = 0;
  for (const constant of constants) if (typeof constant === "number") count++;
  return count;
}

/**
 * Addresses of both. A value that stands for hundreds of objects is at hundreds of places, and joined at each of them again
 * and again with the same other ones: what two long lists come to is kept as long as both are in use.
 */
function joinAddresses(left: ReadonlySet<Address>, right: ReadonlySet<Address>): ReadonlySet<Address> {
  if (left === right || right.size === 0) return left;
  if (left.size === 0) return right;
  if (left.size + right.size < LONG) return union(left, right);
  let known = JOINED.get(left);
  if (known === undefined) JOINED.set(left, (known = new WeakMap()));
  let joined = known.get(right);
  if (joined === undefined) known.set(right, (joined = union(left, right)));
  return joined;
}
const LONG = 16;
const JOINED = new WeakMap<ReadonlySet<Address>, WeakMap<ReadonlySet<Address>, ReadonlySet<Address>>>();

function union<T>(left: ReadonlySet<T>, right: ReadonlySet<T>): ReadonlySet<T> {
  if (left === right) return left;
  let joined: Set<T> | undefined;
  for (const item of right) {
    if (left.has(item)) continue;
    joined ??= new Set(left);
    joined.add(item);
  }
  return joined ?? left;
}

/** How many facts there are of the same kind and label: of others none is left out for them. */
function countLike(facts: FactSet, like: FlowFact): number {
  if (facts.size < MAXIMAL_SOURCES) return 0;
  let count = 0;
  for (const fact of facts.values()) if (fact.kind === like.kind && fact.label === like.label) count++;
  return count;
}

/** Union by identity; of two traces of one fact the shorter is kept. */
export function joinFacts(left: FactSet, right: FactSet): FactSet {
  if (left === right || right.size === 0) return left;
  if (left.size === 0) return right;
  let joined: Map<string, FlowFact> | undefined;
  for (const [key, fact] of right) {
    const known = (joined ?? left).get(key);
    if (known !== undefined && known.trace.length <= fact.trace.length) continue;
    if (known === undefined && countLike(joined ?? left, fact) >= MAXIMAL_SOURCES) continue;
    joined ??= new Map(left);
    joined.set(key, fact);
  }
  return joined ?? left;
}

/** Whether `left` already says all that `right` says (traces left out). */
export function includesValue(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (right.open && !left.open) return false;
  for (const constant of right.constants) {
    // Absence decides defaults: it is known beside "anything else" too.
    if (left.constants.has(constant)) continue;
    if (isAbsence(constant) || !left.open || (left.whole && !left.patterns.has(String(constant))))
      return false;
  }
  if (!hasAll(left.addresses, right.addresses)) return false;
  if (left.facts !== right.facts)
    for (const key of right.facts.keys()) if (!left.facts.has(key)) return false;
  return !left.whole || !right.open || (right.whole && hasAll(left.patterns, right.patterns));
}

function hasAll<T>(all: ReadonlySet<T>, some: ReadonlySet<T>): boolean {
  if (all === some) return true;
  if (some.size > all.size) return false;
  for (const one of some) if (!all.has(one)) return false;
  return true;
}

export function sameValue(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (left.whole !== right.whole || left.patterns.size !== right.patterns.size) return false;
  if (!hasAll(left.patterns, right.patterns)) return false;
  return includesValue(left, right) && includesValue(right, left);
}

export function mapFacts(facts: FactSet, change: (fact: FlowFact) => FlowFact | undefined): FactSet {
  if (facts.size === 0) return facts;
  const changed = new Map<string, FlowFact>();
  for (const fact of facts.values()) {
    const next = change(fact);
    if (next !== undefined && !changed.has(next.key)) changed.set(next.key, next);
  }
  return changed.size === 0 ? NO_FACTS : changed;
}
