/**
 * Pipeline stage: source file → facts. Finds the scopes of a file and the variables they declare, by syntax alone, and
 * which variables closures capture; record layout then gives them places at run time. The walk keeps its own stack, so
 * no nesting is too deep for it.
 */
import ts from "typescript";
import { layOutRecords } from "./record-layout.js";
import { visitNode, type ScopeWalk } from "./scope-visits.js";
import { isFrame, meansGlobal, MODULE_THIS, scopeWithin, type Scope, type Variable } from "./scope.js";

/** The scopes of one file, with every variable in its record. */
export interface ScopeAnalysis {
  readonly module: Scope;
  /** The scope that a node opens. */
  readonly scopes: ReadonlyMap<ts.Node, Scope>;
  /** By ordinal. */
  readonly variables: readonly Variable[];
  /** The namespace that a block's scope belongs to. */
  readonly namespaceOf: ReadonlyMap<Scope, Variable>;
  /** No import or export syntax, and `require` or `module.exports` in use. */
  readonly commonJs: boolean;
}

/** Analyses the scopes of a file. */
export function analyseScopes(sourceFile: ts.SourceFile): ScopeAnalysis {
  const module = scopeWithin(undefined, "module", false);
  const walk: ScopeWalk = {
    table: {
      sourceFile,
      module,
      scopes: new Map([[sourceFile, module]]),
      variables: [],
      namespaceExports: new Map(),
      namespaceOf: new Map(),
    },
    children: [],
    commonJsNames: [],
    mentionsOfThis: [],
  };
  walkFrom(walk, sourceFile.statements, module);
  const { scopes, variables, namespaceOf } = walk.table;
  const commonJs =
    !sourceFile.statements.some(isModuleSyntax) &&
    walk.commonJsNames.some(({ name, scope }) => meansGlobal(scope, name));
  const hidden = commonJs ? hiddenVariables(module, walk.mentionsOfThis.length > 0) : [];
  const everyScope = [...scopes.values()];
  for (const scope of everyScope) markCaptures(scope);
  const ordered = [...hidden, ...variables];
  layOutRecords(everyScope, ordered);
  return { module, scopes, variables: ordered, namespaceOf, commonJs };
}

function walkFrom(walk: ScopeWalk, statements: readonly ts.Node[], scope: Scope): void {
  const pending = statements.map((node) => ({ node, scope })).reverse();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    visitNode(walk, next.node, next.scope);
    // Children come off the stack in the order of the text, so that ordinals follow it.
    for (const child of walk.children.reverse()) pending.push(child);
    walk.children.length = 0;
  }
}

function isModuleSyntax(statement: ts.Statement): boolean {
  if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) return true;
  if (ts.isExportAssignment(statement)) return true;
  if (ts.isImportEqualsDeclaration(statement)) return ts.isExternalModuleReference(statement.moduleReference);
  return ts.canHaveModifiers(statement) && (statement.modifiers?.some(isExportKeyword) ?? false);
}

function isExportKeyword(modifier: ts.ModifierLike): boolean {
  return modifier.kind === ts.SyntaxKind.ExportKeyword;
}

/**
 * `module` and `exports` of a CommonJS module, and `this` where its top level speaks of it; the file's own variables of
 * these names take precedence.
 */
function hiddenVariables(module: Scope, withThis: boolean): Variable[] {
  return ["module", "exports", ...(withThis ? [MODULE_THIS] : [])].flatMap((name) => {
    if (!meansGlobal(module, name)) return [];
    const variable: Variable = {
      name,
      declaredBy: "const",
      typed: false,
      ambient: false,
      home: module,
      declarations: [],
      captured: false,
      ordinal: -1,
      record: -1,
    };
    module.names.set(name, { kind: "variable", variable });
    return [variable];
  });
}

/** A name is captured if a frame lies between its mention and its declaration. */
function markCaptures(scope: Scope): void {
  for (const name of scope.mentions) {
    let frameBetween = false;
    for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
      const binding = at.names.get(name);
      if (binding !== undefined) {
        if (binding.kind === "variable" && frameBetween) binding.variable.captured = true;
        break;
      }
      frameBetween ||= isFrame(at.kind);
    }
  }
}
