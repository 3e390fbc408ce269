/**
 * Pipeline stage: source file → facts. The one owner of what grows while a file is lowered: its sites, its procedures and
 * what they were made from. Lowerings get it as part of the place that they work at.
 */
import ts from "typescript";
import type { ImportBinding, Procedure, SiteSpan, VariableFacts, ModuleRequest } from "../graph/procedure.js";
import type { ProcedureId, RecordId, SiteId } from "../graph/expression.js";
import type { EnumMembers } from "./enum-constants.js";
import type { ScopeAnalysis } from "./scope-analysis.js";
import type { ImportedName, Scope, Variable } from "./scope.js";

/** Where in the text a lowering is: names are looked up from `scope`, and the code belongs to `procedure`. */
export interface Place {
  readonly facts: FactsBuilder;
  readonly scope: Scope;
  readonly procedure: ProcedureId;
}

/**
 * What becomes of an expression's value: `presence` if nothing but its presence, type or length is looked at, `value`
 * otherwise.
 */
export type Use = "value" | "presence";

/** Properties that say nothing of a value's content. */
export const MEASURES: ReadonlySet<string> = new Set([
  "length",
  "size",
  "byteLength",
  "byteOffset",
  "BYTES_PER_ELEMENT",
]);

/** The place inside the scope that a node opens. */
export function within(place: Place, node: ts.Node): Place {
  const scope = place.facts.scopes.scopes.get(node);
  return scope === undefined ? place : { ...place, scope };
}

/** The run-time record that a node makes at each entry, if any. */
export function recordOpenedBy(place: Place, node: ts.Node): RecordId | undefined {
  return place.facts.scopes.scopes.get(node)?.record;
}

/** What a procedure is that takes nothing, keeps nothing and is part of nothing. */
export const PLAIN_PROCEDURE = {
  parameters: [],
  captures: [],
  async: false,
  generator: false,
  keepsArguments: false,
  lexicalThis: false,
  memberOf: undefined,
  parent: undefined,
} as const;

/** A function that is nested too deep. */
const NOTHING_TO_RUN = {
  ...PLAIN_PROCEDURE,
  kind: "function",
  name: "(left out)",
  hoisted: [],
  body: [],
  record: -1,
  parent: 0,
} as const;

/** Collects the facts of one file. */
export class FactsBuilder {
  readonly spans: SiteSpan[] = [];
  readonly nodes: ts.Node[] = [];
  readonly procedureOf = new Map<ts.Node, ProcedureId>();
  readonly classSiteOf = new Map<ts.ClassLikeDeclaration, SiteId>();
  /** Names that functions and classes get from where they are put. */
  readonly givenNames = new Map<ts.Node, string>();
  readonly imports: ImportBinding[] = [];
  /** `require("…")`, wherever it stands. */
  readonly requires: ModuleRequest[] = [];
  /** Statements that are nested too deep. */
  readonly cuts: SiteId[] = [];
  /** The enums of the file that were evaluated so far. */
  readonly enumMembers = new Map<Variable, EnumMembers>();
  /** Records of functions whose `arguments` an arrow function in them reads. */
  readonly keptArguments = new Set<RecordId>();
  readonly #importOf = new Map<ImportedName, ImportBinding>();
  readonly #specifierSites = new Map<ts.Node, SiteId>();
  readonly #procedures = new Map<ProcedureId, Procedure>();

  constructor(
    readonly sourceFile: ts.SourceFile,
    readonly scopes: ScopeAnalysis,
  ) {}

  /** A new site for a node; its span is the node's text, or that of another node in it. */
  site(node: ts.Node, spanned: ts.Node = node): SiteId {
    return this.siteOver(node, spanned.getStart(this.sourceFile), spanned.end);
  }

  /** A new site for a node with a span of its own. */
  siteOver(node: ts.Node, start: number, end: number): SiteId {
    // Nodes that the parser made up for missing text start after the trivia that they end before.
    this.spans.push({ start: Math.min(start, end), end });
    this.nodes.push(node);
    return this.nodes.length - 1;
  }

  /** The site of a class, the same for all that mention it. */
  classSite(node: ts.ClassLikeDeclaration): SiteId {
    const known = this.classSiteOf.get(node);
    if (known !== undefined) return known;
    const site = this.site(node);
    this.classSiteOf.set(node, site);
    return site;
  }

  /** The site of a module specifier, the same for all bindings of one import. */
  specifierSite(node: ts.Node): SiteId {
    const known = this.#specifierSites.get(node);
    if (known !== undefined) return known;
    const site = this.site(node);
    this.#specifierSites.set(node, site);
    return site;
  }

  /** The facts of an import binding. */
  importBinding(imported: ImportedName): ImportBinding {
    const known = this.#importOf.get(imported);
    if (known !== undefined) return known;
    const binding: ImportBinding = {
      site: this.site(imported.node, imported.name),
      specifier: this.specifierSite(imported.specifier),
      module: imported.module,
      imported: imported.imported,
      local: imported.name.text,
    };
    this.#importOf.set(imported, binding);
    this.imports.push(binding);
    return binding;
  }

  /** The ordinal of a procedure that is about to be lowered: enclosing ones come first. */
  startProcedure(node: ts.Node): ProcedureId {
    const id = this.procedureOf.size;
    this.procedureOf.set(node, id);
    return id;
  }

  /** Keeps a procedure that was lowered. */
  finishProcedure(procedure: Procedure): void {
    this.#procedures.set(procedure.id, procedure);
  }

  /** All procedures, by ordinal; of what was left out, nothing is known but that there is something. */
  procedures(): Procedure[] {
    return Array.from(this.procedureOf, ([node, id]) => this.#procedures.get(id) ?? this.#leftOut(node, id));
  }

  #leftOut(node: ts.Node, id: ProcedureId): Procedure {
    return { ...NOTHING_TO_RUN, id, site: this.site(node) };
  }

  /** What the file says of its variables, by ordinal. */
  variables(): VariableFacts[] {
    return this.scopes.variables.map((variable) => ({
      name: variable.name,
      record: variable.record,
      site: this.#siteOfVariable(variable),
      declaredBy: variable.declaredBy,
      typed: variable.typed,
    }));
  }

  #siteOfVariable(variable: Variable): SiteId {
    const declaration = variable.declarations[0];
    // The hidden variables of a CommonJS module are declared nowhere: they lie at the file's start.
    if (declaration === undefined) return this.siteOver(this.sourceFile, 0, 0);
    return this.site(declaration.node, declaration.name);
  }
}
