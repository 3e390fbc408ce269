/**
 * Pipeline stage: gate. Where sinks take values, by names alone: all that a sink's own code touches, what is handed to its
 * functions, stored into its objects, or sent to where requests may go. Each with how far it is from what is a sink for certain.
 */
import type { FileId } from "../graph/expression.js";
import { EDGE, type EdgeKind } from "./edge-kinds.js";
import { NO_NODE } from "./file-graph.js";
import type { Node, PlacedFile, ProgramGraph } from "./program-graph.js";
import type { ProgramCall } from "./program-call.js";
import type { ResolvedCalls } from "./resolve-calls.js";
import { COMPUTED } from "./stores.js";
import { distances, lengthOfChoice, type MeasuredGraph, type WayEnd } from "./way-lengths.js";

/** What code is for, as far as the gate must know. */
export interface SinkPolicy {
  /** Whether anything in the file has a purpose that some label does not allow. */
  isSinkFile(file: FileId): boolean;
  isSinkModule(module: string): boolean;
  isSinkGlobal(name: string): boolean;
  /** Names of functions that send requests, if any endpoint of the policy is spoken of in the program. */
  readonly requestNames: ReadonlySet<string>;
  /** Whether the file itself speaks of such an endpoint. */
  statesEndpoint(file: FileId): boolean;
}

/** Steps from an endpoint that is stated in one file to a request that is sent in another. */
const LENGTH_TO_ENDPOINT = 12;

/**
 * Methods that the language calls without a call in the text: in conversions, loops, spreads and `await`. What they give
 * may get to wherever their object does.
 */
const CALLED_BY_THE_LANGUAGE: readonly string[] = [
  COMPUTED,
  "toString",
  "toLocaleString",
  "valueOf",
  "toJSON",
  "then",
  "next",
  "return",
];
/** Steps from what such a method gives to a sink. */
const LENGTH_OF_CONVERSION = 6;

/** What is made by, or taken out of, something of a sink is the sink's. */
const BELONGS: ReadonlySet<EdgeKind> = new Set<EdgeKind>([
  EDGE.copy,
  EDGE.read,
  EDGE.any,
  EDGE.element,
  EDGE.receiver,
  EDGE.instance,
]);

/** Nodes whose values a sink takes. */
export function* sinkEnds(
  measured: MeasuredGraph,
  policy: SinkPolicy,
  resolved: ResolvedCalls,
): Generator<WayEnd> {
  const { graph } = measured;
  const own: Node[] = [];
  for (const [file, placed] of graph.files) {
    own.push(...sinkGlobals(graph, policy, placed));
    if (!policy.isSinkFile(file)) continue;
    // All that a sink's own code touches; what it names is the sink's.
    for (const node of placed.nodes) yield [node, measured.lengthOfHub(node)];
    own.push(...thingsOf(graph, placed));
  }
  own.push(...sharedSinks(graph, policy));
  for (const node of own) yield [node, 0];
  yield* requestProperties(graph, policy);
  for (const name of CALLED_BY_THE_LANGUAGE)
    for (const [node, length] of resultsOf(graph.sharedIfKnown(`m:${name}`) ?? NO_NODE, resolved))
      yield [node, LENGTH_OF_CONVERSION + length];
  const belongs = distances(
    measured,
    own.map((node) => [node, 0]),
    "onward",
    (edge) => BELONGS.has(graph.kind[edge] ?? EDGE.guard),
  );
  for (const call of resolved.calls) {
    const length = lengthToSink(graph, policy, call, belongs);
    if (length < Infinity)
      for (const [node, further] of handedOver(call, resolved)) yield [node, length + further];
  }
  // What is stored into something of a sink is handed over.
  for (const [edge, to] of graph.to.entries()) {
    const kind = graph.kind[edge];
    const stores = kind === EDGE.contain || kind === EDGE.dynamic || kind === EDGE.keep;
    const length = belongs[to] ?? Infinity;
    if (!stores || length === Infinity) continue;
    yield [graph.from[edge] ?? NO_NODE, length + lengthOfChoice(graph.alternatives.get(edge) ?? 1)];
  }
}

/** `declare function gtag(…)` */
function* sinkGlobals(graph: ProgramGraph, policy: SinkPolicy, placed: PlacedFile): Generator<Node> {
  for (const [index, { name, record }] of placed.graph.facts.variables.entries()) {
    if (record === 0 && policy.isSinkGlobal(name))
      yield graph.nodeIn(placed, placed.graph.variables[index] ?? NO_NODE);
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

function* sharedSinks(graph: ProgramGraph, policy: SinkPolicy): Generator<Node> {
  for (const [name, node] of graph.sharedNames()) {
    const of = name.slice(name.indexOf(":") + 1);
    const isSink =
      (name.startsWith("L:") && policy.isSinkModule(of)) ||
      (name.startsWith("g:") && policy.isSinkGlobal(of)) ||
      (name.startsWith("t:from:") && policy.isSinkModule(name.slice("t:from:".length)));
    if (isSink) yield node;
  }
  // A global may be read off an object that stands for `window`.
  for (const name of graph.properties.names())
    if (policy.isSinkGlobal(name)) yield* graph.properties.named(name);
}

/** Setting some properties sends a request (`image.src`). */
function* requestProperties(graph: ProgramGraph, policy: SinkPolicy): Generator<WayEnd> {
  for (const name of policy.requestNames)
    for (const node of graph.properties.named(name)) yield [node, LENGTH_TO_ENDPOINT];
}

function lengthToSink(
  graph: ProgramGraph,
  policy: SinkPolicy,
  call: ProgramCall,
  belongs: Float64Array,
): number {
  const ofSink = Math.min(belongs[call.callee] ?? Infinity, belongs[call.receiver] ?? Infinity);
  const name = call.site.method ?? graph.libraryNames.get(call.callee);
  if (name === undefined || !call.isLibrary || !policy.requestNames.has(name)) return ofSink;
  const isStated = policy.statesEndpoint(call.placed.graph.facts.file);
  return Math.min(ofSink, isStated ? 0 : LENGTH_TO_ENDPOINT);
}

function* handedOver(call: ProgramCall, resolved: ResolvedCalls): Generator<WayEnd> {
  yield [call.result, 0];
  yield [call.receiver, 0];
  for (const value of call.arguments) {
    yield [value, 0];
    yield* resultsOf(value, resolved);
  }
}

/** What the functions at a node give; the more there are, the less likely it is that of each. */
function* resultsOf(node: Node, resolved: ResolvedCalls): Generator<WayEnd> {
  const { crowd } = resolved;
  const procedures = [...resolved.functionsAt(node)];
  const isCrowded = procedures.includes(crowd.procedure);
  const length = lengthOfChoice(Math.max(1, procedures.length + (isCrowded ? crowd.members.size : 0)));
  for (const procedure of procedures) yield [crowd.placesOf(procedure).result, length];
}
