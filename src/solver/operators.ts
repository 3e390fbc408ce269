/**
 * Pipeline stage: value flow. Operators on values: constants are computed, facts follow into what is derived from a
 * text or number, and comparisons are asked whether they are a match (spec, sections 2 and 6).
 */
import type { BinaryOperator, Constant, Expression, SiteId } from "../graph/expression.js";
import { callValue, functionsIn } from "./call-dispatch.js";
import { compared, hasProperty, instanceOf } from "./comparisons.js";
import { primitiveOfOperand, textOfOperand } from "./conversions.js";
import { evaluate } from "./expressions.js";
import { areSameObject } from "./identity.js";
import { MAXIMAL_CONSTANTS, MAXIMAL_PATTERNS, MAXIMAL_TEXT } from "./limits.js";
import type { ObjectDetail } from "./heap.js";
import type { Frame, Machine } from "./machine.js";
import { derivedFacts, factsOfKind, matchedFacts, keyFactsOf } from "./match.js";
import { readNamed } from "./properties.js";
import {
  addressValue,
  constantValue,
  isNothing,
  joinFacts,
  joinValues,
  NOTHING,
  onlyConstants,
  openValue,
  patternsOf,
  UNDEFINED,
  UNKNOWN,
  UNKNOWN_TEXT,
  withFacts,
  type Value,
} from "./value.js";

/** Which ways a test may come out. */
export function outcomes(test: Value): { readonly canBeTrue: boolean; readonly canBeFalse: boolean } {
  const constants = [...test.constants];
  const unknown = isNothing(test);
  return {
    canBeTrue: unknown || test.open || test.addresses.size > 0 || constants.some(Boolean),
    canBeFalse: unknown || test.open || constants.some((constant) => !constant),
  };
}

export function evaluateTemplate(
  machine: Machine,
  frame: Frame,
  expression: Extract<Expression, { kind: "template" }>,
): Value {
  let text: Value = constantValue("");
  for (const part of expression.parts) {
    const value =
      typeof part === "string"
        ? constantValue(part)
        : textOfOperand(machine, frame, evaluate(machine, frame, part), part.site);
    if (machine.isDead()) return NOTHING;
    text = computed(
      frame,
      expression.site,
      [text, value],
      (left, right) => `${String(left)}${String(right)}`,
    );
  }
  return text;
}

/** Computes with constants where all are known; otherwise some text or number that carries what its operands carry. */
function computed(
  frame: Frame,
  site: SiteId,
  operands: readonly [Value, Value],
  compute: (left: Constant, right: Constant) => Constant,
): Value {
  const facts = derivedFacts(frame, joinFacts(operands[0].facts, operands[1].facts), site);
  const left = onlyConstants(operands[0]);
  const right = onlyConstants(operands[1]);
  if (left === undefined || right === undefined || left.length * right.length > MAXIMAL_CONSTANTS) {
    return { ...openValue(facts), ...concatenated(operands, compute) };
  }
  const results = new Set<Constant>();
  for (const one of left) for (const other of right) results.add(compute(one, other));
  if ([...results].some(isTooLong))
    return { ...openValue(facts), patterns: new Set([...results].map(shortened)) };
  return withFacts({ ...NOTHING, constants: results }, facts);
}

function isTooLong(constant: Constant): boolean {
  return typeof constant === "string" && constant.length > MAXIMAL_TEXT;
}

/** Of a text that is too long to be kept the beginning: that is what says where a request goes to. */
function shortened(constant: Constant): string {
  const text = String(constant);
  return isTooLong(text) ? text.slice(0, MAXIMAL_TEXT) + UNKNOWN_TEXT : text;
}

