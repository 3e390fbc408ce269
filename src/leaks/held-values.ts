/**
 * Pipeline stage: policy. What a sink was handed and may still change: a promise that resolves later, a generator that
 * is drawn from, a function that is called. It is looked at again when the turn is over.
 */
import type { Expression } from "../graph/expression.js";
import type { PassedArgument } from "../solver/flow-problem.js";
import type { AbstractObject } from "../solver/heap.js";
import type { Frame, Machine } from "../solver/machine.js";
import { schedule } from "../solver/tasks.js";
import { UNDEFINED, type Address, type Value } from "../solver/value.js";
import { objectsIn } from "./held-objects.js";

/** Looks at a value that was handed over again, after the tasks of each turn. */
export function later(
  machine: Machine,
  frame: Frame,
  passed: PassedArgument,
  look: (value: Value, expression: Expression | undefined) => void,
): void {
  if (!mayChange(machine, passed.value)) return;
  const site = passed.expression?.site ?? passed.site ?? 0;
  schedule(machine, frame, site, "held", {
    callee: undefined,
    receiver: UNDEFINED,
    values: [passed.value],
    then: (task: Address) => {
      const value = machine.object(task)?.slots.get("0")?.value ?? UNDEFINED;
      if (passed.expression !== undefined) frame.evaluated.set(passed.expression, value);
      look(value, passed.expression);
    },
    when: "due",
  });
}

/** Whether there is something in it that is decided later. */
export function mayChange(machine: Machine, value: Value): boolean {
  for (const [, { detail, slots }] of objectsIn(machine, value)) {
    if (DECIDED_LATER.has(detail.kind)) return true;
    for (const [name, { getter }] of slots) if (getter !== undefined && name !== "constructor") return true;
  }
  return false;
}

const DECIDED_LATER: ReadonlySet<AbstractObject["detail"]["kind"]> = new Set([
  "promise",
  "closure",
  "generator",
  "bound",
]);
