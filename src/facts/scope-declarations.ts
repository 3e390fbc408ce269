/**
 * Pipeline stage: source file → facts. Enters declared names into scopes: which scope a declaration belongs to, and what
 * becomes of several declarations of one name. Scope analysis calls this while it walks the file.
 */
import { isTypeClause } from "./modifiers.js";
import { takesPart } from "./binding-elements.js";
import ts from "typescript";
import type { VariableFacts } from "../graph/procedure.js";
import { isFrame, scopeWithin, type ImportedName, type Scope, type Variable } from "./scope.js";

/** The file's scopes and variables while they are being found. */
export interface ScopeTable {
  readonly sourceFile: ts.SourceFile;
  readonly module: Scope;
  readonly scopes: Map<ts.Node, Scope>;
  /** In the order of the text. */
  readonly variables: Variable[];
  /** Exported names of a namespace, shared by its blocks. */
  readonly namespaceExports: Map<Variable, Scope>;
  /** The namespace that a block's scope belongs to. */
  readonly namespaceOf: Map<Scope, Variable>;
}

/** What one declaration says of its variable. */
export interface DeclaredAs {
  readonly by: VariableFacts["declaredBy"];
  readonly node: ts.Node;
  /** What its site spans. */
  readonly name: ts.Node;
  readonly typed?: boolean;
  readonly ambient?: boolean;
}

/** Declares a written name in a scope; a second declaration of the name adds to the variable. */
export function declare(
  table: ScopeTable,
  scope: Scope,
  name: ts.Identifier,
  as: Omit<DeclaredAs, "name">,
): Variable {
  return declareNamed(table, scope, name.text, { ...as, name });
}

/** Declares a variable whose name need not be written: `default`, the self of an anonymous class. */
export function declareNamed(table: ScopeTable, scope: Scope, name: string, as: DeclaredAs): Variable {
  const known = scope.names.get(name);
  if (known?.kind === "variable" && !isOwnNameOfFunction(known.variable)) {
    addDeclaration(known.variable, as);
    return known.variable;
  }
  const variable: Variable = {
    name,
    declaredBy: as.by,
    typed: as.typed ?? false,
    ambient: as.ambient ?? false,
    home: homeOf(scope),
    declarations: [{ node: as.node, name: as.name }],
    captured: false,
    ordinal: -1,
    record: -1,
  };
  table.variables.push(variable);
  if (known?.kind !== "import") scope.names.set(name, { kind: "variable", variable });
  return variable;
}

/** A later declaration: overloads, `var` twice, a namespace merged with a function, class or enum. */
function addDeclaration(variable: Variable, as: DeclaredAs): void {
  if (variable.declaredBy === "namespace" || (variable.ambient && as.ambient !== true))
    variable.declaredBy = as.by;
  variable.typed ||= as.typed ?? false;
  variable.ambient &&= as.ambient ?? false;
  variable.declarations.push({ node: as.node, name: as.name });
}

/** The name of a function expression gives way to parameters and variables of the same name. */
function isOwnNameOfFunction(variable: Variable): boolean {
  return variable.declarations.some(({ node }) => ts.isFunctionExpression(node));
}

/** Classes have no record of their own: the name of a class expression lives around it. */
function homeOf(scope: Scope): Scope {
  let at = scope;
  while (at.kind === "class" && at.parent !== undefined) at = at.parent;
  return at;
}

/** Declares every name of a binding pattern. */
export function declarePattern(
  table: ScopeTable,
  scope: Scope,
  name: ts.BindingName,
  as: Omit<DeclaredAs, "name">,
): void {
  if (ts.isIdentifier(name)) {
    if (name.text !== "") declare(table, scope, name, as);
    return;
  }
  for (const element of name.elements) {
    if (takesPart(element)) declarePattern(table, scope, element.name, { ...as, node: element });
  }
}

/** Every name that a binding pattern declares, in the order of the text. */
export function boundNames(name: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(name)) return name.text === "" ? [] : [name];
  return name.elements.flatMap((element) => (takesPart(element) ? boundNames(element.name) : []));
}

/** The scope that a `var` goes up to. */
export function variableScope(scope: Scope): Scope {
  let at = scope;
  while (at.parent !== undefined && !isFrame(at.kind) && at.kind !== "namespace") at = at.parent;
  return at;
}

/** Binds the names of an `import` declaration. */
export function declareImports(scope: Scope, declaration: ts.ImportDeclaration): void {
  const clause = declaration.importClause;
  const specifier = declaration.moduleSpecifier;
  if (clause === undefined || isTypeClause(clause) || !ts.isStringLiteral(specifier)) return;
  const bind = (node: ts.Node, name: ts.Identifier, imported: string): void => {
    bindImport(scope, { node, name, specifier, module: specifier.text, imported });
  };
  if (clause.name !== undefined) bind(clause, clause.name, "default");
  const bindings = clause.namedBindings;
  if (bindings === undefined) return;
  if (ts.isNamespaceImport(bindings)) {
    bind(bindings, bindings.name, "*");
    return;
  }
  for (const element of bindings.elements) {
    if (!element.isTypeOnly) bind(element, element.name, (element.propertyName ?? element.name).text);
  }
}

/** Binds `import x = require("m")`; `import x = N.y` declares a constant. */
export function declareImportEquals(table: ScopeTable, scope: Scope, node: ts.ImportEqualsDeclaration): void {
  if (node.isTypeOnly) return;
  const target = node.moduleReference;
  if (!ts.isExternalModuleReference(target)) {
    declare(table, scope, node.name, { by: "const", node });
  } else if (ts.isStringLiteralLike(target.expression)) {
    const specifier = target.expression;
    bindImport(scope, { node, name: node.name, specifier, module: specifier.text, imported: "export=" });
  }
}

function bindImport(scope: Scope, imported: ImportedName): void {
  if (!scope.names.has(imported.name.text)) scope.names.set(imported.name.text, { kind: "import", imported });
}

/** The scope of a namespace's exported names, the same for all its blocks. */
export function exportScopeOf(table: ScopeTable, namespace: Variable, around: Scope): Scope {
  const known = table.namespaceExports.get(namespace);
  if (known !== undefined) return known;
  const scope = scopeWithin(around, "namespace", around.inLoop);
  table.namespaceExports.set(namespace, scope);
  return scope;
}
