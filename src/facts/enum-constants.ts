/**
 * Pipeline stage: source file → facts. Evaluates the members of enums as the compiler does: literals, earlier members,
 * members of other enums of the file, and arithmetic and concatenation of these.
 */
import ts from "typescript";
import type { FactsBuilder } from "./facts-builder.js";
import { lookUp, type Scope, type Variable } from "./scope.js";

type EnumConstant = string | number;

/** The members of one enum; one that is no constant is undefined. */
export type EnumMembers = Map<string, EnumConstant | undefined>;

/** The constant that a member of an enum stands for; undefined: no enum, no such member, or computed at run time. */
export function enumMemberConstant(
  facts: FactsBuilder,
  variable: Variable,
  name: string,
): { readonly value: EnumConstant } | undefined {
  const value = enumMembers(facts, variable).get(name);
  return value === undefined ? undefined : { value };
}

function enumMembers(facts: FactsBuilder, variable: Variable): EnumMembers {
  const known = facts.enumMembers.get(variable);
  if (known !== undefined) return known;
  // Entered before it is filled: a member may mention earlier ones, and two enums each other.
  const members: EnumMembers = new Map();
  facts.enumMembers.set(variable, members);
  for (const { node } of variable.declarations) {
    if (ts.isEnumDeclaration(node)) addMembers(facts, node, members);
  }
  return members;
}

function addMembers(facts: FactsBuilder, node: ts.EnumDeclaration, members: EnumMembers): void {
  const scope = facts.scopes.scopes.get(node) ?? facts.scopes.module;
  let next: number | undefined = 0;
  for (const member of node.members) {
    const value: EnumConstant | undefined =
      member.initializer === undefined ? next : evaluate(facts, scope, member.initializer);
    const name = enumMemberName(member);
    if (name !== undefined) members.set(name, value);
    next = typeof value === "number" ? value + 1 : undefined;
  }
}

/** The name of a member, where the text states it. */
export function enumMemberName(member: ts.EnumMember): string | undefined {
  const name = ts.isComputedPropertyName(member.name) ? member.name.expression : member.name;
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)
    ? name.text
    : undefined;
}

/** The constant that an initialiser stands for, as far as the compiler takes it for one. */
function evaluate(facts: FactsBuilder, scope: Scope, node: ts.Expression): EnumConstant | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isParenthesizedExpression(node)) return evaluate(facts, scope, node.expression);
  if (ts.isIdentifier(node)) return evaluateName(facts, scope, node.text);
  if (ts.isBinaryExpression(node)) return evaluateBinary(facts, scope, node);
  if (ts.isPrefixUnaryExpression(node)) return negate(node.operator, evaluate(facts, scope, node.operand));
  if (ts.isTemplateExpression(node)) return evaluateTemplate(facts, scope, node);
  return evaluateMember(facts, scope, node);
}

function evaluateName(facts: FactsBuilder, scope: Scope, name: string): EnumConstant | undefined {
  const binding = lookUp(scope, name);
  if (binding?.kind === "member") return enumMemberConstant(facts, binding.object, binding.name)?.value;
  if (binding !== undefined) return undefined;
  if (name === "NaN") return NaN;
  return name === "Infinity" ? Infinity : undefined;
}

function evaluateMember(facts: FactsBuilder, scope: Scope, node: ts.Expression): EnumConstant | undefined {
  if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return undefined;
  const binding = ts.isIdentifier(node.expression) ? lookUp(scope, node.expression.text) : undefined;
  if (binding?.kind !== "variable") return undefined;
  const key = ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
  return "text" in key && typeof key.text === "string"
    ? enumMemberConstant(facts, binding.variable, key.text)?.value
    : undefined;
}

function evaluateTemplate(
  facts: FactsBuilder,
  scope: Scope,
  node: ts.TemplateExpression,
): string | undefined {
  let text = node.head.text;
  for (const span of node.templateSpans) {
    const value = evaluate(facts, scope, span.expression);
    if (value === undefined) return undefined;
    text += String(value) + span.literal.text;
  }
  return text;
}

function negate(operator: ts.PrefixUnaryOperator, value: EnumConstant | undefined): number | undefined {
  if (typeof value !== "number") return undefined;
  switch (operator) {
    case ts.SyntaxKind.PlusToken:
      return value;
    case ts.SyntaxKind.MinusToken:
      return -value;
    case ts.SyntaxKind.TildeToken:
      return ~value;
    default:
      return undefined;
  }
}

/** Goes along the left operands without recursion, as the operators' lowering does. */
function evaluateBinary(
  facts: FactsBuilder,
  scope: Scope,
  node: ts.BinaryExpression,
): EnumConstant | undefined {
  const spine: ts.BinaryExpression[] = [];
  let leftmost: ts.Expression = node;
  while (ts.isBinaryExpression(leftmost)) {
    spine.push(leftmost);
    leftmost = leftmost.left;
  }
  return spine.reduceRight<EnumConstant | undefined>(
    (left, { operatorToken, right }) => operate(operatorToken.kind, left, evaluate(facts, scope, right)),
    evaluate(facts, scope, leftmost),
  );
}

function operate(
  operator: ts.SyntaxKind,
  left: EnumConstant | undefined,
  right: EnumConstant | undefined,
): EnumConstant | undefined {
  if (left === undefined || right === undefined) return undefined;
  if (typeof left === "string" || typeof right === "string") {
    return operator === ts.SyntaxKind.PlusToken ? `${String(left)}${String(right)}` : undefined;
  }
  return arithmetic.get(ts.tokenToString(operator) ?? "")?.(left, right);
}

const arithmetic: ReadonlyMap<string, (left: number, right: number) => number> = new Map([
  ["+", (left: number, right: number) => left + right],
  ["-", (left: number, right: number) => left - right],
  ["*", (left: number, right: number) => left * right],
  ["/", (left: number, right: number) => left / right],
  ["%", (left: number, right: number) => left % right],
  ["**", (left: number, right: number) => left ** right],
  ["&", (left: number, right: number) => left & right],
  ["|", (left: number, right: number) => left | right],
  ["^", (left: number, right: number) => left ^ right],
  ["<<", (left: number, right: number) => left << right],
  [">>", (left: number, right: number) => left >> right],
  [">>>", (left: number, right: number) => left >>> right],
]);
