/**
 * Pipeline stage: value flow. Summaries: what a call did, kept with everything that it looked at. A later call with the
 * same arguments, that finds all of that unchanged, does the same: its effects are put in place instead of running it.
 * A call that left nothing behind but its result has a summary that holds at every call site.
 */
import { isRecent } from "./addresses.js";
import { equalObjects } from "./equality.js";
import { objectAt, withObject, type AbstractObject, type Guards, type State } from "./heap.js";
import { MAXIMAL_SUMMARIES, MAXIMAL_SUMMARY_SIZE } from "./limits.js";
import type { Task } from "./activations.js";
import type { Exit, Frame, Machine } from "./machine.js";
import { joinStates } from "./heap.js";
import { movedSummary } from "./moved-summaries.js";
import { putOff } from "./tasks.js";
import { joinValues, sameValue, type Address, type Value } from "./value.js";

export type Objects = ReadonlyMap<Address, AbstractObject | undefined>;

/** One way out of a call. */
export interface Outcome {
  readonly written: Objects;
  readonly guards: Guards;
  readonly value: Value;
}

export interface CallSummary {
  /** The scopes that the function closes over. */
  readonly environment: readonly Address[];
  readonly thisValue: Value;
  readonly arguments: readonly Value[];
  readonly further: Value | undefined;
  readonly guards: Guards;
  /** undefined: holds wherever the call is written. */
  readonly context: number | undefined;
  /** What it looked at, as it was before the call. */
  readonly read: Objects;
  readonly returned: Outcome | undefined;
  readonly thrown: Outcome | undefined;
  readonly made: readonly Address[];
  readonly unreached: ReadonlySet<Address>;
  readonly tasks: ReadonlySet<Task>;
  /** Whether the caller waits; undefined: that makes no difference. */
  readonly waits: boolean | undefined;
}

/** What a running call looks at and changes. */
export interface Recording {
  readonly reads: Set<Address>;
  readonly writes: Set<Address>;
  readonly made: Set<Address>;
  /** What it took as out of the reach of what is watched. */
  readonly unreached: Set<Address>;
  /** What it put off until the end of the turn. */
  readonly tasks: Set<Task>;
  /** Async functions ran to their end in it, as they do where the code waits for them. */
  ranThrough: boolean;
  /** Its place among the recordings that are under way. */
  readonly depth: number;
  /**
   * The outermost recording whose call has to be known whole before this one can stand for anything: a recursion uses what
   * is known of it so far. `NEVER`: it did something that cannot be put in place later. Infinity: it rests on nothing else.
   */
  restsOn: number;
}

const NEVER = -1;

export function startRecording(machine: Machine): Recording {
  const recording = newRecording(machine.recordings.length);
  machine.recordings.push(recording);
  return recording;
}

/** What is being recorded uses what is known so far of the call that is recorded at `depth`. */
export function restOn(machine: Machine, depth: number): void {
  for (const recording of machine.recordings)
    if (recording.depth > depth) recording.restsOn = Math.min(recording.restsOn, depth);
}

/** What is being recorded cannot be put in place later. */
export function keepNothing(machine: Machine): void {
  restOn(machine, NEVER);
}

function isOpenEnded({ restsOn, depth }: Recording): boolean {
  return restsOn < depth;
}

function newRecording(depth: number): Recording {
  return {
    reads: new Set(),
    writes: new Set(),
    made: new Set(),
    unreached: new Set(),
    tasks: new Set(),
    ranThrough: false,
    depth,
    restsOn: Infinity,
  };
}

/** What is done within something else is done by that as well. */
export function passOnRecording(inner: Recording, outer: Recording): void {
  for (const address of inner.reads) outer.reads.add(address);
  for (const address of inner.writes) outer.writes.add(address);
  for (const address of inner.made) outer.made.add(address);
  for (const address of inner.unreached) outer.unreached.add(address);
  for (const task of inner.tasks) outer.tasks.add(task);
  outer.ranThrough ||= inner.ranThrough;
  outer.restsOn = Math.min(outer.restsOn, inner.restsOn);
}

/** Finds a summary for the call that is about to run, and puts its effects in place. */
export function replayed(machine: Machine, frame: Frame, key: string): Value | undefined {
  const { state } = machine;
  if (state === undefined) return undefined;
  const kept = machine.summaries.get(key) ?? [];
  const summary =
    kept.find((known) => holds(known, frame, state) && !machine.isReachedNow(known.unreached)) ??
    movedSummary(machine, kept, frame, state);
  if (summary === undefined) return undefined;
  machine.counters.summaries++;
  noteReplayed(machine, summary);
  if (summary.thrown !== undefined) throwOutcome(machine, state, summary.thrown);
  if (summary.returned === undefined) {
    machine.state = undefined;
    return summary.thrown?.value;
  }
  machine.state = after(machine, state, summary.returned);
  return summary.returned.value;
}

/** What the call would have looked at and made, if it had run. */
function noteReplayed(machine: Machine, summary: CallSummary): void {
  const made = machine.made.at(-1);
  for (const address of summary.made) made?.add(address);
  for (const task of summary.tasks) putOff(machine, task);
  const recording = machine.recordings.at(-1);
  if (recording === undefined) return;
  for (const task of summary.tasks) recording.tasks.add(task);
  for (const address of summary.read.keys()) recording.reads.add(address);
  for (const address of summary.made) recording.made.add(address);
  for (const address of summary.unreached) recording.unreached.add(address);
  recording.ranThrough ||= summary.waits !== undefined;
}

function holds(summary: CallSummary, frame: Frame, state: State): boolean {
  if (summary.context !== undefined && summary.context !== frame.context) return false;
  return isSameCall(summary, frame, state) && isUnchanged(summary.read, state);
}

