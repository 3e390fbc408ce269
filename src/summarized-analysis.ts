/**
 * The analysis of one package by itself: what it depends on is known by the summaries of these packages, as far as there
 * are any that can be used. And what others need to know of this package, as a summary of its own.
 */
import { posix } from "node:path";
import type ts from "typescript";
import { analyze, type AnalysisInput } from "./analyze-program.js";
import type { AnalysisCache } from "./analysis-cache.js";
import type { AnalysisResult } from "./graph/leak.js";
import { mapped, withMappedSources } from "./program/mapped-sources.js";
import { createProgramCode } from "./program-code.js";
import { NOTHING_SUMMARIZED, type SummarizedCode } from "./program/program-files.js";
import type { SourceView } from "./report/finding.js";
import { viewOfProgram } from "./source-view.js";
import { SummaryFinder, type SummaryNote } from "./summaries/find-summaries.js";
import { createPackageGraph, type SeesAll } from "./summaries/package-graph.js";
import { nameOfPackage, packageFolderOf } from "./summaries/package-folder.js";
import { relocated } from "./summaries/relocate.js";
import { settingsFingerprint } from "./summaries/settings-fingerprint.js";
import { summarize } from "./summaries/summarize.js";
import { encodeSummary, fingerprint } from "./summaries/summary-file.js";

export interface SummaryOptions {
  /** Where summaries are, relative to their packages' folders. */
  readonly file: string;
  /** The plugin's version: only summaries that it made itself are used. */
  readonly tool: string;
}

export interface SummarizedAnalysis {
  readonly result: AnalysisResult;
  /** Summaries that are not used, and why. */
  readonly notes: readonly SummaryNote[];
  /** Folders of the packages whose summaries were used. */
  readonly used: readonly string[];
  /** Whether the package of a file finds what goes through these files when it is analysed by itself. */
  readonly seesAll: SeesAll;
  /** The text of a file of the program, or of one that is summarized. */
  textOf(file: string): string | undefined;
  viewFrom(cwd: string, purposes: SourceView["purposesOf"]): SourceView;
  /** The bytes of the summary of the package in a folder; `declarationsOf`: what the compiler makes of its files. */
  summaryOf(folder: string, declarationsOf: (file: string) => string | undefined): Buffer;
}

/** `whole`: the result without any summaries. */
export function analyzeWithSummaries(
  given: AnalysisInput,
  options: SummaryOptions,
  cache: AnalysisCache,
  whole: () => AnalysisResult,
): SummarizedAnalysis {
  const settingsIn = (folder: string): string => settingsFingerprint(given.settings, given.cwd, folder);
  const finder = new SummaryFinder(given.program, { ...options, settingsIn });
  const { program, summarized } = programWith(finder, given.program, cache);
  const input = { ...given, program, summarized };
  const result = summarized.names.length === 0 ? whole() : analyze(input, cache.facts);
  const textOf = (file: string): string | undefined =>
    program.getSourceFile(file)?.text ?? summarized.get(file)?.text;
  const graph: { seesAll?: SeesAll } = {};
  return {
    result,
    notes: finder.notes,
    used: [...new Set(summarized.names.flatMap((file) => packageFolderOf(file) ?? []))].sort(),
    seesAll: (file, others) =>
      (graph.seesAll ??= createPackageGraph(createProgramCode(input, cache.facts)))(file, others),
    textOf,
    viewFrom: (cwd, purposes) => viewOfProgram(program, cwd, purposes, summarized),
    summaryOf: (folder, declarationsOf) => {
      const code = createProgramCode(input, cache.facts);
      const isOfPackage = (file: string): boolean => packageFolderOf(file) === folder;
      const summary = summarize(code, isOfPackage, declarationsOf);
      const sources = byPackage(code.files.names, textOf);
      const { [folder]: own = {}, ...others } = sources;
      const header = {
        tool: options.tool,
        package: nameOfPackage(folder) ?? "",
        settings: settingsIn(folder),
        sources: own,
        dependencies: Object.fromEntries(
          Object.entries(others).map(([other, files]) => [posix.relative(folder, other), files]),
        ),
      };
      return encodeSummary(
        header,
        relocated(summary, (file) => posix.relative(folder, file)),
      );
    },
  };
}

function programWith(
  finder: SummaryFinder,
  given: ts.Program,
  cache: AnalysisCache,
): { readonly program: ts.Program; readonly summarized: SummarizedCode } {
  const isSummarized = (declarations: string): boolean => finder.sourceOf(declarations) !== undefined;
  const hasAny = given.getSourceFiles().some(({ fileName }) => isSummarized(fileName));
  if (!hasAny) return { program: withMappedSources(given, cache.mapped), summarized: NOTHING_SUMMARIZED };
  const program = mapped(given, isSummarized);
  return { program, summarized: finder.codeFor(program) };
}

/** Fingerprints of files, by the folders of their packages and relative to them. */
function byPackage(
  files: readonly string[],
  textOf: (file: string) => string | undefined,
): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const found: Record<string, Record<string, string>> = {};
  for (const file of files) {
    const folder = packageFolderOf(file);
    if (folder === undefined) continue;
    (found[folder] ??= {})[posix.relative(folder, file)] = fingerprint(textOf(file) ?? "");
  }
  return found;
}
