/**
 * Pipeline stage: value flow. Loops: rounds that constants decide are run one by one, as is a list whose elements are
 * known; everything else is run until another round brings nothing new. What a round makes is not the most recent
 * object of its kind any more when the next one starts.
 */
import type { Expression, Target } from "../graph/expression.js";
import type { ForInStatement, ForOfStatement, LoopStatement } from "../graph/procedure.js";
import { evaluate } from "./expressions.js";
import { joinStates } from "./heap.js";
import { close, endsWithWork, step } from "./generators.js";
import type { Elements } from "./collection-elements.js";
import { liveElements } from "./collection-views.js";
import { iterated } from "./iteration.js";
import { MAXIMAL_CERTAIN_ROUNDS, MAXIMAL_NUMBERED_ROUNDS } from "./limits.js";
import { newExit, type Frame, type Machine } from "./machine.js";
import { asElement, factsOfKind, guard } from "./match.js";
import { outcomes } from "./operators.js";
import { awaited } from "./promises.js";
import { refine } from "./refinement.js";
import { asyncIteratorOf, isWrittenIterator, runAwaitedRounds } from "./awaited-rounds.js";
import { disposeOf } from "./disposal.js";
import { runFinally, withExits } from "./exits.js";
import { isOnTheWay, resumedAt } from "./resumption.js";
import { stopAt } from "./started-calls.js";
import { oneByOne, untilSettled } from "./rounds.js";
import { openScope, runBody, runStatement } from "./statements.js";
import { assignTo, namesOf } from "./targets.js";
import {
  constantValue,
  NO_FACTS,
  NOTHING,
  UNDEFINED,
  UNKNOWN,
  withFacts,
  type Address,
  type FactSet,
  type Value,
} from "./value.js";
import { reified } from "./materialize.js";

type AnyLoop = LoopStatement | ForOfStatement | ForInStatement;

function jumpNames(kind: "break" | "continue", labels: readonly string[]): string[] {
  return [`${kind} `, ...labels.map((label) => `${kind} ${label}`)];
}

/** One round of a loop's body; `continue` ends it. `number` is given where it is certain that it is this one. */
function round(machine: Machine, frame: Frame, loop: AnyLoop, run: () => void, number?: number): void {
  if (number === undefined) frame.stoppable?.rounds.delete(loop.site);
  else frame.stoppable?.rounds.set(loop.site, number);
  const body = (): Value => {
    withExits(machine, frame, jumpNames("continue", loop.labels), run);
    return NOTHING;
  };
  if (number === undefined || number >= MAXIMAL_NUMBERED_ROUNDS) machine.round(body);
  else machine.numberedRound(frame, loop.site, number, body);
}

/**
 * Runs a loop. That it ended decides nothing, but where a match made the code leave past the loop (a return, a throw),
 * what follows it is reached only if none did.
 */
function guardedLoop(machine: Machine, frame: Frame, site: number, run: () => void): void {
  const guards = machine.state?.guards;
  const exits = [frame.returns, machine.throws.at(-1), ...frame.jumps.values()];
  const before = exits.map((exit) => new Set(exit?.passed.keys()));
  frame.loops++;
  run();
  frame.loops--;
  if (machine.state === undefined || guards === undefined) return;
  const after = new Map(guards);
  for (const [index, exit] of exits.entries()) {
    for (const [key, { fact }] of exit?.passed ?? []) {
      if (before[index]?.has(key) === true || guards.has(key)) continue;
      const passed = `loop|${frame.file}|${String(site)}|${fact.key}`;
      after.set(passed, { key: passed, fact });
    }
  }
  machine.state = { ...machine.state, guards: after };
}

export function runLoop(machine: Machine, frame: Frame, loop: LoopStatement): void {
  if (!isOnTheWay(frame, loop)) openScope(machine, frame, loop.record);
  const isWithin = [loop.test, loop.update, loop.body].some((part) => isOnTheWay(frame, part));
  if (!isWithin) runBody(machine, frame, loop.initializer);
  guardedLoop(machine, frame, loop.site, () => {
    withExits(machine, frame, jumpNames("break", loop.labels), () => {
      runRounds(machine, frame, loop);
    });
  });
}

