/**
 * Pipeline stage: source file → facts. The scopes of functions, classes, enums and namespaces: the constructs that own
 * names and, functions and field initialisers, a frame.
 */
import ts from "typescript";
import { declare, declareNamed, declarePattern, exportScopeOf } from "./scope-declarations.js";
import {
  hasWrittenType,
  isAmbient,
  isDefaultExport,
  isExported,
  isFieldWithoutTrace,
  isInstantiated,
  isThisParameter,
} from "./modifiers.js";
import { computedName, openScope, patternOf, visitAll, visitLater, type ScopeWalk } from "./scope-visits.js";
import type { Scope } from "./scope.js";

/** The scope that an exported declaration of a namespace goes into; elsewhere the scope itself. */
function homeOfDeclaration(node: ts.Node, scope: Scope): Scope {
  return scope.kind === "namespace" && isExported(node) ? (scope.parent ?? scope) : scope;
}

/** A function: its name, then its parameters and body in one scope. */
export function visitFunction(walk: ScopeWalk, node: ts.FunctionLikeDeclaration, scope: Scope): void {
  const { table } = walk;
  if (ts.isFunctionDeclaration(node)) declareFunction(walk, node, scope);
  if (node.body === undefined || isAmbient(node, table.sourceFile)) return;
  visitLater(walk, scope, computedName(node.name));
  if (ts.canHaveDecorators(node)) visitAll(walk, scope, ts.getDecorators(node));
  const own = openScope(walk, node, scope, ts.isArrowFunction(node) ? "arrow" : "function");
  if (ts.isFunctionExpression(node) && node.name !== undefined)
    declare(table, own, node.name, { by: "function", node });
  for (const parameter of node.parameters) {
    if (isThisParameter(parameter)) continue;
    const typed = hasWrittenType(parameter, node, table.sourceFile);
    declarePattern(table, own, parameter.name, { by: "parameter", node: parameter, typed });
    visitAll(walk, scope, ts.getDecorators(parameter));
    visitLater(walk, own, patternOf(parameter.name), parameter.initializer);
  }
  if (ts.isBlock(node.body)) visitAll(walk, own, node.body.statements);
  else visitLater(walk, own, node.body);
}

function declareFunction(walk: ScopeWalk, node: ts.FunctionDeclaration, scope: Scope): void {
  const ambient = node.body === undefined || isAmbient(node, walk.table.sourceFile);
  const as = { by: "function", node, ambient } as const;
  if (node.name !== undefined && node.name.text !== "")
    declare(walk.table, homeOfDeclaration(node, scope), node.name, as);
  else if (isDefaultExport(node)) declareNamed(walk.table, scope, "default", { ...as, name: node });
}

/** A class: its name and private names, then its members. */
export function visitClass(walk: ScopeWalk, node: ts.ClassLikeDeclaration, scope: Scope): void {
  const { table } = walk;
  const ambient = isAmbient(node, table.sourceFile);
  const as = { by: "class", node, ambient } as const;
  if (ts.isClassDeclaration(node)) {
    if (node.name !== undefined && node.name.text !== "")
      declare(table, homeOfDeclaration(node, scope), node.name, as);
    else if (isDefaultExport(node)) declareNamed(table, scope, "default", { ...as, name: node });
  }
  if (ambient) return;
  const decorators = ts.getDecorators(node) ?? [];
  visitAll(walk, scope, decorators);
  const own = openScope(walk, node, scope, "class");
  if (ts.isClassExpression(node)) {
    if (node.name !== undefined) declare(table, own, node.name, as);
    else if (decorators.length > 0) declareNamed(table, own, "(class)", { ...as, name: node });
  }
  for (const member of node.members) {
    if (member.name !== undefined && ts.isPrivateIdentifier(member.name)) {
      own.names.set(member.name.text, { kind: "private", owner: node });
    }
  }
  for (const clause of node.heritageClauses ?? []) {
    if (clause.token === ts.SyntaxKind.ExtendsKeyword) visitAll(walk, own, clause.types);
  }
  visitAll(walk, own, node.members);
}

/** A field: the initialiser has a frame of its own. */
export function visitField(walk: ScopeWalk, node: ts.PropertyDeclaration, scope: Scope): void {
  if (isFieldWithoutTrace(node)) return;
  visitLater(walk, scope, computedName(node.name));
  visitAll(walk, scope, ts.getDecorators(node));
  if (node.initializer === undefined) return;
  visitLater(walk, openScope(walk, node, scope, "initializer"), node.initializer);
}

/** An enum: inside, the members' names mean its properties. */
export function visitEnum(walk: ScopeWalk, node: ts.EnumDeclaration, scope: Scope): void {
  const ambient = isAmbient(node, walk.table.sourceFile);
  const home = homeOfDeclaration(node, scope);
  const object = declare(walk.table, home, node.name, { by: "enum", node, ambient });
  const own = openScope(walk, node, scope, "block");
  for (const member of node.members) {
    if (ts.isIdentifier(member.name) || ts.isStringLiteral(member.name)) {
      own.names.set(member.name.text, { kind: "member", object, name: member.name.text });
    }
    if (!ambient) visitLater(walk, own, computedName(member.name), member.initializer);
  }
}

/** A namespace: exported names are shared by all its blocks, the others belong to one block. */
export function visitNamespace(walk: ScopeWalk, node: ts.ModuleDeclaration, scope: Scope): void {
  const { table } = walk;
  if (!ts.isIdentifier(node.name) || (node.flags & ts.NodeFlags.GlobalAugmentation) !== 0) return;
  if (!isInstantiated(node)) return;
  const ambient = isAmbient(node, table.sourceFile);
  const home = homeOfNamespace(node, scope);
  const variable = declare(table, home, node.name, { by: "namespace", node, ambient });
  if (ambient || node.body === undefined) return;
  const own = openScope(walk, node, exportScopeOf(table, variable, scope), "namespace");
  table.namespaceOf.set(own, variable);
  if (ts.isModuleBlock(node.body)) visitAll(walk, own, node.body.statements);
  else visitLater(walk, own, node.body);
}

/** `namespace A.B {}` exports B from A without a modifier. */
function homeOfNamespace(node: ts.ModuleDeclaration, scope: Scope): Scope {
  const dotted = (node.flags & ts.NodeFlags.NestedNamespace) !== 0;
  return dotted && scope.kind === "namespace" ? (scope.parent ?? scope) : homeOfDeclaration(node, scope);
}
