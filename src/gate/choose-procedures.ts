/**
 * Pipeline stage: gate. From the chop to what is run: its procedures and those above them, those on the shortest ways first
 * where there are too many; and small ones, which cost less to run than not to know.
 */
import { EDGE, type EdgeKind } from "./edge-kinds.js";
import { MAXIMAL_CODE, SMALL } from "./limits.js";
import type { NodeTypes } from "./node-types.js";
import type { Node, ProgramGraph } from "./program-graph.js";
import type { ResolvedCalls } from "./resolve-calls.js";
import { shortestDistances, type Distant } from "./shortest.js";
import type { WayLengths } from "./realizable-ways.js";
import { lengthOfChoice } from "./way-lengths.js";

export interface Chop {
  readonly graph: ProgramGraph;
  readonly types: NodeTypes;
  readonly resolved: ResolvedCalls;
  readonly kept: Uint8Array;
  /** Procedures of sinks, whose lists and requests contacts are matched with. */
  readonly ofSinks: Iterable<number>;
  /** How long the shortest ways from labels to sinks are. */
  readonly ways: WayLengths;
}

export interface ChosenProcedures {
  /** On a way from a label to a sink, or above such a procedure. */
  readonly matter: Uint8Array;
  /** Run when they are called. */
  readonly run: Uint8Array;
  /** The nearest of those that are left out because there are too many. */
  readonly leftOut: number | undefined;
  /** How long the shortest way over each procedure is; undefined: there are so few that all are looked at. */
  readonly distances: Float64Array | undefined;
}

export function chooseProcedures(chop: Chop): ChosenProcedures {
  const { graph, resolved, kept, ofSinks } = chop;
  const callers = callersOf(resolved);
  // One more for the crowd.
  const matter = new Uint8Array(graph.procedures.length + 1);
  for (const [node, procedure] of graph.procedureOf.entries())
    if (procedure >= 0 && kept[node] === 1) matter[procedure] = 1;
  markAbove(graph, callers, matter);
  markDeciders(chop, matter);
  markAbove(graph, callers, matter);
  // Not those that call them: what these hand over is on a way from a label, or is nothing.
  for (const procedure of ofSinks) matter[procedure] = 1;
  const distances = sizeOf(graph, matter) > MAXIMAL_CODE ? distancesOf(chop, callers) : undefined;
  const leftOut = distances === undefined ? undefined : keepNearest(graph, distances, matter);
  markConstructors(graph, matter);
  const run = matter.slice();
  // Where not even all that matters is looked at, nothing is gained by what may only make it cleaner.
  if (leftOut === undefined) markChangers(graph, kept, run);
  markSmall(graph, resolved, run);
  return { matter, run, leftOut, distances };
}

function sizeOf(graph: ProgramGraph, marked: Uint8Array): number {
  let size = 0;
  for (const procedure of graph.procedures.keys())
    if (marked[procedure] === 1) size += graph.nodesOfProcedure(procedure).nodes.size;
  return size;
}

/** Who calls each procedure, and the least number of others that the call may run instead. */
type Callers = ReadonlyMap<number, ReadonlyMap<number, number>>;

function callersOf(resolved: ResolvedCalls): Callers {
  const callers = new Map<number, Map<number, number>>();
  const add = (target: number, caller: number, alternatives: number): void => {
    const known = callers.get(target) ?? new Map<number, number>();
    known.set(caller, Math.min(alternatives, known.get(caller) ?? Infinity));
    callers.set(target, known);
  };
  for (const { targets, procedure } of resolved.calls)
    for (const target of targets) add(target, procedure, targets.size);
  const { members, procedure } = resolved.crowd;
  for (const member of members) add(member, procedure, members.size);
  return callers;
}

/** Whoever calls what matters decides with what and whether; what makes a function has to run for it to be there. */
function above(
  graph: ProgramGraph,
  callers: Callers,
  procedure: number,
): readonly (readonly [procedure: number, alternatives: number])[] {
  const around = parentOf(graph, procedure);
  return [...(callers.get(procedure) ?? []), ...(around === undefined ? [] : [[around, 1] as const])];
}

