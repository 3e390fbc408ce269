/**
 * Pipeline stage: value flow. Generators: calling one runs nothing; each draw runs its body from where it stopped to the
 * next `yield`, which is then what `next` gave it. Where it stands is part of the state (see saved-frames.ts).
 */
import type { SiteId } from "../graph/expression.js";
import type { Procedure } from "../graph/procedure.js";
import { isTooMuch } from "./passes.js";
import { keepNothing } from "./summaries.js";
import { isRecent } from "./addresses.js";
import type { CallEvent } from "./flow-problem.js";
import { equalObjects } from "./equality.js";
import {
  joinStates,
  newObject,
  NO_GUARDS,
  type AbstractObject,
  plainSlot,
  slotsWith,
  type Slot,
} from "./heap.js";
import type { Elements } from "./collection-elements.js";
import { MAXIMAL_CALL_DEPTH, MAXIMAL_NUMBERED_ROUNDS, MAXIMAL_PASSES, MAXIMAL_GENERATORS } from "./limits.js";
import { newExit, type Exit, type Frame, type Machine } from "./machine.js";
import { factsOfKind } from "./match.js";
import { enter, finish, newFrame, passOn, runToEnd, type ProcedureCallee } from "./procedures.js";
import { slotValue } from "./properties.js";
import { setSlot } from "./property-writes.js";
import { stoppingOf, type StoppingPoint } from "./resumption.js";
import { endFrame, newSavedFrame, newStoppable, restoreFrame, START, whereabouts } from "./saved-frames.js";
import { throwValue } from "./exits.js";
import {
  addressValue,
  certainConstant,
  certainNumber,
  constantValue,
  includesValue,
  isNothing,
  joinAll,
  joinValues,
  NO_FACTS,
  NOTHING,
  UNDEFINED,
  UNKNOWN,
  type Address,
  type Value,
} from "./value.js";
import { arrive } from "./yields.js";

/** Yields that are told apart by their order. */
const MAXIMAL_PLACES = 24;
/** Object that keeps where the generator stands. */
const FRAME = "@frame";
/** How often it was drawn from. */
const STEPS = "@steps";
/** All that it has yielded so far, and what of it the body has gone on after without stopping. */
export const YIELDED = "@yielded";
export const PASSED = "@passed";

/** What comes into the generator: `next(value)`, `throw(value)`, `return(value)`. */
export interface Sent {
  readonly way: "next" | "throw" | "return";
  readonly value: Value;
}
const NEXT: Sent = { way: "next", value: UNDEFINED };

/** What a draw comes to: a state with what is yielded, and one with what is returned in the end. */
export interface Step {
  readonly yielded: Exit;
  readonly ended: Exit;
}

export function makeGenerator(
  machine: Machine,
  caller: Frame,
  callee: ProcedureCallee,
  event: CallEvent,
): Value {
  const procedure = machine.view.factsOf(callee.file)?.procedures[callee.procedure];
  const context = machine.book.contextOf(caller.context, caller.file, event.site);
  const address = machine.book.addressOf(context, callee.file, callee.procedure, "generator");
  const slots = new Map<string, Slot>();
  const put = (name: string, value: Value): void => void slots.set(name, plainSlot(value));
  // The closure itself may not be an object yet (a method found by its type): keep one for the generator.
  put(
    "@function",
    machine.allocate(machine.book.addressWithin(address, "@function"), newObject(callee.closure)),
  );
  put("@this", callee.closure.boundThis ?? event.receiver);
  for (const [index, { value }] of event.arguments.values.entries()) put(`@argument${String(index)}`, value);
  if (event.arguments.rest !== undefined) put("@arguments", event.arguments.rest.value);
  put("@count", constantValue(event.arguments.values.length));
  put(STEPS, constantValue(0));
  const running = innermost(machine, procedure);
  if (running !== undefined) return joinedInto(machine, running, slots);
  put(FRAME, machine.allocate(machine.book.addressWithin(address, FRAME), newSavedFrame(START)));
  return machine.allocate(
    address,
    newObject({ kind: "generator", async: procedure?.async ?? false }, { slots }),
  );
}

