/**
 * Pipeline stage: source file → facts. Lowers names of properties: stated by the text, private to a class, one of the
 * well-known symbols, or computed.
 */
import ts from "typescript";
import type { PropertyKey } from "../graph/expression.js";
import { lowerExpression } from "./expressions.js";
import type { Place } from "./facts-builder.js";
import { nameKey } from "./names.js";
import { lookUp, meansGlobal } from "./scope.js";

const wellKnownSymbols: ReadonlySet<string> = new Set([
  "iterator",
  "asyncIterator",
  "dispose",
  "asyncDispose",
  "toPrimitive",
  "hasInstance",
]);

/** The key of a declared property: in a class, an object literal or a pattern. */
export function keyOfName(place: Place, name: ts.PropertyName): PropertyKey {
  if (ts.isPrivateIdentifier(name)) return privateKey(place, name);
  if (ts.isComputedPropertyName(name)) return keyOfExpression(place, name.expression);
  if (ts.isNumericLiteral(name) || ts.isBigIntLiteral(name)) return nameKey(numericName(name.text));
  return nameKey(name.text);
}

/** The key of `object[expression]`. */
export function keyOfExpression(place: Place, expression: ts.Expression): PropertyKey {
  const known = statedName(place, expression);
  if (known !== undefined) return nameKey(known);
  return { kind: "computed", expression: lowerExpression(place, expression, "value") };
}

/** The key after a dot. */
export function keyOfMember(place: Place, name: ts.MemberName): PropertyKey {
  return ts.isPrivateIdentifier(name) ? privateKey(place, name) : nameKey(name.text);
}

/** `#x` of two classes are two names. */
function privateKey(place: Place, name: ts.PrivateIdentifier): PropertyKey {
  return { kind: "private", name: privateName(place, name) };
}

/** A private name with the class that it belongs to. */
export function privateName(place: Place, name: ts.PrivateIdentifier): string {
  const binding = lookUp(place.scope, name.text);
  return binding?.kind === "private"
    ? `${name.text}@${String(place.facts.classSite(binding.owner))}`
    : name.text;
}

/** The name that a key expression states outright. */
function statedName(place: Place, expression: ts.Expression): string | undefined {
  if (ts.isParenthesizedExpression(expression)) return statedName(place, expression.expression);
  if (ts.isStringLiteralLike(expression)) return expression.text;
  if (ts.isNumericLiteral(expression)) return numericName(expression.text);
  if (ts.isPrefixUnaryExpression(expression)) {
    const { operator, operand } = expression;
    return operator === ts.SyntaxKind.MinusToken && ts.isNumericLiteral(operand)
      ? String(-Number(operand.text))
      : undefined;
  }
  return wellKnownSymbol(place, expression);
}

function wellKnownSymbol(place: Place, expression: ts.Expression): string | undefined {
  if (!ts.isPropertyAccessExpression(expression) || !ts.isIdentifier(expression.expression)) return undefined;
  if (expression.expression.text !== "Symbol" || !meansGlobal(place.scope, "Symbol")) return undefined;
  return wellKnownSymbols.has(expression.name.text) ? `@@${expression.name.text}` : undefined;
}

function numericName(text: string): string {
  return text.endsWith("n") ? text.slice(0, -1) : String(Number(text));
}
