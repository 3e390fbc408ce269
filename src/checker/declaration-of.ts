/**
 * Where the thing that an expression means is declared: aliases (imports, re-exports, `require`) followed to their end,
 * destructured names to the property that they read. What is a call's callee is the overload that was chosen; where that
 * is an anonymous function type, the named member or variable that has it comes first.
 */
import ts from "typescript";
import { declarationOfSignature } from "./type-references.js";
import { withoutWrappers } from "./wrapped-expressions.js";

/**
 * @example
 * declarationsOf(checker, `uploadAudience` in `const { uploadAudience } = ads`) // [function uploadAudience …]
 */
export function declarationsOf(checker: ts.TypeChecker, node: ts.Node): readonly ts.Declaration[] {
  const inner = withoutWrappers(node);
  const call = callOf(inner);
  return call === undefined ? declarationsOfName(checker, inner) : declarationsOfCallee(checker, call);
}

function callOf(node: ts.Node): ts.CallLikeExpression | undefined {
  if (ts.isDecorator(node)) return callOf(node.expression) ?? node;
  const isCall = ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node);
  return isCall || ts.isJsxOpeningElement(node) || ts.isJsxSelfClosingElement(node) ? node : undefined;
}

function declarationsOfCallee(
  checker: ts.TypeChecker,
  call: ts.CallLikeExpression,
): readonly ts.Declaration[] {
  const signature = checker.getResolvedSignature(call);
  const chosen = signature === undefined ? undefined : declarationOfSignature(signature);
  if (chosen !== undefined && isNamed(chosen)) return [chosen];
  const callee = calleeOf(call);
  const named = callee === undefined ? [] : declarationsOfName(checker, withoutWrappers(callee));
  // `String(x)`: the call signature says more ("StringConstructor") than the variable, but names no less.
  return chosen === undefined || named.includes(chosen) ? named : [...named, chosen];
}

function calleeOf(call: ts.CallLikeExpression): ts.Node | undefined {
  if (ts.isTaggedTemplateExpression(call)) return call.tag;
  if (ts.isJsxOpeningElement(call) || ts.isJsxSelfClosingElement(call)) return call.tagName;
  return "expression" in call ? call.expression : undefined;
}

/** Is the overload itself the thing that one would look up? */
function isNamed(declaration: ts.Declaration): boolean {
  return (
    ts.isFunctionDeclaration(declaration) ||
    ts.isMethodDeclaration(declaration) ||
    ts.isMethodSignature(declaration) ||
    ts.isConstructorDeclaration(declaration) ||
    ts.isConstructSignatureDeclaration(declaration) ||
    ts.isAccessor(declaration)
  );
}

function declarationsOfName(checker: ts.TypeChecker, node: ts.Node): readonly ts.Declaration[] {
  const own = ownSymbolOf(checker, node);
  if (own === undefined) return [];
  const symbol = followed(checker, own);
  const found = (symbol.declarations ?? []).filter((one) => !isModuleWithoutTypes(one));
  // An import that leads nowhere (a package without types) still says from where it comes.
  const declarations = found.length > 0 ? found : (own.declarations ?? []);
  const values = declarations.filter(
    (one) => !ts.isInterfaceDeclaration(one) && !ts.isTypeAliasDeclaration(one),
  );
  const best = values.length > 0 ? values : declarations;
  return [...new Set(best.flatMap((one) => behindBinding(checker, one)))];
}

/** `declare module "x";` */
function isModuleWithoutTypes(declaration: ts.Declaration): boolean {
  return (
    ts.isModuleDeclaration(declaration) &&
    ts.isStringLiteral(declaration.name) &&
    declaration.body === undefined
  );
}

function ownSymbolOf(checker: ts.TypeChecker, node: ts.Node): ts.Symbol | undefined {
  const { parent } = node;
  if (ts.isIdentifier(node) && ts.isShorthandPropertyAssignment(parent) && parent.name === node) {
    return checker.getShorthandAssignmentValueSymbol(parent);
  }
  if (ts.isElementAccessExpression(node)) return memberSymbol(checker, node);
  const name = nameOf(node);
  return checker.getSymbolAtLocation(name) ?? symbolOfAccess(checker, name);
}

function nameOf(node: ts.Node): ts.Node {
  if (ts.isPropertyAccessExpression(node)) return node.name;
  if (ts.isImportSpecifier(node) || ts.isNamespaceImport(node)) return node.name;
  if (ts.isImportClause(node)) return node.name ?? node;
  if (ts.isExportSpecifier(node)) return node.name;
  return node;
}

function memberSymbol(checker: ts.TypeChecker, access: ts.ElementAccessExpression): ts.Symbol | undefined {
  const key = access.argumentExpression;
  const type = checker.getTypeAtLocation(access.expression);
  const text = literalText(checker, key);
  if (text === undefined) return memberUnderSymbol(checker, type, key);
  return checker.getPropertyOfType(checker.getApparentType(type), text) ?? checker.getSymbolAtLocation(key);
}

/** `rows[Symbol.iterator]` */
function memberUnderSymbol(
  checker: ts.TypeChecker,
  type: ts.Type,
  key: ts.Expression,
): ts.Symbol | undefined {
  const keyType = checker.getTypeAtLocation(key);
  if ((keyType.flags & ts.TypeFlags.UniqueESSymbol) === 0) return undefined;
  // Only this flag tells the type of a unique symbol.
  const { escapedName } = keyType as ts.UniqueESSymbolType;
  return checker
    .getPropertiesOfType(checker.getApparentType(type))
    .find((member) => member.escapedName === escapedName);
}

function literalText(checker: ts.TypeChecker, key: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(key) || ts.isNumericLiteral(key)) return key.text;
  const type = checker.getTypeAtLocation(key);
  return type.isStringLiteral() || type.isNumberLiteral() ? String(type.value) : undefined;
}

/** `a.b` where the compiler keeps no symbol at the name: by the object's type. */
function symbolOfAccess(checker: ts.TypeChecker, name: ts.Node): ts.Symbol | undefined {
  const { parent } = name;
  if (!ts.isIdentifier(name) || !ts.isPropertyAccessExpression(parent) || parent.name !== name)
    return undefined;
  const type = checker.getApparentType(checker.getTypeAtLocation(parent.expression));
  return checker.getPropertyOfType(type, name.text);
}

function followed(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  if ((symbol.flags & ts.SymbolFlags.Alias) === 0) return symbol;
  const target = checker.getAliasedSymbol(symbol);
  return checker.isUnknownSymbol(target) ? symbol : target;
}

/** `const { a: { b } } = x` → the declarations of `b`; a name that its initializer's type doesn't have → itself. */
function behindBinding(checker: ts.TypeChecker, declaration: ts.Declaration): readonly ts.Declaration[] {
  if (!ts.isBindingElement(declaration) || declaration.dotDotDotToken !== undefined) return [declaration];
  if (!ts.isObjectBindingPattern(declaration.parent)) return [declaration];
  const key = declaration.propertyName ?? declaration.name;
  const name = ts.isIdentifier(key) || ts.isStringLiteralLike(key) ? key.text : undefined;
  if (name === undefined) return [declaration];
  const type = checker.getApparentType(checker.getTypeAtLocation(declaration.parent));
  const member = checker.getPropertyOfType(type, name);
  const declarations = member === undefined ? [] : (followed(checker, member).declarations ?? []);
  return declarations.length > 0 ? declarations : [declaration];
}
