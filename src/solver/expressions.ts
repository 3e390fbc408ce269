/**
 * Pipeline stage: value flow. What each kind of expression yields: the dispatcher. Every result is kept for the time
 * of the statement, since a boundary looks into what is written in place (spec, section 5).
 */
import type { Expression, SiteId } from "../graph/expression.js";
import { isModelCode } from "../graph/model-code.js";
import { inOrder } from "./sequences.js";
import { CHAIN_BROKEN, evaluateCall, evaluateNew, readSuper } from "./calls.js";
import { evaluateClass } from "./classes.js";
import { callSuperConstructor } from "./construction.js";
import { importedLater } from "./promises.js";
import { awaitValue } from "./started-calls.js";
import { evaluateJsx } from "./jsx.js";
import { evaluateArray, evaluateObject, evaluateRegularExpression } from "./literals.js";
import type { Frame, Machine } from "./machine.js";
import { asElement, guard } from "./match.js";
import { ambientValue, labelled, reified } from "./materialize.js";
import { readImport } from "./modules.js";
import { evaluateBinary, evaluateTemplate, evaluateUnary, outcomes } from "./operators.js";
import { readArguments } from "./procedures.js";
import { evaluateKey, keyOf } from "./properties.js";
import { deleteProperty } from "./property-writes.js";
import { refine } from "./refinement.js";
import { assignExpression, updateExpression } from "./targets.js";
import { readTyped } from "./typed-reads.js";
import { readGlobal } from "./library-values.js";
import {
  constantValue,
  isNothing,
  joinValues,
  NO_FACTS,
  NOTHING,
  UNDEFINED,
  UNKNOWN,
  type Value,
} from "./value.js";
import { evaluatedBefore, isOnTheWay, resumedAt } from "./resumption.js";
import { yieldValue } from "./yields.js";

export function evaluate(machine: Machine, frame: Frame, expression: Expression): Value {
  if (machine.state === undefined) return NOTHING;
  const before = frame.resumption === undefined ? undefined : evaluatedBefore(frame, expression);
  if (before !== undefined) {
    frame.evaluated.set(expression, before);
    return before;
  }
  machine.counters.expressions++;
  machine.workOfRoot++;
  const value = evaluateKind(machine, frame, expression);
  frame.evaluated.set(expression, value);
  return value;
}

function evaluateKind(machine: Machine, frame: Frame, expression: Expression): Value {
  switch (expression.kind) {
    case "constant":
      return constantOf(machine, expression);
    case "variable":
      return readVariable(machine, frame, expression);
    case "import":
      return readImport(machine, frame, expression);
    case "global":
      return readGlobal(machine, expression.name);
    case "this":
      return frame.thisValue;
    case "arguments":
      return readArguments(machine, frame, expression);
    case "object":
      return evaluateObject(machine, frame, expression);
    case "array":
      return evaluateArray(machine, frame, expression);
    case "function":
      return closureOf(machine, frame, expression.site, expression.procedure);
    case "class":
      return evaluateClass(machine, frame, expression);
    case "regular-expression":
      return evaluateRegularExpression(machine, frame, expression.site);
    case "read":
      return evaluateRead(machine, frame, expression);
    case "call":
      return evaluateCall(machine, frame, expression);
    case "new":
      return evaluateNew(machine, frame, expression);
    case "super-call":
      return callSuperConstructor(machine, frame, expression);
    case "super-read":
      return readSuper(machine, frame, evaluateKey(machine, frame, expression.key), expression.site);
    case "template":
      return evaluateTemplate(machine, frame, expression);
    case "unary":
      return evaluateUnary(machine, frame, expression);
    case "binary":
      return evaluateBinary(machine, frame, expression);
    case "logical":
      return evaluateLogical(machine, frame, expression);
    case "conditional":
      return evaluateConditional(machine, frame, expression);
    case "assign":
      return assignExpression(machine, frame, expression);
    case "update":
      return updateExpression(machine, frame, expression);
    case "delete":
      return evaluateDelete(machine, frame, expression);
    case "sequence":
      return evaluateSequence(machine, frame, expression.expressions);
    case "await":
      return resumedAt(frame, expression)?.() ?? awaitValue(machine, frame, expression);
    case "yield":
      return resumedAt(frame, expression)?.() ?? yieldValue(machine, frame, expression);
    case "import-call":
      return importedLater(machine, frame, expression);
    case "assertion":
      return evaluateAssertion(machine, frame, expression);
    case "chain":
      return evaluateChain(machine, frame, expression.expression);
    case "jsx":
      return evaluateJsx(machine, frame, expression);
    case "opaque":
      evaluateSequence(machine, frame, expression.parts);
      return UNKNOWN;
  }
}

