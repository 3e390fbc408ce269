/**
 * Pipeline stage: value flow. What is nested deeper than the stack reaches is cut: the machine is put back to where it was
 * before the innermost thing that it can leave out, keeps what it had come to since, and goes on behind it.
 */
import { END_OF_STACK, isEndOfStack } from "../graph/end-of-stack.js";
import type { FileId, SiteId } from "../graph/expression.js";
import type { Statement } from "../graph/procedure.js";
import { joinStates } from "./heap.js";
import type { Exit, Frame, Machine } from "./machine.js";
import { keepNothing, passOnRecording } from "./summaries.js";
import { joinValues, UNKNOWN } from "./value.js";

/** What the machine has under way at one point. */
export interface Mark {
  readonly state: Machine["state"];
  readonly throws: number;
  readonly activations: number;
  readonly recordings: number;
  readonly made: number;
  readonly computed: number;
  readonly loops: number;
  readonly depth: number;
  readonly roundsAround: number;
  readonly runningTasks: boolean;
  readonly drawing: Machine["drawing"];
  readonly probing: Machine["probing"];
  readonly declaredCalls: Machine["declaredCalls"];
  readonly goingOn: Machine["goingOn"];
  readonly calledBack: Machine["calledBack"];
}

const NOTHING_DRAWN: Machine["drawing"] = new Map();
const NO_PROBES: Machine["probing"] = new Set();
const NO_CALLS: Machine["declaredCalls"] = new Set();

export function markOf(machine: Machine): Mark {
  const { drawing, probing, declaredCalls, goingOn, calledBack } = machine;
  return {
    state: machine.state,
    throws: machine.throws.length,
    activations: machine.activations.length,
    recordings: machine.recordings.length,
    made: machine.made.length,
    computed: machine.computed.under.length,
    loops: machine.settledLoops.depth,
    depth: machine.depth,
    roundsAround: machine.roundsAround,
    runningTasks: machine.runningTasks,
    drawing: drawing.size === 0 ? NOTHING_DRAWN : new Map(drawing),
    probing: probing.size === 0 ? NO_PROBES : new Set(probing),
    declaredCalls: declaredCalls.size === 0 ? NO_CALLS : new Set(declaredCalls),
    goingOn: goingOn.size === 0 ? NO_CALLS : new Set(goingOn),
    calledBack: calledBack.size === 0 ? NO_CALLS : new Set(calledBack),
  };
}

/** What a frame has under way. */
export interface FrameMark extends Mark {
  readonly context: Frame["context"];
  readonly jumps: Frame["jumps"];
  readonly returned: Pick<Exit, "state" | "value">;
}

const NO_JUMPS: Frame["jumps"] = new Map();

export function markOfFrame(machine: Machine, frame: Frame): FrameMark {
  const { context, jumps, returns } = frame;
  return {
    ...markOf(machine),
    context,
    jumps: jumps.size === 0 ? NO_JUMPS : new Map(jumps),
    returned: { state: returns.state, value: returns.value },
  };
}

/** Goes back to the mark, if this is the end of the stack; whatever else went wrong is not meant. */
export function cutAt(machine: Machine, mark: Mark, error: unknown, file: FileId, site: SiteId): void {
  if (!isEndOfStack(error)) throw error;
  machine.cuts++;
  machine.state = joinStates(mark.state, machine.state);
  machine.throws.length = mark.throws;
  machine.activations.length = mark.activations;
  machine.computed.under.length = mark.computed;
  machine.settledLoops.depth = mark.loops;
  machine.depth = mark.depth;
  machine.roundsAround = mark.roundsAround;
  machine.runningTasks = mark.runningTasks;
  putBack(machine, mark);
  for (const made of machine.made.splice(mark.made))
    for (const address of made) machine.made.at(-1)?.add(address);
  for (const recording of machine.recordings.splice(mark.recordings)) {
    const outer = machine.recordings.at(-1);
    if (outer !== undefined) passOnRecording(recording, outer);
  }
  keepNothing(machine);
  machine.hit(END_OF_STACK, file, site);
}

function putBack(machine: Machine, mark: Mark): void {
  const { drawing, probing, declaredCalls, goingOn, calledBack } = mark;
  machine.drawing.clear();
  for (const [address, procedure] of drawing) machine.drawing.set(address, procedure);
  machine.probing.clear();
  for (const key of probing) machine.probing.add(key);
  machine.declaredCalls.clear();
  for (const address of declaredCalls) machine.declaredCalls.add(address);
  machine.goingOn.clear();
  for (const address of goingOn) machine.goingOn.add(address);
  machine.calledBack.clear();
  for (const address of calledBack) machine.calledBack.add(address);
}

/** Leaves out a statement; one that would have left the procedure still does, with whatever it may be. */
export function cutStatement(
  machine: Machine,
  frame: Frame,
  mark: FrameMark,
  error: unknown,
  statement: Statement,
): void {
  cutAt(machine, mark, error, frame.file, siteOf(statement) ?? frame.procedure.site);
  frame.context = mark.context;
  frame.resumption = undefined;
  frame.jumps.clear();
  for (const [name, exit] of mark.jumps) frame.jumps.set(name, exit);
  frame.returns.state = joinStates(mark.returned.state, frame.returns.state);
  frame.returns.value = joinValues(mark.returned.value, frame.returns.value);
  if (statement.kind === "return") machine.leave(frame.returns, UNKNOWN);
}

function siteOf(statement: Statement): SiteId | undefined {
  if ("site" in statement) return statement.site;
  if (statement.kind === "expression") return statement.expression.site;
  return statement.kind === "if" ? statement.test.site : undefined;
}
