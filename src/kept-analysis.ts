/**
 * The pipeline, unless what it would say is known already: from a program that had the same texts and surroundings, in this
 * process or, on disk, in an earlier one.
 */
import type { AnalysisCache } from "./analysis-cache.js";
import { analyze, type AnalysisInput } from "./analyze-program.js";
import type { AnalysisResult } from "./graph/leak.js";
import { inputsOf } from "./kept/program-inputs.js";
import { isOfThisCompiler } from "./program/mapped-sources.js";

export function analyzeUnlessKept(input: AnalysisInput, cache: AnalysisCache): AnalysisResult {
  const { program, cwd, settings, models, selection, gateFrom } = input;
  // Another compiler may answer otherwise, and doesn't say which version it is.
  if (!isOfThisCompiler(program)) return analyze(input, cache.facts);
  const started = performance.now();
  const digestNow = (): string =>
    inputsOf(program, cwd, [settings, models, selection, gateFrom], cache.digests).digest;
  const digest = digestNow();
  const known = cache.kept.find(digest, cwd);
  const milliseconds = performance.now() - started;
  if (known !== undefined) return { ...known, counters: [{ stage: "kept", milliseconds, counts: {} }] };
  const result = analyze(input, cache.facts);
  // Package files are read from disk, and somebody may have changed one in between.
  if (digestNow() === digest) cache.kept.keep(digest, cwd, result);
  return result;
}
