/**
 * THE PIPELINE: program → facts → value flow → policy → leak. Reads like a table of contents; every step is a folder.
 */
import { createCatalog } from "./catalog/catalog.js";
import { programMentions } from "./checker/label-mentions.js";
import { END_OF_STACK } from "./graph/end-of-stack.js";
import type { AnalysisResult, StageCounters } from "./graph/leak.js";
import type { LineExplanation, ObservedLine } from "./graph/observation.js";
import type { FlowModel } from "./graph/flow-model.js";
import type { SiteSpan } from "./graph/procedure.js";
import type { FileId, SiteId } from "./graph/expression.js";
import { createLeakCollector, limitNotes } from "./leaks/leak-collector.js";
import { createLeakProblem } from "./leaks/leak-problem.js";
import { observedProblem } from "./leaks/observed-problem.js";
import { createModelIndex } from "./models/read-models.js";
import { createProgramView, type Cut } from "./program/create-program-view.js";
import type { FactsCache, ProgramFiles } from "./program/program-files.js";
import type { SeenProcedures } from "./program/seen-procedures.js";
import type { TypeQuestions } from "./program/type-questions.js";
import { createProgramCode, hasLabelSources, type CodeInput } from "./program-code.js";
import { gateOfProgram } from "./gate-of-program.js";
import { createPolicy } from "./settings/policy.js";
import { createSettingsSinks } from "./settings/settings-sinks.js";
import { Machine } from "./solver/machine.js";
import { runProgram } from "./solver/run-program.js";

export interface AnalysisInput extends CodeInput {
  readonly models: readonly FlowModel[];
  readonly selection: "match" | "off";
  /** Places in the program's text from which on the gate decides what is looked at; tests lower it. */
  readonly gateFrom?: number | undefined;
  readonly onProgress?: OnProgress | undefined;
  /** Where it is noted which procedures were looked at. */
  readonly seen?: SeenProcedures | undefined;
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
  const { program, settings, summarized } = input;
  const stages = stopwatch();

  // Labels: without any there is nothing to follow.
  const policy = createPolicy(settings);
  const texts = summarized?.names.map((name) => summarized.get(name)?.text ?? "");
  if (!hasLabelSources(settings) && !programMentions(program, policy.labels, texts)) {
    stages.finish("labels", { labels: 0 });
    const nothing = { leaks: [], limits: [], counters: stages.all };
    return { ...NOT_OBSERVED, result: nothing, reached: "no-labels" };
  }

  // Facts: what each file's syntax says; and purposes, and questions to the type checker.
  input.onProgress?.("facts", 0, 1);
  const code = createProgramCode(input, facts);
  const { files, links, questions, purposes: purposesOfCode, purposesOfFiles: purposes } = code;
  const count = files.names.reduce((sum, name) => sum + (files.get(name)?.facts.spans.length ?? 0), 0);
  stages.finish("facts", { files: files.names.length, sites: count });

  const settingsSinks = createSettingsSinks(settings);
  const catalog = createCatalog(settings.catalog);
  const index = createModelIndex(input.models);

  // Gate: by names alone, what can lie between a label and a sink.
  input.onProgress?.("gate", 0, 1);
  const gate = gateOfProgram(
    {
      ...input,
      ...{ files, links, settingsSinks, catalog, purposes, purposesOfCode, index },
      goesBy: noteIn(files, input.seen),
      questions: noting(questions, noteIn(files, input.seen)),
    },
    count,
    input.gateFrom,
  );
  stages.finish("gate", { ...gate.counts });

  // Value flow, watched for what crosses.
  const cutTypes = new Map<string, Cut>();
  const view = createProgramView({
    files,
    links,
    questions,
    models: index,
    relevance: gate,
    seen: input.seen,
    cuts: cutTypes,
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
    leaks: collector.leaks(machine.passages),
    limits: limitNotes(
      [...cutsIn(files), ...gate.limits, ...cutTypes.values(), ...machine.counters.limits.values()],
      spanOf,
    ),
    counters: stages.all,
  };
  return { ...(observed?.explanation(view) ?? NOT_OBSERVED), result };
}

const NOT_OBSERVED = { purposes: [], within: undefined, reached: "not-reached", observations: [] } as const;

/** Statements that are nested too deep to be lowered. */
function cutsIn(files: ProgramFiles): readonly Cut[] {
  return files.names.flatMap((file) =>
    (files.get(file)?.facts.cuts ?? []).map((site) => ({ limit: END_OF_STACK, file, site })),
  );
}

/** What the gate asks about a place depends on the code around it. */
function noting(questions: TypeQuestions, note: (file: FileId, site: SiteId) => void): TypeQuestions {
  return {
    ...questions,
    methodAt: (file, site) => {
      note(file, site);
      return questions.methodAt(file, site);
    },
    typeAt: (file, site) => {
      note(file, site);
      return questions.typeAt(file, site);
    },
  };
}

function noteIn(files: ProgramFiles, seen: SeenProcedures | undefined): (file: FileId, site: SiteId) => void {
  return (file, site) => {
    const facts = files.get(file);
    if (facts !== undefined) seen?.askedAt(facts, site);
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
