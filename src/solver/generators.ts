/**
 * Pipeline stage: value flow. Generators: calling one runs nothing; the first draw runs its body, whose `yield`s gather
 * in the generator object, at their places as long as their number is certain; what `next` is given comes back as the value of `yield` on the next draw.
 */
import type { Expression } from "../graph/expression.js";
import { evaluate } from "./expressions.js";
import { plainSlot, slotsWith } from "./heap.js";
import { isRecent } from "./addresses.js";
import { iterated, type Elements } from "./iteration.js";
import type { Frame, Machine } from "./machine.js";
import { guarded } from "./match.js";
import { enter, newFrame } from "./procedures.js";
import { setSlot, slotValue } from "./properties.js";
import { awaited } from "./promises.js";
import { throwValue } from "./exits.js";
import {
  certainConstant,
  certainNumber,
  constantValue,
  includesValue,
  isNothing,
  joinValues,
  NO_FACTS,
  NOTHING,
  onlyConstants,
  UNDEFINED,
  UNKNOWN,
  type Address,
  type Value,
} from "./value.js";

/** How often the body has yielded so far. */
const YIELD_COUNT = "@yields";
/** Yields that are told apart by their order. */
const MAXIMAL_PLACES = 24;

/** What drawing from the generator gives one after another; its body runs if it was not drawn from before. */
export function drawn(machine: Machine, frame: Frame, address: Address): Elements {
  draw(machine, frame, address);
  const count = slotValue(machine, address, YIELD_COUNT);
  const counts = onlyConstants(count)?.filter((known) => typeof known === "number") ?? [];
  const certain = counts.length === 0 ? 0 : Math.min(...counts);
  const places = Array.from({ length: certain }, (_, index) => slotValue(machine, address, placeName(index)));
  const taken = certainNumber(slotValue(machine, address, "@steps")) ?? 0;
  const leading = places.slice(taken);
  const any = slotValue(machine, address, "@yielded");
  const isAll = certainNumber(count) === certain && certain < MAXIMAL_PLACES;
  return { places: isAll ? leading : undefined, leading, any, facts: NO_FACTS };
}

/** What the generator gives out in the end, yielded or returned. */
export function drawAll(machine: Machine, frame: Frame, address: Address): Value {
  draw(machine, frame, address);
  return joinValues(slotValue(machine, address, "@yielded"), slotValue(machine, address, "@returned"));
}

/** `next(sent)`: an object with what the step yields, and another one for the end, wherever it may be either. */
export function nextOf(machine: Machine, frame: Frame, address: Address, sent: Value, site: number): Value {
  const known = slotValue(machine, address, "@sent");
  const isFirst = isNothing(slotValue(machine, address, "@drawn"));
  if (!isFirst && !includesValue(known, sent)) {
    setSlot(machine, address, "@sent", joinValues(known, sent), true);
    restart(machine, address);
  }
  const { places, leading, any } = drawn(machine, frame, address);
  const steps = slotValue(machine, address, "@steps");
  const taken = isNothing(steps) ? 0 : certainNumber(steps);
  setSlot(machine, address, "@steps", taken === undefined ? UNKNOWN : constantValue(taken + 1), true);
  const [next] = taken === undefined ? [] : leading;
  const isEnd = taken !== undefined && places?.length === 0;
  const yielded = next ?? (isEnd ? NOTHING : any);
  const returned =
    next === undefined ? joinValues(slotValue(machine, address, "@returned"), UNDEFINED) : NOTHING;
  return joinValues(
    stepOf(machine, frame, site, yielded, false),
    stepOf(machine, frame, site, returned, true),
  );
}

/** `throw(error)`: comes out of the `yield` at which the generator stands, or of the call. */
export function throwInto(
  machine: Machine,
  frame: Frame,
  address: Address,
  error: Value,
  site: number,
): Value {
  setSlot(machine, address, "@thrown", joinValues(slotValue(machine, address, "@thrown"), error), true);
  restart(machine, address);
  draw(machine, frame, address);
  setSlot(machine, address, "@steps", UNKNOWN, true);
  return nextOf(machine, frame, address, UNDEFINED, site);
}

/** The body is to run again, since it has more to hear of. */
export function restart(machine: Machine, address: Address): void {
  setSlot(machine, address, "@drawn", NOTHING, true);
  setSlot(machine, address, YIELD_COUNT, NOTHING, true);
}

