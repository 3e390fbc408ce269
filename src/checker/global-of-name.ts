/**
 * Which global variable an expression means: a name that nothing in the program gives a value (`declare`, a declaration
 * file, nothing at all), or what is read off the global object. A binding of the same name with a value is another thing.
 */
import ts from "typescript";
import { originOf } from "./origin-of.js";
import { withoutWrappers } from "./wrapped-expressions.js";

const GLOBAL_OBJECTS: ReadonlySet<string> = new Set(["window", "globalThis", "self", "global"]);

/** An identifier (or the string in `window["fbq"]`) that stands for a global, and the expression that it makes. */
export interface GlobalUse {
  readonly name: string;
  readonly expression: ts.Node;
}

/** @example globalAt(program, `fbq` in `(window as any).fbq("init")`) // { name: "fbq", expression: `(window as any).fbq` } */
export function globalAt(
  program: ts.Program,
  name: ts.Identifier | ts.StringLiteralLike,
): GlobalUse | undefined {
  const { parent } = name;
  if (ts.isElementAccessExpression(parent) && parent.argumentExpression === name) {
    return isGlobalObject(program, parent.expression) ? { name: name.text, expression: parent } : undefined;
  }
  if (!ts.isIdentifier(name)) return undefined;
  if (ts.isPropertyAccessExpression(parent) && parent.name === name) {
    return isGlobalObject(program, parent.expression) ? { name: name.text, expression: parent } : undefined;
  }
  if (ts.isBindingElement(parent) && (parent.propertyName ?? parent.name) === name) {
    return isTakenOffGlobalObject(program, parent) ? { name: name.text, expression: parent } : undefined;
  }
  return isFreeName(program, name) ? { name: name.text, expression: name } : undefined;
}

function isGlobalObject(program: ts.Program, expression: ts.Expression): boolean {
  const inner = withoutWrappers(expression);
  return ts.isIdentifier(inner) && GLOBAL_OBJECTS.has(inner.text) && isFreeName(program, inner);
}

/** `const { fbq } = window` */
function isTakenOffGlobalObject(program: ts.Program, element: ts.BindingElement): boolean {
  const variable = element.parent.parent;
  return (
    ts.isObjectBindingPattern(element.parent) &&
    ts.isVariableDeclaration(variable) &&
    variable.initializer !== undefined &&
    isGlobalObject(program, variable.initializer)
  );
}

function isFreeName(program: ts.Program, name: ts.Identifier): boolean {
  const { parent } = name;
  if (ts.isJsxAttribute(parent) || ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent))
    return false;
  const checker = program.getTypeChecker();
  const symbol =
    ts.isShorthandPropertyAssignment(parent) && parent.name === name
      ? checker.getShorthandAssignmentValueSymbol(parent)
      : checker.getSymbolAtLocation(name);
  if (symbol === undefined) return true;
  if ((symbol.flags & ts.SymbolFlags.Alias) !== 0) return false;
  return (symbol.declarations ?? []).every(
    (declaration) =>
      ts.getNameOfDeclaration(declaration) !== name &&
      (ts.isInterfaceDeclaration(declaration) ||
        (isVariableOrFunction(declaration) && originOf(program, declaration).ambient)),
  );
}

function isVariableOrFunction(declaration: ts.Declaration): boolean {
  return (
    ts.isVariableDeclaration(declaration) ||
    ts.isFunctionDeclaration(declaration) ||
    ts.isModuleDeclaration(declaration)
  );
}
