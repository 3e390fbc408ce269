/**
 * Pipeline stage: value flow. What loops within other loops have come to: each pass over the outer one starts them anew,
 * mostly from a little more than the pass before. They then go on from where they had settled, which is what they would
 * come to again; without that, work doubles with each level.
 */
import type { SiteId } from "../graph/expression.js";
import { includesState, joinStates, type State } from "./heap.js";
import type { Frame, Machine } from "./machine.js";
import { keysThatDiffer } from "./persistent-map.js";
import { includesValue, type Value } from "./value.js";

/** A loop that has settled, with what it started from. */
interface SettledLoop {
  readonly start: State;
  readonly settled: State;
  readonly frame: Frame;
  /** What its rounds are given that isn't in the state: the elements of what is gone through. */
  readonly given: Value;
}

export class SettledLoops {
  readonly #known = new Map<string, SettledLoop>();
  /** Loops within each other around the present point. */
  depth = 0;

  /** Where a loop that starts from `start` may as well start: with what it has come to before from less. */
  startOf(machine: Machine, frame: Frame, site: SiteId, given: Value): State | undefined {
    const start = machine.state;
    const known = this.#known.get(keyOf(frame, site));
    if (start === undefined || known === undefined || !covers(frame, given, known)) return start;
    if (!includesState(start, known.start)) return start;
    const joined = joinStates(start, known.settled) ?? start;
    // What the rounds before had written counts as written by these.
    for (const address of keysThatDiffer(start.heap, joined.heap)) {
      machine.recordings.at(-1)?.reads.add(address);
      machine.recordings.at(-1)?.writes.add(address);
    }
    return joined;
  }

  /** Runs a loop; what loops within it come to is known until it has ended. */
  within<T>(run: () => T): T {
    this.depth++;
    const result = run();
    this.depth--;
    if (this.depth === 0) this.#known.clear();
    return result;
  }

  keep(frame: Frame, site: SiteId, loop: Omit<SettledLoop, "frame">): void {
    if (this.depth > 1) this.#known.set(keyOf(frame, site), { ...loop, frame });
  }
}

function keyOf({ context, file }: Frame, site: SiteId): string {
  return `${String(context)}|${file}|${String(site)}`;
}

/** Whether the loop is given all that it was given then. */
function covers(frame: Frame, given: Value, known: SettledLoop): boolean {
  const before = known.frame;
  return (
    frame.resumption === undefined &&
    before.environment.every((address, index) => address === frame.environment[index]) &&
    includesValue(given, known.given) &&
    includesValue(frame.thisValue, before.thisValue) &&
    before.arguments.length === frame.arguments.length &&
    before.arguments.every((value, index) => {
      const now = frame.arguments[index];
      return now !== undefined && includesValue(now, value);
    })
  );
}