/** What `next` gives back: nothing if there is no such step. */
export function stepOf(machine: Machine, frame: Frame, site: number, value: Value, done: boolean): Value {
  if (isNothing(value)) return NOTHING;
  const part = done ? "end" : "step";
  const slots = new Map([
    ["value", plainSlot(value)],
    ["done", plainSlot(constantValue(done))],
  ]);
  return machine.make(frame, site, part, { kind: "record" }, { slots });
}

function draw(machine: Machine, frame: Frame, address: Address): void {
  const object = machine.object(address);
  if (object?.detail.kind !== "generator" || !isNothing(slotValue(machine, address, "@drawn"))) return;
  setSlot(machine, address, "@drawn", constantValue(true), true);
  const [functionAddress] = slotValue(machine, address, "@function").addresses;
  const closure = functionAddress === undefined ? undefined : machine.object(functionAddress)?.detail;
  if (closure?.kind !== "closure") return;
  const values: Value[] = [];
  const count = certainConstant(slotValue(machine, address, "@count"))?.constant;
  for (let index = 0; index < (typeof count === "number" ? count : 0); index++) {
    values.push(slotValue(machine, address, `@argument${String(index)}`));
  }
  const further = slotValue(machine, address, "@arguments");
  const running = newFrame(
    machine,
    frame,
    {
      kind: "procedure",
      file: closure.file,
      procedure: closure.procedure,
      closure,
      address: functionAddress ?? -1,
    },
    {
      thisValue: slotValue(machine, address, "@this"),
      values,
      further: isNothing(further) ? undefined : further,
      // No site of the file: the generator itself tells its activations apart.
      site: -address,
      generator: address,
    },
  );
  machine.depth++;
  const returned = machine.depth > 40 ? UNKNOWN : enter(machine, running);
  machine.depth--;
  addTo(machine, address, "@returned", returned);
}

function addTo(machine: Machine, address: Address, name: string, value: Value): void {
  machine.update(address, (object) =>
    slotsWith(object, name, plainSlot(joinValues(object.slots.get(name)?.value ?? NOTHING, value))),
  );
}

/** `yield value` hands the value out and gives back what `next` was called with. */
export function yieldValue(
  machine: Machine,
  frame: Frame,
  expression: Extract<Expression, { kind: "yield" }>,
): Value {
  const operand = expression.operand === undefined ? UNDEFINED : evaluate(machine, frame, expression.operand);
  if (machine.isDead()) return NOTHING;
  const { generator } = frame;
  if (expression.delegate) return delegate(machine, frame, operand, expression.site);
  const isAsync = frame.procedure.async;
  const value = isAsync ? awaited(machine, operand) : operand;
  frame.observer?.(expression.operand, value, frame);
  if (generator === undefined) return UNKNOWN;
  handOut(machine, generator, guarded(machine, value));
  const thrown = slotValue(machine, generator, "@thrown");
  if (!isNothing(thrown)) {
    const before = machine.state;
    throwValue(machine, thrown);
    machine.state = before;
  }
  const sent = slotValue(machine, generator, "@sent");
  return isNothing(sent) ? UNDEFINED : sent;
}

/** Adds to what the generator yields: at its place, where it is certain how often it has yielded before. */
function handOut(machine: Machine, generator: Address, value: Value): void {
  addTo(machine, generator, "@yielded", value);
  const known = slotValue(machine, generator, YIELD_COUNT);
  const count = isNothing(known) ? 0 : certainNumber(known);
  if (count === undefined || count >= MAXIMAL_PLACES || !isRecent(generator)) {
    setSlot(machine, generator, YIELD_COUNT, UNKNOWN, true);
    return;
  }
  addTo(machine, generator, placeName(count), value);
  setSlot(machine, generator, YIELD_COUNT, constantValue(count + 1), true);
}

function placeName(index: number): string {
  return `@place:${String(index)}`;
}

/** `yield* inner`: hands on all that the inner one yields, and is what it returns. */
function delegate(machine: Machine, frame: Frame, inner: Value, site: number): Value {
  const { places, any } = iterated(machine, frame, inner, site);
  const { generator } = frame;
  if (generator !== undefined && places !== undefined) {
    for (const place of places) handOut(machine, generator, guarded(machine, place));
  } else if (generator !== undefined) {
    addTo(machine, generator, "@yielded", guarded(machine, any));
    setSlot(machine, generator, YIELD_COUNT, UNKNOWN, true);
  }
  let returned = NOTHING;
  for (const address of inner.addresses) {
    if (machine.object(address)?.detail.kind === "generator") {
      returned = joinValues(returned, slotValue(machine, address, "@returned"));
    }
  }
  return isNothing(returned) ? UNDEFINED : returned;
}
