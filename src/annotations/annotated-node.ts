/**
 * Which nodes a declaration's annotations stand before: itself, and the statement, variable or property that is made of
 * it (`const send = () => …`, `exports.send = function …`, `{ send: () => … }`).
 */
import ts from "typescript";

/** @example annotatedNodes(`() => 1` in `const one = () => 1;`) // the arrow function, the variable, the statement */
export function annotatedNodes(declaration: ts.Node): readonly ts.Node[] {
  const nodes: ts.Node[] = [];
  for (let node: ts.Node | undefined = declaration; node !== undefined; node = outerOf(node))
    nodes.push(node);
  return nodes;
}

/** The node whose comments speak for this one as well. */
function outerOf(node: ts.Node): ts.Node | undefined {
  const { parent } = node;
  if (ts.isVariableDeclaration(node)) {
    return ts.isVariableDeclarationList(parent) && ts.isVariableStatement(parent.parent)
      ? parent.parent
      : undefined;
  }
  // A tag before `const { phone } = form`: one name, so that it can mean nothing else.
  if (ts.isBindingElement(node)) {
    const pattern = node.parent;
    return pattern.elements.length === 1 && ts.isVariableDeclaration(pattern.parent)
      ? pattern.parent
      : undefined;
  }
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return outerOfTarget(node);
  if (ts.isBinaryExpression(node)) return ts.isExpressionStatement(parent) ? parent : undefined;
  return isValue(node) ? outerOfValue(node) : undefined;
}

/** `this.phone` of `this.phone = "";` and of `this.phone;` */
function outerOfTarget(node: ts.Expression): ts.Node | undefined {
  const { parent } = node;
  if (ts.isExpressionStatement(parent)) return parent;
  return ts.isBinaryExpression(parent) && parent.left === node ? parent : undefined;
}

function isValue(node: ts.Node): node is ts.Expression {
  return (
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isClassExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isParenthesizedExpression(node)
  );
}

function outerOfValue(node: ts.Expression): ts.Node | undefined {
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name)) return undefined;
  if (
    ts.isVariableDeclaration(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isPropertyDeclaration(parent)
  ) {
    return parent.initializer === node ? parent : undefined;
  }
  if (ts.isExportAssignment(parent) || ts.isParenthesizedExpression(parent)) return parent;
  const assigned = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return assigned && parent.right === node ? parent : undefined;
}