function markAbove(graph: ProgramGraph, callers: Callers, matter: Uint8Array): void {
  const pending = [...matter.keys()].filter((procedure) => matter[procedure] === 1);
  for (let procedure = pending.pop(); procedure !== undefined; procedure = pending.pop()) {
    for (const [caller] of above(graph, callers, procedure)) {
      if (matter[caller] === 1) continue;
      matter[caller] = 1;
      pending.push(caller);
    }
  }
}

/** Ways on which a test depends on what it reads. */
const TESTED: ReadonlySet<EdgeKind> = new Set<EdgeKind>([
  EDGE.copy,
  EDGE.derive,
  EDGE.compare,
  EDGE.guard,
  EDGE.any,
  EDGE.element,
]);

/** What decides, in code that matters, whether a value goes on, or such code is called. */
function guardsOf(graph: ProgramGraph, kept: Uint8Array, matter: Uint8Array): readonly Node[] {
  const found = new Set<Node>();
  for (const node of kept.keys()) if (kept[node] === 1) found.add(node);
  for (const procedure of graph.procedures.keys()) {
    if (matter[procedure] !== 1) continue;
    const { placed, nodes } = graph.nodesOfProcedure(procedure);
    found.add(graph.nodeIn(placed, nodes.guard));
  }
  const guards: Node[] = [];
  // What is added on the way is gone through as well.
  for (const node of found)
    for (let edge = graph.firstInto[node] ?? -1; edge >= 0; edge = graph.nextInto[edge] ?? -1) {
      const from = graph.from[edge] ?? -1;
      if (graph.kind[edge] !== EDGE.guard || matter[graph.procedureOf[from] ?? -1] !== 1) continue;
      found.add(from);
      guards.push(from);
    }
  return guards;
}

/** Code that stores what a test of code that matters reads: a flag that is set elsewhere decides whether a branch runs. */
function markDeciders({ graph, types, kept }: Chop, matter: Uint8Array): void {
  const seen = new Uint8Array(graph.nodeCount);
  const pending: Node[] = [];
  const visit = (node: Node): void => {
    if (node < 0 || seen[node] === 1 || !types.mayDecide(node)) return;
    seen[node] = 1;
    pending.push(node);
  };
  for (const guard of guardsOf(graph, kept, matter)) visit(guard);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const here = graph.procedureOf[node] ?? -1;
    for (let edge = graph.firstInto[node] ?? -1; edge >= 0; edge = graph.nextInto[edge] ?? -1) {
      const from = graph.from[edge] ?? -1;
      if (!TESTED.has(graph.kind[edge] ?? EDGE.keep)) continue;
      const procedure = graph.procedureOf[from] ?? -1;
      const isStored = procedure >= 0 && procedure !== here;
      // Whether a call comes to its end, or code is called at all, is open where that is not looked at.
      if (isStored && graph.kind[edge] === EDGE.guard) continue;
      // Stored under a name, or in a variable of code around: by whoever does it.
      if (isStored) matter[procedure] = 1;
      else visit(from);
    }
  }
}

function parentOf(graph: ProgramGraph, procedure: number): number | undefined {
  if (procedure >= graph.procedures.length) return undefined;
  const { placed } = graph.nodesOfProcedure(procedure);
  const parent = placed.graph.facts.procedures[procedure - placed.firstProcedure]?.parent;
  return parent === undefined ? undefined : placed.firstProcedure + parent;
}

/** Who calls what is on a way is that much farther from it. */
const LENGTH_OF_CALL = 4;

/** Leaves only as many of them as can be looked at: those on the shortest ways. Gives the nearest that is left out. */
function keepNearest(graph: ProgramGraph, distances: Float64Array, matter: Uint8Array): number | undefined {
  const nearest = [...graph.procedures.keys()]
    .filter((procedure) => matter[procedure] === 1)
    .sort((a, b) => (distances[a] ?? 0) - (distances[b] ?? 0) || a - b);
  matter.fill(0);
  let size = 0;
  let leftOut: number | undefined;
  for (const procedure of nearest) {
    const own = graph.nodesOfProcedure(procedure).nodes.size;
    if (size + own > MAXIMAL_CODE) {
      leftOut ??= procedure;
      continue;
    }
    size += own;
    for (let at: number | undefined = procedure; at !== undefined; at = parentOf(graph, at)) matter[at] = 1;
  }
  return leftOut;
}

