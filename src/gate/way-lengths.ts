/**
 * Pipeline stage: gate. How long each edge is. Names connect everything with everything in a big program, but a way that
 * real code takes is short and goes over few names that many share: the length says which ways are to be believed first.
 */
import { EDGE, type EdgeKind } from "./edge-kinds.js";
import type { Node, ProgramGraph } from "./program-graph.js";
import { incoming, type Incoming } from "./reachability.js";
import { shortestDistances, type Distant } from "./shortest.js";

/** How far a value comes along an edge, if not one step. By a guard or an alias, two things are less likely connected. */
const LENGTHS: Readonly<Partial<Record<EdgeKind, number>>> = {
  [EDGE.guard]: 4,
  [EDGE.alias]: 5,
  [EDGE.holder]: 5,
  [EDGE.keep]: 3,
  [EDGE.callback]: 3,
};
/** Steps that a doubling of the alternatives is worth. */
const LENGTH_OF_DOUBLING = 2;

/** A node at which ways begin or end, and how long they are already there. */
export type WayEnd = Distant;

/** The program's graph with a length for each edge. */
export interface MeasuredGraph {
  readonly graph: ProgramGraph;
  readonly into: Incoming;
  readonly lengthOf: (edge: number) => number;
  /** What comes on top of each way over the node, where it is one that all share. */
  readonly lengthOfHub: (node: Node) => number;
}

export function measure(graph: ProgramGraph): MeasuredGraph {
  const into = incoming(graph);
  const hubs = hubLengths(graph, into.starts);
  return {
    graph,
    into,
    lengthOf: (edge) =>
      (LENGTHS[graph.kind[edge] ?? EDGE.copy] ?? 1) +
      (hubs[graph.from[edge] ?? 0] ?? 0) +
      lengthOfChoice(graph.alternatives.get(edge) ?? 1),
    lengthOfHub: (node) => hubs[node] ?? 0,
  };
}

/**
 * What is stored under a name at many places, and read at many, gets from each of them to few: a node that all share is
 * the longer, the less a way over it says. Where one end is a single place, the way is certain.
 */
function hubLengths(graph: ProgramGraph, incomingStarts: Int32Array): Uint8Array {
  const outgoing = new Int32Array(graph.nodeCount);
  for (const from of graph.from) outgoing[from] = (outgoing[from] ?? 0) + 1;
  const lengths = new Uint8Array(graph.nodeCount);
  for (const [node, procedure] of graph.procedureOf.entries()) {
    if (procedure >= 0) continue;
    const comes = (incomingStarts[node + 1] ?? 0) - (incomingStarts[node] ?? 0);
    const shared = Math.min(comes, outgoing[node] ?? 0);
    lengths[node] = lengthOfChoice(Math.max(1, shared));
  }
  return lengths;
}

/** The more there is to choose from, the less likely is each choice. */
export function lengthOfChoice(alternatives: number): number {
  return Math.round(LENGTH_OF_DOUBLING * Math.log2(alternatives));
}

/** Distances over the edges that pass. */
export function distances(
  { graph, into, lengthOf }: MeasuredGraph,
  starts: Iterable<WayEnd>,
  direction: "onward" | "back",
  passes: (edge: number) => boolean,
): Float64Array {
  return shortestDistances(graph.nodeCount, starts, (node, visit) => {
    if (direction === "onward") {
      for (let edge = graph.first[node] ?? -1; edge >= 0; edge = graph.next[edge] ?? -1)
        if (passes(edge)) visit(graph.to[edge] ?? -1, lengthOf(edge));
      return;
    }
    for (let at = into.starts[node] ?? 0; at < (into.starts[node + 1] ?? 0); at++) {
      const edge = into.edges[at] ?? 0;
      if (passes(edge)) visit(graph.from[edge] ?? -1, lengthOf(edge));
    }
  });
}
