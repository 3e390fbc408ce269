/** Whether an expression is only asked whether something is there: that hands nothing to it. */
import ts from "typescript";
import { wrapped } from "./wrapped-expressions.js";

/** @example isPresenceTest(`window.fbq` in `if (window.fbq)`) // true; in `window.fbq("track")` it is called */
export function isPresenceTest(node: ts.Node): boolean {
  const value = wrapped(node);
  const { parent } = value;
  if (ts.isTypeOfExpression(parent) || ts.isVoidExpression(parent)) return true;
  if (ts.isBinaryExpression(parent)) return isTestedOperand(parent, value);
  if (ts.isCallExpression(parent)) return isBoolean(parent);
  return isTest(value);
}

/** Whether only the truth of the value counts. */
function isTest(value: ts.Node): boolean {
  const { parent } = value;
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent))
    return parent.expression === value;
  if (ts.isConditionalExpression(parent) || ts.isForStatement(parent)) return parent.condition === value;
  return false;
}

function isTestedOperand(operation: ts.BinaryExpression, operand: ts.Node): boolean {
  const { left, operatorToken, right } = operation;
  switch (operatorToken.kind) {
    case ts.SyntaxKind.EqualsEqualsToken:
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
      return isAbsence(operand === left ? right : left);
    // What is not there ends the chain.
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return operand === left || isPresenceTest(operation);
    case ts.SyntaxKind.BarBarToken:
      return isPresenceTest(operation);
    default:
      return false;
  }
}

/** `undefined`, `null`, `void 0` */
function isAbsence(value: ts.Expression): boolean {
  return (
    value.kind === ts.SyntaxKind.NullKeyword ||
    ts.isVoidExpression(value) ||
    (ts.isIdentifier(value) && value.text === "undefined")
  );
}

function isBoolean({ expression, arguments: args }: ts.CallExpression): boolean {
  return ts.isIdentifier(expression) && expression.text === "Boolean" && args.length === 1;
}
