/** Assertions that take the label off: `as string`, `as any`, `<any>x`, `as unknown as X`. The outermost one counts. */
import ts from "typescript";
import type { TextEdit } from "../graph/text-edit.js";
import type { ErasureQuestion, LabelErasure } from "./label-erasures.js";
import { kindOfType } from "./kind-of-type.js";
import { lostLabels } from "./lost-labels.js";
import { textTypeAt } from "./text-type-at.js";
import { isOpen } from "./type-references.js";
import { castOf } from "./types-in-comments.js";

type Assertion = ts.AsExpression | ts.TypeAssertion | ts.ParenthesizedExpression;

export function assertionErasures(question: ErasureQuestion, node: ts.Node): readonly LabelErasure[] {
  if (!isAssertion(node) || isAssertedAgain(node)) return [];
  const written = assertedType(node);
  if (written === undefined) return [];
  const { checker, shapes } = question;
  const value = assertedValue(node);
  const valueType = checker.getTypeAtLocation(value);
  const from = shapes.shapeOf(valueType);
  if (from === undefined || isNeeded(checker, node, valueType)) return [];
  const type = checker.getTypeFromTypeNode(written);
  const shape = shapes.shapeOf(type);
  const taken = saysNothing(checker, type)
    ? from.labels.filter((label) => !shape?.labels.includes(label))
    : [];
  const [lost] =
    taken.length > 0
      ? taken.map((label) => ({ label, path: "", property: undefined }))
      : lostLabels(checker, from, { type, shape });
  if (lost === undefined) return [];
  const file = node.getSourceFile();
  const undo = undoOf(checker, node, value);
  return [
    {
      kind: "asserted",
      start: node.getStart(file),
      end: node.end,
      lost,
      value: value.getText(file),
      written: written.getText(file),
      undo,
      labelPlace: undo === undefined ? textTypeAt(written, lost.path) : undefined,
    },
  ];
}

/** `unknown`, `{}`, `object | string`: whoever writes that of a text takes off what was said of it. */
function saysNothing(checker: ts.TypeChecker, type: ts.Type): boolean {
  if ((type.flags & ts.TypeFlags.Any) !== 0) return false;
  if ((type.flags & ts.TypeFlags.Unknown) !== 0) return true;
  const parts = type.isUnion() ? type.types : [type];
  return !parts.some(isOpen) && kindOfType(checker, checker.getNonNullableType(type)) === "any";
}

function isAssertion(node: ts.Node): node is Assertion {
  return assertedType(node) !== undefined;
}

function assertedType(node: ts.Node): ts.TypeNode | undefined {
  if (ts.isParenthesizedExpression(node)) return castOf(node);
  const isWritten = ts.isAsExpression(node) || ts.isTypeAssertionExpression(node);
  return isWritten && !ts.isConstTypeReference(node.type) ? node.type : undefined;
}

/** `x as unknown` in `x as unknown as Y`: the outermost assertion says what comes out. */
function isAssertedAgain(node: ts.Expression): boolean {
  return isAssertion(outside(node));
}

function outside(node: ts.Expression): ts.Node {
  let outer = node.parent;
  while ((ts.isParenthesizedExpression(outer) && !isAssertion(outer)) || ts.isNonNullExpression(outer))
    outer = outer.parent;
  return outer;
}

/** What stands in the innermost of several assertions. */
function assertedValue(assertion: Assertion): ts.Expression {
  let value = assertion.expression;
  while (ts.isParenthesizedExpression(value) || ts.isNonNullExpression(value) || isAssertion(value))
    value = value.expression;
  return value;
}

function isEquality(operator: ts.SyntaxKind): boolean {
  const { SyntaxKind } = ts;
  return (
    operator === SyntaxKind.EqualsEqualsToken ||
    operator === SyntaxKind.EqualsEqualsEqualsToken ||
    operator === SyntaxKind.ExclamationEqualsToken ||
    operator === SyntaxKind.ExclamationEqualsEqualsToken
  );
}

/** The compiler lets nobody compare a branded text with a literal: nothing else comes of it, and the label isn't needed. */
function isNeeded(checker: ts.TypeChecker, assertion: Assertion, value: ts.Type): boolean {
  const outer = outside(assertion);
  if (ts.isSwitchStatement(outer)) return true;
  if (!ts.isBinaryExpression(outer) || !isEquality(outer.operatorToken.kind)) return false;
  const other = checker.getTypeAtLocation(isWithin(assertion, outer.left) ? outer.right : outer.left);
  return !checker.isTypeAssignableTo(other, value) && !checker.isTypeAssignableTo(value, other);
}

/** Taking the assertion away, where the program would compile without it. */
function undoOf(checker: ts.TypeChecker, assertion: Assertion, value: ts.Expression): TextEdit | undefined {
  // The comment would stay.
  if (ts.isParenthesizedExpression(assertion)) return undefined;
  const type = checker.getTypeAtLocation(value);
  const expected = checker.getContextualType(assertion);
  if (expected !== undefined && !checker.isTypeAssignableTo(type, expected)) return undefined;
  if (!canStandBefore(checker, assertion, type)) return undefined;
  const file = assertion.getSourceFile();
  const { parent } = assertion;
  // `(phone as string).trim()`: the parentheses were the assertion's.
  const whole =
    ts.isParenthesizedExpression(parent) && ts.isLeftHandSideExpression(value) ? parent : assertion;
  return { start: whole.getStart(file), end: whole.end, text: value.getText(file) };
}

/** What is read or called of an asserted value must be there without the assertion, too. */
function canStandBefore(checker: ts.TypeChecker, assertion: Assertion, type: ts.Type): boolean {
  const outer = outside(assertion);
  const isSubject = "expression" in outer && isWithin(assertion, outer.expression);
  if (!isSubject) return true;
  if (ts.isPropertyAccessExpression(outer)) {
    return checker.getPropertyOfType(checker.getApparentType(type), outer.name.text) !== undefined;
  }
  if (ts.isElementAccessExpression(outer)) return checker.getNonNullableType(type) === type;
  return !ts.isCallExpression(outer) && !ts.isNewExpression(outer);
}

function isWithin(node: ts.Node, outer: unknown): boolean {
  return ts.findAncestor(node, (one) => one === outer) !== undefined;
}
