/**
 * Which expressions may be computed elsewhere – in a function, in a class – without a change of what the program does.
 */
import ts from "typescript";
import { isOnOneLine, isUsing, nodesWithin } from "./sources.js";

/** A statement in a block and the expression that it computes first and as a whole. */
export interface Computation {
  readonly statement: ts.Statement;
  readonly expression: ts.Expression;
}

/** Initializers, returned values and arguments of calls for which code can be put before the statement. */
export function* computationsIn(file: ts.SourceFile): Generator<Computation> {
  for (const node of nodesWithin(file)) {
    if (!ts.isBlock(node) || !isFunctionBody(node)) continue;
    for (const statement of node.statements)
      for (const expression of expressionsOf(statement))
        if (isMovable(expression)) yield { statement, expression };
  }
}

function isFunctionBody(block: ts.Block): boolean {
  return ts.isFunctionLike(block.parent) || ts.isBlock(block.parent) || ts.isIfStatement(block.parent);
}

function expressionsOf(statement: ts.Statement): readonly ts.Expression[] {
  if (ts.isVariableStatement(statement)) return initializersOf(statement);
  if (ts.isReturnStatement(statement))
    return statement.expression === undefined ? [] : [statement.expression];
  if (!ts.isExpressionStatement(statement)) return [];
  const { expression } = statement;
  return ts.isCallExpression(expression) ? [...expression.arguments] : [];
}

function initializersOf(statement: ts.VariableStatement): readonly ts.Expression[] {
  const [declaration, ...others] = statement.declarationList.declarations;
  const isDisposed = isUsing(statement.declarationList);
  if (declaration?.initializer === undefined || others.length > 0 || isDisposed) return [];
  return [declaration.initializer];
}

/** Computes something, on one line, and with nothing that means something else in another function. */
function isMovable(expression: ts.Expression): boolean {
  const computes =
    ts.isPropertyAccessExpression(expression) ||
    ts.isElementAccessExpression(expression) ||
    ts.isCallExpression(expression) ||
    ts.isBinaryExpression(expression) ||
    ts.isConditionalExpression(expression) ||
    ts.isTemplateExpression(expression);
  if (!computes || !isOnOneLine(expression)) return false;
  for (const node of nodesWithin(expression)) if (isBoundToItsPlace(node)) return false;
  return true;
}

function isBoundToItsPlace(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
  }
  if (ts.isIdentifier(node)) return node.text === "arguments" || node.text === "require";
  return (
    node.kind === ts.SyntaxKind.ThisKeyword ||
    node.kind === ts.SyntaxKind.SuperKeyword ||
    node.kind === ts.SyntaxKind.ImportKeyword ||
    ts.isAwaitExpression(node) ||
    ts.isYieldExpression(node) ||
    ts.isMetaProperty(node) ||
    ts.isFunctionLike(node) ||
    ts.isClassLike(node) ||
    ts.isPrivateIdentifier(node) ||
    ts.isPrefixUnaryExpression(node) ||
    ts.isPostfixUnaryExpression(node)
  );
}

/** Whether an identifier is a variable that is read or written, and no name of a property, a label or a type. */
export function isVariableUse(node: ts.Identifier): boolean {
  const { parent, text } = node;
  // `this` as a parameter is written as an identifier, and is none.
  if (text === "this") return false;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isQualifiedName(parent)) return parent.left === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isBindingElement(parent)) return parent.propertyName !== node;
  if (ts.isJsxAttribute(parent) || ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent))
    return false;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isMetaProperty(parent)) return false;
  return !ts.isClassElement(parent) && !ts.isTypeElement(parent) && !ts.isEnumMember(parent);
}