/** One value for each place: what is joined with itself again costs nothing. */
function constantOf(machine: Machine, expression: Extract<Expression, { kind: "constant" }>): Value {
  let value = machine.constants.get(expression);
  if (value === undefined) machine.constants.set(expression, (value = constantValue(expression.value)));
  return value;
}

function readVariable(
  machine: Machine,
  frame: Frame,
  expression: Extract<Expression, { kind: "variable" }>,
): Value {
  const { record, variable } = expression.reference;
  const address = frame.records.get(record);
  const slot = address === undefined ? undefined : machine.object(address)?.slots.get(String(variable));
  const value = slot?.value ?? ambientVariable(machine, frame, expression);
  return machine.problem.produced(
    machine,
    { frame, site: expression.site, how: "variable", presenceOnly: expression.presenceOnly, callees: [] },
    value,
  );
}

/** A variable that nothing was ever assigned to: `declare const x: T`, or one that is read too early. */
function ambientVariable(
  machine: Machine,
  frame: Frame,
  expression: Extract<Expression, { kind: "variable" }>,
): Value {
  const { record, variable } = expression.reference;
  const facts = frame.facts.variables[variable];
  if (facts === undefined) return UNKNOWN;
  return ambientValue(machine, frame, facts.site, frame.records.get(record) ?? -1, variable);
}

export function closureOf(machine: Machine, frame: Frame, site: SiteId, procedure: number): Value {
  const facts = frame.facts.procedures[procedure];
  if (facts === undefined) return UNKNOWN;
  const environment = facts.captures.map((record) => frame.records.get(record) ?? -1);
  const boundThis = facts.lexicalThis ? frame.thisValue : undefined;
  const { file } = frame;
  const home = facts.lexicalThis ? frame.home : undefined;
  return machine.make(
    frame,
    site,
    `function ${String(procedure)}`,
    { kind: "closure", file, procedure, environment, boundThis, home },
    { exact: !isModelCode(file) },
  );
}

function evaluateRead(
  machine: Machine,
  frame: Frame,
  expression: Extract<Expression, { kind: "read" }>,
): Value {
  const base = evaluate(machine, frame, expression.object);
  if (machine.isDead()) return NOTHING;
  const key = evaluateKey(machine, frame, expression.key);
  if (machine.isDead()) return NOTHING;
  if (
    expression.optional &&
    [...base.constants].some((constant) => constant === undefined || constant === null)
  ) {
    frame.evaluated.set(CHAIN_BROKEN, UNDEFINED);
    if (!base.open && base.addresses.size === 0 && base.constants.size === 1) return NOTHING;
  }
  const read = readTyped(machine, frame, base, key, expression.site);
  const value = goesThrough(machine, frame, base, expression)
    ? asElement(frame, expression.site, read)
    : read;
  return machine.problem.produced(
    machine,
    { frame, site: expression.site, how: "property", presenceOnly: expression.presenceOnly, callees: [] },
    value,
  );
}

/** `list[i]` in a loop, where `i` varies. */
function goesThrough(
  machine: Machine,
  frame: Frame,
  base: Value,
  { key }: Extract<Expression, { kind: "read" }>,
): boolean {
  if (frame.loops === 0 || key.kind !== "computed" || !varies(frame, key.expression)) return false;
  return [...base.addresses].some((address) => machine.object(address)?.detail.kind === "array");
}

/** A variable that may be assigned to, or what is not known when it is come to. */
function varies(frame: Frame, expression: Expression): boolean {
  if (expression.kind === "variable") {
    const declaredBy = frame.facts.variables[expression.reference.variable]?.declaredBy;
    if (declaredBy === "let" || declaredBy === "var") return true;
  }
  return frame.evaluated.get(expression)?.open === true;
}

function evaluateLogical(
  machine: Machine,
  frame: Frame,
  expression: Extract<Expression, { kind: "logical" }>,
): Value {
  if (isOnTheWay(frame, expression.right)) return evaluate(machine, frame, expression.right);
  const left = evaluate(machine, frame, expression.left);
  if (machine.isDead()) return NOTHING;
  const right = (): Value => {
    guard(machine, frame, left, expression.site, expression.operator === "&&");
    refine(machine, frame, expression.left, expression.operator === "&&");
    return evaluate(machine, frame, expression.right);
  };
  return chooseLogical(machine, left, expression.operator, right);
}

