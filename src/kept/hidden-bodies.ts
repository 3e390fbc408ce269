/**
 * Kept: bodies of functions that nothing outside of them depends on, as far as types go: the function's result is written
 * down, and what the body declares stays in it.
 */
import ts from "typescript";

/** The body of a function, if it may change without any type outside of it changing. */
export function closedBody(node: ts.Node, file: ts.SourceFile): ts.Block | undefined {
  const isFunction =
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isGetAccessorDeclaration(node);
  if (!isFunction || node.type === undefined || node.body === undefined || !ts.isBlock(node.body))
    return undefined;
  // In JavaScript, assignments in bodies declare properties.
  if (/\.[cm]?jsx?$/.test(file.fileName)) return undefined;
  return has(node.body, isSeenOutside) ? undefined : node.body;
}

/** Classes may be what implements an interface elsewhere; modules that are asked for are run. */
function isSeenOutside(node: ts.Node): boolean {
  if (ts.isClassLike(node)) return true;
  if (!ts.isCallExpression(node)) return false;
  const { expression } = node;
  return (
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(expression) && expression.text === "require")
  );
}

function has(node: ts.Node, test: (node: ts.Node) => boolean): boolean {
  return ts.forEachChild(node, (child) => test(child) || has(child, test)) ?? false;
}

/**
 * Names of variables that the body gives other values: what is known of the type of such a variable elsewhere depends on
 * whether anybody does.
 */
export function assignedNames(body: ts.Node): string {
  const names = new Set<string>();
  const addNames = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text);
    else ts.forEachChild(node, addNames);
  };
  const visit = (node: ts.Node): void => {
    const target = assignedTo(node);
    if (target !== undefined) addNames(target);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return [...names].sort().join(",");
}

function assignedTo(node: ts.Node): ts.Node | undefined {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const assigns = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    return assigns ? node.left : undefined;
  }
  if (ts.isPostfixUnaryExpression(node)) return node.operand;
  if (ts.isPrefixUnaryExpression(node)) {
    const { operator } = node;
    const assigns = operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
    return assigns ? node.operand : undefined;
  }
  return ts.isForOfStatement(node) || ts.isForInStatement(node) ? node.initializer : undefined;
}
