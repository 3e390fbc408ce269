/**
 * Pipeline stage: value flow. What the solver knows of one value besides the value itself: that it carries a label,
 * that a match chose it, or where it came from. Facts are immutable; a fact's identity leaves its trace out, so that
 * a longer way to the same fact is no new fact.
 */
import type { FileId, SiteId } from "./expression.js";

/** What happened at a step of a trace. */
export type StepKind =
  | "source"
  | "derived"
  /** Handed to a function of which only the declared type is known, and taken to be in its result. */
  | "unseen"
  | "argument"
  | "returned"
  | "stored"
  | "read"
  | "thrown"
  | "matched"
  | "chosen"
  | "repurposed";

/** One step of a trace; `previous` leads back to the source. */
export interface Step {
  readonly kind: StepKind;
  readonly file: FileId;
  readonly site: SiteId;
  readonly previous: Step | undefined;
  /** Number of steps up to and including this one. */
  readonly length: number;
}

export type FactKind =
  /** The value is the labelled value, or is derived from it. */
  | "value"
  /** The value was chosen by, or is the outcome of, a match of a labelled value. */
  | "match"
  /** The value is an element of a collection that is being gone through. */
  | "element"
  /** The value comes out of code that has a purpose which some label does not allow. */
  | "foreign";

export interface FlowFact {
  readonly kind: FactKind;
  /** The label's name; empty for "element" and "foreign". */
  readonly label: string;
  /** Purposes that the value was released to (spec, section 7), sorted. */
  readonly released: readonly string[];
  /** Already reported on its way into a sink: reading it there again is no further pull. */
  readonly entered: boolean;
  readonly trace: Step;
  /** Identity: all of the above but the trace, and the source's place. */
  readonly key: string;
}

/** Makes a fact whose trace starts (for "match": ends so far) at `trace`. */
export function flowFact(
  kind: FactKind,
  label: string,
  trace: Step,
  released: readonly string[] = [],
  entered = false,
): FlowFact {
  const source = sourceOf(trace);
  const place = kind === "element" || kind === "foreign" ? "" : `${source.file}#${String(source.site)}`;
  const key = `${kind}|${label}|${released.join(",")}|${entered ? "e" : ""}|${place}`;
  return { kind, label, released, entered, trace, key };
}

export function sourceOf(trace: Step): Step {
  let step = trace;
  while (step.previous !== undefined) step = step.previous;
  return step;
}

export function stepAfter(previous: Step | undefined, kind: StepKind, file: FileId, site: SiteId): Step {
  return { kind, file, site, previous, length: (previous?.length ?? 0) + 1 };
}
