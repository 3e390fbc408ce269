/**
 * Pipeline stage: source file → facts. Lowers operators. Left-deep sequences of binary operators (`a + b + c + …`) are
 * lowered without recursion. Decides which operands are only tested for presence.
 */
import ts from "typescript";
import type { BinaryOperator, Expression, LogicalOperator, UnaryOperator } from "../graph/procedure.js";
import { lowerExpression } from "./expressions.js";
import type { Place, Use } from "./facts-builder.js";
import { giveName } from "./functions.js";
import { isNothing } from "./names.js";
import { lowerTarget } from "./patterns.js";

const kinds = ts.SyntaxKind;

const binaryOperators: ReadonlyMap<ts.SyntaxKind, BinaryOperator> = new Map([
  [kinds.PlusToken, "+"],
  [kinds.MinusToken, "-"],
  [kinds.AsteriskToken, "*"],
  [kinds.SlashToken, "/"],
  [kinds.PercentToken, "%"],
  [kinds.AsteriskAsteriskToken, "**"],
  [kinds.AmpersandToken, "&"],
  [kinds.BarToken, "|"],
  [kinds.CaretToken, "^"],
  [kinds.LessThanLessThanToken, "<<"],
  [kinds.GreaterThanGreaterThanToken, ">>"],
  [kinds.GreaterThanGreaterThanGreaterThanToken, ">>>"],
  [kinds.EqualsEqualsToken, "=="],
  [kinds.ExclamationEqualsToken, "!="],
  [kinds.EqualsEqualsEqualsToken, "==="],
  [kinds.ExclamationEqualsEqualsToken, "!=="],
  [kinds.LessThanToken, "<"],
  [kinds.LessThanEqualsToken, "<="],
  [kinds.GreaterThanToken, ">"],
  [kinds.GreaterThanEqualsToken, ">="],
  [kinds.InKeyword, "in"],
  [kinds.InstanceOfKeyword, "instanceof"],
]);

const logicalOperators: ReadonlyMap<ts.SyntaxKind, LogicalOperator> = new Map([
  [kinds.AmpersandAmpersandToken, "&&"],
  [kinds.BarBarToken, "||"],
  [kinds.QuestionQuestionToken, "??"],
]);

/** What each assignment operator does to the old value. */
const assignmentOperators: ReadonlyMap<ts.SyntaxKind, BinaryOperator | LogicalOperator | undefined> = new Map<
  ts.SyntaxKind,
  BinaryOperator | LogicalOperator | undefined
>([
  [kinds.EqualsToken, undefined],
  [kinds.PlusEqualsToken, "+"],
  [kinds.MinusEqualsToken, "-"],
  [kinds.AsteriskEqualsToken, "*"],
  [kinds.SlashEqualsToken, "/"],
  [kinds.PercentEqualsToken, "%"],
  [kinds.AsteriskAsteriskEqualsToken, "**"],
  [kinds.AmpersandEqualsToken, "&"],
  [kinds.BarEqualsToken, "|"],
  [kinds.CaretEqualsToken, "^"],
  [kinds.LessThanLessThanEqualsToken, "<<"],
  [kinds.GreaterThanGreaterThanEqualsToken, ">>"],
  [kinds.GreaterThanGreaterThanGreaterThanEqualsToken, ">>>"],
  [kinds.AmpersandAmpersandEqualsToken, "&&"],
  [kinds.BarBarEqualsToken, "||"],
  [kinds.QuestionQuestionEqualsToken, "??"],
]);

const unaryOperators: ReadonlyMap<ts.SyntaxKind, UnaryOperator> = new Map([
  [kinds.ExclamationToken, "!"],
  [kinds.MinusToken, "-"],
  [kinds.PlusToken, "+"],
  [kinds.TildeToken, "~"],
]);

/** The operator that a token stands for between two operands; undefined for logical and other operators. */
function binaryOperatorOf(token: ts.Node): BinaryOperator | undefined {
  return binaryOperators.get(token.kind);
}

/** A binary, logical, comma or assignment expression. */
export function lowerBinary(place: Place, node: ts.BinaryExpression, use: Use): Expression {
  const spine: { readonly node: ts.BinaryExpression; readonly use: Use }[] = [];
  let leftmost: ts.Expression = node;
  let leftmostUse = use;
  while (ts.isBinaryExpression(leftmost) && !isAssignment(leftmost)) {
    spine.push({ node: leftmost, use: leftmostUse });
    leftmostUse = useOfLeft(place, leftmost, leftmostUse);
    leftmost = leftmost.left;
  }
  if (spine.length === 0) return lowerAssignment(place, node);
  const first = lowerExpression(place, leftmost, leftmostUse);
  return spine.reduceRight(
    (left, operation) => lowerOperation(place, operation.node, left, operation.use),
    first,
  );
}

