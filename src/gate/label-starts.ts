/**
 * Pipeline stage: gate. Where labels enter: what types are named that have them, which reads give them by what the settings
 * say of a type's property, and what sinks are handed of a type that has them, though no text of the program names it.
 */
import type { FileId, SiteId } from "../graph/expression.js";
import { CARRIES, EDGE, PART, VALUE, type EdgeKind } from "./edge-kinds.js";
import type { LocalNode } from "./file-graph.js";
import type { DeclaredRead, Node, PlacedFile, ProgramGraph } from "./program-graph.js";
import type { ResolvedCalls } from "./resolve-calls.js";
import type { SinkPolicy } from "./sink-ends.js";
import type { MeasuredGraph } from "./way-lengths.js";

export interface LabelPolicy {
  /** Names of types (and texts in them) that label what has them. */
  readonly labelNames: readonly string[];
  /** Names of types that the settings label a property of. */
  readonly labelledTypes: readonly string[];
  /** Names of properties that the settings label. */
  readonly labelledProperties: readonly string[];
}

/** Whether, by its type, a value at the place carries a label; with a name: in the property of that name. */
export type LabelQuestion = (file: FileId, site: SiteId, property: string | undefined) => boolean;

/** Whether a property that is read has a label: because its type has, or as a column of what some call has computed. */
export type ReadQuestion = (file: FileId, site: SiteId) => "typed" | "computed" | undefined;

/** A node and the bits that it has for its own sake. */
export type LabelStart = readonly [node: Node, bits: number];

/** Types by name that label what has them, or a property of it. */
export function* labelledTypes(graph: ProgramGraph, policy: LabelPolicy): Generator<LabelStart> {
  for (const [names, bits] of [
    [policy.labelNames, VALUE],
    [policy.labelledTypes, PART],
  ] as const) {
    for (const name of names) {
      for (const mentioned of [`t:${name}`, `t:key:${name}`]) {
        const node = graph.sharedIfKnown(mentioned);
        if (node !== undefined) yield [node, bits];
      }
    }
  }
}

/** Where expressions have labels by their types, as the checker knows them. */
export function* labelStarts(
  measured: MeasuredGraph,
  policy: LabelPolicy & SinkPolicy,
  resolved: ResolvedCalls,
  ask: LabelQuestion,
): Generator<LabelStart> {
  const { graph } = measured;
  const sites = new SitesOfNodes(graph);
  const names = new Set(policy.labelledProperties);
  for (const placed of graph.files.values())
    yield* labelledReads(placed, names, sites, graph.nodeIn.bind(graph, placed), ask);
  yield* handedToSinks(measured, policy, resolved, sites, ask);
}

/**
 * Reads of properties that are declared with a label somewhere, as far as the checker says so of the one that is meant:
 * `email` of an account is labelled, that of a company is not.
 */
export function* declaredReads(
  sites: SitesOfNodes,
  bits: Uint8Array,
  answers: Map<DeclaredRead, boolean>,
  ask: ReadQuestion,
): Generator<LabelStart> {
  for (const read of sites.graph.declaredReads) {
    const declared = bits[read.declared] ?? 0;
    if (declared === 0) continue;
    let carries = answers.get(read);
    if (carries === undefined) answers.set(read, (carries = carriesByType(sites, read, ask)));
    if (carries) yield [read.result, declared];
  }
}

function carriesByType(sites: SitesOfNodes, read: DeclaredRead, ask: ReadQuestion): boolean {
  const site = sites.of(read.placed, read.result);
  if (site === undefined) return true;
  const answer = ask(read.placed.graph.facts.file, site);
  // What a call has computed has to be looked at where it is called.
  if (answer === "computed") sites.graph.edge(read.object, read.result, EDGE.any);
  return answer !== undefined;
}

/** Reads of a property that the settings label, off something of the type that they name. */
function* labelledReads(
  placed: PlacedFile,
  names: ReadonlySet<string>,
  sites: SitesOfNodes,
  nodeOf: (local: LocalNode) => Node,
  ask: LabelQuestion,
): Generator<LabelStart> {
  const { reads, facts } = placed.graph;
  for (const [object, property, result] of reads) {
    const name = placed.propertyNames.get(property);
    if (name === undefined || !names.has(name)) continue;
    const site = sites.of(placed, nodeOf(object));
    if (site === undefined || ask(facts.file, site, name)) yield [nodeOf(result), VALUE];
  }
}

/** Ways within a procedure over which what is handed over is made of what is written there. */
const MADE_OF: ReadonlySet<EdgeKind> = new Set<EdgeKind>([
  EDGE.copy,
  EDGE.member,
  EDGE.put,
  EDGE.read,
  EDGE.any,
  EDGE.element,
  EDGE.derive,
  EDGE.receiver,
  EDGE.argument,
]);

/** What is handed to sinks of a type with a label, or made of something that is. */
function* handedToSinks(
  { graph, into }: MeasuredGraph,
  policy: SinkPolicy,
  { calls }: ResolvedCalls,
  sites: SitesOfNodes,
  ask: LabelQuestion,
): Generator<LabelStart> {
  const seen = new Set<Node>();
  for (const { targets, placed, procedure, arguments: handed } of calls) {
    if (![...targets].some((target) => policy.isSinkFile(graph.procedures[target]?.file ?? ""))) continue;
    const pending = [...handed];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      for (let at = into.starts[node] ?? 0; at < (into.starts[node + 1] ?? 0); at++) {
        const edge = into.edges[at] ?? 0;
        const from = graph.from[edge] ?? -1;
        const isOfHere = graph.procedureOf[from] === procedure && !seen.has(from);
        if (!isOfHere || !MADE_OF.has(graph.kind[edge] ?? EDGE.guard)) continue;
        seen.add(from);
        pending.push(from);
        const site = sites.of(placed, from);
        if (site !== undefined && ask(placed.graph.facts.file, site, undefined)) yield [from, CARRIES];
      }
    }
  }
}

/** The places that nodes stand for. */
export class SitesOfNodes {
  readonly #files = new Map<FileId, ReadonlyMap<Node, SiteId>>();

  constructor(readonly graph: ProgramGraph) {}

  of(placed: PlacedFile, node: Node): SiteId | undefined {
    const { facts, siteNodes } = placed.graph;
    let sites = this.#files.get(facts.file);
    if (sites === undefined) {
      sites = new Map(Array.from(siteNodes, ([site, local]) => [this.graph.nodeIn(placed, local), site]));
      this.#files.set(facts.file, sites);
    }
    return sites.get(node);
  }
}
