/**
 * Which properties are read or stored at a place: where the types of the object declare them. Types that are computed of others
 * (`Pick`, `Partial`) share their declarations.
 *
 * @example declarationsOfProperty(checker, `account.phone`) // the declaration of `phone` in `interface Account`
 * @example declarationsOfProperty(checker, `phone: text` of a literal) // itself, and that of the type which is expected
 */
import ts from "typescript";

/** Empty: no type declares it. */
export function declarationsOfProperty(checker: ts.TypeChecker, node: ts.Node): readonly ts.Declaration[] {
  if (ts.isPropertyAccessExpression(node)) return ofSymbol(checker.getSymbolAtLocation(node.name));
  if (ts.isElementAccessExpression(node))
    return ofType(checker, checker.getTypeAtLocation(node.expression), textOf(node.argumentExpression));
  if (ts.isBindingElement(node))
    return ofType(checker, checker.getTypeAtLocation(node.parent), textOf(node.propertyName ?? node.name));
  if (ts.isParameter(node)) return [node];
  if (ts.isClassElement(node) && ts.isClassLike(node.parent))
    return ofClassMember(checker, node, node.parent);
  return ts.isObjectLiteralElement(node) ? ofLiteralMember(checker, node) : [];
}

/** The member itself, and those that it overrides or implements: it may be reached by their types. */
function ofClassMember(
  checker: ts.TypeChecker,
  node: ts.ClassElement,
  owner: ts.ClassLikeDeclaration,
): readonly ts.Declaration[] {
  const name = node.name === undefined ? undefined : textOf(node.name);
  const found = new Set<ts.Declaration>([node]);
  const pending: ts.Node[] = [owner];
  for (const type of pending) {
    if (!ts.isClassLike(type) && !ts.isInterfaceDeclaration(type)) continue;
    for (const { types } of type.heritageClauses ?? [])
      for (const base of types)
        for (const one of ofType(checker, checker.getTypeAtLocation(base), name)) {
          if (found.has(one)) continue;
          found.add(one);
          pending.push(one.parent);
        }
  }
  return [...found];
}

/** A member of an object literal, a property of a pattern that is assigned to, or an attribute. */
function ofLiteralMember(checker: ts.TypeChecker, node: ts.ObjectLiteralElement): readonly ts.Declaration[] {
  const { parent } = node;
  const name = node.name === undefined ? undefined : textOf(node.name);
  if (ts.isJsxAttributes(parent)) {
    const expected = checker.getContextualType(parent);
    return expected === undefined ? [] : ofType(checker, expected, name);
  }
  if (!ts.isObjectLiteralExpression(parent)) return [];
  const expected = checker.getContextualType(parent);
  // What is assigned to a pattern has a type of its own.
  const own = isPattern(parent) ? ofType(checker, checker.getTypeAtLocation(parent), name) : [node];
  return expected === undefined ? own : [...own, ...ofType(checker, expected, name)];
}

function isPattern(node: ts.ObjectLiteralExpression): boolean {
  const { parent } = node;
  return (
    (ts.isBinaryExpression(parent) &&
      parent.left === node &&
      parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) ||
    ((ts.isForOfStatement(parent) || ts.isForInStatement(parent)) && parent.initializer === node)
  );
}

function ofType(checker: ts.TypeChecker, type: ts.Type, name: string | undefined): readonly ts.Declaration[] {
  if (name === undefined) return [];
  if (type.isUnionOrIntersection()) return type.types.flatMap((part) => ofType(checker, part, name));
  return ofSymbol(checker.getPropertyOfType(checker.getApparentType(type), name));
}

/** The first declaration of each of the types in a union. */
function ofSymbol(symbol: ts.Symbol | undefined): readonly ts.Declaration[] {
  const declarations = symbol?.declarations ?? [];
  const owners = new Map<ts.Node, ts.Declaration>();
  for (const declaration of declarations)
    if (isProperty(declaration) && !owners.has(declaration.parent))
      owners.set(declaration.parent, declaration);
  return [...owners.values()];
}

/** What a module exports under a name is no property of a type. */
function isProperty(declaration: ts.Declaration): boolean {
  return (
    ts.isTypeElement(declaration) ||
    ts.isClassElement(declaration) ||
    ts.isObjectLiteralElement(declaration) ||
    ts.isParameter(declaration)
  );
}

/** The name, where it is written out. */
function textOf(name: ts.Node): string | undefined {
  if (ts.isComputedPropertyName(name)) return textOf(name.expression);
  return ts.isIdentifier(name) ||
    ts.isPrivateIdentifier(name) ||
    ts.isStringLiteralLike(name) ||
    ts.isNumericLiteral(name)
    ? name.text
    : undefined;
}
