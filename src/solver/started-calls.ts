/**
 * Pipeline stage: value flow. Calls of async functions that the code around doesn't wait for (`void f()`,
 * `const p = f()`): they run to their first `await`, and go on from there as tasks. Where such a call stands is on the
 * heap, as with generators: one object for the call, one for its frame, and the promise that it gives.
 */
import type { Expression, SiteId } from "../graph/expression.js";
import type { Procedure } from "../graph/procedure.js";
import { isRecent } from "./addresses.js";
import { evaluate } from "./expressions.js";
import { addTo } from "./generators.js";
import { joinStates, newObject, NO_GUARDS, plainSlot, type Guards, type Slot } from "./heap.js";
import { MAXIMAL_STARTED } from "./limits.js";
import type { Completion, Task } from "./activations.js";
import { newExit, type Frame, type Machine } from "./machine.js";
import { newFrame, runParametersAndBody, runToEnd, type ProcedureCallee } from "./procedures.js";
import { awaited, outcomeOf, promiseOf } from "./promises.js";
import { slotValue } from "./properties.js";
import { setSlot } from "./property-writes.js";
import { stoppingOf, type StoppingPoint } from "./resumption.js";
import {
  contextOf,
  endFrame,
  newSavedFrame,
  newStoppable,
  restoreFrame,
  saveFrame,
  standAt,
  START,
  whereabouts,
  type Whereabouts,
} from "./saved-frames.js";
import { keepNothing } from "./summaries.js";
import { putLast } from "./tasks.js";
import { assimilated } from "./thenables.js";
import { isPending } from "./turns.js";
import {
  addressValue,
  certainNumber,
  constantValue,
  isNothing,
  NOTHING,
  type Address,
  type Value,
} from "./value.js";

const FRAME = "@frame";
const PROMISE = "@promise";
/** Slot of a promise: the call that settles it. */
const STARTED = "@started";
/** What it waits for, by the site of the `await`. */
const AWAITED = "@awaited:";

/** Whether the code around the call goes on only when what it gives has settled. */
export function isWaitedFor(machine: Machine, frame: Frame, call: Expression): boolean {
  const waiting = stoppingOf(machine, frame.procedure).waited.get(call);
  if (waiting === undefined || stops(frame)) return false;
  return waiting === "awaited" || frame.waits;
}

/** Whether the activation stops at its `await`s. */
function stops({ stoppable }: Frame): boolean {
  return stoppable?.started !== undefined && !stoppable.runsOn;
}

/** Whether the call stops at the first `await` that it comes to. */
export function mayStop(machine: Machine, frame: Frame): boolean {
  if (frame.waits || !stoppingOf(machine, frame.procedure).awaits) return false;
  let waiting = 0;
  for (const { procedure } of machine.tasks.values()) if (procedure === frame.procedure) waiting++;
  if (waiting < MAXIMAL_STARTED) return true;
  machine.hit("MAXIMAL_STARTED", frame.file, frame.procedure.site);
  return false;
}

/** Runs the call to its first `await`, and gives its promise. */
export function start(machine: Machine, frame: Frame): Value {
  const { book } = machine;
  const { file, procedure } = frame;
  const address = book.addressOf(frame.context, file, procedure.site, "started");
  const saved = book.addressWithin(address, FRAME);
  const promise = promiseOf(machine, frame, procedure.site, NOTHING);
  const slots = new Map<string, Slot>();
  const put = (name: string, value: Value): void => void slots.set(name, plainSlot(value));
  put(FRAME, machine.allocate(saved, newSavedFrame(START)));
  put(PROMISE, promise);
  put("@function", closureOf(machine, frame, address));
  put("@this", frame.thisValue);
  for (const [index, value] of frame.arguments.entries()) put(`@argument${String(index)}`, value);
  put("@count", constantValue(frame.arguments.length));
  if (frame.furtherArguments !== undefined) put("@arguments", frame.furtherArguments);
  machine.allocate(address, newObject({ kind: "scope" }, { slots }));
  for (const one of promise.addresses) addTo(machine, one, STARTED, addressValue(address));
  setSlot(machine, machine.startedCalls, String(address), addressValue(address), true);
  const running: Frame = { ...frame, stoppable: newStoppable(saved, address, frame.context) };
  runStretch(machine, running, address, () => {
    runParametersAndBody(machine, running);
  });
  return machine.isDead() ? NOTHING : promise;
}

