/**
 * Pipeline stage: report. What a lint run has told of a file, for ESLint's formatters: of a message they get the text
 * alone, and a trace is more than that.
 */
import type { Finding, SourceView } from "./finding.js";
import { reportLeaks, type ReportedLeak, type ReportPosition } from "./leak-report.js";

export interface ToldLeak {
  readonly messageId: Finding["messageId"];
  /** Where the message stands: not the boundary expression, if that is in another file. */
  readonly at: ReportPosition;
  /** With absolute paths. */
  readonly leak: ReportedLeak;
}

export function toldLeaks(file: string, findings: readonly Finding[], view: SourceView): readonly ToldLeak[] {
  const absolute: SourceView = { ...view, relative: (name) => name };
  return findings.flatMap(({ messageId, start, leak }) =>
    reportLeaks([{ leaks: [leak], view: absolute }]).map((told) => ({
      messageId,
      at: view.positionOf(file, start),
      leak: told,
    })),
  );
}