function functionsWithin(graph: ProgramGraph): ReadonlyMap<number, readonly number[]> {
  const within = new Map<number, number[]>();
  for (const procedure of graph.procedures.keys()) {
    const around = parentOf(graph, procedure);
    if (around === undefined) continue;
    const known = within.get(around);
    if (known === undefined) within.set(around, [procedure]);
    else known.push(procedure);
  }
  return within;
}

/** The length of the shortest way over each procedure; over those that call it, or are made in it, it is a little longer. */
function distancesOf({ graph, kept, ways }: Chop, callers: Callers): Float64Array {
  const within = functionsWithin(graph);
  const starts = [...graph.procedureOf.entries()].flatMap<Distant>(([node, procedure]) => {
    const length = ways.ofNodes[node] ?? Infinity;
    return procedure >= 0 && kept[node] === 1 && length < Infinity ? [[procedure, length]] : [];
  });
  for (const [{ targets }, length] of ways.throughCalls)
    if (length < Infinity)
      for (const target of targets) starts.push([target, length + lengthOfChoice(targets.size)]);
  return shortestDistances(graph.procedures.length + 1, starts, (procedure, visit) => {
    for (const [caller, alternatives] of above(graph, callers, procedure))
      visit(caller, LENGTH_OF_CALL + lengthOfChoice(alternatives));
    for (const inner of within.get(procedure) ?? []) visit(inner, LENGTH_OF_CALL);
  });
}

/** A method needs an object to be called on: its class's constructor and fields are run as well. */
function markConstructors(graph: ProgramGraph, matter: Uint8Array): void {
  for (const { graph: file, firstProcedure } of graph.files.values()) {
    const classes = new Set<number>();
    for (const { id, memberOf } of file.facts.procedures)
      if (memberOf !== undefined && matter[firstProcedure + id] === 1) classes.add(memberOf);
    for (const { id, memberOf, kind } of file.facts.procedures) {
      const makes = kind === "constructor" || kind === "field" || kind === "static-block";
      if (makes && memberOf !== undefined && classes.has(memberOf)) matter[firstProcedure + id] = 1;
    }
  }
}

/** Code that may overwrite what is on the way: it can make a value clean. */
function markChangers(graph: ProgramGraph, kept: Uint8Array, run: Uint8Array): void {
  for (const [edge, to] of graph.to.entries()) {
    const kind = graph.kind[edge];
    if (kept[to] !== 1 || (kind !== EDGE.copy && kind !== EDGE.contain)) continue;
    const procedure = graph.procedureOf[graph.from[edge] ?? 0] ?? -1;
    if (procedure >= 0 && graph.nodesOfProcedure(procedure).nodes.size <= SMALL * 2) run[procedure] = 1;
  }
}

/** Running a small function costs less than not knowing what it gives. */
function markSmall(graph: ProgramGraph, resolved: ResolvedCalls, run: Uint8Array): void {
  const called = new Map<number, Set<number>>();
  for (const { targets, procedure } of resolved.calls) {
    const known = called.get(procedure) ?? new Set();
    for (const target of targets) known.add(target);
    called.set(procedure, known);
  }
  const sizes = new Map<number, number>();
  const sizeWithin = (procedure: number): number => {
    const known = sizes.get(procedure);
    if (known !== undefined) return known;
    if (procedure >= graph.procedures.length) return SMALL + 1;
    // A recursion is not small.
    sizes.set(procedure, SMALL + 1);
    let { size } = graph.nodesOfProcedure(procedure).nodes;
    for (const target of called.get(procedure) ?? []) {
      if (size > SMALL) break;
      size += run[target] === 1 ? 1 : sizeWithin(target);
    }
    sizes.set(procedure, size);
    return size;
  };
  for (let procedure = 0; procedure < graph.procedures.length; procedure++)
    if (run[procedure] !== 1 && sizeWithin(procedure) <= SMALL) run[procedure] = 1;
}
