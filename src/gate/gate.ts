/**
 * Pipeline stage: gate. Decides what the precise run looks at: the procedures through which, by names alone, a labelled
 * value may get from where it enters to a sink, those that call them, and those that are so small that leaving them
 * out saves nothing. All else is known to carry no label to a sink, and is not run.
 */
import type { FileId, ProcedureId, SiteId } from "../graph/expression.js";
import { EDGE, VALUE, type EdgeKind } from "./edge-kinds.js";
import { chooseProcedures } from "./choose-procedures.js";
import { NO_NODE } from "./file-graph.js";
import type { Node, PlacedFile, ProgramGraph } from "./program-graph.js";
import { addAliases, chop, forward, reached } from "./reachability.js";
import type { MethodNames } from "../graph/method-names.js";
import { resolveCalls, type MethodQuestion, type ProgramCall, type ResolvedCalls } from "./resolve-calls.js";

/** Where labels and purposes stand, as far as the gate must know. */
export interface GatePolicy {
  /** Names of types (and texts in them) that label what has them. */
  readonly labelNames: readonly string[];
  /** Names of properties that the settings label. */
  readonly labelledProperties: readonly string[];
  /** Whether anything in the file has a purpose that some label does not allow. */
  isSinkFile(file: FileId): boolean;
  isSinkModule(module: string): boolean;
  isSinkGlobal(name: string): boolean;
  /** Names of functions that send requests, if any endpoint of the policy is spoken of in the program. */
  readonly requestNames: ReadonlySet<string>;
}

interface GateCounts {
  readonly nodes: number;
  readonly edges: number;
  /** Nodes that a label may get to. */
  readonly forward: number;
  /** Nodes on some way from a label to a sink. */
  readonly chop: number;
  /** Procedures that are run, of all. */
  readonly procedures: number;
  readonly entered: number;
}

export interface Gate {
  /** Whether the procedure is run when it is called. */
  enters(file: FileId, procedure: ProcedureId): boolean;
  /** Whether it is run for its own sake, as something that anybody may call. */
  isRoot(file: FileId, procedure: ProcedureId): boolean;
  /** Whether a label may be at the place, and get from there to a sink. */
  mayCarry(file: FileId, site: SiteId): boolean;
  /** The nearest procedure that was left out because there were too many; undefined: none was. */
  readonly leftOut: { readonly file: FileId; readonly procedure: ProcedureId } | undefined;
  readonly counts: GateCounts;
}

/** What is made by, or taken out of, something of a sink is the sink's. */
const BELONGS: ReadonlySet<EdgeKind> = new Set<EdgeKind>([
  EDGE.copy,
  EDGE.read,
  EDGE.any,
  EDGE.element,
  EDGE.receiver,
  EDGE.instance,
]);

export function createGate(
  graph: ProgramGraph,
  policy: GatePolicy,
  names: MethodNames,
  ask: MethodQuestion,
): Gate {
  const resolved = resolveCalls(graph, names, ask);
  addAliases(graph);
  const bits = forward(graph, seeds(graph, policy));
  const taken = [...ends(graph, policy, resolved)];
  const kept = chop(graph, bits, taken);
  const entered = chooseProcedures({ graph, resolved, kept, ends: taken });
  const globalId = (file: FileId, procedure: ProcedureId): number => {
    const placed = graph.files.get(file);
    return placed === undefined ? -1 : placed.firstProcedure + procedure;
  };
  return {
    enters: (file, procedure) => entered.run[globalId(file, procedure)] === 1,
    isRoot: (file, procedure) => entered.matter[globalId(file, procedure)] === 1,
    mayCarry: (file, site) => {
      const placed = graph.files.get(file);
      const local = placed?.graph.siteNodes.get(site);
      if (placed === undefined || local === undefined) return true;
      const node = graph.nodeIn(placed, local);
      return node === NO_NODE || kept[node] === 1;
    },
    leftOut: entered.leftOut === undefined ? undefined : graph.procedures[entered.leftOut],
    counts: {
      nodes: graph.nodeCount,
      edges: graph.to.length,
      forward: count(bits),
      chop: count(kept),
      procedures: graph.procedures.length,
      entered: count(entered.run),
    },
  };
}

