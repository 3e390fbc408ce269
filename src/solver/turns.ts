/**
 * Pipeline stage: value flow. Whose turn it is when the code gives way (an `await`, the end of a turn). Async functions
 * that have stopped go on one after another, each to its next `await`, as the language has it; whether timers, links of
 * chains and listeners have had their turn by then is left open.
 */
import { isRecent } from "./addresses.js";
import { NO_GUARDS } from "./heap.js";
import { MAXIMAL_PASSES, MAXIMAL_RESUMPTIONS } from "./limits.js";
import { goesTooFar, isTooMuch } from "./passes.js";
import type { Task } from "./activations.js";
import type { Machine } from "./machine.js";
import { slotValue } from "./properties.js";
import { beginRoot, isUpToDate, runIfChanged } from "./reruns.js";
import { canGoOn, goOn, isUnderWay, maySettleYet, type GoingOn } from "./started-calls.js";
import { runTask, withGuards } from "./tasks.js";
import { isNothing, NOTHING, UNKNOWN, type Address, type Value } from "./value.js";

/** What is known of promises that were asked about; of one that is being asked about: that it has settled. */
type Asked = Map<Address, boolean>;

/** Whether nobody who awaits the value can go on yet: it is a promise that has not settled. */
export function isPending(machine: Machine, value: Value, asked: Asked = new Map()): boolean {
  if (value.open || value.constants.size > 0 || value.addresses.size === 0) return false;
  return [...value.addresses].every((address) => isPendingPromise(machine, address, asked));
}

/** Whether it may be a promise that has not settled. */
export function mayBePending(machine: Machine, value: Value): boolean {
  return [...value.addresses].some((address) => isPendingPromise(machine, address, new Map()));
}

/** Of promises of which only the type is known nobody sees when they settle. */
function isPendingPromise(machine: Machine, address: Address, asked: Asked): boolean {
  const known = asked.get(address);
  if (known !== undefined) return known;
  const object = machine.object(address);
  const resolved = object?.slots.get("@resolved")?.value;
  if (object?.detail.kind !== "promise" || resolved === undefined) return false;
  asked.set(address, false);
  // A call that has thrown on one way may still be under way on another one.
  const pending = isNothing(object.slots.get("@rejected")?.value ?? NOTHING)
    ? isNothing(resolved) || isPending(machine, resolved, asked)
    : isNothing(resolved) && maySettleYet(machine, address);
  asked.set(address, pending);
  return pending;
}

/** Lets what waits have its turn until the value has settled, as `await` does. */
export function giveWay(machine: Machine, value: Value): void {
  if (machine.isDead() || (machine.runningTasks && !isPending(machine, value))) return;
  runQueue(machine, { awaited: value, events: false, certain: true });
  if (isPending(machine, value)) settleRegardless(machine);
  // Which of several promises it is, or which one settles first, is not certain.
  if (mayBePending(machine, value)) runQueue(machine, { awaited: undefined, events: false, certain: false });
}

/** What waits for promises that will not settle is given what is known of the others. */
function settleRegardless(machine: Machine): void {
  for (const { when, then, address } of machine.tasks.values())
    for (const at of [address, machine.book.olderOf(address)])
      if (when === "chain" && isPending(machine, slotValue(machine, at, "1")))
        machine.perhaps(() => {
          then?.(at, UNKNOWN);
          return NOTHING;
        });
}

interface Queue {
  /** What is waited for; undefined: that there is nothing left to do. */
  readonly awaited: Value | undefined;
  readonly events: boolean;
  /** What can go on does so; otherwise it may or may not. */
  readonly certain: boolean;
}

/** Runs what waits, in the order in which it was put off, until what is waited for has settled. */
function runQueue(machine: Machine, queue: Queue): void {
  const { awaited, events } = queue;
  const outer = machine.runningTasks;
  const guards = machine.state?.guards ?? NO_GUARDS;
  machine.runningTasks = true;
  const isWaiting = (): boolean => awaited === undefined || isPending(machine, awaited);
  // Whoever waits has its turn after all that was put off before what it waits for settled.
  let last = isWaiting() ? Infinity : machine.queued;
  let left = MAXIMAL_PASSES;
  for (let hasMoved = true; hasMoved && !machine.isDead();) {
    hasMoved = false;
    const before = machine.state;
    const passed = new Set<Task>();
    for (const task of machine.tasks.values()) {
      if (machine.isDead()) break;
      if (task.when !== "resume") {
        if (events || task.when !== "event") runTask(machine, task);
        passed.add(task);
      } else if (task.queued < last && !machine.goingOn.has(task.address)) {
        const isAlone =
          last === Infinity && left-- <= 0
            ? true
            : last === Infinity && nothingBetween(machine, task, passed);
        hasMoved = resume(machine, task, { regardless: false, runsOn: isAlone }, queue.certain) || hasMoved;
        if (last === Infinity && !isWaiting()) last = machine.queued;
      }
    }
    if (last !== Infinity) break;
    hasMoved ||= machine.state !== before && machine.tasks.size > passed.size;
  }
  machine.runningTasks = outer;
  withGuards(machine, guards);
}

