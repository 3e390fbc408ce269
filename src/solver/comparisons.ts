/**
 * Pipeline stage: value flow. Comparisons: decided where constants or classes decide them, and asked whether they are a match (spec, section 6).
 */
import type { Constant, SiteId } from "../graph/expression.js";
import type { Frame, Machine } from "./machine.js";
import { factsOfKind, hasKind, matchedFacts } from "./match.js";
import {
  constantValue,
  isNothing,
  joinFacts,
  NOTHING,
  onlyConstants,
  UNKNOWN,
  withFacts,
  type FactSet,
  type Value,
} from "./value.js";
import { prototypesAbove } from "./prototypes.js";

type Comparison = "===" | "!==" | "==" | "!=" | "<" | "<=" | ">" | ">=";

export function compared(frame: Frame, operator: Comparison, left: Value, right: Value, site: SiteId): Value {
  const facts = comparisonFacts(
    frame,
    left,
    right,
    site,
    operator.includes("="),
    operator.endsWith("==") || operator === "!=",
  );
  const known = comparedConstants(operator, left, right);
  return withFacts(known, facts);
}

function comparedConstants(operator: Comparison, left: Value, right: Value): Value {
  const ones = onlyConstants(left);
  const others = onlyConstants(right);
  if (ones !== undefined && others !== undefined && ones.length > 0 && others.length > 0) {
    const results = new Set<Constant>();
    for (const one of ones) for (const other of others) results.add(compare(operator, one, other));
    return { ...NOTHING, constants: results };
  }
  const equality = operator.length > 2 || operator === "==" || operator === "!=";
  if (equality && neverEqual(left, right)) return constantValue(operator.startsWith("!"));
  return UNKNOWN;
}

/** One side is an object or text for certain and the other one is absent for certain. */
function neverEqual(left: Value, right: Value): boolean {
  const absent = (value: Value): boolean =>
    !value.open &&
    value.addresses.size === 0 &&
    value.constants.size > 0 &&
    [...value.constants].every((constant) => constant === undefined || constant === null);
  const present = (value: Value): boolean =>
    !value.open &&
    value.addresses.size > 0 &&
    ![...value.constants].some((constant) => constant === undefined || constant === null);
  return (absent(left) && present(right)) || (present(left) && absent(right));
}

function compare(operator: Comparison, left: Constant, right: Constant): boolean {
  switch (operator) {
    case "===":
      return left === right;
    case "!==":
      return left !== right;
    // The loose operators are what the program under analysis says.
    case "==":
      return left == right;
    case "!=":
      return left != right;
    case "<":
      return order(left, right) < 0;
    case "<=":
      return order(left, right) <= 0;
    case ">":
      return order(left, right) > 0;
    case ">=":
      return order(left, right) >= 0;
  }
}

function order(left: Constant, right: Constant): number {
  if (typeof left === "string" && typeof right === "string") return left < right ? -1 : left > right ? 1 : 0;
  return Number(left) - Number(right);
}

/**
 * A comparison is a match if a labelled value is compared with what comes from a sink, or, for equality, where one of
 * the two is an element of a collection that is being gone through (spec, section 6).
 */
/** A literal or constant; one that is gone through in a list of them is one of many. */
function isConstant(value: Value, equality: boolean): boolean {
  return onlyConstants(value) !== undefined && !(equality && hasKind(value.facts, "element"));
}

export function comparisonFacts(
  frame: Frame,
  left: Value,
  right: Value,
  site: SiteId,
  _orEqual: boolean,
  equality: boolean,
): FactSet {
  const labelledFacts = joinFacts(left.facts, right.facts);
  const earlier = factsOfKind(labelledFacts, "match");
  if (!hasKind(labelledFacts, "value")) return earlier;
  const withConstant = isConstant(left, equality) || isConstant(right, equality);
  const foreign = hasKind(labelledFacts, "foreign");
  const element = equality && hasKind(labelledFacts, "element");
  const isMatch = !withConstant && (foreign || element);
  return isMatch ? matchedFacts(frame, labelledFacts, site) : earlier;
}

export function hasProperty(machine: Machine, key: Value, base: Value): Value {
  const [address] = base.addresses;
  const name = onlyConstants(key);
  if (address === undefined || base.addresses.size !== 1 || name?.length !== 1) return UNKNOWN;
  const object = machine.object(address);
  if (object === undefined || !object.exact || !isNothing(object.rest)) return UNKNOWN;
  return constantValue(object.slots.has(String(name[0])) || object.prototypes.size > 0);
}

export function instanceOf(machine: Machine, left: Value, right: Value): Value {
  const results = new Set<boolean>();
  for (const address of left.addresses) {
    const decided = isInstance(machine, address, right);
    if (decided === undefined) return UNKNOWN;
    results.add(decided);
  }
  if (left.open) return UNKNOWN;
  if (left.constants.size > 0) results.add(false);
  return results.size === 0 ? UNKNOWN : { ...NOTHING, constants: new Set(results) };
}

/** Whether the object is an instance of the class; undefined where that is open. */
export function isInstance(machine: Machine, address: number, classes: Value): boolean | undefined {
  const object = machine.object(address);
  if (object === undefined || classes.open || classes.addresses.size !== 1) return undefined;
  const [wanted] = classes.addresses;
  const target = wanted === undefined ? undefined : machine.object(wanted);
  if (target?.detail.kind === "class") {
    if (object.detail.kind === "opaque") return undefined;
    const prototypes = target.slots.get("@prototype")?.value.addresses ?? new Set();
    return [...prototypesAbove(machine, object)].some(([at]) => prototypes.has(at));
  }
  if (target?.detail.kind !== "library") return undefined;
  const name = target.detail.path.join(".");
  const own = object.slots.get("@class")?.value.constants;
  return own === undefined || own.size !== 1
    ? undefined
    : own.has(name) || name === "Error"
      ? true
      : ERRORS.has(name)
        ? false
        : undefined;
}
const ERRORS: ReadonlySet<string> = new Set([
  "TypeError",
  "RangeError",
  "SyntaxError",
  "ReferenceError",
  "EvalError",
  "URIError",
]);
