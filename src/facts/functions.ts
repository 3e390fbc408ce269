/**
 * Pipeline stage: source file → facts. Lowers functions of every kind into procedures: parameters, body, the records that
 * the closure keeps.
 */
import ts from "typescript";
import type { HoistedFunction, Parameter, Procedure, ProcedureKind, Statement } from "../graph/procedure.js";
import type { ProcedureId, SiteId } from "../graph/expression.js";
import { lowerExpression } from "./expressions.js";
import { within, type Place } from "./facts-builder.js";
import { hasModifier, hasWrittenType, isParameterProperty, isThisParameter } from "./modifiers.js";
import { variableNamed } from "./names.js";
import { lowerPattern } from "./patterns.js";
import { recordOf } from "./record-layout.js";
import { recordsAround, referenceTo } from "./scope.js";
import { hoistedIn, lowerStatements } from "./statements.js";

/** What a procedure is called in messages, and the class that it is a member of. */
export interface ProcedureIdentity {
  readonly name: string;
  readonly memberOf: SiteId | undefined;
}

/** Lowers a function; undefined if it has no body. */
export function lowerProcedure(
  place: Place,
  node: ts.FunctionLikeDeclaration,
  identity: ProcedureIdentity,
): ProcedureId | undefined {
  const body = node.body;
  if (body === undefined) return undefined;
  const shell = startProcedure(place, node, { ...identity, kind: kindOf(node) });
  const parameters = node.parameters.filter((parameter) => !isThisParameter(parameter));
  return finishProcedure(shell, {
    parameters: parameters.map((parameter) => lowerParameter(shell.inside, node, parameter)),
    hoisted: [...ownName(shell, node), ...(ts.isBlock(body) ? hoistedIn(shell.inside, body.statements) : [])],
    body: ts.isBlock(body) ? lowerStatements(shell.inside, body.statements) : [returnOf(shell.inside, body)],
    async: hasModifier(node, ts.SyntaxKind.AsyncKeyword),
    generator: node.asteriskToken !== undefined,
  });
}

/** Lowers the initialiser of a field: a procedure that returns the value. */
export function lowerInitializer(
  place: Place,
  node: ts.PropertyDeclaration,
  initializer: ts.Expression,
  identity: ProcedureIdentity,
): ProcedureId {
  const shell = startProcedure(place, node, { ...identity, kind: "field" });
  return finishProcedure(shell, { ...nothingDeclared, body: [returnOf(shell.inside, initializer)] });
}

/** Lowers a static block. */
export function lowerStaticBlock(
  place: Place,
  node: ts.ClassStaticBlockDeclaration,
  identity: ProcedureIdentity,
): ProcedureId {
  const shell = startProcedure(place, node, { ...identity, kind: "static-block" });
  const hoisted = hoistedIn(shell.inside, node.body.statements);
  return finishProcedure(shell, {
    ...nothingDeclared,
    hoisted,
    body: lowerStatements(shell.inside, node.body.statements),
  });
}

/** Gives a function or class expression the name of what it is put into. */
export function giveName(place: Place, expression: ts.Expression, name: string): void {
  let inner = expression;
  while (ts.isParenthesizedExpression(inner) || ts.isAsExpression(inner) || ts.isSatisfiesExpression(inner)) {
    inner = inner.expression;
  }
  place.facts.givenNames.set(inner, name);
}

/** The name of a function or class for messages: its own, or the one it was given. */
export function nameOf(
  place: Place,
  node: ts.Node & { readonly name?: ts.PropertyName | undefined },
): string {
  const own = node.name;
  if (own !== undefined && (ts.isIdentifier(own) || ts.isPrivateIdentifier(own)) && own.text !== "")
    return own.text;
  return place.facts.givenNames.get(node) ?? "(anonymous)";
}

type Header = ProcedureIdentity & { readonly kind: ProcedureKind };
type Shell = Omit<Procedure, keyof Contents | "keepsArguments"> & {
  readonly inside: Place;
  readonly node: ts.Node;
};
type Contents = Pick<Procedure, "parameters" | "hoisted" | "body" | "async" | "generator">;

const nothingDeclared = { parameters: [], hoisted: [], async: false, generator: false } as const;

function startProcedure(place: Place, node: ts.Node, header: Header): Shell {
  const id = place.facts.startProcedure(node);
  const inside = { ...within(place, node), procedure: id };
  return {
    ...header,
    id,
    node,
    inside,
    site: place.facts.site(node),
    record: recordOf(inside.scope),
    captures: recordsAround(place.scope),
    lexicalThis: header.kind === "arrow",
    parent: place.procedure,
  };
}

function finishProcedure(shell: Shell, contents: Contents): ProcedureId {
  const { inside, id, kind, name, site, record, captures, lexicalThis, memberOf, parent } = shell;
  inside.facts.finishProcedure({
    id,
    kind,
    name,
    site,
    record,
    captures,
    keepsArguments: inside.facts.keptArguments.has(record),
    lexicalThis,
    memberOf,
    parent,
    ...contents,
  });
  return id;
}

function kindOf(node: ts.FunctionLikeDeclaration): ProcedureKind {
  if (ts.isArrowFunction(node)) return "arrow";
  if (ts.isMethodDeclaration(node)) return "method";
  if (ts.isConstructorDeclaration(node)) return "constructor";
  if (ts.isGetAccessor(node)) return "getter";
  return ts.isSetAccessor(node) ? "setter" : "function";
}

/** `const f = function g() {…}`: g is the function itself, made anew in its own record. */
function ownName(shell: Shell, node: ts.FunctionLikeDeclaration): HoistedFunction[] {
  if (!ts.isFunctionExpression(node) || node.name === undefined) return [];
  const variable = variableNamed(shell.inside, node.name.text);
  if (variable?.declarations[0]?.node !== node) return [];
  return [{ reference: referenceTo(variable), procedure: shell.id }];
}

function returnOf(place: Place, value: ts.Expression): Statement {
  return { kind: "return", site: place.facts.site(value), value: lowerExpression(place, value, "value") };
}

function lowerParameter(
  place: Place,
  owner: ts.FunctionLikeDeclaration,
  node: ts.ParameterDeclaration,
): Parameter {
  if (node.initializer !== undefined && ts.isIdentifier(node.name))
    giveName(place, node.initializer, node.name.text);
  return {
    site: place.facts.site(node),
    target: lowerPattern(place, node.name, true),
    otherwise: node.initializer && lowerExpression(place, node.initializer, "value"),
    rest: node.dotDotDotToken !== undefined,
    typed: hasWrittenType(node, owner, place.facts.sourceFile),
    property: ts.isIdentifier(node.name) && isParameterProperty(node) ? node.name.text : undefined,
  };
}
