/**
 * Pipeline stage: value flow. What runs after the present turn: timers, listeners, promise callbacks. A task is an
 * object on the heap ("@function", "@this", "0", "1", … its arguments), so that it ages with what it refers to.
 */
import { callWith } from "./calls.js";
import { newObject, plainSlot } from "./heap.js";
import { isRecent, olderAddress } from "./addresses.js";
import type { Frame, Machine } from "./machine.js";
import { slotValue } from "./properties.js";
import { NOTHING, UNDEFINED, isNothing, type Address, type Value } from "./value.js";

export interface TaskParts {
  readonly callee: Value;
  readonly receiver: Value;
  readonly values: readonly Value[];
  /** Runs when the task has run, with what the function gave. */
  readonly then: ((address: Address, result: Value) => void) | undefined;
  /** May run more than once: stays after it has run. */
  readonly again: boolean;
}

/** Puts a task off until the code that is running gives way. */
export function schedule(machine: Machine, frame: Frame, site: number, part: string, parts: TaskParts): Address {
  const address = machine.book.addressOf(frame.context, frame.file, site, `task ${part}`);
  const slots = new Map(parts.values.map((value, index) => [String(index), plainSlot(value)]));
  slots.set("@function", plainSlot(parts.callee));
  slots.set("@this", plainSlot(parts.receiver));
  machine.allocate(address, newObject({ kind: "record" }, { slots, length: parts.values.length }));
  if (!machine.tasks.some((task) => task.address === address)) {
    machine.tasks.push({ address, frame, site, count: parts.values.length, then: parts.then, again: parts.again });
  }
  return address;
}

/** Runs the tasks that wait, in the order in which they were put off; each may or may not have had its turn. */
export function runTasks(machine: Machine, frame: Frame): void {
  if (machine.runningTasks || machine.dead) return;
  machine.runningTasks = true;
  for (let index = 0; index < machine.tasks.length && index < 400; index++) {
    const task = machine.tasks[index];
    if (task === undefined || machine.dead) continue;
    for (const address of [task.address, olderAddress(task.address)]) runTask(machine, frame, task, address);
  }
  machine.runningTasks = false;
}

function runTask(machine: Machine, frame: Frame, task: Machine["tasks"][number], address: Address): void {
  if (machine.object(address) === undefined) return;
  const callee = slotValue(machine, address, "@function");
  if (isNothing(callee)) return;
  machine.perhaps(() => {
    const values = Array.from({ length: task.count }, (_, index) => slotValue(machine, address, String(index)));
    const result = callWith(machine, task.frame, callee, slotValue(machine, address, "@this"), {
      values: values.map((value) => ({ value, expression: undefined, site: undefined, spread: false })), rest: undefined,
    }, task.site);
    task.then?.(address, result);
    return NOTHING;
  });
  void frame;
  if (isRecent(address)) return;
}

export const NO_RECEIVER = UNDEFINED;
