/** Pipeline stage: value flow. Passes over what may happen any number of times: when another one is of no use. */
import type { FileId, SiteId } from "../graph/expression.js";
import { includesState, type State } from "./heap.js";
import { MAXIMAL_PASSES } from "./limits.js";
import type { Machine } from "./machine.js";

/** Whether a pass that began with `before` has brought nothing new; then the state is what it was again. */
export function bringsNothing(machine: Machine, before: State | undefined): boolean {
  if (machine.state === before) return true;
  if (before === undefined || machine.state === undefined || !includesState(before, machine.state))
    return false;
  machine.state = before;
  return true;
}

/** Whether a bound of work has been reached, so that what is written at `site` is not begun; then that is noted. */
export function isTooMuch(machine: Machine, file: FileId, site: SiteId): boolean {
  const { exhausted } = machine;
  if (exhausted !== undefined) machine.hit(exhausted, file, site);
  return exhausted !== undefined;
}

/** Whether passes over what is written at `site` have to end here, although they still bring something new. */
export function goesTooFar(machine: Machine, pass: number, file: FileId, site: SiteId): boolean {
  if (isTooMuch(machine, file, site)) return true;
  if (pass < MAXIMAL_PASSES) return false;
  machine.hit("MAXIMAL_PASSES", file, site);
  return true;
}
