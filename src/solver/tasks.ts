/**
 * Pipeline stage: value flow. What runs after the present turn: timers, listeners, promise callbacks. A task is an
 * object on the heap ("@function", "@this", "0", "1", … its arguments), so that it ages with what it refers to.
 */
import type { SiteId } from "../graph/expression.js";
import { keepNothing } from "./summaries.js";
import { callWith, passedValues } from "./call-dispatch.js";
import { newObject, NO_GUARDS, plainSlot, type Guards } from "./heap.js";
import { MAXIMAL_TASKS } from "./limits.js";
import type { Task } from "./activations.js";
import type { Frame, Machine } from "./machine.js";
import { isTooMuch } from "./passes.js";
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
   * this turn (listeners, callbacks of unknown code); `later`: the same, once the program's roots have run. All but the links
   * of promise chains may run again in later turns.
   */
  readonly when: Exclude<Task["when"], "resume"> | "later";
}

/**
 * Puts a task off until the code that is running gives way. What puts itself off again and again is one task, whatever led
 * there: a timer that sets itself anew.
 */
export function schedule(machine: Machine, from: Frame, site: SiteId, part: string, parts: TaskParts): void {
  const context = machine.book.firstAt(from.context, from.file, site);
  const frame = context === from.context ? from : { ...from, context };
  const address = machine.book.addressOf(context, frame.file, site, `task ${part}`);
  const slots = new Map(parts.values.map((value, index) => [String(index), plainSlot(value)]));
  if (parts.callee !== undefined) slots.set("@function", plainSlot(parts.callee));
  slots.set("@this", plainSlot(parts.receiver));
  // Old records share an address where there are many of them, and what waits for one promise would wait for all.
  machine.allocate(address, newObject({ kind: "scope" }, { slots }));
  const task: Task = {
    address,
    frame,
    site,
    guards: machine.state?.guards ?? NO_GUARDS,
    count: parts.values.length,
    then: parts.then,
    when: parts.when === "later" ? "event" : parts.when,
    queued: machine.queued++,
    callsFunction: parts.callee !== undefined,
  };
  if (isRepeatable(task)) machine.recordings.at(-1)?.tasks.add(task);
  else keepNothing(machine);
  if (parts.when === "later") machine.laterTasks.set(task.address, task);
  else putOff(machine, task);
}

/**
 * Lets somebody else than code of the program call a function, unless that is doing so already: then it has to be put off,
 * and gives undefined.
 */
export function callOnce(machine: Machine, callee: Value, call: () => Value): Value | undefined {
  const isUnderWay = callee.addresses.size > 0 && newlyCalled(machine, callee).length === 0;
  return isUnderWay ? undefined : calledBack(machine, callee, call);
}

/** Notes that somebody else than code of the program is calling a function. */
function calledBack(machine: Machine, callee: Value, call: () => Value): Value {
  const added = newlyCalled(machine, callee);
  for (const address of added) machine.calledBack.add(address);
  const result = call();
  for (const address of added) machine.calledBack.delete(address);
  return result;
}

function newlyCalled(machine: Machine, callee: Value): readonly Address[] {
  return [...callee.addresses].filter((address) => !machine.calledBack.has(address));
}

/** Whether somebody else than code of the program is calling one of these functions. */
export function isCalledBack(machine: Machine, callee: Value): boolean {
  return newlyCalled(machine, callee).length < callee.addresses.size;
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

/** Lets a task wait after all others. */
export function putLast(machine: Machine, task: Task): void {
  machine.tasks.delete(task.address);
  machine.tasks.set(task.address, task);
}

export function runTask(machine: Machine, task: Task): void {
  // Past a bound of work, whoever waits for it goes on with whatever may come.
  if (isTooMuch(machine, task.frame.file, task.site)) return;
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
    const receiver = slotValue(machine, address, "@this");
    const passed = passedValues(values);
    result = calledBack(machine, callee, () =>
      callWith(machine, task.frame, callee, receiver, passed, task.site),
    );
  }
  task.then?.(address, result);
  return NOTHING;
}

export function withGuards(machine: Machine, guards: Guards): void {
  if (machine.state !== undefined && machine.state.guards !== guards)
    machine.state = { ...machine.state, guards };
}