function runRounds(machine: Machine, frame: Frame, loop: LoopStatement): void {
  const body = (number?: number): void => {
    const run = (): void => {
      if (!isOnTheWay(frame, loop.update)) runStatement(machine, frame, loop.body);
    };
    if (!isOnTheWay(frame, loop.update)) {
      round(machine, frame, loop, run, number);
      renewScope(machine, frame, loop, number);
    }
    if (loop.update !== undefined) evaluate(machine, frame, loop.update);
  };
  const goesOn = isOnTheWay(frame, loop);
  // A loop that goes on in a round of which nobody knows which it is has no certain rounds any more.
  const current = goesOn ? (frame.stoppable?.rounds.get(loop.site) ?? MAXIMAL_CERTAIN_ROUNDS) : 0;
  let number = current;
  if (goesOn ? !isOnTheWay(frame, loop.test) : loop.bodyFirst) body(number++);
  for (let count = current + 1; ; count++) {
    const test = testOf(machine, frame, loop);
    if (machine.isDead()) return;
    const { canBeTrue, canBeFalse } = outcomes(test);
    if (!canBeTrue) return;
    if (canBeFalse) break;
    if (loop.test === undefined) break;
    const next = (): void => {
      body(number++);
    };
    if (!oneByOne(machine, count, next)) break;
  }
  const exits: { state: Machine["state"] } = { state: undefined };
  const run = (): void => {
    const test = testOf(machine, frame, loop);
    if (machine.isDead()) return;
    const { canBeTrue, canBeFalse } = outcomes(test);
    const before = machine.state;
    if (canBeFalse && loop.test !== undefined) {
      refine(machine, frame, loop.test, false);
      exits.state = joinStates(exits.state, machine.state);
    }
    machine.state = canBeTrue ? before : undefined;
    if (loop.test !== undefined) {
      guard(machine, frame, test, loop.site, true);
      refine(machine, frame, loop.test, true);
    }
    body();
  };
  const isSettled = untilSettled(machine, frame, { site: loop.site, run });
  // A loop that was not followed to its end may end at any round.
  machine.state = isSettled ? exits.state : joinStates(exits.state, machine.state);
}

/** The next round has variables of its own, which start from what this one's are; closures keep this one's. */
function renewScope(machine: Machine, frame: Frame, loop: LoopStatement, number: number | undefined): void {
  const address = loop.record === undefined ? undefined : frame.records.get(loop.record);
  const object = address === undefined ? undefined : machine.object(address);
  if (loop.record === undefined || address === undefined || object === undefined) return;
  if (number === undefined || number >= MAXIMAL_NUMBERED_ROUNDS) {
    machine.renew(address);
    return;
  }
  const context = machine.book.contextOf(frame.context, frame.file, loop.site, number);
  const next = machine.book.addressOf(context, frame.file, loop.record, "block");
  machine.allocate(next, object);
  frame.records.set(loop.record, next);
}

function testOf(machine: Machine, frame: Frame, loop: LoopStatement): Value {
  return loop.test === undefined ? constantValue(true) : evaluate(machine, frame, loop.test);
}

