/**
 * Pipeline stage: leak → report. What the analysis says of itself, beside the findings: where a bound cut the search
 * short (silence there doesn't mean that nothing was found), and how much work each stage took.
 */
import type { AnalysisResult, StageCounters } from "../graph/leak.js";
import type { SourceView } from "./finding.js";
import { quotedPlace } from "./trace-text.js";

/**
 * Bounds behind which two things are only no longer told apart, a step of a trace isn't told, or calls that go on side by side
 * do so in fewer orders than there are (docs/known-limits.md).
 */
const LESS_DETAIL: ReadonlySet<string> = new Set([
  "MAXIMAL_RECURSION",
  "MAXIMAL_RESUMPTIONS",
  "MAXIMAL_TASKS",
  "MAXIMAL_HELD_OBJECTS",
]);

/** Longest list of places that one warning gives: the first ones are where to begin. */
const SHOWN_NOTES = 5;

/** Whether something may be missed behind the bound. */
export function mayMiss({ limit }: { readonly limit: string }): boolean {
  return !LESS_DETAIL.has(limit);
}

/** What to warn of once for each program, or undefined where the search has looked everywhere. */
export function limitWarning(result: AnalysisResult, view: SourceView): string | undefined {
  const cut = result.limits
    .filter(mayMiss)
    .toSorted((left, right) =>
      left.file === right.file ? left.span.start - right.span.start : left.file < right.file ? -1 : 1,
    );
  const notes = [...new Set(cut.map((note) => `${quotedPlace(note, view)}: ${note.limit}`))];
  if (notes.length === 0) return undefined;
  const further = notes.length - SHOWN_NOTES;
  return [
    "purpose/no-leak has not followed values further than these places, so leaks behind them may be missed" +
      " (what each limit means, and the way out: docs/known-limits.md):",
    ...notes.slice(0, SHOWN_NOTES).map((note) => `  ${note}`),
    ...(further > 0 ? [`  and ${String(further)} further places`] : []),
  ].join("\n");
}

/** One line for each stage of the pipeline. @example "purpose/no-leak: facts 96 ms, files 64, sites 8450" */
export function countersInShort(counters: readonly StageCounters[]): readonly string[] {
  return counters.map(({ stage, milliseconds, counts }) => {
    const parts = Object.entries(counts).map(([name, count]) => `${name} ${String(count)}`);
    return `purpose/no-leak: ${[`${stage} ${milliseconds.toFixed(0)} ms`, ...parts].join(", ")}`;
  });
}
