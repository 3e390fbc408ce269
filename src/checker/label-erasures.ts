/**
 * Where a file gives labelled values a type without the label, though nothing needs it.
 */
import ts from "typescript";
import { lostLabels, type LostLabel } from "./lost-labels.js";
import type { TypeShapes } from "./type-shape.js";

/** @example labelErasures(checker, shapes, file)[0]?.lost // { label: "SecurityContact", path: ".securityPhone" } */
export interface LabelErasure {
  /** How the value is given the type. */
  readonly kind: "asserted";
  readonly start: number;
  readonly end: number;
  readonly lost: LostLabel;
  /** The value, as it is written. */
  readonly value: string;
  /** The type without the label, as it is written. */
  readonly written: string;
}

export function labelErasures(
  checker: ts.TypeChecker,
  shapes: TypeShapes,
  file: ts.SourceFile,
): readonly LabelErasure[] {
  const erasures: LabelErasure[] = [];
  const visit = (node: ts.Node): void => {
    if (isAssertion(node) && !isAssertedAgain(node))
      erasures.push(...erasuresByAssertion(checker, shapes, node));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return erasures;
}

type Assertion = ts.AsExpression | ts.TypeAssertion;

function isAssertion(node: ts.Node): node is Assertion {
  return (
    (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) && !ts.isConstTypeReference(node.type)
  );
}

/** `x as unknown` in `x as unknown as Y`: the outermost assertion says what comes out. */
function isAssertedAgain(node: ts.Expression): boolean {
  let outer = node.parent;
  while (ts.isParenthesizedExpression(outer) || ts.isNonNullExpression(outer)) outer = outer.parent;
  return isAssertion(outer);
}

function erasuresByAssertion(
  checker: ts.TypeChecker,
  shapes: TypeShapes,
  assertion: Assertion,
): readonly LabelErasure[] {
  const value = assertedValue(assertion);
  const type = checker.getTypeFromTypeNode(assertion.type);
  const from = shapes.shapeOf(checker.getTypeAtLocation(value));
  const [lost] = lostLabels(checker, from, { type, shape: shapes.shapeOf(type) });
  if (lost === undefined) return [];
  const file = assertion.getSourceFile();
  return [
    {
      kind: "asserted",
      start: assertion.getStart(file),
      end: assertion.end,
      lost,
      value: value.getText(file),
      written: assertion.type.getText(file),
    },
  ];
}

/** What stands in the innermost of several assertions. */
function assertedValue(assertion: Assertion): ts.Expression {
  let value = assertion.expression;
  while (ts.isParenthesizedExpression(value) || ts.isNonNullExpression(value) || isAssertion(value))
    value = value.expression;
  return value;
}
