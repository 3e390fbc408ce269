/**
 * Pipeline stage: gate. Where labels enter: what types are named that have them, which reads give them by what the settings
 * say of a type's property, and what sinks are handed of a type that has them, though no text of the program names it.
 */
import type { FileId, SiteId } from "../graph/expression.js";
import { CARRIES, EDGE, PART, VALUE } from "./edge-kinds.js";
import type { LocalNode } from "./file-graph.js";
import type { Node, PlacedFile } from "./program-graph.js";
import type { ProgramCall, ResolvedCalls } from "./resolve-calls.js";
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

/** A node and the bits that it has for its own sake. */
export type LabelStart = readonly [node: Node, bits: number];

export function* labelStarts(
  measured: MeasuredGraph,
  policy: LabelPolicy & SinkPolicy,
  resolved: ResolvedCalls,
  ask: LabelQuestion,
): Generator<LabelStart> {
  const { graph } = measured;
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
  const sites = new SitesOfNodes();
  const names = new Set(policy.labelledProperties);
  for (const placed of graph.files.values())
    yield* labelledReads(placed, names, sites, graph.nodeIn.bind(graph, placed), ask);
  yield* handedToSinks(measured, policy, resolved, sites, ask);
}

/** Reads of a property that the settings label, off something of the type that they name. */
function* labelledReads(
  placed: PlacedFile,
  names: ReadonlySet<string>,
  sites: SitesOfNodes,
  nodeOf: (local: LocalNode) => Node,
  ask: LabelQuestion,
): Generator<LabelStart> {
  const { shared, reads, facts } = placed.graph;
  for (const [object, property, result] of reads) {
    const name = shared.get(property)?.slice("p:".length);
    if (name === undefined || !names.has(name)) continue;
    const site = sites.of(placed, object);
    if (site === undefined || ask(facts.file, site, name)) yield [nodeOf(result), VALUE];
  }
}

function* handedToSinks(
  { graph, into }: MeasuredGraph,
  policy: SinkPolicy,
  { calls }: ResolvedCalls,
  sites: SitesOfNodes,
  ask: LabelQuestion,
): Generator<LabelStart> {
  const isOfSink = (call: ProgramCall): boolean =>
    [...call.targets].some((target) => policy.isSinkFile(graph.procedures[target]?.file ?? ""));
  for (const call of calls) {
    if (!isOfSink(call)) continue;
    for (const argument of call.arguments) {
      // An argument is a copy of what is written there.
      for (let at = into.starts[argument] ?? 0; at < (into.starts[argument + 1] ?? 0); at++) {
        const edge = into.edges[at] ?? 0;
        const written = graph.from[edge] ?? -1;
        if (graph.kind[edge] !== EDGE.copy) continue;
        const local = call.placed.nodes.indexOf(written);
        const site = local < 0 ? undefined : sites.of(call.placed, local);
        if (site !== undefined && ask(call.placed.graph.facts.file, site, undefined))
          yield [written, CARRIES];
      }
    }
  }
}

/** The places that nodes stand for. */
class SitesOfNodes {
  readonly #files = new Map<FileId, ReadonlyMap<LocalNode, SiteId>>();

  of({ graph }: PlacedFile, local: LocalNode): SiteId | undefined {
    let sites = this.#files.get(graph.facts.file);
    if (sites === undefined) {
      sites = new Map(Array.from(graph.siteNodes, ([site, node]) => [node, site]));
      this.#files.set(graph.facts.file, sites);
    }
    return sites.get(local);
  }
}
