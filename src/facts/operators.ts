/**
 * Pipeline stage: source file → facts. Lowers operators. Left-deep sequences of binary operators (`a + b + c + …`) are
 * lowered without recursion. Decides which operands are only tested for presence.
 */
import ts from "typescript";
import type { BinaryOperator, Expression, LogicalOperator, UnaryOperator } from "../graph/expression.js";
import { lowerExpression } from "./expressions.js";
import type { Place, Use } from "./facts-builder.js";
import { giveName } from "./functions.js";
import { isNothing } from "./names.js";
import { lowerTarget } from "./patterns.js";

// Operators are known by their text: the numbers of token kinds are no part of what may be read when a module loads.
const binaryOperators: ReadonlyMap<string, BinaryOperator> = namedByThemselves([
  "+",
  "-",
  "*",
  "/",
  "%",
  "**",
  "&",
  "|",
  "^",
  "<<",
  ">>",
  ">>>",
  "==",
  "!=",
  "===",
  "!==",
  "<",
  "<=",
  ">",
  ">=",
  "in",
  "instanceof",
]);
const logicalOperators: ReadonlyMap<string, LogicalOperator> = namedByThemselves(["&&", "||", "??"]);
const unaryOperators: ReadonlyMap<string, UnaryOperator> = namedByThemselves(["!", "-", "+", "~"]);

/** What each assignment operator does to the old value. */
const assignmentOperators: ReadonlyMap<string, BinaryOperator | LogicalOperator | undefined> = new Map<
  string,
  BinaryOperator | LogicalOperator | undefined
>([
  ["=", undefined],
  ...(["+", "-", "*", "/", "%", "**", "&", "|", "^", "<<", ">>", ">>>", "&&", "||", "??"] as const).map(
    (operator) => [`${operator}=`, operator] as const,
  ),
]);

function namedByThemselves<Operator extends string>(
  operators: readonly Operator[],
): ReadonlyMap<string, Operator> {
  return new Map(operators.map((operator) => [operator, operator]));
}

function textOf(kind: ts.SyntaxKind): string {
  return ts.tokenToString(kind) ?? "";
}

/** The operator that a token stands for between two operands; undefined for logical and other operators. */
function binaryOperatorOf(token: ts.Node): BinaryOperator | undefined {
  return binaryOperators.get(textOf(token.kind));
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
  return assignmentOperators.has(textOf(node.operatorToken.kind));
}

function lowerOperation(place: Place, node: ts.BinaryExpression, left: Expression, use: Use): Expression {
  const site = place.facts.site(node);
  const right = lowerExpression(place, node.right, useOfRight(place, node, use));
  const logical = logicalOperators.get(textOf(node.operatorToken.kind));
  if (logical !== undefined) return { kind: "logical", site, operator: logical, left, right };
  const operator = binaryOperatorOf(node.operatorToken);
  if (operator !== undefined) return { kind: "binary", site, operator, left, right };
  if (node.operatorToken.kind === ts.SyntaxKind.CommaToken)
    return { kind: "sequence", site, expressions: [left, right] };
  return { kind: "opaque", site, parts: [left, right] };
}

/** The left operand of `&&` is handed on only when it is falsy; those of `||` and `??` are handed on as they are. */
function useOfLeft(place: Place, node: ts.BinaryExpression, use: Use): Use {
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return "presence";
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.QuestionQuestionToken:
      return use;
    default:
      return isEquality(node) && isNothing(place, node.right) ? "presence" : "value";
  }
}

function useOfRight(place: Place, node: ts.BinaryExpression, use: Use): Use {
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.AmpersandAmpersandToken:
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.QuestionQuestionToken:
    case ts.SyntaxKind.CommaToken:
      return use;
    case ts.SyntaxKind.InKeyword:
      return "presence";
    default:
      return isEquality(node) && isNothing(place, node.left) ? "presence" : "value";
  }
}

function isEquality(node: ts.BinaryExpression): boolean {
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.EqualsEqualsToken:
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
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
    operator: assignmentOperators.get(textOf(node.operatorToken.kind)),
    value: lowerExpression(place, node.right, "value"),
  };
}

/** `!x`, `-x`, `++x`. */
export function lowerPrefix(place: Place, node: ts.PrefixUnaryExpression): Expression {
  const operator = unaryOperators.get(textOf(node.operator));
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
  const operator = node.operator === ts.SyntaxKind.MinusMinusToken ? "-" : "+";
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