export function runForOf(machine: Machine, frame: Frame, loop: ForOfStatement): void {
  const begin = resumedAt(frame, loop);
  const given = begin?.();
  const known = begin && frame.stoppable?.collections.get(loop.site);
  const isAtStart = begin === undefined && frame.resumption === undefined;
  let collection = known ?? goneThrough(machine, frame, loop, loop.iterated);
  if (machine.isDead()) return;
  if (loop.async && isAtStart) collection = asyncIteratorOf(machine, frame, loop, collection);
  const isAsked = loop.async && isWrittenIterator(machine, frame, collection, loop.site);
  if (loop.async && isAtStart && !isAsked && stopAt(machine, frame, loop.site, UNDEFINED)) return;
  const run =
    (element: Value, number?: number, chosen = NO_FACTS) =>
    (): void => {
      const once = (): void => {
        guard(machine, frame, withFacts(UNKNOWN, chosen), loop.site, true);
        if (frame.resumption !== undefined) {
          runStatement(machine, frame, loop.body);
          return;
        }
        openScope(machine, frame, loop.record);
        let value = loop.async ? awaited(machine, element) : element;
        value = elementOf(machine, frame, loop, value);
        assignTo(machine, frame, loop.target, value, undefined);
        const body = (): void => {
          runStatement(machine, frame, loop.body);
        };
        if (!isResource(frame, loop.target)) body();
        else
          runFinally(machine, frame, body, () => {
            disposeOf(machine, frame, { value, async: true, site: loop.site });
          });
      };
      round(machine, frame, loop, once, number);
    };
  guardedLoop(machine, frame, loop.site, () => {
    withExits(machine, frame, jumpNames("break", loop.labels), () => {
      const left = goneOn(machine, frame, loop, run);
      if (isAsked) {
        const from = left ?? (begin ? (frame.stoppable?.rounds.get(loop.site) ?? Infinity) + 1 : 0);
        runAwaitedRounds(machine, frame, { loop, iterator: collection, run, from, given });
        return;
      }
      const generator = generatorIn(machine, collection);
      if (generator !== undefined) {
        runDraws(machine, frame, { loop, generator, run, from: left ?? 0 });
        return;
      }
      const live = liveElements(machine, collection, () => iterated(machine, frame, collection, loop.site));
      if (machine.isDead() || runKnownRounds(machine, live, left ?? 0, run)) return;
      const runAny = (): void => {
        const { any, facts } = live();
        run(any, undefined, facts)();
      };
      untilSettled(machine, frame, { site: loop.site, run: runAny, given: live().any });
    });
  });
}

type Run = (element: Value, number?: number, chosen?: FactSet) => () => void;

/** Runs the rounds of a loop over what is known element by element; false where further ones may follow. */
function runKnownRounds(machine: Machine, live: () => Elements, from: number, run: Run): boolean {
  for (let number = from; ; number++) {
    const { places } = live();
    if (places === undefined || number > places.length) return false;
    const element = places[number];
    if (element === undefined) return true;
    if (!oneByOne(machine, places.length, run(element, number))) return false;
    if (machine.isDead()) return true;
  }
}

/** What the loop goes through: what it went through before it stopped, where it goes on in a round. */
function goneThrough(machine: Machine, frame: Frame, loop: AnyLoop, expression: Expression): Value {
  const known = isOnTheWay(frame, loop.body) ? frame.stoppable?.collections.get(loop.site) : undefined;
  const collection = known ?? evaluate(machine, frame, expression);
  frame.stoppable?.collections.set(loop.site, collection);
  return collection;
}

/** Ends the round that the loop stopped in, if it did; the number of the next one, or a number that no round has. */
function goneOn(
  machine: Machine,
  frame: Frame,
  loop: AnyLoop,
  run: (element: Value, number?: number) => () => void,
): number | undefined {
  if (!isOnTheWay(frame, loop.body)) return undefined;
  const number = frame.stoppable?.rounds.get(loop.site);
  run(NOTHING, number)();
  return number === undefined ? Infinity : number + 1;
}

/** The generator that a value certainly is: it runs between the rounds of the loop over it. */
function generatorIn(machine: Machine, collection: Value): Address | undefined {
  const [address] = collection.addresses;
  const isAlone = collection.addresses.size === 1 && !collection.open && collection.constants.size === 0;
  if (address === undefined || !isAlone) return undefined;
  return machine.object(address)?.detail.kind === "generator" ? address : undefined;
}