/** What `left op right` yields; the right side runs only where the left one lets it, and `left` is told what is kept where not. */
export function chooseLogical(
  machine: Machine,
  left: Value,
  operator: "&&" | "||" | "??",
  right: () => Value,
  stay?: (kept: Value) => void,
): Value {
  const { goesOn, stays, kept } = logicalParts(left, operator);
  if (!goesOn) return kept;
  const guards = machine.state?.guards;
  const keep = (): Value => {
    stay?.(kept);
    return kept;
  };
  const result = stays ? machine.either(keep, right) : right();
  if (machine.state !== undefined && guards !== undefined) machine.state = { ...machine.state, guards };
  const outcome = operator === "&&" ? left.facts : NO_FACTS;
  return outcome.size === 0 ? result : withOutcome(result, left);
}

/** A result that a match decided on is its outcome. */
function withOutcome(result: Value, test: Value): Value {
  const facts = new Map(result.facts);
  for (const [key, fact] of test.facts) if (fact.kind === "match") facts.set(key, fact);
  return facts.size === result.facts.size ? result : { ...result, facts };
}

function logicalParts(
  left: Value,
  operator: "&&" | "||" | "??",
): { goesOn: boolean; stays: boolean; kept: Value } {
  const isNullish = (constant: unknown): boolean => constant === undefined || constant === null;
  const constants = [...left.constants];
  if (operator === "??") {
    const kept = { ...left, constants: new Set(constants.filter((constant) => !isNullish(constant))) };
    return { goesOn: constants.some(isNullish) || isNothing(left), stays: !isNothing(kept), kept };
  }
  const { canBeTrue, canBeFalse } = outcomes(left);
  if (operator === "||") {
    const kept = { ...left, constants: new Set(constants.filter(Boolean)) };
    return { goesOn: canBeFalse, stays: canBeTrue, kept };
  }
  // What `&&` keeps of its left side is falsy: it says nothing of a text's content.
  const falsy = new Set(constants.filter((constant) => !constant));
  const facts = new Map([...left.facts].filter(([, fact]) => fact.kind === "match"));
  const kept: Value = { ...NOTHING, constants: falsy, open: left.open && falsy.size === 0, facts };
  return { goesOn: canBeTrue, stays: canBeFalse, kept };
}

function evaluateConditional(
  machine: Machine,
  frame: Frame,
  expression: Extract<Expression, { kind: "conditional" }>,
): Value {
  for (const part of [expression.then, expression.otherwise])
    if (isOnTheWay(frame, part)) return evaluate(machine, frame, part);
  const test = evaluate(machine, frame, expression.test);
  if (machine.isDead()) return NOTHING;
  const { canBeTrue, canBeFalse } = outcomes(test);
  const guards = machine.state?.guards;
  const arm = (part: Expression, outcome: boolean) => (): Value => {
    guard(machine, frame, test, expression.site, outcome);
    refine(machine, frame, expression.test, outcome);
    return evaluate(machine, frame, part);
  };
  const then = arm(expression.then, true);
  const otherwise = arm(expression.otherwise, false);
  if (!canBeFalse) return then();
  if (!canBeTrue) return otherwise();
  const result = machine.either(then, otherwise);
  if (machine.state !== undefined && guards !== undefined) machine.state = { ...machine.state, guards };
  return withOutcome(result, test);
}

function evaluateDelete(
  machine: Machine,
  frame: Frame,
  expression: Extract<Expression, { kind: "delete" }>,
): Value {
  const base = evaluate(machine, frame, expression.object);
  const key =
    expression.key.kind === "computed"
      ? keyOf(machine, evaluate(machine, frame, expression.key.expression))
      : evaluateKey(machine, frame, expression.key);
  deleteProperty(machine, base, key);
  return constantValue(true);
}

function evaluateSequence(machine: Machine, frame: Frame, expressions: readonly Expression[]): Value {
  return inOrder(expressions).reduce((_, part) => evaluate(machine, frame, part), UNDEFINED);
}

/** `x as T` hands the value on; a labelled T labels it. */
function evaluateAssertion(
  machine: Machine,
  frame: Frame,
  expression: Extract<Expression, { kind: "assertion" }>,
): Value {
  const value = evaluate(machine, frame, expression.operand);
  const type = machine.view.typeAt(frame.file, expression.site);
  const place = (): number => machine.book.addressOf(frame.context, frame.file, expression.site, "assertion");
  return labelled(
    machine,
    frame,
    reified(machine, frame, value, expression.site, place),
    type.shape,
    expression.site,
  );
}

function evaluateChain(machine: Machine, frame: Frame, expression: Expression): Value {
  const outer = frame.evaluated.get(CHAIN_BROKEN);
  frame.evaluated.delete(CHAIN_BROKEN);
  const value = evaluate(machine, frame, expression);
  const broken = frame.evaluated.get(CHAIN_BROKEN) !== undefined;
  if (outer === undefined) frame.evaluated.delete(CHAIN_BROKEN);
  else frame.evaluated.set(CHAIN_BROKEN, outer);
  return broken ? joinValues(value, UNDEFINED) : value;
}
