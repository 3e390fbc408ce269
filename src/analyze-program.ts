/**
 * THE PIPELINE: program → facts → value flow → policy → leak. Reads like a table of contents; every step is a folder.
 */
import ts from "typescript";
import { labelOfDeclaration } from "./annotations/label-tags.js";
import { createPurposesOfCode } from "./annotations/purposes-of-code.js";
import { purposesOfProgram } from "./annotations/purposes-of-program.js";
import { labelsBySettings } from "./annotations/settings-labels.js";
import { createCatalog } from "./catalog/catalog.js";
import { packagesMention, programMentions } from "./checker/label-mentions.js";
import { createTypeShapes } from "./checker/type-shape.js";
import type { AnalysisResult, StageCounters } from "./graph/leak.js";
import type { LineExplanation, ObservedLine } from "./graph/observation.js";
import type { FlowModel } from "./graph/flow-model.js";
import type { SiteSpan } from "./graph/procedure.js";
import type { FileId, SiteId } from "./graph/expression.js";
import { createLeakCollector, limitNotes } from "./leaks/leak-collector.js";
import { createLeakProblem } from "./leaks/leak-problem.js";
import { observedProblem } from "./leaks/observed-problem.js";
import { createModelIndex } from "./models/read-models.js";
import { createModuleLinks, createProgramView } from "./program/create-program-view.js";
import { programFiles, type FactsCache, type ProgramFiles } from "./program/program-files.js";
import { createTypeQuestions } from "./program/type-questions.js";
import { gateOfProgram } from "./gate-of-program.js";
import { createPolicy } from "./settings/policy.js";
import { createSettingsSinks } from "./settings/settings-sinks.js";
import type { ResolvedSettings } from "./settings/settings.js";
import { Machine } from "./solver/machine.js";
import { runProgram } from "./solver/run-program.js";

export interface AnalysisInput {
  readonly program: ts.Program;
  /** Globs of the settings are relative to it. */
  readonly cwd: string;
  readonly settings: ResolvedSettings;
  readonly models: readonly FlowModel[];
  readonly selection: "match" | "off";
  /** Places in the program's text from which on the gate decides what is looked at; tests lower it. */
  readonly gateFrom?: number | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** `done` of `total` parts of a stage are done; what comes after them isn't known, so a stage may start over. */
export type OnProgress = (stage: string, done: number, total: number) => void;

export function analyze(input: AnalysisInput, facts: FactsCache): AnalysisResult {
  return explain(input, facts, undefined).result;
}

/** The analysis, and what it does at one line: the same for each line, so that it is asked for where somebody asks. */
export function explain(
  input: AnalysisInput,
  facts: FactsCache,
  line: ObservedLine | undefined,
): LineExplanation {
  const { program, cwd, settings } = input;
  const stages = stopwatch();
  const checker = program.getTypeChecker();

  // Labels: without any there is nothing to follow.
  const policy = createPolicy(settings);
  const hasSources = Object.values(settings.labels).some(({ sources }) => sources.length > 0);
  if (!hasSources && !programMentions(program, policy.labels)) {
    stages.finish("labels", { labels: 0 });
    const nothing = { leaks: [], limits: [], counters: stages.all };
    return { ...NOT_OBSERVED, result: nothing, reached: "no-labels" };
  }

  // Facts: what each file's syntax says.
  input.onProgress?.("facts", 0, 1);
  const files = programFiles(program, facts);
  const count = files.names.reduce((sum, name) => sum + (files.get(name)?.facts.spans.length ?? 0), 0);
  stages.finish("facts", { files: files.names.length, sites: count });

  // Policy: purposes, sinks.
  const settingsSinks = createSettingsSinks(settings);
  const purposes = purposesOfProgram(program, cwd, settings);

  // Questions to the type checker, asked when the solver comes to a site.
  const shapes = createTypeShapes(checker, {
    labels: policy.labels,
    labelOfDeclaration,
    extraSources: labelsBySettings(settings, cwd),
    packagesMayCarry: hasSources || packagesMention(program, policy.labels),
  });
  const questions = createTypeQuestions(files, checker, shapes);
  const purposesOfCode = createPurposesOfCode(
    purposes,
    lookupIn(files, (file, site) => questions.declarationsAt(file, site)),
    checker,
    new Set(settings.evidence),
  );

  const catalog = createCatalog(settings.catalog);

  // Gate: by names alone, what can lie between a label and a sink.
  input.onProgress?.("gate", 0, 1);
  const links = createModuleLinks(files, checker);
  const gate = gateOfProgram(
    { ...input, files, links, questions, settingsSinks, catalog, purposes, purposesOfCode },
    count,
    input.gateFrom,
  );
  stages.finish("gate", { ...gate.counts });

  // Value flow, watched for what crosses.
  const view = createProgramView({
    files,
    links,
    questions,
    models: createModelIndex(input.models),
    relevance: gate,
  });
  const spanOf = (file: FileId, site: SiteId): SiteSpan =>
    files.get(file)?.facts.spans[site] ?? { start: 0, end: 0 };
  const collector = createLeakCollector(spanOf);
  const lookup = { purposes: purposesOfCode, catalog, settingsSinks };
  const problem = createLeakProblem({
    ...lookup,
    policy,
    collector,
    selection: input.selection,
    handed: new Set(),
    named: new Set(),
  });
  const observed = line === undefined ? undefined : observedProblem(problem, { lookup, line, spanOf });
  const machine = new Machine(view, observed?.problem ?? problem);
  runProgram(machine, files.names, (done, total) => input.onProgress?.("value flow", done, total));
  const { expressions, calls, summaries, passes } = machine.counters;
  stages.finish("value flow", { expressions, calls, summaries, passes, questions: questions.count() });

  const result = {
    leaks: collector.leaks(),
    limits: limitNotes([...gate.limits, ...machine.counters.limits.values()], spanOf),
    counters: stages.all,
  };
  return { ...(observed?.explanation(view) ?? NOT_OBSERVED), result };
}

const NOT_OBSERVED = { purposes: [], within: undefined, reached: "not-reached", observations: [] } as const;

function lookupIn(
  files: ProgramFiles,
  declarations: (file: FileId, site: SiteId) => readonly ts.Declaration[],
): Parameters<typeof createPurposesOfCode>[1] {
  const procedures = new Map<FileId, Map<number, ts.Node>>();
  return {
    files: files.names.flatMap((name) => files.program.getSourceFile(name) ?? []),
    node: (file, site) => files.get(file)?.nodes[site],
    procedureNode: (file, procedure) => {
      const known =
        procedures.get(file) ??
        new Map([...(files.get(file)?.procedureOf ?? [])].map(([node, id]) => [id, node]));
      procedures.set(file, known);
      return known.get(procedure);
    },
    declarations,
  };
}

interface Stopwatch {
  readonly all: StageCounters[];
  finish(stage: string, counts: Readonly<Record<string, number>>): void;
}

function stopwatch(): Stopwatch {
  const all: StageCounters[] = [];
  let started = performance.now();
  return {
    all,
    finish: (stage, counts) => {
      const now = performance.now();
      all.push({ stage, milliseconds: now - started, counts });
      started = now;
    },
  };
}