interface Draws {
  readonly loop: ForOfStatement;
  readonly generator: Address;
  readonly run: (element: Value, number?: number, chosen?: FactSet) => () => void;
  /** Number of the first round. */
  readonly from: number;
}

/** A loop over a generator draws before each round, and closes it where it is left early. */
function runDraws(machine: Machine, frame: Frame, draws: Draws): void {
  const all = (): void => {
    runDrawnRounds(machine, frame, draws);
  };
  if (!endsWithWork(machine, draws.generator)) all();
  else
    runFinally(machine, frame, all, () => {
      close(machine, frame, draws.generator);
    });
}

function runDrawnRounds(machine: Machine, frame: Frame, { loop, generator, run, from }: Draws): void {
  const ends = newExit();
  const drawOnce = (): { readonly element: Value; readonly isCertain: boolean } => {
    const { yielded, ended } = step(machine, frame, generator, { way: "next", value: UNDEFINED });
    ends.state = joinStates(ends.state, ended.state);
    machine.state = yielded.state;
    return { element: yielded.value, isCertain: ended.state === undefined };
  };
  // That there is an element may be what a match decided in the generator.
  const perhapsDrawn = (element: Value): (() => void) =>
    run(element, undefined, factsOfKind(element.facts, "match"));
  for (let number = from; number < MAXIMAL_CERTAIN_ROUNDS; number++) {
    const { element, isCertain } = drawOnce();
    const next = isCertain ? run(element, number) : perhapsDrawn(element);
    if (machine.isDead()) break;
    const isAlone = oneByOne(machine, number + 1, next);
    if (!isAlone) perhapsDrawn(element)();
    if (!isAlone || !isCertain) break;
  }
  if (machine.isDead()) {
    machine.state = ends.state;
    return;
  }
  const drawAndRun = (): void => {
    const { element } = drawOnce();
    if (!machine.isDead()) perhapsDrawn(element)();
  };
  const isSettled = untilSettled(machine, frame, { site: loop.site, run: drawAndRun });
  machine.state = isSettled ? ends.state : joinStates(ends.state, machine.state);
}

/** `for (using x of …)`. */
function isResource(frame: Frame, target: Target): boolean {
  return (
    target.kind === "variable" && frame.facts.variables[target.reference.variable]?.declaredBy === "using"
  );
}

/** What the loop's variable holds: an element of a collection that is being gone through. */
function elementOf(machine: Machine, frame: Frame, loop: ForOfStatement, element: Value): Value {
  const place = (): number => machine.book.addressOf(frame.context, frame.file, loop.target.site, "element");
  const value = reified(machine, frame, element, loop.target.site, place);
  return asElement(frame, loop.site, value);
}

export function runForIn(machine: Machine, frame: Frame, loop: ForInStatement): void {
  const object = goneThrough(machine, frame, loop, loop.object);
  if (machine.isDead()) return;
  const { names } = namesOf(machine, object);
  const run = (name: Value, number?: number) => (): void => {
    const once = (): void => {
      if (frame.resumption === undefined) {
        openScope(machine, frame, loop.record);
        assignTo(machine, frame, loop.target, name, undefined);
      }
      runStatement(machine, frame, loop.body);
    };
    round(machine, frame, loop, once, number);
  };
  let keyFacts = NOTHING;
  for (const address of object.addresses) {
    keyFacts = withFacts(keyFacts, machine.object(address)?.keyFacts ?? NOTHING.facts);
  }
  guardedLoop(machine, frame, loop.site, () => {
    withExits(machine, frame, jumpNames("break", loop.labels), () => {
      const start = goneOn(machine, frame, loop, run) ?? 0;
      const given = withFacts(UNKNOWN, keyFacts.facts);
      const runNames = (): void => {
        for (const [number, name] of (names ?? []).entries())
          if (number >= start) run(constantValue(name), number)();
      };
      if (names === undefined || start > names.length || !oneByOne(machine, names.length, runNames))
        untilSettled(machine, frame, { site: loop.site, run: run(given), given });
    });
  });
}
