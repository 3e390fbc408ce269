/** `const phone = account.phone;` becomes `const { phone: phone } = account;`, and the like for assignments. */
import ts from "typescript";
import { editEachCase, isOnOneLine, isUsing, nodesWithin, type Edit } from "../sources.js";

export const destructureReads = editEachCase("destructuring instead of reading", (file) =>
  [...nodesWithin(file)].flatMap((node) => {
    if (ts.isVariableStatement(node)) return declaredByPattern(node);
    return ts.isExpressionStatement(node) ? assignedByPattern(node) : [];
  }),
);

function declaredByPattern(statement: ts.VariableStatement): readonly Edit[] {
  const { declarations } = statement.declarationList;
  const [declaration, ...others] = declarations;
  // An annotation that stands on one variable would stand on a whole pattern.
  const isAnnotated = statement.getStart() !== statement.getStart(undefined, true);
  const isDisposed = isUsing(statement.declarationList);
  if (declaration === undefined || others.length > 0 || isAnnotated || isDisposed) return [];
  const read = readOf(declaration.initializer);
  if (read === undefined || !ts.isIdentifier(declaration.name) || declaration.type !== undefined) return [];
  const pattern = `{ ${read.name.text}: ${declaration.name.text} } = ${read.expression.getText()}`;
  return [{ start: declaration.getStart(), end: declaration.end, text: pattern }];
}

function assignedByPattern(statement: ts.ExpressionStatement): readonly Edit[] {
  const { expression } = statement;
  if (!ts.isBinaryExpression(expression) || expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken)
    return [];
  const read = readOf(expression.right);
  if (read === undefined || !ts.isIdentifier(expression.left)) return [];
  const pattern = `({ ${read.name.text}: ${expression.left.text} } = ${read.expression.getText()})`;
  return [{ start: expression.getStart(), end: expression.end, text: pattern }];
}

interface Read {
  readonly expression: ts.Expression;
  readonly name: ts.Identifier;
}

function readOf(value: ts.Expression | undefined): Read | undefined {
  if (value === undefined || !ts.isPropertyAccessExpression(value) || !isOnOneLine(value)) return undefined;
  const { expression, name } = value;
  const isChain = (value.flags & ts.NodeFlags.OptionalChain) !== 0;
  if (isChain || ts.isPrivateIdentifier(name) || expression.kind === ts.SyntaxKind.SuperKeyword)
    return undefined;
  return { expression, name };
}
