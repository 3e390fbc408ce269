/**
 * Pipeline stage: gate. Decides what the precise run looks at: the procedures through which, by names and types, a labelled
 * value may get from where it enters to a sink, those that call them, and those that are so small that leaving them
 * out saves nothing. All else is known to carry no label to a sink, and is not run.
 */
import type { FileId, ProcedureId, SiteId } from "../graph/expression.js";
import { chooseProcedures, type ChosenProcedures } from "./choose-procedures.js";
import {
  declaredReads,
  labelledTypes,
  labelStarts,
  SitesOfNodes,
  type LabelPolicy,
  type LabelQuestion,
  type LabelStart,
  type ReadQuestion,
} from "./label-starts.js";
import type { DeclaredRead, PlacedFile, ProgramGraph } from "./program-graph.js";
import { addAliases, chop, forward } from "./reachability.js";
import type { MethodNames } from "../graph/method-names.js";
import { sinkEnds, type SinkPolicy } from "./sink-ends.js";
import { measure } from "./way-lengths.js";
import { lengthsOfWays } from "./realizable-ways.js";
import { NodeTypes, type ContentQuestion } from "./node-types.js";
import { resolveCalls, type CallQuestions } from "./resolve-calls.js";

/** Where labels and purposes stand. */
export type GatePolicy = LabelPolicy & SinkPolicy;

/** What only the checker knows, asked where names say too little. */
export interface GateQuestions {
  readonly methodAt: CallQuestions["methodAt"];
  readonly effectsAt: CallQuestions["effectsAt"];
  readonly effectsOfName: CallQuestions["effectsOfName"];
  readonly contentAt: ContentQuestion;
  /** What types say at the place has been of importance. */
  goesBy(file: FileId, site: SiteId): void;
  readonly carriesAt: LabelQuestion;
  /** Of the read of a property that has a label where it is declared: whether it may be that one. */
  readonly readCarriesAt: ReadQuestion;
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
  /** What is run for its own sake in the file with the least is run first: where work ends, it ends far from sinks. */
  distanceOf(file: FileId): number;
  /** The nearest procedure that was left out because there were too many; undefined: none was. */
  readonly leftOut: { readonly file: FileId; readonly procedure: ProcedureId } | undefined;
  readonly counts: GateCounts;
}

export function createGate(
  graph: ProgramGraph,
  policy: GatePolicy,
  names: MethodNames,
  questions: GateQuestions,
): Gate {
  graph.linkNames();
  const types = new NodeTypes(graph, questions.contentAt);
  const resolved = resolveCalls(graph, names, {
    ...questions,
    mayHoldFunction: (node, is) => types.mayHoldFunction(node, is),
  });
  addAliases(graph);
  const measured = measure(graph);
  const starts = [
    ...labelledTypes(graph, policy),
    ...labelStarts(measured, policy, resolved, questions.carriesAt),
  ];
  const bits = reachedFrom(types, starts, questions.readCarriesAt);
  noteTypes(types, bits, questions);
  const ends = [...sinkEnds(measured, policy, resolved)];
  const kept = chop(
    graph,
    bits,
    ends.map(([node]) => node),
  );
  const ways = lengthsOfWays(
    { measured, resolved, bits, kept },
    starts.map(([node]) => [node, 0]),
    ends,
  );
  const ofSinks = starts.length === 0 ? [] : proceduresOf(graph, policy);
  const entered = chooseProcedures({ graph, types, resolved, kept, ways, ofSinks });
  return answers(graph, entered, {
    nodes: graph.nodeCount,
    edges: graph.to.length,
    forward: count(bits),
    chop: count(kept),
    procedures: graph.procedures.length,
    entered: count(entered.run),
  });
}

/**
 * Notes where types have told how far labels get, so that an edit there makes a difference: where one gets to, and wherever a property
 * is read or stored under a name that one gets to.
 */
function noteTypes(types: NodeTypes, bits: Uint8Array, questions: GateQuestions): void {
  const { graph } = types;
  for (const [node, reached] of bits.entries()) {
    const place = reached === 0 ? undefined : types.siteOf(node);
    if (place !== undefined) questions.goesBy(place.file, place.site);
  }
  const isReached = (name: string): boolean =>
    [...graph.properties.named(name)].some((node) => bits[node] !== 0);
  const names = new Set([...graph.properties.names()].filter(isReached));
  for (const [file, placed] of graph.files)
    for (const { name, site } of placed.graph.properties) if (names.has(name)) questions.goesBy(file, site);
}

/** What is known of a file when the graph is gone. */
interface FileAnswers {
  readonly firstProcedure: number;
  readonly distance: number;
}

/** The answers without the graph: it takes hundreds of megabytes in a big program, while the precise run needs them. */
function answers(graph: ProgramGraph, entered: ChosenProcedures, counts: GateCounts): Gate {
  const files = new Map<FileId, FileAnswers>();
  for (const [file, placed] of graph.files)
    files.set(file, {
      firstProcedure: placed.firstProcedure,
      distance: distanceOf(placed, entered),
    });
  const { run, matter } = entered;
  const leftOut = entered.leftOut === undefined ? undefined : graph.procedures[entered.leftOut];
  return {
    enters: (file, procedure) => run[(files.get(file)?.firstProcedure ?? -Infinity) + procedure] === 1,
    isRoot: (file, procedure) => matter[(files.get(file)?.firstProcedure ?? -Infinity) + procedure] === 1,
    distanceOf: (file) => files.get(file)?.distance ?? 0,
    leftOut,
    counts,
  };
}

function* proceduresOf(graph: ProgramGraph, policy: SinkPolicy): Generator<number> {
  for (const [procedure, { file }] of graph.procedures.entries())
    if (policy.isSinkFile(file)) yield procedure;
}

function distanceOf(placed: PlacedFile, { matter, distances }: ChosenProcedures): number {
  if (distances === undefined) return 0;
  let nearest = Number.MAX_SAFE_INTEGER;
  for (const { id } of placed.graph.facts.procedures)
    if (matter[placed.firstProcedure + id] === 1)
      nearest = Math.min(nearest, distances[placed.firstProcedure + id] ?? nearest);
  return nearest;
}

/**
 * What labels may reach; to the starts come the reads that have labels by what is declared: also where a label comes by on
 * other ways, since the ways from such a read are short.
 */
function reachedFrom(types: NodeTypes, starts: LabelStart[], ask: ReadQuestion): Uint8Array {
  const { graph } = types;
  const answers = new Map<DeclaredRead, boolean>();
  const sites = new SitesOfNodes(graph);
  const bits = forward(types, starts);
  const known = new Map<number, number>();
  for (;;) {
    const found = [...declaredReads(sites, bits, answers, ask)].filter(([node, added]) => {
      const before = known.get(node) ?? 0;
      known.set(node, before | added);
      return (before | added) !== before;
    });
    if (found.length === 0) return bits;
    starts.push(...found);
    forward(types, found, bits);
  }
}

function count(flags: Uint8Array): number {
  let total = 0;
  for (const flag of flags) if (flag !== 0) total++;
  return total;
}
