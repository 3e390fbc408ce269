/**
 * Pipeline stage: leak → report. Where a bound cut the search short, in words: silence there doesn't mean that nothing
 * was found.
 */
import type { AnalysisResult } from "../graph/leak.js";
import type { FileId } from "../graph/expression.js";
import type { SourceView } from "./finding.js";
import { quotedPlace } from "./trace-text.js";

/** One sentence for each place in `file` behind which the search did not look, in the order of the text. */
export function limitNotes(result: AnalysisResult, file: FileId, view: SourceView): readonly string[] {
  const notes = result.limits.filter((note) => note.file === file);
  const sorted = notes.toSorted((left, right) => left.span.start - right.span.start);
  return [
    ...new Set(sorted.map((note) => `not followed further than ${quotedPlace(note, view)}: ${note.limit}`)),
  ];
}
