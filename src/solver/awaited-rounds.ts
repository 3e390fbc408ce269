/**
 * Pipeline stage: value flow. `for await` over an iterator that the program has written: each round asks it for a promise,
 * and waits for that as `await` does, so that what comes in between is seen by then.
 */
import type { ForOfStatement } from "../graph/procedure.js";
import { callValue, functionsIn } from "./call-dispatch.js";
import { joinStates } from "./heap.js";
import { stepIn } from "./iteration.js";
import { MAXIMAL_CERTAIN_ROUNDS } from "./limits.js";
import { newExit, type Frame, type Machine } from "./machine.js";
import { factsOfKind } from "./match.js";
import { awaited } from "./promises.js";
import { namedKey, readNamed, readProperty } from "./properties.js";
import { oneByOne, untilSettled } from "./rounds.js";
import { stopAt } from "./started-calls.js";
import { addressValue, NOTHING, type Address, type FactSet, type Value } from "./value.js";

/** What the collection's own method gives to be asked; the collection itself where it has none. */
export function asyncIteratorOf(
  machine: Machine,
  frame: Frame,
  { site }: ForOfStatement,
  collection: Value,
): Value {
  const address = writtenObject(machine, collection);
  if (address === undefined) return collection;
  const method = readNamed(machine, frame, address, address, "@@asyncIterator", site);
  if (functionsIn(machine, method).length === 0) return collection;
  const iterator = callValue(machine, frame, method, addressValue(address), [], site);
  frame.stoppable?.collections.set(site, iterator);
  return iterator;
}

/** Whether it is an object of the program's with a `next` of its own. */
export function isWrittenIterator(machine: Machine, frame: Frame, value: Value, site: number): boolean {
  const address = writtenObject(machine, value);
  if (address === undefined) return false;
  return functionsIn(machine, readNamed(machine, frame, address, address, "next", site)).length > 0;
}

function writtenObject(machine: Machine, value: Value): Address | undefined {
  const [address] = value.addresses;
  if (address === undefined || value.addresses.size > 1 || value.open || value.constants.size > 0)
    return undefined;
  return machine.object(address)?.detail.kind === "record" ? address : undefined;
}

export interface AwaitedRounds {
  readonly loop: ForOfStatement;
  readonly iterator: Value;
  readonly run: (element: Value, number?: number, chosen?: FactSet) => () => void;
  /** Number of the first round. */
  readonly from: number;
  /** What the iterator has given, where the activation goes on with that. */
  readonly given: Value | undefined;
}

export function runAwaitedRounds(machine: Machine, frame: Frame, rounds: AwaitedRounds): void {
  const { loop, run } = rounds;
  const ends = newExit();
  const stepped = (result: Value): { readonly value: Value; readonly isCertain: boolean } => {
    const { value, canEnd, canGoOn } = stepIn(machine, frame, result, loop.site);
    if (canEnd) ends.state = joinStates(ends.state, machine.state);
    if (!canGoOn) machine.state = undefined;
    return { value, isCertain: !canEnd };
  };
  const perhaps = (value: Value): void => {
    if (!machine.isDead()) run(value, undefined, factsOfKind(value.facts, "match"))();
  };
  let { given } = rounds;
  for (let number = rounds.from; number < MAXIMAL_CERTAIN_ROUNDS && !machine.isDead(); number++) {
    frame.stoppable?.rounds.set(loop.site, number - 1);
    const { value, isCertain } = stepped(given ?? asked(machine, frame, rounds));
    given = undefined;
    if (machine.isDead() || (isCertain && oneByOne(machine, number + 1, run(value, number)))) continue;
    perhaps(value);
    break;
  }
  if (given !== undefined) perhaps(stepped(given).value);
  const askAndRun = (): void => {
    perhaps(stepped(asked(machine, frame, rounds)).value);
  };
  const isSettled = machine.isDead() || untilSettled(machine, frame, { site: loop.site, run: askAndRun });
  machine.state = isSettled ? ends.state : joinStates(ends.state, machine.state);
}

/** What `next` gives when it has settled; nothing where the activation stops until then. */
function asked(machine: Machine, frame: Frame, { loop, iterator }: AwaitedRounds): Value {
  const next = readProperty(machine, frame, iterator, namedKey("next"), loop.site);
  const promise = callValue(machine, frame, next, iterator, [], loop.site);
  if (machine.isDead() || stopAt(machine, frame, loop.site, promise)) return NOTHING;
  return awaited(machine, promise);
}