function isAssignment(node: ts.BinaryExpression): boolean {
  return assignmentOperators.has(node.operatorToken.kind);
}

function lowerOperation(place: Place, node: ts.BinaryExpression, left: Expression, use: Use): Expression {
  const site = place.facts.site(node);
  const right = lowerExpression(place, node.right, useOfRight(place, node, use));
  const logical = logicalOperators.get(node.operatorToken.kind);
  if (logical !== undefined) return { kind: "logical", site, operator: logical, left, right };
  const operator = binaryOperatorOf(node.operatorToken);
  if (operator !== undefined) return { kind: "binary", site, operator, left, right };
  if (node.operatorToken.kind === kinds.CommaToken)
    return { kind: "sequence", site, expressions: [left, right] };
  return { kind: "opaque", site, parts: [left, right] };
}

/** The left operand of `&&` is handed on only when it is falsy; those of `||` and `??` are handed on as they are. */
function useOfLeft(place: Place, node: ts.BinaryExpression, use: Use): Use {
  switch (node.operatorToken.kind) {
    case kinds.AmpersandAmpersandToken:
      return "presence";
    case kinds.BarBarToken:
    case kinds.QuestionQuestionToken:
      return use;
    default:
      return isEquality(node) && isNothing(place, node.right) ? "presence" : "value";
  }
}

function useOfRight(place: Place, node: ts.BinaryExpression, use: Use): Use {
  switch (node.operatorToken.kind) {
    case kinds.AmpersandAmpersandToken:
    case kinds.BarBarToken:
    case kinds.QuestionQuestionToken:
    case kinds.CommaToken:
      return use;
    case kinds.InKeyword:
      return "presence";
    default:
      return isEquality(node) && isNothing(place, node.left) ? "presence" : "value";
  }
}

function isEquality(node: ts.BinaryExpression): boolean {
  switch (node.operatorToken.kind) {
    case kinds.EqualsEqualsToken:
    case kinds.EqualsEqualsEqualsToken:
    case kinds.ExclamationEqualsToken:
    case kinds.ExclamationEqualsEqualsToken:
      return true;
    default:
      return false;
  }
}

function lowerAssignment(place: Place, node: ts.BinaryExpression): Expression {
  if (ts.isIdentifier(node.left)) giveName(place, node.right, node.left.text);
  else if (ts.isPropertyAccessExpression(node.left)) giveName(place, node.right, node.left.name.text);
  return {
    kind: "assign",
    site: place.facts.site(node),
    target: lowerTarget(place, node.left),
    operator: assignmentOperators.get(node.operatorToken.kind),
    value: lowerExpression(place, node.right, "value"),
  };
}

/** `!x`, `-x`, `++x`. */
export function lowerPrefix(place: Place, node: ts.PrefixUnaryExpression): Expression {
  const operator = unaryOperators.get(node.operator);
  if (operator === undefined) return lowerUpdate(place, node, true);
  const operand = lowerExpression(place, node.operand, operator === "!" ? "presence" : "value");
  return { kind: "unary", site: place.facts.site(node), operator, operand };
}

/** `x++`, `++x` and their opposites. */
export function lowerUpdate(
  place: Place,
  node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression,
  prefix: boolean,
): Expression {
  const operator = node.operator === kinds.MinusMinusToken ? "-" : "+";
  return {
    kind: "update",
    site: place.facts.site(node),
    target: lowerTarget(place, node.operand),
    operator,
    prefix,
  };
}

/** `typeof x`, `void x`: neither looks at more than the type. */
export function lowerTypeOrVoid(place: Place, node: ts.TypeOfExpression | ts.VoidExpression): Expression {
  const operator = ts.isTypeOfExpression(node) ? "typeof" : "void";
  const operand = lowerExpression(place, node.expression, "presence");
  return { kind: "unary", site: place.facts.site(node), operator, operand };
}

/** `test ? then : otherwise`. */
export function lowerConditional(place: Place, node: ts.ConditionalExpression, use: Use): Expression {
  return {
    kind: "conditional",
    site: place.facts.site(node),
    test: lowerExpression(place, node.condition, "presence"),
    then: lowerExpression(place, node.whenTrue, use),
    otherwise: lowerExpression(place, node.whenFalse, use),
  };
}
