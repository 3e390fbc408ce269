/** Whether a program still compiles where something that is declared may be undefined. */
import ts from "typescript";
import { isPresenceTest } from "./presence-test.js";
import { usesOfDeclaration } from "./uses-of-declaration.js";
import { wrapped } from "./wrapped-expressions.js";

/** @example mayBeAbsent(program, `phone` of `function enrol(phone: string) { log(phone); }`) // true, if `log` takes anything */
export function mayBeAbsent(program: ts.Program, declaration: ts.NamedDeclaration): boolean {
  if (!isStrict(program.getCompilerOptions())) return true;
  return usesOfDeclaration(program, declaration).every((use) => allowsAbsence(program, use));
}

function isStrict({ strict, strictNullChecks }: ts.CompilerOptions): boolean {
  return strictNullChecks ?? strict ?? false;
}

function allowsAbsence(program: ts.Program, use: ts.Identifier): boolean {
  const { parent } = use;
  if (ts.isBindingElement(parent)) {
    const isWhole = ts.isIdentifier(parent.name) && parent.initializer === undefined;
    return isWhole ? mayBeAbsent(program, parent) : parent.initializer !== undefined;
  }
  // What is put there, and what a type says of it, may well be there.
  if (ts.isPropertyAssignment(parent) && parent.name === use) return true;
  if (ts.isTypeQueryNode(parent) || ts.isTypeElement(parent) || ts.isClassElement(parent)) return true;
  const isMember = ts.isPropertyAccessExpression(parent) && parent.name === use;
  const value = isMember ? parent : use;
  return isTakenWithoutValue(value) || isExpectedToBeAbsent(program.getTypeChecker(), value);
}

function isTakenWithoutValue(read: ts.Expression): boolean {
  if (ts.isNonNullExpression(read.parent)) return true;
  const value = wrapped(read);
  const { parent } = value;
  if (isPresenceTest(value) || ts.isTemplateSpan(parent) || ts.isExpressionStatement(parent)) return true;
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent))
    return parent.expression === value && parent.questionDotToken !== undefined;
  return ts.isBinaryExpression(parent) && takesAbsence(parent, value);
}

function takesAbsence({ operatorToken, left }: ts.BinaryExpression, value: ts.Node): boolean {
  switch (operatorToken.kind) {
    case ts.SyntaxKind.EqualsEqualsToken:
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
      return true;
    case ts.SyntaxKind.QuestionQuestionToken:
    case ts.SyntaxKind.EqualsToken:
      return left === value;
    default:
      return false;
  }
}

/** By the type that is expected at its place. */
function isExpectedToBeAbsent(checker: ts.TypeChecker, value: ts.Expression): boolean {
  const expected = checker.getContextualType(value);
  if (expected === undefined) return false;
  const { Any, Unknown, Undefined } = ts.TypeFlags;
  const types = expected.isUnion() ? expected.types : [expected];
  return types.some(({ flags }) => (flags & (Any | Unknown | Undefined)) !== 0);
}
