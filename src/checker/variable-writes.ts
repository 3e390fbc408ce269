/** What is put into a variable after its declaration: by assignments, and into a list that it holds. */
import ts from "typescript";

/** @example writesTo(checker, `let to: string`) // [`account.securityPhone`] for `to = account.securityPhone;` */
export function writesTo(
  checker: ts.TypeChecker,
  declaration: ts.VariableDeclaration,
): readonly ts.Expression[] {
  const { name } = declaration;
  if (!ts.isIdentifier(name)) return [];
  const symbol = checker.getSymbolAtLocation(name);
  const scope = ts.findAncestor(declaration.parent, isScope);
  const values: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === name.text && node !== name) {
      const written = writtenBy(node);
      if (written.length > 0 && checker.getSymbolAtLocation(node) === symbol) values.push(...written);
    }
    ts.forEachChild(node, visit);
  };
  if (scope !== undefined && symbol !== undefined) visit(scope);
  return values;
}

/** A `var` may be written to anywhere in its function; `let` and `const` within their block. */
function isScope(node: ts.Node): boolean {
  return ts.isBlock(node) || ts.isSourceFile(node) || ts.isModuleBlock(node) || ts.isCaseBlock(node);
}

function writtenBy(use: ts.Identifier): readonly ts.Expression[] {
  const { parent } = use;
  if (ts.isBinaryExpression(parent)) return parent.left === use && isAssignment(parent) ? [parent.right] : [];
  if (ts.isElementAccessExpression(parent) && parent.expression === use) {
    const outer = parent.parent;
    return ts.isBinaryExpression(outer) && outer.left === parent && isAssignment(outer) ? [outer.right] : [];
  }
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== use) return [];
  const call = parent.parent;
  const isAdding = ts.isCallExpression(call) && call.expression === parent && ADDING.has(parent.name.text);
  return isAdding ? call.arguments : [];
}

/** Methods that put their arguments into a container. */
const ADDING = new Set(["push", "unshift", "splice", "add", "set", "fill", "concat"]);

function isAssignment({ operatorToken }: ts.BinaryExpression): boolean {
  const { FirstAssignment, LastAssignment } = ts.SyntaxKind;
  return operatorToken.kind >= FirstAssignment && operatorToken.kind <= LastAssignment;
}
