/** What a call's text says of its arguments, as far as the catalog asks: which call of a mixed tag is advertising. */
import ts from "typescript";
import type { TagArgument } from "../catalog/tag-call.js";
import { constantInitializer } from "../checker/constant-initializer.js";
import { knownTexts } from "../checker/known-texts.js";
import { withoutWrappers } from "../checker/wrapped-expressions.js";

/** How deep objects in objects are looked into: `push({ ecommerce: { user_data } })`. */
const MAXIMAL_DEPTH = 4;

/** @example tagArguments(checker, `gtag("set", { user_data: data })`)[1]?.properties // { user_data: { constants: [] } } */
export function tagArguments(
  checker: ts.TypeChecker,
  written: readonly ts.Expression[],
): readonly TagArgument[] {
  return written.map((argument) => argumentOf(checker, argument, MAXIMAL_DEPTH));
}

function argumentOf(checker: ts.TypeChecker, written: ts.Expression, depth: number): TagArgument {
  const constants = knownTexts(checker, written).flatMap((text) =>
    text.includes(null) ? [] : [text.join("")],
  );
  const value = literalOf(checker, written);
  if (value === undefined || depth === 0) return { constants };
  const properties = Object.fromEntries(
    partsOf(value).map(([name, part]) => [name, argumentOf(checker, part, depth - 1)]),
  );
  return { constants, properties };
}

type Literal = ts.ObjectLiteralExpression | ts.ArrayLiteralExpression;

/** The literal itself, or the one that a constant is. */
function literalOf(checker: ts.TypeChecker, written: ts.Expression): Literal | undefined {
  const expression = withoutWrappers(written);
  const value = constantInitializer(checker, expression) ?? expression;
  const inner = withoutWrappers(value);
  return ts.isObjectLiteralExpression(inner) || ts.isArrayLiteralExpression(inner) ? inner : undefined;
}

function partsOf(literal: Literal): readonly (readonly [string, ts.Expression])[] {
  if (ts.isArrayLiteralExpression(literal)) {
    return literal.elements.map((element, index) => [String(index), element] as const);
  }
  return literal.properties.flatMap((property) => {
    if (ts.isShorthandPropertyAssignment(property)) return [[property.name.text, property.name] as const];
    if (!ts.isPropertyAssignment(property)) return [];
    const { name, initializer } = property;
    return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? [[name.text, initializer] as const] : [];
  });
}