/** Whether nothing that waits could run before the task has come to its end. */
function nothingBetween(machine: Machine, task: Task, passed: ReadonlySet<Task>): boolean {
  for (const other of machine.tasks.values()) {
    if (other === task || machine.goingOn.has(other.address)) continue;
    if (
      other.when === "resume"
        ? canGoOn(machine, other, other.address)
        : mayComeBetween(machine, other, passed)
    )
      return false;
  }
  return true;
}

function mayComeBetween(machine: Machine, task: Task, passed: ReadonlySet<Task>): boolean {
  if (passed.has(task) || task.when === "event") return false;
  return task.when === "chain"
    ? !isPending(machine, slotValue(machine, task.address, "0"))
    : task.callsFunction;
}

/** Runs a started call further, if it can be; whether it was. */
function resume(machine: Machine, task: Task, how: GoingOn, certain: boolean): boolean {
  let hasRun = false;
  if (isTooMuch(machine, task.frame.file, task.site)) return false;
  for (const address of [task.address, machine.book.olderOf(task.address)]) {
    if (machine.object(address) === undefined) continue;
    if (!how.regardless && !canGoOn(machine, task, address)) continue;
    // Many calls that one object stands for are not told apart by how far they have come.
    const runsOn = how.runsOn || !isRecent(address);
    const run = (): void => {
      withGuards(machine, task.guards);
      goOn(machine, task, address, { ...how, runsOn });
    };
    if (certain && isRecent(address) && isCertain(machine, address)) {
      run();
      hasRun = true;
      continue;
    }
    const perhaps = (): void => {
      machine.perhaps(() => {
        if (isRecent(address)) run();
        else machine.round(() => (run(), NOTHING));
        return NOTHING;
      });
    };
    const count = machine.triedGoingOn.get(address) ?? 0;
    const key = `task ${String(address)}`;
    if (count >= MAXIMAL_RESUMPTIONS) {
      if (!isUpToDate(machine, key)) machine.hit("MAXIMAL_RESUMPTIONS", task.frame.file, task.site);
      continue;
    }
    runIfChanged(machine, key, () => {
      machine.triedGoingOn.set(address, count + 1);
      hasRun = true;
      perhaps();
    });
  }
  return hasRun;
}

/** Whether the call was started on every way to the present point. */
function isCertain(machine: Machine, started: Address): boolean {
  const { addresses, constants } = slotValue(machine, machine.startedCalls, String(started));
  return constants.size === 0 && addresses.size === 1 && addresses.has(started);
}

/**
 * Ends a turn: what waits runs until nothing new comes of it, and is kept: a later turn may give it more to do. `events`: also
 * what runs when something happens.
 */
export function endTurn(machine: Machine, events = true): void {
  runToStandstill(machine, events);
  const stuck = [...machine.tasks.values()].filter((task) => isStuck(machine, task));
  settleRegardless(machine);
  for (const task of stuck) resume(machine, task, { regardless: true, runsOn: false }, false);
  runToStandstill(machine, events);
  for (const [address, task] of machine.tasks)
    if (task.when !== "resume" || isStuck(machine, task)) machine.laterTasks.set(address, task);
  machine.tasks.clear();
  machine.triedGoingOn.clear();
}

function runToStandstill(machine: Machine, events: boolean): void {
  for (let pass = 0; ; pass++) {
    const before = machine.state;
    const waiting = machine.tasks.size;
    runQueue(machine, { awaited: undefined, events, certain: true });
    const [task] = machine.tasks.values();
    if (task === undefined || (machine.state === before && machine.tasks.size === waiting)) break;
    if (goesTooFar(machine, pass, task.frame.file, task.site)) break;
  }
}

function isStuck(machine: Machine, task: Task): boolean {
  const { when, address } = task;
  if (when !== "resume") return false;
  return [address, machine.book.olderOf(address)].some((at) => isUnderWay(machine, task, at));
}

/** What timers, listeners and callbacks of earlier turns do now, each with work of its own; what is nearest to a sink first. */
export function runLaterTasks(machine: Machine): void {
  const { relevance } = machine.view;
  const nearest = [...machine.laterTasks.values()]
    .map((task) => ({ task, distance: relevance.distanceOf(task.frame.file) }))
    .sort((one, other) => one.distance - other.distance);
  for (const { task } of nearest) {
    beginRoot(machine);
    if (task.when === "resume") resume(machine, task, { regardless: false, runsOn: true }, false);
    else runTask(machine, task);
  }
  endTurn(machine);
}
