/**
 * Pipeline stage: value flow. What the machine keeps of the run besides its state: calls under way, calls of resolvers,
 * and how much was done.
 */
import type { Expression, FileId, SiteId } from "../graph/expression.js";
import type { ContextId } from "./addresses.js";
import type { State } from "./heap.js";
import type { Frame } from "./machine.js";
import type { Address, Value } from "./value.js";

/** A call under way, for recursion: what is known of its result so far. */
export interface Activation {
  readonly key: string;
  readonly context: ContextId;
  readonly environment: readonly Address[];
  /** What it was called with. */
  given: GivenValues;
  entry: State;
  exit: State | undefined;
  result: Value;
  used: boolean;
  /** The depth of its recording. */
  readonly recording: number;
  /** Stands for any call whose arguments its own cover. */
  readonly widened: boolean;
}

/** The values that a call gives to what it calls. */
export type GivenValues = Pick<Frame, "thisValue" | "arguments" | "furtherArguments">;

/** A call of a promise's `resolve`, where it is written. */
export interface Resolution {
  readonly expression: Expression;
  readonly frame: Frame;
}

export interface Counters {
  expressions: number;
  calls: number;
  /** Calls that a summary stood in for. */
  summaries: number;
  passes: number;
  /** Bounds that were hit, with the place where. */
  readonly limits: Map<string, { readonly limit: string; readonly file: FileId; readonly site: SiteId }>;
}
