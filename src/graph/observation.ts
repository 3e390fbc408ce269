/**
 * Pipeline stage: policy. What the analysis does at one line of the program: plain data for whoever asks why something
 * is reported there, or not.
 */
import type { FileId } from "./expression.js";
import type { AnalysisResult, TraceStep } from "./leak.js";
import type { SiteSpan } from "./procedure.js";

/** A label that a value carries, itself or in one of its parts. */
export interface ObservedLabel {
  readonly label: string;
  /** The value was chosen by a match, and is not the labelled one. */
  readonly chosen: boolean;
  /** Purposes that it was released to with consent. */
  readonly released: readonly string[];
  /** From the source on. */
  readonly trace: readonly TraceStep[];
}

/** What a call runs. */
export type ObservedCallee =
  /** Code of the program. */
  | { readonly kind: "body"; readonly name: string; readonly file: FileId; readonly span: SiteSpan }
  /** A library's function with a flow model, which is known from `see`. */
  | { readonly kind: "model"; readonly module: string; readonly name: string; readonly see: string }
  /** A library's function without one: what goes on is decided by its declared type. */
  | { readonly kind: "library"; readonly module: string; readonly name: string }
  /** Nothing is known of it but its declared type. */
  | { readonly kind: "unknown" };

export type Observation =
  | {
      readonly kind: "call";
      readonly span: SiteSpan;
      readonly callee: ObservedCallee;
      /** Purposes of what is called. */
      readonly purposes: readonly string[];
    }
  /** An argument, a value that is written, or one that an expression gives. */
  | { readonly kind: "value"; readonly span: SiteSpan; readonly labels: readonly ObservedLabel[] };

/** What is asked about: a line, by the offsets of its text. */
export interface ObservedLine {
  readonly file: FileId;
  readonly span: SiteSpan;
}

export interface LineExplanation {
  readonly result: AnalysisResult;
  /** What the code at the line is for. */
  readonly purposes: readonly string[];
  /** Name of the function that the line is in; undefined: the module itself. */
  readonly within: string | undefined;
  /**
   * - `run`: something at the line was looked at.
   * - `left-out`: by names alone, no label gets from a source through this function to a sink.
   * - `not-reached`: nothing that can run gets here.
   * - `no-labels`: no label is spoken of in the whole program.
   */
  readonly reached: "run" | "left-out" | "not-reached" | "no-labels";
  /** In the order of the text. */
  readonly observations: readonly Observation[];
}
