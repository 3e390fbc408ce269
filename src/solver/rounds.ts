/**
 * Pipeline stage: value flow. How rounds are run: one by one where it is certain how many there are, otherwise until a
 * further one brings nothing new.
 */
import type { SiteId } from "../graph/expression.js";
import { includesState, joinStates } from "./heap.js";
import { MAXIMAL_CERTAIN_ROUNDS, MAXIMAL_NESTED_ROUNDS } from "./limits.js";
import type { Frame, Machine } from "./machine.js";
import { goesTooFar } from "./passes.js";
import { NOTHING, type Value } from "./value.js";

/** Runs rounds one by one, which may hold loops of such rounds again; not where there would be too many of these. */
export function oneByOne(machine: Machine, rounds: number, run: () => void): boolean {
  const around = machine.roundsAround;
  // A loop of one round counts as well: without an end, loops within loops of two would run for ever.
  const within = around * Math.max(2, rounds);
  const isTooMuch = rounds > MAXIMAL_CERTAIN_ROUNDS || within > MAXIMAL_NESTED_ROUNDS;
  if (isTooMuch || machine.exhausted !== undefined) return false;
  machine.roundsAround = within;
  run();
  machine.roundsAround = around;
  return true;
}

/** Runs rounds until the state at their start no longer grows; whether it has come to that, or was cut. */
export function untilSettled(machine: Machine, frame: Frame, rounds: Rounds): boolean {
  return machine.settledLoops.within(() => {
    const { site, given = NOTHING } = rounds;
    const start = machine.state;
    machine.state = machine.settledLoops.startOf(machine, frame, site, given);
    const isSettled = runPasses(machine, frame, rounds);
    if (isSettled && start !== undefined && machine.state !== undefined)
      machine.settledLoops.keep(frame, site, { start, settled: machine.state, given });
    return isSettled;
  });
}

interface Rounds {
  readonly site: SiteId;
  readonly run: () => void;
  /** What they are given that isn't in the state. */
  readonly given?: Value;
}

function runPasses(machine: Machine, frame: Frame, { site, run }: Rounds): boolean {
  let start = machine.state;
  let isSettled = true;
  for (let pass = 0; start !== undefined; pass++) {
    machine.state = start;
    machine.counters.passes++;
    const { cuts } = machine;
    run();
    const end = machine.state;
    const joined = joinStates(start, end);
    if (joined === undefined || includesState(start, joined)) break;
    // Loops in loops, each of which begins anew in every pass of the outer one, would take twice as long for each level.
    if (goesTooFar(machine, pass, frame.file, site)) isSettled = false;
    // Further passes would get no further, and take twice as long for each level.
    if (machine.cuts > cuts) isSettled = false;
    start = joined;
    if (!isSettled) break;
  }
  machine.state = start;
  return isSettled;
}