/** The generator that stands for all further ones, where generators of one function run within each other too deeply. */
function innermost(machine: Machine, procedure: Procedure | undefined): Address | undefined {
  const running = [...machine.drawing].filter(([, its]) => its === procedure);
  return running.length < MAXIMAL_GENERATORS ? undefined : running.at(-1)?.[0];
}

function joinedInto(machine: Machine, address: Address, slots: ReadonlyMap<string, Slot>): Value {
  keepNothing(machine);
  for (const [name, { value }] of slots) addTo(machine, address, name, value);
  addTo(machine, address, STEPS, UNKNOWN);
  addTo(machine, address, AGAIN, constantValue(true));
  return addressValue(address);
}
/** It may begin anew, whatever it does meanwhile. */
const AGAIN = "@again";

/** One draw: from wherever it may stand. */
export function step(machine: Machine, frame: Frame, address: Address, sent: Sent): Step {
  const found: Step = { yielded: newExit(), ended: newExit() };
  const start = machine.state;
  const object = machine.object(address);
  if (start === undefined || object?.detail.kind !== "generator") return found;
  const running = frameOf(machine, frame, address);
  if (running === undefined || machine.drawing.has(address)) {
    drawnWithin(machine, address, found);
    return found;
  }
  machine.drawing.set(address, running.procedure);
  const taken = certainNumber(slotValue(machine, address, STEPS));
  const isNumbered = taken !== undefined && taken < MAXIMAL_PLACES && isRecent(address);
  setSlot(machine, address, STEPS, isNumbered ? constantValue(taken + 1) : UNKNOWN, true);
  const thrown = newExit(machine.throws.at(-1)?.implicit ?? false);
  machine.throws.push(thrown);
  // No site of the file: the generator itself tells its activations apart.
  running.context = machine.book.contextOf(0, running.file, -address, isNumbered ? taken : undefined);
  const run = (): void => {
    runFromAll(machine, running, sent, found);
    beginAnew(machine, frame, address, found);
  };
  if (isNumbered && taken < MAXIMAL_NUMBERED_ROUNDS) run();
  else machine.roundTo([found.yielded, found.ended, thrown], run);
  machine.throws.pop();
  machine.drawing.delete(address);
  const outer = machine.throws.at(-1);
  if (outer !== undefined) passOn(thrown, outer);
  return found;
}

/** A generator that draws from itself, or from more generators than are followed: what is known so far stands in. */
function drawnWithin(machine: Machine, address: Address, { yielded, ended }: Step): void {
  keepNothing(machine);
  const before = machine.state;
  const known = slotValue(machine, address, YIELDED);
  if (!isNothing(known)) machine.leave(yielded, known);
  machine.state = before;
  machine.leave(ended, joinValues(slotValue(machine, address, "@returned"), UNDEFINED));
}

/** The activation that the generator is; nothing where too many calls are under way. */
function frameOf(machine: Machine, frame: Frame, address: Address): Frame | undefined {
  const [functionAddress] = slotValue(machine, address, "@function").addresses;
  const closure = functionAddress === undefined ? undefined : machine.object(functionAddress)?.detail;
  const [saved] = slotValue(machine, address, FRAME).addresses;
  if (closure?.kind !== "closure" || functionAddress === undefined || saved === undefined) return undefined;
  if (isTooMuch(machine, closure.file, 0) || machine.depth >= MAXIMAL_CALL_DEPTH) return undefined;
  const count = certainConstant(slotValue(machine, address, "@count"))?.constant;
  const values = Array.from({ length: typeof count === "number" ? count : 0 }, (_, index) =>
    slotValue(machine, address, `@argument${String(index)}`),
  );
  const further = slotValue(machine, address, "@arguments");
  const { file, procedure } = closure;
  const callee: ProcedureCallee = { kind: "procedure", file, procedure, closure, address: functionAddress };
  return newFrame(machine, frame, callee, {
    thisValue: slotValue(machine, address, "@this"),
    values,
    further: isNothing(further) ? undefined : further,
    site: 0,
    generator: address,
    stoppable: newStoppable(saved),
  });
}

