/**
 * Which texts an expression may be, as far as constants say so: literals, templates, concatenations, `const`s and
 * properties of constant objects (also of other modules), URLs put together from a path and a base. For questions about
 * one file, where the whole program is not run.
 */
import ts from "typescript";
import { constantInitializer } from "./constant-initializer.js";
import { isOfPlatform } from "./home-of-file.js";
import { resolvedTexts, type KnownText } from "./url-texts.js";
import { withoutWrappers } from "./wrapped-expressions.js";

const UNKNOWN: KnownText = [null];
const NOTHING_KNOWN: readonly KnownText[] = [];

/** How far a chain of constants is followed, and how many alternatives (`a ?? b`, `c ? a : b`) are kept. */
const MAXIMAL_DEPTH = 12;
const MAXIMAL_ALTERNATIVES = 8;

/** @example knownTexts(checker, `${GRAPH}/${id}/users` with `const GRAPH = "https://graph.facebook.com"`) // [["https://graph.facebook.com", "/", null, "/users"]] */
export function knownTexts(checker: ts.TypeChecker, expression: ts.Expression): readonly KnownText[] {
  return textsOf(checker, expression, MAXIMAL_DEPTH).slice(0, MAXIMAL_ALTERNATIVES);
}

function textsOf(checker: ts.TypeChecker, written: ts.Expression, depth: number): readonly KnownText[] {
  const expression = withoutWrappers(written);
  if (depth === 0) return NOTHING_KNOWN;
  if (ts.isStringLiteralLike(expression) || ts.isNumericLiteral(expression)) return [[expression.text]];
  if (ts.isTemplateExpression(expression)) return textsOfTemplate(checker, expression, depth);
  if (ts.isConditionalExpression(expression)) {
    return [expression.whenTrue, expression.whenFalse].flatMap((arm) => textsOf(checker, arm, depth - 1));
  }
  if (ts.isBinaryExpression(expression)) return textsOfBinary(checker, expression, depth);
  if (ts.isNewExpression(expression)) return textsOfUrl(checker, expression, depth);
  if (ts.isCallExpression(expression)) return textsOfCall(checker, expression, depth);
  const initializer = constantInitializer(checker, expression);
  if (initializer !== undefined) return textsOf(checker, initializer, depth - 1);
  // `url.href`
  const isAddress = ts.isPropertyAccessExpression(expression) && expression.name.text === "href";
  return isAddress ? textsOf(checker, expression.expression, depth - 1) : NOTHING_KNOWN;
}

function textsOfTemplate(
  checker: ts.TypeChecker,
  template: ts.TemplateExpression,
  depth: number,
): readonly KnownText[] {
  return template.templateSpans.reduce<readonly KnownText[]>(
    (before, span) => {
      const parts = pieceOf(checker, span.expression, depth).map((part) => [...part, span.literal.text]);
      return joined(before, parts);
    },
    [[template.head.text]],
  );
}

function textsOfBinary(
  checker: ts.TypeChecker,
  { left, right, operatorToken }: ts.BinaryExpression,
  depth: number,
): readonly KnownText[] {
  switch (operatorToken.kind) {
    case ts.SyntaxKind.PlusToken: {
      const [first, second] = [left, right].map((operand) => pieceOf(checker, operand, depth));
      return joined(first ?? [], second ?? []);
    }
    case ts.SyntaxKind.QuestionQuestionToken:
    case ts.SyntaxKind.BarBarToken:
      return [left, right].flatMap((operand) => textsOf(checker, operand, depth - 1));
    default:
      return NOTHING_KNOWN;
  }
}

/** `new URL(path, base)`, `new Request(url)` */
function textsOfUrl(
  checker: ts.TypeChecker,
  { expression, arguments: written }: ts.NewExpression,
  depth: number,
): readonly KnownText[] {
  const [path, base] = written ?? [];
  if (path === undefined || !isPlatformName(checker, expression)) return NOTHING_KNOWN;
  if (expression.text === "Request") return textsOf(checker, path, depth - 1);
  if (expression.text !== "URL") return NOTHING_KNOWN;
  if (base === undefined) return textsOf(checker, path, depth - 1);
  return resolvedTexts(textsOf(checker, base, depth - 1), pieceOf(checker, path, depth));
}

/** `url.toString()`, `String(url)`, `base.concat(path)` */
function textsOfCall(
  checker: ts.TypeChecker,
  { expression, arguments: written }: ts.CallExpression,
  depth: number,
): readonly KnownText[] {
  const [first] = written;
  if (isPlatformName(checker, expression)) {
    return expression.text === "String" && first !== undefined
      ? textsOf(checker, first, depth - 1)
      : NOTHING_KNOWN;
  }
  if (!ts.isPropertyAccessExpression(expression)) return NOTHING_KNOWN;
  const receiver = expression.expression;
  switch (expression.name.text) {
    case "toString":
    case "trim":
      return textsOf(checker, receiver, depth - 1);
    case "concat":
      return written.reduce(
        (before, argument) => joined(before, pieceOf(checker, argument, depth)),
        textsOf(checker, receiver, depth - 1),
      );
    default:
      return NOTHING_KNOWN;
  }
}

/** A user's own `class URL` is another. */
function isPlatformName(checker: ts.TypeChecker, expression: ts.Expression): expression is ts.Identifier {
  return ts.isIdentifier(expression) && isOfPlatform(checker.getSymbolAtLocation(expression));
}

/** A part of a longer text: what is not known of it is a gap. */
function pieceOf(checker: ts.TypeChecker, expression: ts.Expression, depth: number): readonly KnownText[] {
  const texts = textsOf(checker, expression, depth - 1);
  return texts.length === 0 ? [UNKNOWN] : texts;
}

function joined(before: readonly KnownText[], after: readonly KnownText[]): readonly KnownText[] {
  return before
    .flatMap((start) => after.map((end): KnownText => [...start, ...end]))
    .slice(0, MAXIMAL_ALTERNATIVES);
}
