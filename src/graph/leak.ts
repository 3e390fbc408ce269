/**
 * Pipeline stage: leak. What the analysis finds, for the whole program: plain data that findings, messages and reports
 * are made of.
 */
import type { SiteSpan } from "./procedure.js";
import type { FileId } from "./expression.js";
import type { StepKind } from "./flow-fact.js";

/** One step of a trace, with its place. */
export interface TraceStep {
  readonly kind: StepKind | "boundary";
  readonly file: FileId;
  readonly span: SiteSpan;
}

export interface Sink {
  /** "track", "AudienceBuilder.add", "graph.facebook.com": for messages. */
  readonly name: string;
  /** The purpose that the label does not allow. */
  readonly purpose: string;
}

/** A labelled value, or what was chosen by one, gets into a sink at a boundary expression. */
export interface Leak {
  readonly kind: "leak" | "selection";
  readonly label: string;
  readonly sink: Sink;
  /** `push`: handed over from outside; `pull`: fetched by the sink's own code. */
  readonly way: "push" | "pull";
  readonly file: FileId;
  readonly span: SiteSpan;
  /** From the source to the boundary expression, which is the last step. */
  readonly trace: readonly TraceStep[];
  /** Further sources whose values leave at the same expression. */
  readonly furtherSources: number;
  /** From some of those: traces through files that neither `trace` nor one before them passes through. */
  readonly furtherTraces: readonly (readonly TraceStep[])[];
}

/** A bound of the search that was hit: what lies behind it was not looked at. */
export interface LimitNote {
  readonly limit: string;
  readonly file: FileId;
  readonly span: SiteSpan;
}

/** How much work each stage took: printed where the environment variable `PURPOSE_COUNTERS` is set. */
export interface StageCounters {
  readonly stage: string;
  readonly milliseconds: number;
  readonly counts: Readonly<Record<string, number>>;
}

export interface AnalysisResult {
  readonly leaks: readonly Leak[];
  readonly limits: readonly LimitNote[];
  readonly counters: readonly StageCounters[];
}
