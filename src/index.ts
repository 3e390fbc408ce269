/**
 * The only door to the engine: rules, the plugin's entry and the command line come in through it.
 */
import ts from "typescript";
import { analyze, explain, type AnalysisInput, type OnProgress } from "./analyze-program.js";
import { analyzeUnlessKept } from "./kept-analysis.js";
import { createAnalysisCache, type AnalysisCache, type KnownResult } from "./analysis-cache.js";
import { END_OF_STACK, isEndOfStack } from "./graph/end-of-stack.js";
import type { AnalysisResult } from "./graph/leak.js";
import type { LineExplanation, ObservedLine } from "./graph/observation.js";
import { readUserModels } from "./models/user-models.js";
import { inventoryOf, type ProgramInventory } from "./program-inventory.js";
import { deepestCode } from "./program/deepest-code.js";
import { withMappedSources } from "./program/mapped-sources.js";
import { analyzeWithSummaries, type SummarizedAnalysis, type SummaryOptions } from "./summarized-analysis.js";
import { createProgramQuestions, type ProgramQuestions } from "./program-questions.js";
import type { Finding, SourceView } from "./report/finding.js";
import { toldLeaks, type ToldLeak } from "./report/told-leaks.js";
import { createCatalog } from "./catalog/catalog.js";
import { contactName } from "./catalog/contact-words.js";
import { CATALOG_PURPOSES } from "./settings/purpose-name.js";
import { readSettings } from "./settings/read-settings.js";
import { viewOfProgram } from "./source-view.js";

export { isEndOfStack } from "./graph/end-of-stack.js";
export { deepestCode } from "./program/deepest-code.js";
export { purposeOfModule } from "./annotations/annotation-place.js";
export type { ConsentProblem } from "./annotations/consent-problems.js";
export type { EvidenceMend } from "./annotations/evidence-mends.js";
export type { Forgery } from "./checker/forged-evidence.js";
export type { SinkUse } from "./annotations/sink-uses.js";
export { findingsOf } from "./report/findings.js";
export { countersInShort, limitWarning } from "./report/limit-notes.js";
export { FINDING_MESSAGES } from "./report/messages.js";
export type { Finding, FindingMessageId, ReportAt, SourceView } from "./report/finding.js";
export type { AnalysisResult, Leak } from "./graph/leak.js";
export type { LineExplanation, Observation, ObservedCallee, ObservedLabel } from "./graph/observation.js";
export type { TextEdit } from "./graph/text-edit.js";
export type { AnnotationProblem, AnnotationProblemKind } from "./annotations/annotation-problems.js";
export type { UnlabelledContact } from "./annotations/unlabelled-contacts.js";
export type { ErasureKind, LabelErasure } from "./checker/label-erasures.js";
export type { DataUse, ProgramInventory } from "./program-inventory.js";
export type { LabelledDatum } from "./annotations/labelled-data.js";
export type { ProgramQuestions } from "./program-questions.js";
export { packageFolderOf } from "./summaries/package-folder.js";
export type { SummarizedAnalysis } from "./summarized-analysis.js";

export interface AnalysisRequest {
  readonly program: ts.Program;
  readonly cwd: string;
  /** `settings.purpose` as the user wrote it. */
  readonly settings: unknown;
  readonly selection: "match" | "off";
  /** Places in the program's text from which on the gate decides what is looked at; tests lower it. */
  readonly gateFrom?: number;
  /** Whether the result may be one that was kept from an earlier program with the same texts, or run, and is kept for later ones. */
  readonly keeps?: boolean;
  /** Told of each result once for each program. */
  readonly onResult?: (result: AnalysisResult) => void;
  /** Told how far the analysis has got, for progress bars. */
  readonly onProgress?: OnProgress;
}

export type AnalysisAnswer =
  | { readonly kind: "result"; readonly result: AnalysisResult }
  /** What is wrong with the settings or a file that they name. */
  | { readonly kind: "error"; readonly message: string };

const shared: AnalysisCache = createAnalysisCache();

/** Analyses a program, once for each `ts.Program` and settings. */
export function analyzeProgram(request: AnalysisRequest, cache: AnalysisCache = shared): AnalysisAnswer {
  const { program, cwd, selection } = request;
  const key = JSON.stringify([request.settings ?? null, cwd, selection]);
  const byKey = cache.results.get(program) ?? new Map<string, KnownResult>();
  cache.results.set(program, byKey);
  const known = byKey.get(key);
  if (known?.isCurrent() === true) return { kind: "result", result: known.result };
  const reading = inputOf(request, cache);
  if ("error" in reading) return { kind: "error", message: reading.error };
  const found = orNothing(reading.input, () =>
    request.keeps === true
      ? analyzeUnlessKept(reading.input, cache)
      : { result: analyze(reading.input, cache.facts), isCurrent: () => true },
  );
  byKey.set(key, found);
  const { result } = found;
  request.onResult?.(result);
  return { kind: "result", result };
}

/** Of a program whose code is nested so deep that the compiler itself gets no further, nothing can be known but that. */
function orNothing({ program }: AnalysisInput, run: () => KnownResult): KnownResult {
  try {
    return run();
  } catch (error) {
    if (!isEndOfStack(error)) throw error;
    const { file, span } = deepestCode(program) ?? { file: "", span: { start: 0, end: 0 } };
    const limits = [{ limit: END_OF_STACK, file, span }];
    return { result: { leaks: [], limits, counters: [] }, isCurrent: () => true };
  }
}

