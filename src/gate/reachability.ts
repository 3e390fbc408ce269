/**
 * Pipeline stage: gate. Forward from where labels enter, then back from where sinks take values, over what the first
 * pass reached: what is left lies on some way from a label to a sink (the chop).
 */
import { COMBINATIONS, EDGE, TRANSFER, type EdgeKind } from "./edge-kinds.js";
import type { NodeTypes } from "./node-types.js";
import type { Node, ProgramGraph } from "./program-graph.js";

/** Along these an object that is changed further on is, or is in, the one that it came from. */
export const BACK: ReadonlyMap<EdgeKind, EdgeKind> = new Map<EdgeKind, EdgeKind>([
  [EDGE.copy, EDGE.alias],
  [EDGE.any, EDGE.holder],
  [EDGE.read, EDGE.holder],
  [EDGE.element, EDGE.holder],
  [EDGE.receiver, EDGE.alias],
  [EDGE.callback, EDGE.holder],
]);

/** Edges into each node, as a flat list: `edges.slice(starts[node], starts[node + 1])`. */
export interface Incoming {
  readonly starts: Int32Array;
  readonly edges: Int32Array;
}

export function incoming(graph: ProgramGraph): Incoming {
  const starts = new Int32Array(graph.nodeCount + 1);
  for (const to of graph.to) starts[to + 1] = (starts[to + 1] ?? 0) + 1;
  for (let node = 0; node < graph.nodeCount; node++)
    starts[node + 1] = (starts[node + 1] ?? 0) + (starts[node] ?? 0);
  const edges = new Int32Array(graph.to.length);
  const filled = starts.slice();
  for (const [edge, to] of graph.to.entries()) {
    const at = filled[to] ?? 0;
    edges[at] = edge;
    filled[to] = at + 1;
  }
  return { starts, edges };
}

/** An object that is changed at one place is changed wherever else it is: adds the edges back to where it came from. */
export function addAliases(graph: ProgramGraph): void {
  const { starts, edges } = incoming(graph);
  const seen = new Uint8Array(graph.nodeCount);
  const pending: Node[] = [];
  const visit = (node: Node): void => {
    if (node < 0 || seen[node] === 1) return;
    seen[node] = 1;
    pending.push(node);
  };
  graph.changed.forEach(visit);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (let at = starts[node] ?? 0; at < (starts[node + 1] ?? 0); at++) {
      const edge = edges[at] ?? 0;
      const from = graph.from[edge] ?? -1;
      const back = BACK.get(graph.kind[edge] ?? EDGE.guard);
      // A type is no object that could be changed.
      if (back === undefined || graph.isType(from)) continue;
      graph.edge(node, from, back);
      visit(from);
    }
  }
}

/** The bits of every node that something reaches from the seeds, besides what has reached it already. */
export function forward(
  types: NodeTypes,
  seeds: Iterable<readonly [Node, number]>,
  bits: Uint8Array = new Uint8Array(types.graph.nodeCount),
): Uint8Array {
  const { graph } = types;
  const pending: Node[] = [];
  const reach = (node: Node, added: number): void => {
    const known = bits[node] ?? 0;
    if ((known | added) === known) return;
    const after = known | (added & types.possibleBits(node));
    if (after === known) return;
    bits[node] = after;
    pending.push(node);
  };
  for (const [node, added] of seeds) reach(node, added);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const own = bits[node] ?? 0;
    for (let edge = graph.first[node] ?? -1; edge >= 0; edge = graph.next[edge] ?? -1)
      reach(graph.to[edge] ?? 0, TRANSFER[(graph.kind[edge] ?? 0) * COMBINATIONS + own] ?? 0);
  }
  return bits;
}

/** The nodes from which something that forward found gets to one of the ends. */
export function chop(graph: ProgramGraph, bits: Uint8Array, ends: Iterable<Node>): Uint8Array {
  const { starts, edges } = incoming(graph);
  const kept = new Uint8Array(graph.nodeCount);
  const pending: Node[] = [];
  const visit = (node: Node): void => {
    if (node < 0 || kept[node] === 1 || bits[node] === 0) return;
    kept[node] = 1;
    pending.push(node);
  };
  for (const node of ends) visit(node);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (let at = starts[node] ?? 0; at < (starts[node + 1] ?? 0); at++) {
      const edge = edges[at] ?? 0;
      const from = graph.from[edge] ?? 0;
      if ((TRANSFER[(graph.kind[edge] ?? 0) * COMBINATIONS + (bits[from] ?? 0)] ?? 0) !== 0) visit(from);
    }
  }
  return kept;
}
