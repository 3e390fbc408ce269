/**
 * Pipeline stage: source file → facts. What each kind of node means for scopes: which scope it opens, which names it
 * declares, in which scope its children lie. Scope analysis drives these visits.
 */
import { takesPart } from "./binding-elements.js";
import ts from "typescript";
import { visitClass, visitEnum, visitField, visitFunction, visitNamespace } from "./scope-owners.js";
import {
  declareImportEquals,
  declareImports,
  declareNamed,
  declarePattern,
  variableScope,
  type DeclaredAs,
  type ScopeTable,
} from "./scope-declarations.js";
import { hasWrittenType, isAmbient, isExported, keywordOf } from "./modifiers.js";
import { isFrame, MODULE_THIS, receiverFrame, scopeWithin, type Scope } from "./scope.js";

/** The walk of one file; a visit leaves the children to go on with in `children`, in the order of the text. */
export interface ScopeWalk {
  readonly table: ScopeTable;
  readonly children: { readonly node: ts.Node; readonly scope: Scope }[];
  /** Mentions of names that make a file a CommonJS module if nothing declares them. */
  readonly commonJsNames: { readonly name: string; readonly scope: Scope }[];
  /** Scopes in which `this` is the module's. */
  readonly mentionsOfThis: Scope[];
}

/** Goes on with these nodes later. */
export function visitLater(walk: ScopeWalk, scope: Scope, ...nodes: readonly (ts.Node | undefined)[]): void {
  for (const node of nodes) {
    if (node !== undefined) walk.children.push({ node, scope });
  }
}

/** Goes on with a list of nodes later; of any length, unlike arguments. */
export function visitAll(walk: ScopeWalk, scope: Scope, nodes: readonly ts.Node[] | undefined): void {
  for (const node of nodes ?? []) walk.children.push({ node, scope });
}

/** Opens the scope of a node. A frame starts afresh; what is no frame runs as often as what is around it. */
export function openScope(walk: ScopeWalk, node: ts.Node, parent: Scope, kind: Scope["kind"]): Scope {
  const scope = scopeWithin(parent, kind, !isFrame(kind) && parent.inLoop);
  walk.table.scopes.set(node, scope);
  return scope;
}

/** Opens the scope of a loop's head: it runs once for each round. */
function openRound(walk: ScopeWalk, node: ts.Node, parent: Scope): Scope {
  const scope = scopeWithin(parent, "block", true);
  walk.table.scopes.set(node, scope);
  return scope;
}

/** Enters what one node means for scopes. */
export function visitNode(walk: ScopeWalk, node: ts.Node, scope: Scope): void {
  if (ts.isIdentifier(node)) {
    scope.mentions.add(node.text);
  } else if (ts.isPropertyAccessExpression(node)) {
    noteCommonJs(walk, node.expression, node.name.text, scope);
    visitLater(walk, scope, node.expression);
  } else if (node.kind === ts.SyntaxKind.ThisKeyword) {
    visitThis(walk, scope);
  } else if (isForTypesOnly(node)) {
    return;
  } else if (
    !visitOwner(walk, node, scope) &&
    !visitDeclaration(walk, node, scope) &&
    !visitBlock(walk, node, scope)
  ) {
    if (ts.isCallExpression(node)) noteCommonJs(walk, node.expression, undefined, scope);
    ts.forEachChild(node, (child) => {
      visitLater(walk, scope, child);
    });
  }
}

