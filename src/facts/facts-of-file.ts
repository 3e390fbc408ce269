/**
 * Pipeline stage: source file → facts. The entry: lowers one file, by its syntax alone, into plain data about its
 * procedures, variables, imports and exports, and keeps beside them the nodes that the sites stand for.
 */
import type ts from "typescript";
import type { FileFacts, Procedure } from "../graph/procedure.js";
import type { ProcedureId, SiteId } from "../graph/expression.js";
import { FactsBuilder, PLAIN_PROCEDURE, type Place } from "./facts-builder.js";
import { bindImports, commonJsStart, moduleExports, moduleRequests } from "./modules.js";
import { analyseScopes } from "./scope-analysis.js";
import { hoistedIn, lowerStatements } from "./statements.js";
import { typeMentions } from "./type-mentions.js";
import type { TypeMention } from "../graph/type-mention.js";

/** The facts of a file, and how to get from them back to the syntax tree. */
export interface SourceFacts {
  readonly facts: FileFacts;
  /** The node of each site. */
  readonly nodes: readonly ts.Node[];
  /** The procedure of each function, static block and field with an initialiser; the file's own is procedure 0. */
  readonly procedureOf: ReadonlyMap<ts.Node, ProcedureId>;
  /** The site that stands for each class. */
  readonly classSiteOf: ReadonlyMap<ts.ClassLikeDeclaration, SiteId>;
  /** Which types it names, and what for. */
  readonly mentions: readonly TypeMention[];
}

/** Lowers a file. Works for any syntax tree, bound or not, also of text with errors. */
export function factsOfFile(sourceFile: ts.SourceFile): SourceFacts {
  const scopes = analyseScopes(sourceFile);
  const builder = new FactsBuilder(sourceFile, scopes);
  const variables = builder.variables();
  const requests = moduleRequests(builder);
  bindImports(builder);
  builder.finishProcedure(lowerTopLevel(builder));
  const facts: FileFacts = {
    file: sourceFile.fileName,
    procedures: builder.procedures(),
    variables,
    requests: [...requests, ...builder.requires],
    imports: builder.imports,
    exports: moduleExports(builder),
    commonJs: scopes.commonJs,
    cuts: builder.cuts,
    spans: builder.spans,
  };
  const { nodes, procedureOf, classSiteOf } = builder;
  const sites = sitesByNode(nodes);
  const mentions = typeMentions(sourceFile, {
    sitesOf: (node) => sites.get(node) ?? [],
    procedureOf: (node) => procedureOf.get(node),
  });
  return { facts, nodes, procedureOf, classSiteOf, mentions };
}

function sitesByNode(nodes: readonly ts.Node[]): ReadonlyMap<ts.Node, readonly SiteId[]> {
  const sites = new Map<ts.Node, SiteId[]>();
  for (const [site, node] of nodes.entries()) {
    const known = sites.get(node);
    if (known === undefined) sites.set(node, [site]);
    else known.push(site);
  }
  return sites;
}

function lowerTopLevel(facts: FactsBuilder): Procedure {
  const { sourceFile, scopes } = facts;
  const id = facts.startProcedure(sourceFile);
  const place: Place = { facts, scope: scopes.module, procedure: id };
  const start = scopes.commonJs ? commonJsStart(place) : [];
  return {
    ...PLAIN_PROCEDURE,
    id,
    kind: "module",
    name: "(module)",
    site: facts.site(sourceFile),
    hoisted: hoistedIn(place, sourceFile.statements),
    body: [...start, ...lowerStatements(place, sourceFile.statements)],
    record: 0,
  };
}
