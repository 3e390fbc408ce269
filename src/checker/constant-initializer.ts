/**
 * What a name or property is made with, where it always has that value: a `const`, a member of a constant object, of an
 * enum, of a namespace, a static or readonly field. By symbols of plain names alone, so that asking is cheap: most
 * names that it is asked for are none of these.
 */
import ts from "typescript";
import { withoutWrappers } from "./wrapped-expressions.js";

/** @example constantInitializer(checker, `paths.events` with `const paths = { events: "/events" }`) // `"/events"` */
export function constantInitializer(
  checker: ts.TypeChecker,
  written: ts.Expression,
): ts.Expression | undefined {
  const expression = withoutWrappers(written);
  const declaration = ts.isPropertyAccessExpression(expression)
    ? memberOf(checker, expression)
    : declarationOfName(checker, expression);
  if (declaration === undefined) return undefined;
  if (ts.isVariableDeclaration(declaration)) {
    const isConstant = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
    return isConstant ? declaration.initializer : undefined;
  }
  // What is assigned to a property later is not looked for: what it began with, it may be.
  const isInitialized =
    ts.isPropertyAssignment(declaration) ||
    ts.isEnumMember(declaration) ||
    (ts.isPropertyDeclaration(declaration) && isReadonly(declaration));
  return isInitialized ? declaration.initializer : undefined;
}

/** Destructured names have no initializer of their own. */
function declarationOfName(checker: ts.TypeChecker, expression: ts.Expression): ts.Declaration | undefined {
  if (!ts.isIdentifier(expression)) return undefined;
  const own = checker.getSymbolAtLocation(expression);
  if (own === undefined) return undefined;
  const symbol = (own.flags & ts.SymbolFlags.Alias) === 0 ? own : checker.getAliasedSymbol(own);
  const [declaration, ...others] = symbol.declarations ?? [];
  return others.length === 0 ? declaration : undefined;
}

function memberOf(
  checker: ts.TypeChecker,
  { expression, name }: ts.PropertyAccessExpression,
): ts.Declaration | undefined {
  const owner = withoutWrappers(expression);
  if (owner.kind === ts.SyntaxKind.ThisKeyword) {
    const around = ts.findAncestor(owner, ts.isClassLike);
    return around?.members.find((member) => isNamed(member, name.text));
  }
  const declaration = declarationOfName(checker, owner);
  if (declaration !== undefined && (ts.isEnumDeclaration(declaration) || ts.isClassLike(declaration))) {
    return [...declaration.members].find((member) => isNamed(member, name.text));
  }
  if (declaration !== undefined && (ts.isSourceFile(declaration) || ts.isModuleDeclaration(declaration))) {
    const [member] = checker.getSymbolAtLocation(name)?.declarations ?? [];
    return member;
  }
  const value = constantInitializer(checker, owner);
  const inner = value === undefined ? undefined : withoutWrappers(value);
  if (inner === undefined || !ts.isObjectLiteralExpression(inner)) return undefined;
  return inner.properties.find((property) => isNamed(property, name.text));
}

function isNamed({ name }: ts.NamedDeclaration, text: string): boolean {
  if (name === undefined) return false;
  return (
    (ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteral(name)) && name.text === text
  );
}

function isReadonly(declaration: ts.PropertyDeclaration): boolean {
  return (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Readonly) !== 0;
}
