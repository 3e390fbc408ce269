/**
 * Pipeline stage: gate. How long the ways are that lead from a label over each node to a sink, where what a call was given
 * comes back to the code that made it (realizable paths: Reps, Horwitz and Sagiv, POPL 1995). Without that, what many call
 * would connect everybody who calls it. Objects that are reached by a name forget how they got there.
 */
import { COMBINATIONS, TRANSFER } from "./edge-kinds.js";
import type { Node, ProgramGraph } from "./program-graph.js";
import type { ProgramCall } from "./program-call.js";
import type { ResolvedCalls } from "./resolve-calls.js";
import { shortestDistances } from "./shortest.js";
import { lengthOfChoice, type MeasuredGraph, type WayEnd } from "./way-lengths.js";

/** How a value gets over an edge: into a procedure that is called, out of it again, or by neither. */
type Crossing = "into" | "out of" | "within" | "elsewhere";

/** A way is free where it has only come out of calls so far, or within one that it has gone into. */
const FREE = 0;
const CALLED = 1;

/** Steps from what a call of the program is given to what it gives, whatever it runs. */
const LENGTH_THROUGH_CALL = 3;

export interface WayLengths {
  /** Of the shortest way over each node. */
  readonly ofNodes: Float64Array;
  /** Of the shortest way over each call from what it is given to what it gives. */
  readonly throughCalls: ReadonlyMap<ProgramCall, number>;
}

/** What is known of the graph by now: what may carry something, and what of it is on some way. */
interface Ways {
  readonly measured: MeasuredGraph;
  readonly resolved: ResolvedCalls;
  readonly bits: Uint8Array;
  readonly kept: Uint8Array;
}

export function lengthsOfWays(ways: Ways, labels: Iterable<WayEnd>, sinks: Iterable<WayEnd>): WayLengths {
  const { measured, resolved } = ways;
  const { graph } = measured;
  const calls = callsOnWays(ways);
  const crossing = crossings(graph, resolved);
  const onward = distances(ways, { calls, crossing, direction: "onward" }, labels);
  const back = distances(ways, { calls, crossing, direction: "back" }, sinks);
  const callers = callersOf(resolved, graph.procedures.length);
  const ofNodes = new Float64Array(graph.nodeCount);
  for (let node = 0; node < graph.nodeCount; node++) {
    const mismatch = lengthOfChoice(Math.max(1, callers[graph.procedureOf[node] ?? -1] ?? 1));
    ofNodes[node] = joined(onward, back, node, node, mismatch);
  }
  const throughCalls = new Map<ProgramCall, number>();
  for (const { call, given } of calls) {
    const lengths = given.map((node) => joined(onward, back, node, call.result, Infinity));
    throughCalls.set(call, LENGTH_THROUGH_CALL + Math.min(...lengths));
  }
  return { ofNodes, throughCalls };
}

/** What goes into a call and comes out of it is the more likely to come from another one, the more of them there are. */
function joined(
  onward: Float64Array,
  back: Float64Array,
  from: Node,
  to: Node,
  lengthOfMismatch: number,
): number {
  const [free = Infinity, called = Infinity] = [onward[2 * from + FREE], onward[2 * from + CALLED]];
  const [freely = Infinity, leaving = Infinity] = [back[2 * to + FREE], back[2 * to + CALLED]];
  return Math.min(free + Math.min(freely, leaving), called + freely, called + leaving + lengthOfMismatch);
}

interface CallOnWay {
  readonly call: ProgramCall;
  readonly given: readonly Node[];
}

/** Calls that may hand on what they are given. */
function callsOnWays({ resolved, kept }: Ways): readonly CallOnWay[] {
  return resolved.calls.flatMap((call) => {
    if (kept[call.result] !== 1 || call.targets.size === 0) return [];
    const given = [...call.arguments, call.receiver].filter((node) => kept[node] === 1);
    return given.length === 0 ? [] : [{ call, given }];
  });
}

