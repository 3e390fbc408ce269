/** Types that JavaScript writes in comments: `@type`, `@param`, `@returns`, and casts. */
import ts from "typescript";

/** @example writtenTypeOf(`to` in `/** @type {string} *\/ const to = …`)?.getText() // "string" */
export function writtenTypeOf(
  node: ts.VariableDeclaration | ts.PropertyDeclaration | ts.PropertySignature | ts.ParameterDeclaration,
): ts.TypeNode | undefined {
  return node.type ?? (isJavaScript(node) ? ts.getJSDocType(node) : undefined);
}

/** The type of a function's result. */
export function writtenResultOf(node: ts.SignatureDeclaration): ts.TypeNode | undefined {
  return node.type ?? (isJavaScript(node) ? ts.getJSDocReturnType(node) : undefined);
}

/** `/** @type {string} *\/ (value)`: the comment stands before the parenthesis, and not before the statement. */
export function castOf(node: ts.ParenthesizedExpression): ts.TypeNode | undefined {
  const type = isJavaScript(node) ? ts.getJSDocType(node) : undefined;
  return type !== undefined && type.pos >= node.pos ? type : undefined;
}

/** No type of TypeScript's own can be written there. */
export function isInComment(type: ts.TypeNode): boolean {
  return (type.flags & ts.NodeFlags.JSDoc) !== 0;
}

function isJavaScript(node: ts.Node): boolean {
  return (node.flags & ts.NodeFlags.JavaScriptFile) !== 0;
}