/** The function, as an object that keeps its scopes. */
function closureOf(machine: Machine, frame: Frame, address: Address): Value {
  const { file, procedure, environment, home } = frame;
  const closure = newObject({
    ...{ kind: "closure", file, procedure: procedure.id, environment, boundThis: undefined, home },
  });
  return machine.allocate(machine.book.addressWithin(address, "@function"), closure);
}

/** `await value`: the activation stops, or waits there for what has to come first. */
export function awaitValue(
  machine: Machine,
  frame: Frame,
  expression: Extract<Expression, { kind: "await" }>,
): Value {
  const operand = evaluate(machine, frame, expression.operand);
  const value = assimilated(machine, frame, expression.site, operand);
  if (machine.isDead()) return NOTHING;
  return stopAt(machine, frame, expression.site, value) ? NOTHING : awaited(machine, value);
}

/** Stops the activation, if it can go on from there later. */
export function stopAt(machine: Machine, frame: Frame, site: SiteId, value: Value): boolean {
  const { stoppable } = frame;
  if (stoppable?.started === undefined || !stops(frame)) return false;
  if (!stoppingOf(machine, frame.procedure).points.has(site)) return false;
  setSlot(machine, stoppable.started, `${AWAITED}${String(site)}`, value, isRecent(stoppable.started));
  saveFrame(machine, frame, stoppable.saved, site);
  machine.leave(stoppable.exit);
  return true;
}

/** Runs the activation to where it stops next or ends; its promise then settles. */
function runStretch(machine: Machine, frame: Frame, task: Address, run: () => void): void {
  const { stoppable } = frame;
  if (stoppable?.started === undefined) return;
  const { started, saved, exit } = stoppable;
  const guards = machine.state?.guards ?? NO_GUARDS;
  const thrown = newExit(machine.throws.at(-1)?.implicit ?? false);
  machine.throws.push(thrown);
  run();
  machine.throws.pop();
  const settle = (state: Machine["state"], slot: string, value: Value): Machine["state"] => {
    machine.state = state;
    if (machine.isDead()) return undefined;
    endFrame(machine, saved);
    for (const promise of slotValue(machine, started, PROMISE).addresses)
      addTo(machine, promise, slot, value);
    return machine.state;
  };
  const returned = settle(frame.returns.state, "@resolved", frame.returns.value);
  machine.state = joinStates(returned, settle(thrown.state, "@rejected", thrown.value));
  if (!machine.isDead()) complete(machine, started, task);
  if (exit.state === undefined) return;
  // What the function's own branches decided says nothing of the code that has started it.
  machine.state = joinStates(machine.state, { ...exit.state, guards });
  waitAgain(machine, frame, task, exit.guards ?? guards);
}

function waitAgain(machine: Machine, frame: Frame, address: Address, guards: Guards): void {
  const { caller, calledAt, procedure } = frame;
  if (caller === undefined) return;
  keepNothing(machine);
  putLast(machine, {
    ...{ address, frame: caller, site: calledAt, guards, procedure, count: 0 },
    ...{ callsFunction: false, then: undefined, when: "resume", queued: machine.queued++ },
  });
}

/** Does `then` with the promises among a call's result once they have settled. */
export function onceSettled(machine: Machine, result: Value, part: string, then: Completion): void {
  if (machine.isDead()) return;
  for (const promise of result.addresses)
    for (const call of slotValue(machine, promise, STARTED).addresses) {
      const task = machine.tasks.get(call);
      if (task === undefined || !isUnderWay(machine, task, call)) continue;
      const known = machine.completions.get(call) ?? new Map<string, Completion>();
      machine.completions.set(call, known.set(part, then));
    }
}

function complete(machine: Machine, started: Address, task: Address): void {
  const promise = slotValue(machine, started, PROMISE);
  for (const then of machine.completions.get(task)?.values() ?? []) if (!machine.isDead()) then(promise);
}

/** Whether it may stand at some `await`. */
export function isUnderWay(machine: Machine, task: Task, started: Address): boolean {
  return (standing(machine, task, started)?.where.points.length ?? 0) > 0;
}

/** Whether the promise is that of a started call which may not have come to its end: it may settle otherwise than it has so far. */
export function maySettleYet(machine: Machine, promise: Address): boolean {
  const calls = slotValue(machine, promise, STARTED).addresses;
  if (calls.size === 0) return false;
  for (const task of machine.tasks.values())
    for (const call of [task.address, machine.book.olderOf(task.address)])
      if (calls.has(call) && isUnderWay(machine, task, call)) return true;
  return false;
}

