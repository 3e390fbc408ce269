/** The URL that an argument of a request says: a text, or options that give it in parts. */
import ts from "typescript";
import { constantInitializer } from "../checker/constant-initializer.js";
import { knownTexts } from "../checker/known-texts.js";
import { appendedTexts, type KnownText } from "../checker/url-texts.js";
import { withoutWrappers } from "../checker/wrapped-expressions.js";
import { BASE_OPTIONS, HOST_OPTIONS, PATH_OPTIONS } from "../catalog/request-rows.js";

/** @example urlsOfArgument(checker, `{ hostname: "a.test", path: "/x" }`, "https") // [["https://", "a.test", "/", "x"]] */
export function urlsOfArgument(
  checker: ts.TypeChecker,
  argument: ts.Expression,
  scheme: string | undefined,
): readonly KnownText[] {
  const texts = knownTexts(checker, argument);
  if (texts.length > 0) return texts;
  const options = objectOf(checker, argument);
  if (options === undefined) return [];
  const part = (names: readonly string[]): readonly KnownText[] =>
    names.flatMap((name) => textsOfProperty(checker, options, name));
  const hosts = part(HOST_OPTIONS).map((host): KnownText => [`${scheme ?? "https"}://`, ...host]);
  return appendedTexts([...hosts, ...part(BASE_OPTIONS)], part(PATH_OPTIONS));
}

/** The literal itself, or the one that a constant is. */
function objectOf(checker: ts.TypeChecker, written: ts.Expression): ts.ObjectLiteralExpression | undefined {
  const expression = withoutWrappers(written);
  const inner = withoutWrappers(constantInitializer(checker, expression) ?? expression);
  return ts.isObjectLiteralExpression(inner) ? inner : undefined;
}

function textsOfProperty(
  checker: ts.TypeChecker,
  options: ts.ObjectLiteralExpression,
  name: string,
): readonly KnownText[] {
  return options.properties.flatMap((property) => {
    if (property.name === undefined || !ts.isPropertyName(property.name)) return [];
    if (!(ts.isIdentifier(property.name) || ts.isStringLiteralLike(property.name))) return [];
    if (property.name.text !== name) return [];
    if (ts.isPropertyAssignment(property)) return knownTexts(checker, property.initializer);
    return ts.isShorthandPropertyAssignment(property) ? knownTexts(checker, property.name) : [];
  });
}
