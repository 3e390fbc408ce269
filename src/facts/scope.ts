/**
 * Pipeline stage: source file → facts. The static scopes of one file and what their names are bound to: the vocabulary
 * that scope analysis fills in, record layout completes, and every lowering looks names up in.
 */
import type ts from "typescript";
import type { VariableFacts } from "../graph/procedure.js";
import type { RecordId, VariableReference } from "../graph/expression.js";

/**
 * What makes the scope: frames (`module`, `function`, `arrow`, `initializer` of a field or static block) exist at each
 * call, `block` at each entry, `namespace` and `class` only hold names.
 */
export type ScopeKind = "module" | "function" | "arrow" | "initializer" | "namespace" | "class" | "block";

export interface Scope {
  readonly kind: ScopeKind;
  readonly parent: Scope | undefined;
  /** Runs once for each round of a loop of its own frame. */
  readonly inLoop: boolean;
  readonly names: Map<string, Binding>;
  /** Names that are mentioned directly in this scope, for finding out what closures capture. */
  readonly mentions: Set<string>;
  /** The run-time record that is made at each entry; set by record layout. */
  record: RecordId | undefined;
}

/** One variable of the file while its facts are being collected. */
export interface Variable {
  readonly name: string;
  declaredBy: VariableFacts["declaredBy"];
  typed: boolean;
  /** Declared only, by `declare` or without a body: this file never gives it a value. */
  ambient: boolean;
  /** The scope whose record holds it. */
  readonly home: Scope;
  /** Where it is declared, in the order of the text; none for the hidden variables of a CommonJS module. */
  readonly declarations: Declaration[];
  /** Mentioned by a closure made in its scope or further in. */
  captured: boolean;
  ordinal: number;
  record: RecordId;
}

interface Declaration {
  readonly node: ts.Node;
  readonly name: ts.Node;
}

/** One `import` binding that exists at run time. */
export interface ImportedName {
  readonly node: ts.Node;
  readonly name: ts.Identifier;
  readonly specifier: ts.Expression;
  readonly module: string;
  /** The exported name, `"*"` for the namespace object, `"export="` for `import x = require()`. */
  readonly imported: string;
}

/** What a name stands for. */
export type Binding =
  | { readonly kind: "variable"; readonly variable: Variable }
  | { readonly kind: "import"; readonly imported: ImportedName }
  /** A property of an object that the file keeps in a variable: enum members, `export let` of a namespace. */
  | { readonly kind: "member"; readonly object: Variable; readonly name: string }
  /** `#name`, by the class that declares it. */
  | { readonly kind: "private"; readonly owner: ts.ClassLikeDeclaration };

/** Makes a scope inside another one. */
export function scopeWithin(parent: Scope | undefined, kind: ScopeKind, inLoop: boolean): Scope {
  return { kind, parent, inLoop, names: new Map(), mentions: new Set(), record: undefined };
}

/** What `name` is bound to at a scope; undefined: nothing in the file, so a global. */
export function lookUp(scope: Scope, name: string): Binding | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const binding = at.names.get(name);
    if (binding !== undefined) return binding;
  }
  return undefined;
}

/** Whether a well-known global name means the global at a scope (an ambient declaration only restates it). */
export function meansGlobal(scope: Scope, name: string): boolean {
  const binding = lookUp(scope, name);
  return binding === undefined || (binding.kind === "variable" && binding.variable.ambient);
}

/** The hidden variable for what `this` is at the top level of a CommonJS module; no name of a program is that. */
export const MODULE_THIS = "this";

/** Whether scopes of the kind are frames: their variables exist once for each call. */
export function isFrame(kind: ScopeKind): boolean {
  switch (kind) {
    case "module":
    case "function":
    case "arrow":
    case "initializer":
      return true;
    case "namespace":
    case "class":
    case "block":
      return false;
  }
}

/** The frame whose `this` and `arguments` are in force at a scope: arrow functions have none of their own. */
export function receiverFrame(scope: Scope): Scope {
  let at = scope;
  while (at.parent !== undefined && (at.kind === "arrow" || at.kind === "class" || at.kind === "block"))
    at = at.parent;
  return at;
}

/** The function or module whose call makes the variables of a scope. */
export function frameOf(scope: Scope): Scope {
  let at = scope;
  while (at.parent !== undefined && !isFrame(at.kind)) at = at.parent;
  return at;
}

/** The run-time records in force at a scope, outermost first. */
export function recordsAround(scope: Scope): RecordId[] {
  const records: RecordId[] = [];
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    if (at.record !== undefined) records.push(at.record);
  }
  return records.reverse();
}

/** The variable as the facts name it. */
export function referenceTo(variable: Variable): VariableReference {
  return { record: variable.record, variable: variable.ordinal };
}