function crossings(graph: ProgramGraph, { calls, crowd }: ResolvedCalls): (edge: number) => Crossing {
  const entries = new Uint8Array(graph.nodeCount);
  const exits = new Uint8Array(graph.nodeCount);
  const called = new Set(calls.flatMap(({ targets }) => [...targets]));
  for (const procedure of [...called, ...crowd.members]) {
    const places = crowd.placesOf(procedure);
    for (const node of [...places.parameters, places.receiver, places.arguments, places.guard])
      entries[node] = 1;
    for (const node of [places.result, places.throwGuard]) exits[node] = 1;
  }
  return (edge) => {
    const [from = -1, to = -1] = [graph.from[edge], graph.to[edge]];
    if (graph.procedureOf[from] === graph.procedureOf[to]) return "within";
    // Where an object was changed, the way goes back to where it came from.
    if (entries[to] === 1 || exits[to] === 1) return "into";
    return exits[from] === 1 || entries[from] === 1 ? "out of" : "elsewhere";
  };
}

interface Search {
  readonly calls: readonly CallOnWay[];
  readonly crossing: (edge: number) => Crossing;
  readonly direction: "onward" | "back";
}

/** Distances of each node, free and within a call: at `2 * node` and the place after it. */
function distances(ways: Ways, search: Search, starts: Iterable<WayEnd>): Float64Array {
  const { graph, into, lengthOf } = ways.measured;
  const { crossing, direction } = search;
  const through = throughOf(search);
  const isOnward = direction === "onward";
  const free = [...starts].map(([node, length]): WayEnd => [2 * node + FREE, length]);
  return shortestDistances(2 * graph.nodeCount, free, (item, visit) => {
    const state = item & 1;
    const node = (item - state) / 2;
    const goOver = (edge: number, next: Node): void => {
      if (!passes(ways, edge)) return;
      const after = stateAfter(isOnward, crossing(edge), state);
      if (after !== undefined) visit(2 * next + after, lengthOf(edge));
    };
    if (isOnward) {
      for (let edge = graph.first[node] ?? -1; edge >= 0; edge = graph.next[edge] ?? -1)
        goOver(edge, graph.to[edge] ?? -1);
    } else {
      for (let at = into.starts[node] ?? 0; at < (into.starts[node + 1] ?? 0); at++) {
        const edge = into.edges[at] ?? 0;
        goOver(edge, graph.from[edge] ?? -1);
      }
    }
    for (const next of through.get(node) ?? []) visit(2 * next + state, LENGTH_THROUGH_CALL);
  });
}

/** Where the search is after such an edge; undefined: it came from another call. */
function stateAfter(isOnward: boolean, crossing: Crossing, state: number): number | undefined {
  switch (crossing) {
    case "within":
      return state;
    case "elsewhere":
      return FREE;
    case "into":
      return isOnward ? CALLED : state === FREE ? FREE : undefined;
    case "out of":
      return isOnward ? (state === FREE ? FREE : undefined) : CALLED;
  }
}

function passes({ measured: { graph }, bits, kept }: Ways, edge: number): boolean {
  const from = graph.from[edge] ?? -1;
  const carried = TRANSFER[(graph.kind[edge] ?? 0) * COMBINATIONS + (bits[from] ?? 0)] ?? 0;
  return kept[from] === 1 && kept[graph.to[edge] ?? -1] === 1 && carried !== 0;
}

function throughOf({ calls, direction }: Search): ReadonlyMap<Node, readonly Node[]> {
  const through = new Map<Node, Node[]>();
  const add = (from: Node, to: Node): void => {
    const known = through.get(from);
    if (known === undefined) through.set(from, [to]);
    else known.push(to);
  };
  for (const { call, given } of calls)
    for (const node of given) {
      if (direction === "onward") add(node, call.result);
      else add(call.result, node);
    }
  return through;
}

/** How many calls may run each procedure. */
function callersOf({ calls }: ResolvedCalls, count: number): Float64Array {
  const callers = new Float64Array(count);
  for (const { targets } of calls)
    for (const target of targets) if (target < count) callers[target] = (callers[target] ?? 0) + 1;
  return callers;
}
