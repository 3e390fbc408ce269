/**
 * Where a type is written beside the values that come in there: variables, fields of classes, parameters of callbacks,
 * results of functions.
 */
import ts from "typescript";
import { containerParts } from "./container-parts.js";
import { kindOfType } from "./kind-of-type.js";
import { writtenResultOf, writtenTypeOf } from "./types-in-comments.js";
import { writesTo } from "./variable-writes.js";

/** @example writtenPlaceAt(checker, `const to: string = account.securityPhone`)?.values // [`account.securityPhone`] */
export interface WrittenPlace {
  readonly kind: "declared" | "returned";
  readonly written: ts.TypeNode;
  /** What tags and settings may label. */
  readonly declaration: ts.Declaration;
  /** The type that each value is given: the written one, or what an async function's promise is of. */
  readonly given: ts.Type;
  /** What is put there. */
  readonly values: readonly ts.Expression[];
  /** What is added to a list that stands there; asked only where it matters. */
  added(): readonly ts.Expression[];
  typeOf(value: ts.Expression): ts.Type;
}

export function writtenPlaceAt(checker: ts.TypeChecker, node: ts.Node): WrittenPlace | undefined {
  if (ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node)) return declaredPlace(checker, node);
  if (ts.isParameter(node)) return parameterPlace(checker, node);
  return ts.isFunctionLike(node) && "body" in node ? resultPlace(checker, node) : undefined;
}

function declaredPlace(
  checker: ts.TypeChecker,
  declaration: ts.VariableDeclaration | ts.PropertyDeclaration,
): WrittenPlace | undefined {
  const { initializer } = declaration;
  const written = writtenTypeOf(declaration);
  if (written === undefined || !mayHoldText(written)) return undefined;
  const assigned = isReassigned(declaration) ? writesTo(checker, declaration) : [];
  return {
    kind: "declared",
    written,
    declaration,
    given: checker.getTypeFromTypeNode(written),
    values: initializer === undefined ? assigned : [initializer, ...assigned],
    added: () => (ts.isVariableDeclaration(declaration) ? writesTo(checker, declaration) : []),
    typeOf: (value) => checker.getTypeAtLocation(value),
  };
}

/** `let`, `var` */
function isReassigned(
  declaration: ts.VariableDeclaration | ts.PropertyDeclaration,
): declaration is ts.VariableDeclaration {
  const list = declaration.parent;
  return ts.isVariableDeclarationList(list) && (list.flags & ts.NodeFlags.Const) === 0;
}

/** `phones.map((phone: string) => …)`: the callback's parameter is what it would be without a written type. */
function parameterPlace(
  checker: ts.TypeChecker,
  declaration: ts.ParameterDeclaration,
): WrittenPlace | undefined {
  const { type: written, parent: callback, name } = declaration;
  if (written === undefined || !mayHoldText(written) || !ts.isIdentifier(name)) return undefined;
  if (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback)) return undefined;
  const expected = expectedParameter(checker, callback, callback.parameters.indexOf(declaration));
  if (expected === undefined) return undefined;
  return {
    kind: "declared",
    written,
    declaration,
    given: checker.getTypeFromTypeNode(written),
    values: [name],
    added: () => [],
    typeOf: () => expected,
  };
}

function expectedParameter(
  checker: ts.TypeChecker,
  callback: ts.ArrowFunction | ts.FunctionExpression,
  index: number,
): ts.Type | undefined {
  const expected = checker.getContextualType(callback);
  const [signature, ...more] = expected?.getCallSignatures() ?? [];
  const parameter = more.length === 0 ? signature?.parameters[index] : undefined;
  return parameter && checker.getTypeOfSymbolAtLocation(parameter, callback);
}

type FunctionWithBody = ts.SignatureDeclaration & { readonly body?: ts.Node | undefined };

function resultPlace(checker: ts.TypeChecker, declaration: FunctionWithBody): WrittenPlace | undefined {
  const { body } = declaration;
  const written = writtenResultOf(declaration);
  if (written === undefined || body === undefined || !mayHoldText(written)) return undefined;
  if (hasOverloads(checker, declaration)) return undefined;
  const result = checker.getTypeFromTypeNode(written);
  const modifiers = ts.getCombinedModifierFlags(declaration);
  const isAsync = (modifiers & ts.ModifierFlags.Async) !== 0;
  const isGenerator = "asteriskToken" in declaration && declaration.asteriskToken !== undefined;
  const awaited = (type: ts.Type): ts.Type => (isAsync ? (checker.getAwaitedType(type) ?? type) : type);
  const given = isGenerator ? elementOf(checker, result) : awaited(result);
  if (given === undefined) return undefined;
  return {
    kind: "returned",
    written,
    declaration: declaration,
    given,
    values: handedOut(body, isGenerator),
    added: () => [],
    typeOf: (value) => awaited(checker.getTypeAtLocation(value)),
  };
}

/** What callers see are the overloads, not the type of their common body. */
function hasOverloads(checker: ts.TypeChecker, declaration: FunctionWithBody): boolean {
  const name = ts.getNameOfDeclaration(declaration);
  const symbol = name === undefined ? undefined : checker.getSymbolAtLocation(name);
  const others = (symbol?.declarations ?? []).filter(
    (one) => one !== declaration && one.kind === declaration.kind,
  );
  return others.length > 0;
}

function elementOf(checker: ts.TypeChecker, type: ts.Type): ts.Type | undefined {
  return containerParts(checker, type, kindOfType(checker, type)).elements[0];
}

/** Operands of `return`, or of `yield`; an arrow function's expression. */
function handedOut(body: ts.Node, isGenerator: boolean): readonly ts.Expression[] {
  if (ts.isExpression(body)) return [body];
  const operands: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    const operand = isGenerator ? yieldedBy(node) : ts.isReturnStatement(node) ? node.expression : undefined;
    if (operand !== undefined) operands.push(operand);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return operands;
}

function yieldedBy(node: ts.Node): ts.Expression | undefined {
  return ts.isYieldExpression(node) && node.asteriskToken === undefined ? node.expression : undefined;
}

/** Most written types are out of the question by the look of them. */
function mayHoldText(written: ts.TypeNode): boolean {
  if (ts.isUnionTypeNode(written)) return written.types.some(mayHoldText);
  if (ts.isLiteralTypeNode(written) || ts.isTypePredicateNode(written)) return false;
  switch (written.kind) {
    case ts.SyntaxKind.NumberKeyword:
    case ts.SyntaxKind.BooleanKeyword:
    case ts.SyntaxKind.BigIntKeyword:
    case ts.SyntaxKind.SymbolKeyword:
    case ts.SyntaxKind.VoidKeyword:
    case ts.SyntaxKind.NeverKeyword:
    case ts.SyntaxKind.UndefinedKeyword:
    case ts.SyntaxKind.UnknownKeyword:
    case ts.SyntaxKind.ObjectKeyword:
      return false;
    default:
      return true;
  }
}