function runFromAll(machine: Machine, frame: Frame, sent: Sent, found: Step): void {
  const start = machine.state;
  if (frame.stoppable === undefined) return;
  const where = whereabouts(machine, frame.procedure, frame.stoppable.saved);
  const runFrom = (begin: (running: Frame) => Value): void => {
    machine.state = start;
    const records = new Map(frame.records);
    const running: Frame = { ...frame, records, returns: newExit(), jumps: new Map() };
    runOne(machine, running, found, () => begin(running));
  };
  if (where.end) runFrom(() => atAnEnd(machine, sent));
  if (where.start)
    runFrom((running) => (sent.way === "next" ? enter(machine, running) : atAnEnd(machine, sent)));
  for (const point of where.points) runFrom((running) => resume(machine, running, point, sent));
  machine.state = undefined;
}

/** What was joined into it since may make it yield more: it begins anew until that changes nothing. */
function beginAnew(machine: Machine, frame: Frame, address: Address, found: Step): void {
  let known: AbstractObject | undefined;
  for (let pass = 0; pass < MAXIMAL_PASSES; pass++) {
    machine.state = joinStates(found.yielded.state, found.ended.state);
    const object = machine.object(address);
    if (object?.slots.has(AGAIN) !== true || (known !== undefined && equalObjects(known, object))) break;
    known = object;
    const running = frameOf(machine, frame, address);
    if (running === undefined) break;
    running.context = machine.book.contextOf(0, running.file, -address);
    runOne(machine, running, found, () => enter(machine, running));
  }
  machine.state = undefined;
}

/** Before the first `yield` and after the end there is nobody to be told what is sent. */
function atAnEnd(machine: Machine, { way, value }: Sent): Value {
  if (way === "throw") throwValue(machine, value);
  return value;
}

function resume(machine: Machine, frame: Frame, point: StoppingPoint, sent: Sent): Value {
  if (frame.stoppable !== undefined) restoreFrame(machine, frame, frame.stoppable.saved);
  frame.resumption = { ...point, go: () => arrive(machine, frame, point.stop, sent) };
  runToEnd(machine, frame);
  return finish(machine, frame);
}

/** Runs it to the next `yield` or to the end, of which the state then says so. */
function runOne(machine: Machine, frame: Frame, found: Step, run: () => Value): void {
  const { stoppable, generator } = frame;
  const guards = machine.state?.guards ?? NO_GUARDS;
  if (stoppable === undefined || generator === undefined) return;
  const outer = machine.throws.at(-1);
  const thrown = newExit(outer?.implicit ?? false);
  machine.throws.push(thrown);
  machine.depth++;
  const returned = run();
  machine.depth--;
  machine.throws.pop();
  if (!machine.isDead()) {
    endFrame(machine, stoppable.saved);
    addTo(machine, generator, "@returned", returned);
    machine.leave(found.ended, returned);
  }
  machine.state = thrown.state;
  if (!machine.isDead()) {
    endFrame(machine, stoppable.saved);
    thrown.state = machine.state;
    if (outer !== undefined) passOn(thrown, outer);
  }
  // What the generator's own branches decided says nothing of the code that draws from it.
  machine.state = stoppable.exit.state === undefined ? undefined : { ...stoppable.exit.state, guards };
  const passed = slotValue(machine, generator, PASSED);
  machine.leave(found.yielded, joinValues(stoppable.exit.value, passed));
  stoppable.exit.state = undefined;
  stoppable.exit.value = NOTHING;
}

/** `next(sent)`: an object with what the step yields, and another one for the end, wherever it may be either. */
export function nextOf(machine: Machine, frame: Frame, address: Address, sent: Sent, site: SiteId): Value {
  const { yielded, ended } = step(machine, frame, address, sent);
  machine.state = yielded.state;
  const given = machine.isDead() ? NOTHING : stepOf(machine, frame, site, yielded.value, false);
  const afterYield = machine.state;
  machine.state = ended.state;
  const end = machine.isDead() ? NOTHING : stepOf(machine, frame, site, ended.value, true);
  machine.state = joinStates(afterYield, machine.state);
  return joinValues(given, end);
}