/** Whether the function was called with the same, over the same scopes. */
export function isSameCall(summary: CallSummary, frame: Frame, state: State): boolean {
  if (summary.waits !== undefined && summary.waits !== frame.waits) return false;
  if (summary.guards !== state.guards && summary.guards.size + state.guards.size > 0) return false;
  if (summary.arguments.length !== frame.arguments.length || !sameValue(summary.thisValue, frame.thisValue))
    return false;
  if ((summary.further === undefined) !== (frame.furtherArguments === undefined)) return false;
  if (
    summary.further !== undefined &&
    frame.furtherArguments !== undefined &&
    !sameValue(summary.further, frame.furtherArguments)
  )
    return false;
  if (summary.environment.some((address, index) => address !== frame.environment[index])) return false;
  for (const [index, value] of summary.arguments.entries()) {
    const other = frame.arguments[index];
    if (other === undefined || !sameValue(value, other)) return false;
  }
  return true;
}

/** Whether objects that were looked at say the same now. */
export function isUnchanged(seen: Objects, state: State): boolean {
  for (const [address, object] of seen) {
    const now = objectAt(state, address);
    if (now === object) continue;
    if (now === undefined || object === undefined || !equalObjects(now, object)) return false;
  }
  return true;
}

function after(machine: Machine, state: State, outcome: Outcome): State {
  let next = state;
  for (const [address, object] of outcome.written) {
    next = withObject(next, address, object);
    machine.recordings.at(-1)?.writes.add(address);
  }
  return next.guards === outcome.guards ? next : { ...next, guards: outcome.guards };
}

function throwOutcome(machine: Machine, state: State, outcome: Outcome): void {
  const exit = machine.throws.at(-1);
  if (exit === undefined) return;
  exit.state = joinStates(exit.state, after(machine, state, outcome));
  exit.value = joinValues(exit.value, outcome.value);
}

export interface Finished {
  readonly frame: Frame;
  readonly key: string;
  readonly entry: State;
  readonly result: Value;
  readonly thrown: Exit;
  readonly recording: Recording;
}

/** After a call: keeps its summary, and forgets what nobody can reach any more. */
export function summarize(machine: Machine, finished: Finished): void {
  const { entry, recording, result, thrown } = finished;
  const outer = machine.recordings.at(-1);
  const leavesNothing = isWithoutTrace(entry, recording, result, thrown);
  if (leavesNothing && machine.state !== undefined) {
    for (const address of recording.made) machine.made.at(-1)?.delete(address);
    machine.state = { heap: entry.heap, guards: machine.state.guards };
  }
  keep(machine, finished, leavesNothing);
  if (outer === undefined) return;
  if (!leavesNothing) {
    passOnRecording(recording, outer);
    return;
  }
  for (const address of recording.reads) if (!isOwn(entry, recording, address)) outer.reads.add(address);
  for (const address of recording.unreached) outer.unreached.add(address);
  outer.ranThrough ||= recording.ranThrough;
}

/** What the call made, and nobody had made before. */
function isOwn(entry: State, recording: Recording, address: Address): boolean {
  return recording.made.has(madeAs(address)) && objectAt(entry, address) === undefined;
}

/** Only what the call made itself was written to, and nothing of it gets out. */
function isWithoutTrace(entry: State, recording: Recording, result: Value, thrown: Exit): boolean {
  if (isOpenEnded(recording) || recording.tasks.size > 0 || thrown.state !== undefined) return false;
  for (const address of recording.writes)
    if (objectAt(entry, address) !== undefined || !recording.made.has(madeAs(address))) return false;
  for (const address of result.addresses) if (recording.made.has(madeAs(address))) return false;
  return true;
}

function madeAs(address: Address): Address {
  return isRecent(address) ? address : address - 1;
}

function keep(machine: Machine, finished: Finished, leavesNothing: boolean): void {
  const { frame, key, entry, result, thrown, recording } = finished;
  const isTooBig = recording.reads.size > MAXIMAL_SUMMARY_SIZE;
  if (isOpenEnded(recording) || machine.exhausted !== undefined || isTooBig) return;
  const objectsIn = (state: State): Objects => objectsAt(state, recording.writes);
  const read = new Map<Address, AbstractObject | undefined>();
  for (const address of recording.reads)
    if (!leavesNothing || !isOwn(entry, recording, address)) read.set(address, objectAt(entry, address));
  if (!leavesNothing) for (const address of recording.writes) read.set(address, objectAt(entry, address));
  const { state } = machine;
  const summary: CallSummary = {
    environment: frame.environment,
    thisValue: frame.thisValue,
    arguments: frame.arguments,
    further: frame.furtherArguments,
    guards: entry.guards,
    context: leavesNothing ? undefined : frame.context,
    read,
    returned:
      state === undefined
        ? undefined
        : {
            written: leavesNothing ? NO_OBJECTS : objectsIn(state),
            guards: state.guards,
            value: result,
          },
    thrown:
      thrown.state === undefined
        ? undefined
        : { written: objectsIn(thrown.state), guards: thrown.state.guards, value: thrown.value },
    made: leavesNothing ? [] : [...recording.made],
    unreached: recording.unreached,
    tasks: recording.tasks,
    waits: recording.ranThrough ? frame.waits : undefined,
  };
  const known = machine.summaries.get(key) ?? [];
  machine.summaries.set(key, [summary, ...known].slice(0, MAXIMAL_SUMMARIES));
}

const NO_OBJECTS: Objects = new Map();

function objectsAt(state: State, addresses: Iterable<Address>): Objects {
  const objects = new Map<Address, AbstractObject | undefined>();
  for (const address of addresses) objects.set(address, objectAt(state, address));
  return objects;
}