function isForTypesOnly(node: ts.Node): boolean {
  if (ts.isExpressionWithTypeArguments(node)) return false;
  return (
    ts.isTypeNode(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isTypeParameterDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isMetaProperty(node)
  );
}

/** Only the module's `this` is one of the file's variables. */
function visitThis(walk: ScopeWalk, scope: Scope): void {
  if (receiverFrame(scope).kind !== "module") return;
  scope.mentions.add(MODULE_THIS);
  walk.mentionsOfThis.push(scope);
}

/** `require(…)`, `module.exports`, `exports.x`; in JavaScript `this.x` at the top level as well. */
function noteCommonJs(
  walk: ScopeWalk,
  base: ts.Expression,
  property: string | undefined,
  scope: Scope,
): void {
  if (base.kind === ts.SyntaxKind.ThisKeyword && receiverFrame(scope).kind === "module") {
    if ((walk.table.sourceFile.flags & ts.NodeFlags.JavaScriptFile) !== 0)
      walk.commonJsNames.push({ name: MODULE_THIS, scope });
    return;
  }
  if (!ts.isIdentifier(base)) return;
  const name = base.text;
  const used =
    property === undefined
      ? name === "require"
      : name === "exports" || (name === "module" && property === "exports");
  if (used) walk.commonJsNames.push({ name, scope });
}

/** Functions, classes, fields, enums and namespaces. */
function visitOwner(walk: ScopeWalk, node: ts.Node, scope: Scope): boolean {
  if (isProcedureNode(node)) visitFunction(walk, node, scope);
  else if (ts.isClassLike(node)) visitClass(walk, node, scope);
  else if (ts.isPropertyDeclaration(node)) visitField(walk, node, scope);
  else if (ts.isClassStaticBlockDeclaration(node)) {
    visitAll(walk, openScope(walk, node, scope, "initializer"), node.body.statements);
  } else if (ts.isEnumDeclaration(node)) visitEnum(walk, node, scope);
  else if (ts.isModuleDeclaration(node)) visitNamespace(walk, node, scope);
  else return false;
  return true;
}

/** Whether the node is a function of any kind, with or without a body. */
function isProcedureNode(node: ts.Node): node is ts.FunctionLikeDeclaration {
  return (
    ts.isArrowFunction(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isAccessor(node)
  );
}

/** Variables, imports, default exports, and names that are no mentions. */
function visitDeclaration(walk: ScopeWalk, node: ts.Node, scope: Scope): boolean {
  if (ts.isVariableStatement(node)) declareList(walk, node.declarationList, scope, node);
  else if (ts.isVariableDeclarationList(node)) declareList(walk, node, scope, undefined);
  else if (takesPart(node)) visitBindingElement(walk, node, scope);
  else if (ts.isImportDeclaration(node)) declareImports(scope, node);
  else if (ts.isImportEqualsDeclaration(node)) {
    declareImportEquals(walk.table, scope, node);
    if (!ts.isExternalModuleReference(node.moduleReference)) visitLater(walk, scope, node.moduleReference);
  } else if (ts.isExportAssignment(node)) {
    if (node.isExportEquals !== true) {
      const as = { by: "const", node, name: node.expression } as const;
      declareNamed(walk.table, walk.table.module, "default", as);
    }
    visitLater(walk, scope, node.expression);
  } else if (ts.isPropertyAssignment(node))
    visitLater(walk, scope, computedName(node.name), node.initializer);
  else if (ts.isJsxAttribute(node)) visitLater(walk, scope, node.initializer);
  else return false;
  return true;
}

function visitBindingElement(walk: ScopeWalk, node: ts.BindingElement, scope: Scope): void {
  visitLater(walk, scope, computedName(node.propertyName), patternOf(node.name), node.initializer);
}

/** The name of a property, if it has expressions in it. */
export function computedName(name: ts.Node | undefined): ts.Node | undefined {
  return name !== undefined && ts.isComputedPropertyName(name) ? name : undefined;
}

/** The declared name, if it has expressions in it. */
export function patternOf(name: ts.BindingName): ts.Node | undefined {
  return ts.isIdentifier(name) ? undefined : name;
}

function declareList(
  walk: ScopeWalk,
  list: ts.VariableDeclarationList,
  scope: Scope,
  statement: ts.VariableStatement | undefined,
): void {
  const { table } = walk;
  const keyword = keywordOf(list);
  const ambient = statement !== undefined && isAmbient(statement, table.sourceFile);
  const exported = statement !== undefined && scope.kind === "namespace" && isExported(statement);
  const home = keyword === "var" ? variableScope(scope) : scope;
  for (const node of list.declarations) {
    const as = {
      by: keyword,
      node,
      typed: hasWrittenType(node, statement ?? list, table.sourceFile),
      ambient,
    };
    if (exported) declareExported(walk, home, node.name, as);
    else declarePattern(table, home, node.name, as);
    if (!ambient) visitLater(walk, scope, patternOf(node.name), node.initializer);
  }
}

/** `export const` of a namespace is a variable; `export let` can change from outside, so that it is a property only. */
function declareExported(
  walk: ScopeWalk,
  scope: Scope,
  name: ts.BindingName,
  as: Omit<DeclaredAs, "name">,
): void {
  const exports = scope.parent ?? scope;
  const object = walk.table.namespaceOf.get(scope);
  if (as.by === "const" || object === undefined) {
    declarePattern(walk.table, exports, name, as);
    return;
  }
  if (ts.isIdentifier(name)) {
    exports.names.set(name.text, { kind: "member", object, name: name.text });
    return;
  }
  for (const element of name.elements) {
    if (takesPart(element)) declareExported(walk, scope, element.name, as);
  }
}

/** Blocks, loops, `switch` and `catch`. */
function visitBlock(walk: ScopeWalk, node: ts.Node, scope: Scope): boolean {
  if (ts.isBlock(node)) visitAll(walk, openScope(walk, node, scope, "block"), node.statements);
  else if (ts.isCaseBlock(node)) visitAll(walk, openScope(walk, node, scope, "block"), node.clauses);
  else if (ts.isCatchClause(node)) visitCatch(walk, node, scope);
  else if (ts.isForOfStatement(node) || ts.isForInStatement(node)) {
    const round = openRound(walk, node, scope);
    visitLater(walk, round, node.initializer);
    visitLater(walk, scope, node.expression);
    visitLater(walk, round, node.statement);
  } else if (ts.isForStatement(node) || ts.isWhileStatement(node) || ts.isDoStatement(node)) {
    const round = openRound(walk, node, scope);
    ts.forEachChild(node, (child) => {
      visitLater(walk, round, child);
    });
  } else return false;
  return true;
}

function visitCatch(walk: ScopeWalk, node: ts.CatchClause, scope: Scope): void {
  const handler = openScope(walk, node, scope, "block");
  const variable = node.variableDeclaration;
  if (variable !== undefined) {
    declarePattern(walk.table, handler, variable.name, {
      by: "catch",
      node: variable,
      typed: variable.type !== undefined,
    });
    visitLater(walk, handler, patternOf(variable.name));
  }
  visitAll(walk, handler, node.block.statements);
}
