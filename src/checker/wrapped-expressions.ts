/** What is written around an expression without changing its value: parentheses, assertions, `!`, `satisfies`. */
import ts from "typescript";

type Wrapper =
  | ts.ParenthesizedExpression
  | ts.NonNullExpression
  | ts.AsExpression
  | ts.SatisfiesExpression
  | ts.TypeAssertion
  | ts.ExpressionWithTypeArguments;

/** @example withoutWrappers(`(window as any)`) // `window` */
export function withoutWrappers(node: ts.Expression): ts.Expression;
export function withoutWrappers(node: ts.Node): ts.Node;
export function withoutWrappers(node: ts.Node): ts.Node {
  let inner = node;
  while (isWrapper(inner)) inner = inner.expression;
  return inner;
}

/** The outermost expression that has the same value. @example wrapped(`window` in `(window as any).fbq`) // `(window as any)` */
export function wrapped(node: ts.Node): ts.Node {
  let outer = node;
  while (isWrapper(outer.parent)) outer = outer.parent;
  return outer;
}

/** A source file has no parent. */
function isWrapper(node: ts.Node | undefined): node is Wrapper {
  return (
    node !== undefined &&
    (ts.isParenthesizedExpression(node) ||
      ts.isNonNullExpression(node) ||
      ts.isAsExpression(node) ||
      ts.isSatisfiesExpression(node) ||
      ts.isTypeAssertionExpression(node) ||
      ts.isExpressionWithTypeArguments(node))
  );
}