/** How a started call is run further. */
export interface GoingOn {
  /** What it waits for will not come: it goes on with anything. */
  readonly regardless: boolean;
  /** To its end. */
  readonly runsOn: boolean;
}

/** Whether it can be run further: something that it waits for has settled. */
export function canGoOn(machine: Machine, task: Task, started: Address): boolean {
  if (machine.goingOn.has(started)) return false;
  const points = standing(machine, task, started)?.where.points ?? [];
  return points.some((point) => !isPending(machine, awaitedAt(machine, started, point)));
}

function awaitedAt(machine: Machine, started: Address, { stop }: StoppingPoint): Value {
  return slotValue(machine, started, `${AWAITED}${String(stop.site)}`);
}

/** Runs a started call to its next `await` or its end, from wherever it may stand. */
export function goOn(machine: Machine, task: Task, started: Address, how: GoingOn): void {
  const call = standing(machine, task, started);
  if (call === undefined || machine.goingOn.has(started)) return;
  keepNothing(machine);
  machine.goingOn.add(started);
  const begin = machine.state;
  const { points, end: hasEnded } = call.where;
  const isReady = (point: StoppingPoint): boolean =>
    how.regardless || !isPending(machine, awaitedAt(machine, started, point));
  const ready = points.filter(isReady);
  const staying = how.regardless ? points : points.filter((point) => !ready.includes(point));
  let end: Machine["state"];
  if (hasEnded || staying.length > 0) {
    standAt(machine, call.saved, staying, hasEnded);
    end = machine.state;
  }
  for (const point of ready) {
    machine.state = begin;
    goOnFrom(machine, activation(machine, started, call), point, { ...how, task: task.address });
    end = joinStates(end, machine.state);
  }
  machine.state = end;
  machine.goingOn.delete(started);
}

function goOnFrom(
  machine: Machine,
  frame: Frame,
  point: StoppingPoint,
  how: GoingOn & { readonly task: Address },
): void {
  const { stoppable } = frame;
  if (stoppable?.started === undefined) return;
  restoreFrame(machine, frame, stoppable.saved);
  stoppable.runsOn = how.runsOn;
  const value = awaitedAt(machine, stoppable.started, point);
  frame.resumption = { ...point, go: () => outcomeOf(machine, value) };
  const outer = machine.runningTasks;
  // It runs on because nothing else would: what it puts off itself has its turn at its own `await`s.
  if (how.runsOn) machine.runningTasks = false;
  machine.depth++;
  runStretch(machine, frame, how.task, () => {
    runToEnd(machine, frame);
  });
  machine.depth--;
  machine.runningTasks = outer;
}

/** A started call that may have more to do. */
interface Standing {
  readonly task: Task;
  readonly procedure: Procedure;
  readonly callee: ProcedureCallee;
  readonly saved: Address;
  readonly where: Whereabouts;
}

function standing(machine: Machine, task: Task, started: Address): Standing | undefined {
  const [at] = slotValue(machine, started, "@function").addresses;
  const [saved] = slotValue(machine, started, FRAME).addresses;
  const closure = at === undefined ? undefined : machine.object(at)?.detail;
  if (task.procedure === undefined || saved === undefined) return undefined;
  if (at === undefined || closure?.kind !== "closure") return undefined;
  const callee = {
    kind: "procedure",
    file: closure.file,
    procedure: closure.procedure,
    closure,
    address: at,
  } as const;
  const where = whereabouts(machine, task.procedure, saved);
  return { task, procedure: task.procedure, callee, saved, where };
}

/** The activation of a started call, as it was when it was called. */
function activation(machine: Machine, started: Address, { task, callee, saved }: Standing): Frame {
  const count = certainNumber(slotValue(machine, started, "@count")) ?? 0;
  const values = Array.from({ length: count }, (_, index) =>
    slotValue(machine, started, `@argument${String(index)}`),
  );
  const further = slotValue(machine, started, "@arguments");
  return newFrame(machine, task.frame, callee, {
    thisValue: slotValue(machine, started, "@this"),
    values,
    further: isNothing(further) ? undefined : further,
    site: task.site,
    stoppable: newStoppable(saved, started, contextOf(machine, saved)),
    waits: false,
  });
}
