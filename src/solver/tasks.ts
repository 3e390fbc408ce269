/**
 * Pipeline stage: value flow. What runs after the present turn: timers, listeners, promise callbacks. A task is an
 * object on the heap ("@function", "@this", "0", "1", … its arguments), so that it ages with what it refers to.
 */
import type { SiteId } from "../graph/expression.js";
import { keepNothing } from "./summaries.js";
import { callWith, passedValues } from "./call-dispatch.js";
import { newObject, NO_GUARDS, plainSlot, type Guards } from "./heap.js";
import { MAXIMAL_TASKS } from "./limits.js";
import type { Frame, Machine, Task } from "./machine.js";
import { runIfChanged } from "./reruns.js";
import { slotValue } from "./properties.js";
import { NOTHING, isNothing, type Address, type Value } from "./value.js";

export interface TaskParts {
  /** undefined: only `then` is to happen. */
  readonly callee: Value | undefined;
  readonly receiver: Value;
  readonly values: readonly Value[];
  /** Happens after the function has run, with what it gave. */
  readonly then: ((address: Address, result: Value) => void) | undefined;
  /**
   * `due`: has its turn as soon as the code gives way (promise chains, timers); `event`: when something happens, after
   * this turn (listeners, callbacks of unknown code). All but the links of promise chains may run again in later turns.
   */
  readonly when: "chain" | "due" | "event";
}

/** Puts a task off until the code that is running gives way. */
export function schedule(machine: Machine, frame: Frame, site: SiteId, part: string, parts: TaskParts): void {
  const address = machine.book.addressOf(frame.context, frame.file, site, `task ${part}`);
  const slots = new Map(parts.values.map((value, index) => [String(index), plainSlot(value)]));
  if (parts.callee !== undefined) slots.set("@function", plainSlot(parts.callee));
  slots.set("@this", plainSlot(parts.receiver));
  machine.allocate(address, newObject({ kind: "record" }, { slots }));
  const task: Task = {
    address,
    frame,
    site,
    guards: machine.state?.guards ?? NO_GUARDS,
    count: parts.values.length,
    then: parts.then,
    when: parts.when,
    callsFunction: parts.callee !== undefined,
  };
  if (isRepeatable(task)) machine.recordings.at(-1)?.tasks.add(task);
  else keepNothing(machine);
  putOff(machine, task);
}

/** A summary can put it off again: it waits for the end of the turn, and all that it needs is on the heap. */
function isRepeatable(task: Task): boolean {
  return task.when === "event" && task.then === undefined;
}

/** Lets a task wait, which is an object on the heap already. */
export function putOff(machine: Machine, task: Task): void {
  if (machine.tasks.has(task.address)) return;
  if (machine.tasks.size < MAXIMAL_TASKS) machine.tasks.set(task.address, task);
  else {
    machine.hit("MAXIMAL_TASKS", task.frame.file, task.site);
    machine.laterTasks.set(task.address, task);
  }
}

/** Gives way: every task that waits may or may not have its turn, in the order in which they were put off. */
export function runTasks(machine: Machine, events = false): void {
  if (machine.runningTasks || machine.isDead()) return;
  machine.runningTasks = true;
  const guards = machine.state?.guards ?? NO_GUARDS;
  // Tasks that are put off meanwhile come at the end of the same map, and so have their turn as well.
  for (const task of machine.tasks.values()) if (events || task.when !== "event") runTask(machine, task);
  machine.runningTasks = false;
  withGuards(machine, guards);
}

/** Ends a turn: what waits runs until nothing new comes of it, and is kept: a later turn may give it more to do. */
export function endTurn(machine: Machine): void {
  for (let pass = 0; pass < 4; pass++) {
    const before = machine.state;
    const waiting = machine.tasks.size;
    runTasks(machine, true);
    if (machine.state === before && machine.tasks.size === waiting) break;
  }
  for (const [address, task] of machine.tasks) machine.laterTasks.set(address, task);
  machine.tasks.clear();
}

/** What timers, listeners and callbacks of earlier turns do now. */
export function runLaterTasks(machine: Machine): void {
  for (const task of machine.laterTasks.values()) runTask(machine, task);
}

function runTask(machine: Machine, task: Task): void {
  for (const address of [task.address, machine.book.olderOf(task.address)]) {
    if (machine.object(address) === undefined) continue;
    runIfChanged(machine, `task ${String(address)}`, () => {
      withGuards(machine, task.guards);
      machine.perhaps(() => machine.round(() => perform(machine, task, address)));
    });
  }
}

function perform(machine: Machine, task: Task, address: Address): Value {
  const callee = slotValue(machine, address, "@function");
  let result = NOTHING;
  if (task.callsFunction) {
    if (isNothing(callee)) return NOTHING;
    const values = Array.from({ length: task.count }, (_, index) =>
      slotValue(machine, address, String(index)),
    );
    result = callWith(
      machine,
      task.frame,
      callee,
      slotValue(machine, address, "@this"),
      passedValues(values),
      task.site,
    );
  }
  task.then?.(address, result);
  return NOTHING;
}

function withGuards(machine: Machine, guards: Guards): void {
  if (machine.state !== undefined && machine.state.guards !== guards)
    machine.state = { ...machine.state, guards };
}
