/**
 * Pipeline stage: report. What one file's readers are told: plain data that the ESLint rule hands on and other forms of
 * output can be made of.
 */
import type { SiteSpan } from "../graph/procedure.js";
import type { Leak } from "../graph/leak.js";
import type { FileId } from "../graph/expression.js";

/**
 * - `leak`: the labelled value gets into a sink at this expression.
 * - `selection`: what a match of labelled values chose gets into a sink at this expression.
 * - `origin`: the value comes from this file and leaves it here; the sink is in another file.
 * - `via`: the value comes from another file, passes through this one and leaves it here.
 */
export type FindingMessageId = "leak" | "selection" | "origin" | "via";

/** One report on one file. */
export interface Finding {
  readonly messageId: FindingMessageId;
  readonly start: number;
  readonly end: number;
  /** What the placeholders of the message stand for; every message's placeholders are all there. */
  readonly data: Readonly<Record<string, string>>;
  /** The leak that is told of. */
  readonly leak: Leak;
}

/**
 * Which files of a trace have a report: `boundary` is the file of the boundary expression alone, `every-file` all that
 * the value passes through.
 */
export type ReportAt = "boundary" | "every-file";

/** Line and column as people count them: from 1. */
interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** What a report quotes of the program and the policy. */
export interface SourceView {
  positionOf(file: FileId, offset: number): TextPosition;
  textOf(file: FileId, span: SiteSpan): string;
  /** The file's path as messages show it. */
  relative(file: FileId): string;
  /** The purposes that values with `label` may be used for. */
  purposesOf(label: string): readonly string[];
}

/** What is asked of `findingsOf`. */
export interface FindingsRequest extends SourceView {
  readonly reportAt: ReportAt;
}