function count(flags: Uint8Array): number {
  let total = 0;
  for (const flag of flags) if (flag !== 0) total++;
  return total;
}

function* seeds(graph: ProgramGraph, policy: GatePolicy): Generator<readonly [Node, number]> {
  for (const name of policy.labelNames) {
    for (const mentioned of [`t:${name}`, `t:key:${name}`]) {
      const node = graph.sharedIfKnown(mentioned);
      if (node !== undefined) yield [node, VALUE];
    }
  }
  for (const name of policy.labelledProperties) {
    const node = graph.sharedIfKnown(`p:${name}`);
    if (node !== undefined) yield [node, VALUE];
  }
}

/** Nodes whose values a sink takes. */
function* ends(graph: ProgramGraph, policy: GatePolicy, resolved: ResolvedCalls): Generator<Node> {
  const starts: Node[] = [];
  for (const [file, placed] of graph.files) {
    for (const [index, { name, record }] of placed.graph.facts.variables.entries()) {
      // `declare function gtag(…)`
      if (record === 0 && policy.isSinkGlobal(name))
        starts.push(graph.nodeIn(placed, placed.graph.variables[index] ?? NO_NODE));
    }
    if (!policy.isSinkFile(file)) continue;
    // All that a sink's own code touches; what it names is the sink's.
    yield* placed.nodes;
    starts.push(...thingsOf(graph, placed));
  }
  for (const [name, node] of graph.sharedNames()) {
    const of = name.slice(name.indexOf(":") + 1);
    const isSink =
      (name.startsWith("L:") && policy.isSinkModule(of)) ||
      // A global may be read off an object that stands for `window`.
      ((name.startsWith("g:") || name.startsWith("p:")) && policy.isSinkGlobal(of)) ||
      (name.startsWith("t:from:") && policy.isSinkModule(name.slice("t:from:".length)));
    if (isSink) starts.push(node);
    // Setting some properties sends a request (`image.src`).
    if (name.startsWith("p:") && policy.requestNames.has(of)) yield node;
  }
  yield* starts;
  const belongs = reached(graph, starts, BELONGS);
  for (const call of resolved.calls) {
    if (isSinkCall(graph, policy, call, belongs)) yield* handedOver(call, resolved);
  }
  // What is stored into something of a sink is handed over.
  for (const [edge, to] of graph.to.entries()) {
    const kind = graph.kind[edge];
    const stores = kind === EDGE.contain || kind === EDGE.dynamic || kind === EDGE.keep;
    if (stores && belongs[to] === 1) yield graph.from[edge] ?? NO_NODE;
  }
}

/** The objects and classes of a module; its functions are found by what they run. */
function* thingsOf(graph: ProgramGraph, placed: PlacedFile): Generator<Node> {
  for (const value of placed.graph.exportValues.values()) yield graph.nodeIn(placed, value);
  for (const [index, { name, declaredBy, record }] of placed.graph.facts.variables.entries()) {
    if (declaredBy === "class") yield graph.shared(`t:${name}`);
    const variable = placed.graph.variables[index];
    if (record === 0 && declaredBy !== "function" && variable !== undefined)
      yield graph.nodeIn(placed, variable);
  }
}

function isSinkCall(
  graph: ProgramGraph,
  policy: GatePolicy,
  call: ProgramCall,
  belongs: Uint8Array,
): boolean {
  if (belongs[call.callee] === 1 || belongs[call.receiver] === 1) return true;
  const name = call.site.method ?? graph.libraryNames.get(call.callee);
  return name !== undefined && policy.requestNames.has(name);
}

function* handedOver(call: ProgramCall, resolved: ResolvedCalls): Generator<Node> {
  yield call.result;
  yield call.receiver;
  for (const value of call.arguments) {
    yield value;
    for (const procedure of resolved.functionsAt(value)) yield resolved.crowd.placesOf(procedure).result;
  }
}
