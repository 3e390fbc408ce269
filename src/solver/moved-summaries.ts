/**
 * Pipeline stage: value flow. A summary at another call site than the one that it was made at. What a call makes is named by
 * the calls that led to it, and nothing else depends on them: a call that finds the same as another did, with its own names
 * in the place of the other's, does the same with its own names.
 */
import { equalObjects } from "./equality.js";
import { objectAt, type AbstractObject, type State } from "./heap.js";
import type { Frame, Machine } from "./machine.js";
import { renamed, renamedObject, type Renaming } from "./renaming.js";
import { isSameCall, type CallSummary, type Objects, type Outcome } from "./summaries.js";
import type { Address, Value } from "./value.js";

/** The first of the summaries that holds for the frame under other names, with these names. */
export function movedSummary(
  machine: Machine,
  summaries: readonly CallSummary[],
  frame: Frame,
  state: State,
): CallSummary | undefined {
  for (const summary of summaries) {
    const { context } = summary;
    if (context === undefined || context === frame.context || !isSameCall(summary, frame, state)) continue;
    if (!isMovable(machine, summary, context)) continue;
    const names = new MovedNames(machine, context, frame.context);
    if (!holdsUnder(names, summary, state)) continue;
    const moved = underNames(names, summary);
    if (names.areTaken || machine.isReachedNow(moved.unreached)) continue;
    keepNames(machine, names, summary, moved);
    return moved;
  }
  return undefined;
}

/** The names of what was made within the calls of one context in those of another. */
class MovedNames implements Renaming {
  /** What is made there shares an address with others: then more than the names is different. */
  areTaken = false;
  readonly #known = new Map<Address, Address>();

  constructor(
    readonly machine: Machine,
    readonly from: number,
    readonly to: number,
  ) {}

  of(address: Address): Address {
    let moved = this.#known.get(address);
    if (moved !== undefined) return moved;
    moved = this.machine.book.movedTo(address, this.from, this.to);
    if (moved === undefined) this.areTaken = true;
    this.#known.set(address, moved ?? address);
    return moved ?? address;
  }

  get(address: Address): Address | undefined {
    const moved = this.of(address);
    return moved === address ? undefined : moved;
  }

  readonly value = (value: Value): Value => renamed(value, this);

  object(object: AbstractObject): AbstractObject {
    return renamedObject(object, this, this.value);
  }

  objects(objects: Objects): Objects {
    const moved = new Map<Address, AbstractObject | undefined>();
    for (const [address, object] of objects) moved.set(this.of(address), object && this.object(object));
    return moved;
  }
}

/** Whether the state has what the summary's call had looked at. */
function holdsUnder(names: MovedNames, summary: CallSummary, state: State): boolean {
  for (const [address, object] of summary.read) {
    const moved = names.of(address);
    if (names.areTaken) return false;
    const now = objectAt(state, moved);
    // What is outside holds none of the names.
    if (now === object && moved === address) continue;
    if (now === undefined || object === undefined) {
      if (now !== object) return false;
    } else if (!equalObjects(now, moved === address ? object : names.object(object))) return false;
  }
  return true;
}

function underNames(names: MovedNames, summary: CallSummary): CallSummary {
  const outcome = ({ written, guards, value }: Outcome): Outcome => ({
    written: names.objects(written),
    guards,
    value: names.value(value),
  });
  return {
    ...summary,
    context: names.to,
    read: names.objects(summary.read),
    returned: summary.returned && outcome(summary.returned),
    thrown: summary.thrown && outcome(summary.thrown),
    made: summary.made.map((address) => names.of(address)),
    unreached: new Set([...summary.unreached].map((address) => names.of(address))),
  };
}

/** What the machine knows of objects besides the state, it knows of these as well. */
function keepNames(machine: Machine, names: MovedNames, summary: CallSummary, moved: CallSummary): void {
  for (const address of summary.made) {
    const resolutions = machine.resolutions.get(address);
    if (resolutions !== undefined) machine.resolutions.set(names.of(address), resolutions);
  }
  for (const outcome of [moved.returned, moved.thrown])
    for (const [address, object] of outcome?.written ?? [])
      if (object !== undefined) machine.noteHeld(address, object);
}

/**
 * Whether only what the call made is named after it: then nothing outside had to have other names as well. Generators keep
 * the context that they run in.
 */
function isMovable(machine: Machine, summary: CallSummary, context: number): boolean {
  const known = machine.movable.get(summary);
  if (known !== undefined) return known;
  const { book } = machine;
  const within: Renaming = { get: (address) => (book.isWithin(address, context) ? 0 : undefined) };
  const namesWithin = (object: AbstractObject): boolean =>
    renamedObject(object, within, (value) => renamed(value, within)) !== object;
  const written = [summary.returned, summary.thrown].flatMap((outcome) => [...(outcome?.written ?? [])]);
  const movable =
    context !== 0 &&
    summary.tasks.size === 0 &&
    [...summary.read, ...written].every(([, object]) => object?.detail.kind !== "generator") &&
    [...summary.read].every(
      ([address, object]) => object === undefined || book.isWithin(address, context) || !namesWithin(object),
    );
  machine.movable.set(summary, movable);
  return movable;
}