/** The forms of a text that is put together of known and unknown pieces; nothing for other operators. */
function concatenated(
  operands: readonly [Value, Value],
  compute: (left: Constant, right: Constant) => Constant,
): Pick<Value, "patterns" | "whole"> {
  if (compute("a", "b") !== "ab" || !operands.some(isTextInPart))
    return { patterns: NOTHING.patterns, whole: false };
  const [left, right] = operands.map((operand) => {
    const known = patternsOf(operand);
    return known.length === 0 || (operand.open && operand.patterns.size === 0) ? [UNKNOWN_TEXT] : known;
  });
  const forms = new Set<string>();
  for (const one of left ?? []) for (const other of right ?? []) forms.add(shortened(one + other));
  const told = [...forms].filter((form) => form !== UNKNOWN_TEXT + UNKNOWN_TEXT);
  const patterns = new Set(told.slice(0, MAXIMAL_PATTERNS));
  return { patterns, whole: patterns.size === forms.size && operands.every(isSaidByPatterns) };
}

/** Whether the forms that `concatenated` takes for it are all that it may be. */
function isSaidByPatterns({ open, patterns, whole }: Value): boolean {
  return !open || whole || patterns.size === 0;
}

/** Whether some of it is known, and text: `count + 1` is a number. */
function isTextInPart({ constants, patterns }: Value): boolean {
  return patterns.size > 0 || [...constants].some((constant) => typeof constant === "string");
}

export function evaluateUnary(
  machine: Machine,
  frame: Frame,
  expression: Extract<Expression, { kind: "unary" }>,
): Value {
  const operand = evaluate(machine, frame, expression.operand);
  if (machine.isDead()) return NOTHING;
  const matches = factsOfKind(operand.facts, "match");
  switch (expression.operator) {
    case "void":
      return UNDEFINED;
    case "typeof":
      return typeOf(machine, operand);
    case "!": {
      const { canBeTrue, canBeFalse } = outcomes(operand);
      const constants = new Set<Constant>([...(canBeTrue ? [false] : []), ...(canBeFalse ? [true] : [])]);
      return withFacts({ ...NOTHING, constants }, matches);
    }
    case "-":
    case "+":
    case "~": {
      const { operator } = expression;
      const number = primitiveOfOperand(machine, frame, operand, expression.site);
      return computed(frame, expression.site, [number, UNDEFINED], (value) => unaryConstant(operator, value));
    }
  }
}

function unaryConstant(operator: "-" | "+" | "~", value: Constant): Constant {
  if (typeof value === "bigint") return operator === "-" ? -value : operator === "~" ? ~value : value;
  const number = Number(value);
  return operator === "-" ? -number : operator === "~" ? ~number : number;
}

function typeOf(machine: Machine, operand: Value): Value {
  if (operand.open) return UNKNOWN;
  const names = new Set<Constant>(
    [...operand.constants].map((constant) => (constant === null ? "object" : typeof constant)),
  );
  for (const address of operand.addresses) {
    const types = typesOfObject(machine.object(address)?.detail.kind);
    if (types.length === 0) return UNKNOWN;
    for (const name of types) names.add(name);
  }
  return names.size === 0 ? UNKNOWN : { ...NOTHING, constants: names };
}

/** What `typeof` says of objects of a kind; nothing where it may say anything. */
function typesOfObject(kind: ObjectDetail["kind"] | undefined): readonly string[] {
  switch (kind) {
    case "closure":
    case "class":
    case "bound":
    case "resolver":
    case "promisified":
      return ["function"];
    case "array":
    case "set":
    case "map":
    case "promise":
    case "iterator":
    case "error":
    case "regular-expression":
    case "generator":
      return ["object"];
    // Symbols are records as well.
    case "record":
      return ["object", "symbol"];
    case "scope":
    case "json":
    case "library":
    case "opaque":
    case "mingled":
    case "proxy":
    case undefined:
      return [];
  }
}

