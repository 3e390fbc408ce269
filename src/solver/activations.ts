/**
 * Pipeline stage: value flow. What the machine keeps of the run besides its state: calls under way, what activations
 * that stop need, what waits, calls of resolvers, and how much was done.
 */
import type { Expression, FileId, SiteId } from "../graph/expression.js";
import type { ContextId } from "./addresses.js";
import type { Procedure } from "../graph/procedure.js";
import type { Guards, State } from "./heap.js";
import type { Exit, Frame } from "./machine.js";
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
  /** Objects that were looked at. */
  reads: number;
  calls: number;
  /** Calls that a summary stood in for. */
  summaries: number;
  passes: number;
  /** Bounds that were hit, with the place where. */
  readonly limits: Map<string, { readonly limit: string; readonly file: FileId; readonly site: SiteId }>;
}

/** What an activation keeps that may stop in the middle and go on later (see resumption.ts). */
export interface Stoppable {
  /** Where it leaves when it stops, with what it hands out. */
  readonly exit: Exit;
  /** Object that keeps what it needs to go on. */
  readonly saved: Address;
  /** Which round the loops around the present point are in, where that is certain. */
  readonly rounds: Map<SiteId, number>;
  /** What the loops around the present point go through. */
  readonly collections: Map<SiteId, Value>;
  /** What was evaluated before it stopped, of the expressions that it stopped in, by site. */
  readonly operands: Map<SiteId, Value>;
  /** Of an async function: the object that it is (see started-calls.ts); it stops at `await`. */
  readonly started: Address | undefined;
  /** The context that it started in: those of rounds are found again on the way to where it goes on. */
  readonly context: ContextId | undefined;
  /** Nothing that waits could come in between: it goes on at each `await`. */
  runsOn: boolean;
}

/** Something that runs after the present turn: an object on the heap says what (see tasks.ts). */
export interface Task {
  readonly address: Address;
  readonly frame: Frame;
  readonly site: SiteId;
  /** The matches that decided that it was put off at all. */
  readonly guards: Guards;
  readonly count: number;
  readonly callsFunction: boolean;
  readonly then: ((address: Address, result: Value) => void) | undefined;
  readonly when: "chain" | "due" | "event" | "resume";
  /** Its place in the order in which tasks were put off. */
  readonly queued: number;
  /** Of an async function that goes on. */
  readonly procedure?: Procedure;
}

/** What is done with a promise once it has settled. */
export type Completion = (promise: Value) => void;
