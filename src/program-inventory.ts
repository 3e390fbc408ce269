/**
 * What a program does with labelled data, lawfully or not: the uses behind a record of processing. The engine tells what
 * gets into code that a label does not allow, so each question is a policy of its own:
 *
 * - unlawful: the policy as it is;
 * - by repurposing: what more there is where no evidence releases anything;
 * - lawful: for each purpose that is allowed, what gets into its code if that alone were not allowed.
 */
import ts from "typescript";
import { analyze, type AnalysisInput } from "./analyze-program.js";
import type { FactsCache } from "./program/program-files.js";
import { labelledFields, dataAt, type LabelledDatum } from "./annotations/labelled-data.js";
import { labelOfDeclaration } from "./annotations/label-tags.js";
import { purposesOfProgram } from "./annotations/purposes-of-program.js";
import { repurposingFunctions, type RepurposingFunction } from "./annotations/repurposing-functions.js";
import { labelsBySettings } from "./annotations/settings-labels.js";
import { createTypeShapes } from "./checker/type-shape.js";
import type { Leak } from "./graph/leak.js";
import { createPolicy } from "./settings/policy.js";
import { coversPurpose } from "./settings/purpose-name.js";
import type { ResolvedSettings } from "./settings/settings.js";

/** One way of labelled data into code with a purpose. */
export interface DataUse {
  readonly lawfulness: "allowed" | "repurposed" | "unlawful";
  /** How it goes, in the form of a leak: what a leak is but for the policy. */
  readonly way: Leak;
  /** The data that it begins with. */
  readonly data: readonly LabelledDatum[];
  /** Functions that may have released it, with the type of the evidence that they take. */
  readonly releases: readonly Release[];
}

interface Release {
  readonly function: string;
  readonly evidence: string;
}

export interface ProgramInventory {
  readonly data: readonly LabelledDatum[];
  readonly uses: readonly DataUse[];
  /** What the policy allows each label. */
  readonly policy: Readonly<Record<string, readonly string[]>>;
}

/** `unlawful`: what the analysis by the settings as they are has found. */
export function inventoryOf(
  input: AnalysisInput,
  unlawful: readonly Leak[],
  facts: FactsCache,
): ProgramInventory {
  const { program, cwd, settings } = input;
  const run = (changed: Partial<ResolvedSettings>, selection = input.selection): readonly Leak[] =>
    analyze({ ...input, settings: { ...settings, ...changed }, selection }, facts).leaks;
  const checker = program.getTypeChecker();
  const shapes = createTypeShapes(checker, {
    labels: createPolicy(settings).labels,
    labelOfDeclaration,
    extraSources: labelsBySettings(program, settings, cwd),
  });
  const question = { checker, shapes };
  const data = ownFiles(program).flatMap((file) => labelledFields(question, file));
  const releasing = [...new Set(repurposingFunctions(program, new Set(settings.evidence)).values())];
  const use = (way: Leak, lawfulness: DataUse["lawfulness"]): DataUse => {
    const [source] = way.trace;
    const file = source && program.getSourceFile(source.file);
    return {
      way,
      lawfulness,
      data: source === undefined || file === undefined ? [] : dataAt(question, file, source.span, data),
      releases: lawfulness === "repurposed" ? releasesOn(checker, way, releasing) : [],
    };
  };

  const known = new Set(unlawful.map(keyOf));
  const released = releasing.some(({ hasEvidence }) => hasEvidence)
    ? run({ evidence: [] }).filter((way) => !known.has(keyOf(way)))
    : [];
  const allowed = lawfulPurposes(input).flatMap((purpose) =>
    run({ labels: allBut(purpose, input) }, "off").filter(
      (way) => way.sink.purpose === purpose && createPolicy(settings).allows(way.label, purpose),
    ),
  );
  return {
    data,
    uses: [
      ...allowed.map((way) => use(way, "allowed")),
      ...released.map((way) => use(way, "repurposed")),
      ...unlawful.map((way) => use(way, "unlawful")),
    ],
    policy: Object.fromEntries(
      Object.entries(settings.labels).map(([label, { purposes }]) => [label, purposes]),
    ),
  };
}

function keyOf({ kind, label, file, span }: Leak): string {
  return `${kind} ${label} ${file} ${span.start} ${span.end}`;
}

function ownFiles(program: ts.Program): readonly ts.SourceFile[] {
  return program
    .getSourceFiles()
    .filter((file) => !file.isDeclarationFile && !program.isSourceFileFromExternalLibrary(file));
}

/** Purposes that the program's code has and some label allows, each once, in the order of their names. */
function lawfulPurposes(input: AnalysisInput): readonly string[] {
  const policy = createPolicy(input.settings);
  return [...statedPurposes(input)]
    .filter((purpose) => [...policy.labels].some((label) => policy.allows(label, purpose)))
    .sort();
}

/** Purposes that code is said to have, by annotation, package or settings. */
function statedPurposes({ program, cwd, settings }: AnalysisInput): ReadonlySet<string> {
  const purposes = purposesOfProgram(program, cwd, settings);
  const stated = new Set(settings.sinks.flatMap((sink) => sink.purposes));
  const add = (more: readonly string[]): void => {
    for (const purpose of more) stated.add(purpose);
  };
  const visit = (node: ts.Node): void => {
    add(purposes.annotatedPurposes(node) ?? []);
    ts.forEachChild(node, visit);
  };
  for (const file of ownFiles(program)) {
    add(purposes.purposesOfFile(file));
    if (file.text.includes("@purpose")) visit(file);
  }
  return stated;
}

/** A policy by which each label may be used for everything but one purpose. */
function allBut(purpose: string, input: AnalysisInput): ResolvedSettings["labels"] {
  const { labels, catalog } = input.settings;
  const all = new Set([
    ...statedPurposes(input),
    ...catalog,
    ...Object.values(labels).flatMap(({ purposes }) => purposes),
  ]);
  const others = [...all].filter((other) => !coversPurpose(other, purpose));
  return Object.fromEntries(
    Object.entries(labels).map(([label, policy]) => [label, { ...policy, purposes: others }]),
  );
}

/** The functions that release to the purpose: those that the way goes through, or else all that might. */
function releasesOn(
  checker: ts.TypeChecker,
  { sink, trace }: Leak,
  releasing: readonly RepurposingFunction[],
): readonly Release[] {
  const able = releasing.filter(
    ({ hasEvidence, purposes }) =>
      hasEvidence && purposes.some((purpose) => coversPurpose(purpose, sink.purpose)),
  );
  const onWay = able.filter(({ signature }) =>
    trace.some(
      ({ file, span }) =>
        signature.getSourceFile().fileName === file &&
        signature.pos <= span.start &&
        span.end <= signature.end,
    ),
  );
  return (onWay.length > 0 ? onWay : able).map(({ name, signature, evidenceParameter = 0 }) => {
    const parameter = signature.parameters[evidenceParameter];
    const evidence = parameter?.type?.getText() ?? "";
    return {
      function: name,
      evidence:
        evidence === "" && parameter ? checker.typeToString(checker.getTypeAtLocation(parameter)) : evidence,
    };
  });
}