export type SummarizedAnswer =
  | { readonly kind: "analysis"; readonly analysis: SummarizedAnalysis }
  /** What is wrong with the settings or a file that they name. */
  | { readonly kind: "error"; readonly message: string };

/** Analyses a program with summaries of other packages, where there are any, instead of their sources. */
export function analyzeBySummaries(
  request: AnalysisRequest,
  options: SummaryOptions,
  cache: AnalysisCache = shared,
): SummarizedAnswer {
  const reading = inputOf(request, cache, request.program);
  if ("error" in reading) return { kind: "error", message: reading.error };
  const whole = (): AnalysisResult => {
    const answer = analyzeProgram(request, cache);
    return answer.kind === "result" ? answer.result : { leaks: [], limits: [], counters: [] };
  };
  return { kind: "analysis", analysis: analyzeWithSummaries(reading.input, options, cache, whole) };
}

/** What reports on a program that was analysed quote of it. */
export function sourceViewOf(
  program: ts.Program,
  cwd: string,
  purposes: SourceView["purposesOf"],
  cache: AnalysisCache = shared,
): SourceView {
  return viewOfProgram(withMappedSources(program, cache.mapped), cwd, purposes);
}

export type ExplanationAnswer =
  | { readonly kind: "explanation"; readonly explanation: LineExplanation }
  /** What is wrong with the settings or a file that they name. */
  | { readonly kind: "error"; readonly message: string };

/** Analyses a program anew, and tells what happens at one line. */
export function explainLine(
  request: AnalysisRequest,
  line: ObservedLine,
  cache: AnalysisCache = shared,
): ExplanationAnswer {
  const reading = inputOf(request, cache);
  if ("error" in reading) return { kind: "error", message: reading.error };
  return { kind: "explanation", explanation: explain(reading.input, cache.facts, line) };
}

export type InventoryAnswer =
  | { readonly kind: "inventory"; readonly inventory: ProgramInventory }
  /** What is wrong with the settings or a file that they name. */
  | { readonly kind: "error"; readonly message: string };

/** Which labelled data a program has, and what for: several analyses, each by a policy of its own. */
export function takeInventory(request: AnalysisRequest, cache: AnalysisCache = shared): InventoryAnswer {
  const answer = analyzeProgram(request, cache);
  if (answer.kind === "error") return answer;
  const reading = inputOf(request, cache);
  if ("error" in reading) return { kind: "error", message: reading.error };
  const inventory = inventoryOf(reading.input, answer.result.leaks, cache.facts);
  return { kind: "inventory", inventory };
}

/** What an analysis is given, once the settings and the files that they name are read. */
function inputOf(
  request: AnalysisRequest,
  cache: AnalysisCache,
  program = withMappedSources(request.program, cache.mapped),
): { readonly input: AnalysisInput } | { readonly error: string } {
  const { cwd, selection, gateFrom, onProgress } = request;
  const reading = readSettings(request.settings);
  if ("error" in reading) return reading;
  const models = readUserModels(reading.settings.models, cwd, (path) => ts.sys.readFile(path));
  if ("error" in models) return models;
  const { settings } = reading;
  return { input: { program, cwd, settings, models: models.models, selection, gateFrom, onProgress } };
}

export type QuestionsAnswer =
  | { readonly kind: "questions"; readonly questions: ProgramQuestions }
  /** What is wrong with the settings. */
  | { readonly kind: "error"; readonly message: string };

/** What else rules may ask about a program: the same object for each `ts.Program` and settings. */
export function askProgram(
  { program, cwd, settings }: Pick<AnalysisRequest, "program" | "cwd" | "settings">,
  cache: AnalysisCache = shared,
): QuestionsAnswer {
  const key = JSON.stringify([settings ?? null, cwd]);
  const byKey = cache.questions.get(program) ?? new Map<string, ProgramQuestions>();
  cache.questions.set(program, byKey);
  const known = byKey.get(key);
  if (known !== undefined) return { kind: "questions", questions: known };
  const reading = readSettings(settings);
  if ("error" in reading) return { kind: "error", message: reading.error };
  const questions = createProgramQuestions({ program, cwd, settings: reading.settings });
  byKey.set(key, questions);
  return { kind: "questions", questions };
}

/** Keeps what a rule has told of a file, for formatters that run in the same process. */
export function rememberTold(
  file: string,
  findings: readonly Finding[],
  view: SourceView,
  cache: AnalysisCache = shared,
): void {
  if (findings.length === 0) cache.told.delete(file);
  else cache.told.set(file, toldLeaks(file, findings, view));
}

/** What was told of a file when it was linted last in this process. */
export function toldOf(file: string, cache: AnalysisCache = shared): readonly ToldLeak[] {
  return cache.told.get(file) ?? [];
}

/** What the whole catalog knows a package for. */
export function catalogPurposesOf(packageName: string): readonly string[] {
  return createCatalog(CATALOG_PURPOSES).purposesOfPackage(packageName, "");
}

/** Whether a field of this name holds a contact that was given to keep an account safe. */
export function isSecurityContactName(name: string): boolean {
  return contactName(name)?.context !== undefined;
}

/** Purposes that the settings allow a label, for messages. */
export function purposesOf(settings: unknown, label: string): readonly string[] {
  const reading = readSettings(settings);
  return "error" in reading ? [] : (reading.settings.labels[label]?.purposes ?? []);
}
