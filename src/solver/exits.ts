/**
 * Pipeline stage: value flow. The ways out of a stretch of code: jumps, returns and throws, and `finally`, which all of
 * them go through.
 */
import { joinStates } from "./heap.js";
import { newExit, type Exit, type Frame, type Machine } from "./machine.js";
import { NOTHING, type Value } from "./value.js";

export function throwValue(machine: Machine, value: Value): void {
  const exit = machine.throws.at(-1);
  if (exit !== undefined) machine.leave(exit, value);
}

/** Runs a statement that can be left by these jumps, and goes on where they arrive. */
export function withExits(machine: Machine, frame: Frame, names: readonly string[], run: () => void): Exit {
  const exit = newExit();
  const outer = names.map((name) => [name, frame.jumps.get(name)] as const);
  for (const name of names) frame.jumps.set(name, exit);
  run();
  for (const [name, before] of outer) {
    if (before === undefined) frame.jumps.delete(name);
    else frame.jumps.set(name, before);
  }
  machine.state = joinStates(machine.state, exit.state);
  return exit;
}

/** Every way out of the block goes through `last`, which may replace it by one of its own. */
export function runFinally(machine: Machine, frame: Frame, run: () => void, last: () => void): void {
  const outer = { returns: { ...frame.returns }, jumps: new Map(frame.jumps) };
  const thrown = newExit(machine.throws.at(-1)?.implicit ?? false);
  frame.returns.state = undefined;
  frame.returns.value = NOTHING;
  for (const name of outer.jumps.keys()) frame.jumps.set(name, newExit());
  machine.throws.push(thrown);
  run();
  machine.throws.pop();
  const returned: Exit = { ...frame.returns };
  const jumps = new Map(frame.jumps);
  frame.returns.state = outer.returns.state;
  frame.returns.value = outer.returns.value;
  for (const [name, exit] of outer.jumps) frame.jumps.set(name, exit);
  const through = (exit: Exit, leave: () => void): void => {
    if (exit.state === undefined) return;
    machine.state = exit.state;
    last();
    leave();
  };
  if (machine.state !== undefined) last();
  const after = machine.state;
  through(thrown, () => {
    throwValue(machine, thrown.value);
  });
  through(returned, () => {
    machine.leave(frame.returns, returned.value);
  });
  for (const [name, target] of outer.jumps) {
    through(jumps.get(name) ?? newExit(), () => {
      machine.leave(target);
    });
  }
  machine.state = after;
}