export function evaluateBinary(
  machine: Machine,
  frame: Frame,
  expression: Extract<Expression, { kind: "binary" }>,
): Value {
  // A long sum is a deep left spine: walked here instead of by recursion.
  const spine: Extract<Expression, { kind: "binary" }>[] = [expression];
  for (let left = expression.left; left.kind === "binary"; left = left.left) spine.push(left);
  const innermost = spine.at(-1);
  let value = innermost === undefined ? NOTHING : evaluate(machine, frame, innermost.left);
  for (const part of spine.reverse()) {
    const right = evaluate(machine, frame, part.right);
    if (machine.isDead()) return NOTHING;
    value = binary(machine, frame, part, value, right);
    frame.evaluated.set(part, value);
  }
  return value;
}

function binary(
  machine: Machine,
  frame: Frame,
  expression: Extract<Expression, { kind: "binary" }>,
  left: Value,
  right: Value,
): Value {
  return applyBinary(machine, frame, expression.operator, left, right, expression.site);
}

/** `left op right`, also for compound assignments. */
export function applyBinary(
  machine: Machine,
  frame: Frame,
  operator: BinaryOperator,
  left: Value,
  right: Value,
  site: SiteId,
): Value {
  switch (operator) {
    case "===":
    case "!==":
    case "==":
    case "!=": {
      const result = compared(frame, operator, left, right, site);
      const same = areSameObject(machine, left, right);
      return same === undefined
        ? result
        : { ...constantValue(same !== operator.startsWith("!")), facts: result.facts };
    }
    case "<":
    case "<=":
    case ">":
    case ">=":
      return compared(frame, operator, left, right, site);
    case "in":
      return withFacts(
        hasProperty(machine, left, right),
        matchedFacts(frame, joinFacts(left.facts, keyFactsOf(machine, right)), site),
      );
    case "instanceof":
      return askedInstance(machine, frame, site, [left, right]) ?? instanceOf(machine, left, right);
    case "+":
    case "-":
    case "*":
    case "/":
    case "%":
    case "**":
    case "&":
    case "|":
    case "^":
    case "<<":
    case ">>":
    case ">>>":
      return computed(
        frame,
        site,
        [primitiveOfOperand(machine, frame, left, site), primitiveOfOperand(machine, frame, right, site)],
        (one, other) => arithmetic(operator, one, other),
      );
  }
}

/** `static [Symbol.hasInstance](value)`: what the class itself says. */
function askedInstance(
  machine: Machine,
  frame: Frame,
  site: SiteId,
  [value, asked]: readonly [Value, Value],
): Value | undefined {
  let said = NOTHING;
  for (const address of asked.addresses) {
    const method = readNamed(machine, frame, address, address, "@@hasInstance", site);
    if (!functionsIn(machine, method).some(({ kind }) => kind === "procedure")) return undefined;
    said = joinValues(said, callValue(machine, frame, method, addressValue(address), [value], site));
  }
  if (asked.addresses.size === 0) return undefined;
  const { canBeTrue, canBeFalse } = outcomes(said);
  return withFacts(
    canBeTrue && canBeFalse ? UNKNOWN : constantValue(canBeTrue),
    factsOfKind(said.facts, "match"),
  );
}

type ArithmeticOperator = Exclude<
  BinaryOperator,
  "===" | "!==" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "instanceof"
>;

function arithmetic(operator: ArithmeticOperator, left: Constant, right: Constant): Constant {
  if (operator === "+" && (typeof left === "string" || typeof right === "string"))
    return String(left) + String(right);
  if (typeof left === "bigint" || typeof right === "bigint") return undefined;
  const one = Number(left);
  const other = Number(right);
  switch (operator) {
    case "+":
      return one + other;
    case "-":
      return one - other;
    case "*":
      return one * other;
    case "/":
      return one / other;
    case "%":
      return one % other;
    case "**":
      return one ** other;
    case "&":
      return one & other;
    case "|":
      return one | other;
    case "^":
      return one ^ other;
    case "<<":
      return one << other;
    case ">>":
      return one >> other;
    case ">>>":
      return one >>> other;
  }
}
