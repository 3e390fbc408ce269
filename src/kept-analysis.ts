/**
 * The pipeline, unless what it would say is known already: from a program that had the same texts and surroundings, in this
 * process or, on disk, in an earlier one; or from one that differs in nothing that the search has looked at.
 */
import { resolve } from "node:path";
import type { AnalysisCache, KnownResult } from "./analysis-cache.js";
import { analyze, type AnalysisInput } from "./analyze-program.js";
import { MAXIMAL_WHOLE } from "./gate/limits.js";
import type { AnalysisResult } from "./graph/leak.js";
import { FilesAround } from "./kept/files-around.js";
import type { KeptResult } from "./kept/kept-results.js";
import { movedResult, type Unchanging } from "./kept/moved-result.js";
import { inputsOf } from "./kept/program-inputs.js";
import { speaksOfEndpoints } from "./leaks/sink-names.js";
import { isOfThisCompiler } from "./program/mapped-sources.js";
import { SeenProcedures } from "./program/seen-procedures.js";
import { createPolicy } from "./settings/policy.js";

/** The result, and a look whether it still is the program's as long as that is the same object. */
export function analyzeUnlessKept(input: AnalysisInput, cache: AnalysisCache): KnownResult {
  const { program, cwd, settings } = input;
  const models = settings.models.map((path) => resolve(cwd, path));
  const files = new FilesAround(program, models, cache.lookAgainAfter);
  // Another compiler may answer otherwise, and doesn't say which version it is.
  const result = isOfThisCompiler(program)
    ? keptOrAnalyzed(input, files, cache)
    : analyze(input, cache.facts);
  return { result, isCurrent: () => files.areUnchanged() };
}

function keptOrAnalyzed(input: AnalysisInput, files: FilesAround, cache: AnalysisCache): AnalysisResult {
  const { program, cwd, settings, models, selection, gateFrom } = input;
  const started = performance.now();
  const inputs = inputsOf(program, cwd, [settings, models, selection, gateFrom], files, cache.digests);
  const kept = (how: string, { leaks, limits }: KeptResult): AnalysisResult => {
    const milliseconds = performance.now() - started;
    return { leaks, limits, counters: [{ stage: how, milliseconds, counts: {} }] };
  };
  const known = cache.kept.find(inputs, cwd);
  if (known !== undefined) return kept("kept", known);
  const before = cache.kept.before(inputs);
  const moved = before && movedResult(before, inputs, cache.texts, unchangingFor(input));
  if (moved !== undefined) {
    cache.kept.keep(inputs, cwd, moved, true);
    return kept("kept over an edit", moved);
  }
  const seen = new SeenProcedures();
  const result = analyze({ ...input, seen }, cache.facts);
  const { leaks, limits, counters } = result;
  const sites = counters.reduce((sum, { counts }) => sum + (counts["sites"] ?? 0), 0);
  // Package files are read from disk, and somebody may have changed one in between.
  if (files.areUnchanged())
    cache.kept.keep(inputs, cwd, { leaks, limits, search: { seen: seen.all(), sites } });
  return result;
}

function unchangingFor({ settings, gateFrom = MAXIMAL_WHOLE }: AnalysisInput): Unchanging {
  const { labels } = createPolicy(settings);
  return {
    mentionsIn: (text) =>
      JSON.stringify([
        [...labels].filter((label) => text.includes(label)),
        text.split("@purpose").length,
        speaksOfEndpoints(settings, [{ text }]),
      ]),
    isGated: (sites) => sites > gateFrom,
  };
}
