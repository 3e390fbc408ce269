/**
 * Pipeline: the only owner of state. Facts live as long as their `ts.SourceFile`, results as long as their `ts.Program`.
 */
import type ts from "typescript";
import type { AnalysisResult } from "./graph/leak.js";
import { LOOK_AGAIN_AFTER } from "./kept/files-around.js";
import { KeptResults } from "./kept/kept-results.js";
import { ReadTexts } from "./kept/moved-result.js";
import type { TextDigests } from "./kept/program-inputs.js";
import type { MappedPrograms } from "./program/mapped-sources.js";
import type { FactsCache } from "./program/program-files.js";
import type { ToldLeak } from "./report/told-leaks.js";
import type { ProgramQuestions } from "./program-questions.js";

export interface KnownResult {
  readonly result: AnalysisResult;
  /** Whether files outside of the program, on which it depends, are as they were. */
  isCurrent(): boolean;
}

export interface AnalysisCache {
  readonly facts: FactsCache;
  readonly mapped: MappedPrograms;
  /** By the settings that the result was computed with. */
  readonly results: WeakMap<ts.Program, Map<string, KnownResult>>;
  /** What outlives programs: results by digests of what they depend on. */
  readonly kept: KeptResults;
  readonly digests: TextDigests;
  readonly texts: ReadTexts;
  /** Milliseconds for which some of these files are taken to be as they were. */
  readonly lookAgainAfter: number;
  /** By the settings as well. */
  readonly questions: WeakMap<ts.Program, Map<string, ProgramQuestions>>;
  /** What was told of each file when it was linted last, for formatters: plain data, by the file's name. */
  readonly told: Map<string, readonly ToldLeak[]>;
}

export function createAnalysisCache(lookAgainAfter = LOOK_AGAIN_AFTER): AnalysisCache {
  return {
    facts: new WeakMap(),
    mapped: new WeakMap(),
    results: new WeakMap(),
    kept: new KeptResults(),
    digests: new WeakMap(),
    texts: new ReadTexts(),
    lookAgainAfter,
    questions: new WeakMap(),
    told: new Map(),
  };
}