/** What `next` gives back. */
export function stepOf(machine: Machine, frame: Frame, site: SiteId, value: Value, done: boolean): Value {
  if (isNothing(value)) return NOTHING;
  const part = done ? "end" : "step";
  const slots = new Map([
    ["value", plainSlot(value)],
    ["done", plainSlot(constantValue(done))],
  ]);
  return machine.make(frame, site, part, { kind: "record" }, { slots });
}

/** Draws to the end, or until it has given as many as are wanted: after that it is closed. */
export function drawn(machine: Machine, frame: Frame, address: Address, wanted = Infinity): Elements {
  const places: Value[] = [];
  const draw = (): Step => step(machine, frame, address, NEXT);
  while (!machine.isDead() && places.length < MAXIMAL_PLACES) {
    if (places.length >= wanted) {
      close(machine, frame, address);
      return { places: undefined, leading: places, any: joinAll(places), facts: NO_FACTS };
    }
    const { yielded, ended } = draw();
    if (yielded.state === undefined) {
      machine.state = ended.state;
      return { places, leading: places, any: joinAll(places), facts: NO_FACTS };
    }
    if (ended.state !== undefined) {
      machine.state = joinStates(yielded.state, ended.state);
      return openEnded(places, drawRest(machine, frame, address, joinAll([...places, yielded.value])));
    }
    machine.state = yielded.state;
    places.push(yielded.value);
  }
  return openEnded(places, drawRest(machine, frame, address, joinAll(places)));
}

/** How many there are was decided by what decided that one is given. */
function openEnded(leading: readonly Value[], any: Value): Elements {
  return { places: undefined, leading, any, facts: factsOfKind(any.facts, "match") };
}

/** Draws until that brings nothing new; what it gives, and has given. */
function drawRest(machine: Machine, frame: Frame, address: Address, known: Value): Value {
  let any = known;
  for (let pass = 0; !machine.isDead(); pass++) {
    const before = machine.state;
    const earlier = any;
    machine.round(() => {
      const { yielded, ended } = step(machine, frame, address, NEXT);
      machine.state = joinStates(yielded.state, ended.state);
      any = joinValues(any, yielded.value);
      return NOTHING;
    });
    machine.state = joinStates(before, machine.state);
    if (machine.state === before && includesValue(earlier, any)) break;
    if (pass >= MAXIMAL_PASSES) {
      machine.hit("MAXIMAL_PASSES", frame.file, 0);
      break;
    }
  }
  return any;
}

/** `return()`: what is done when a loop over it is left early. */
export function close(machine: Machine, frame: Frame, address: Address): void {
  const { yielded, ended } = step(machine, frame, address, { way: "return", value: UNDEFINED });
  machine.state = joinStates(yielded.state, ended.state);
}

/** Whether something happens when it is closed. */
export function endsWithWork(machine: Machine, address: Address): boolean {
  const [at] = slotValue(machine, address, "@function").addresses;
  const closure = at === undefined ? undefined : machine.object(at)?.detail;
  if (closure?.kind !== "closure") return false;
  const procedure = machine.view.factsOf(closure.file)?.procedures[closure.procedure];
  return procedure !== undefined && stoppingOf(machine, procedure).hasFinalizer;
}

/** All that the generator gives out, yielded or returned, by now and in the end. */
export function drawAll(machine: Machine, frame: Frame, address: Address): Value {
  drawn(machine, frame, address);
  return joinValues(givenBy(machine, address), slotValue(machine, address, "@returned"));
}

/** What it has yielded by now. */
export function givenBy(machine: Machine, address: Address): Value {
  return slotValue(machine, address, YIELDED);
}

export function addTo(machine: Machine, address: Address, name: string, value: Value): void {
  machine.update(address, (object) =>
    slotsWith(object, name, plainSlot(joinValues(object.slots.get(name)?.value ?? NOTHING, value))),
  );
}
