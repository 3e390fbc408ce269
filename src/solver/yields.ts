/**
 * Pipeline stage: value flow. `yield`: the generator stops there, and whoever drew from it gets what it hands out;
 * `yield*` hands on the steps of another one.
 */
import type { Expression, SiteId } from "../graph/expression.js";
import { isRecent } from "./addresses.js";
import { evaluate } from "./expressions.js";
import { throwValue } from "./exits.js";
import { addTo, step, YIELDED, PASSED, type Sent, type Step } from "./generators.js";
import { plainSlot } from "./heap.js";
import { iterated } from "./iteration.js";
import { newExit, type Frame, type Machine } from "./machine.js";
import { guarded } from "./match.js";
import { notePassedOut } from "./passages.js";
import { awaited } from "./promises.js";
import { slotValue } from "./properties.js";
import { setSlot } from "./property-writes.js";
import { stoppingOf, type Stop } from "./resumption.js";
import { saveFrame } from "./saved-frames.js";
import {
  certainNumber,
  constantValue,
  isNothing,
  joinAll,
  joinValues,
  NOTHING,
  UNDEFINED,
  UNKNOWN,
  type Address,
  type Value,
} from "./value.js";

type Yield = Extract<Expression, { kind: "yield" }>;

/** Of a list that is delegated to: how many elements it has given. */
const GIVEN = "@taken";

export function yieldValue(machine: Machine, frame: Frame, expression: Yield): Value {
  const operand = expression.operand === undefined ? UNDEFINED : evaluate(machine, frame, expression.operand);
  if (machine.isDead()) return NOTHING;
  if (expression.delegate) return delegateTo(machine, frame, expression.site, operand);
  const value = frame.procedure.async ? awaited(machine, operand) : operand;
  frame.observer?.(expression.operand, value, frame);
  notePassedOut(machine, frame, value, expression.operand?.site ?? expression.site);
  handOut(machine, frame, expression.site, value);
  return machine.isDead() ? NOTHING : UNKNOWN;
}

/** What the `yield` comes to at which the generator stood. */
export function arrive(machine: Machine, frame: Frame, stop: Stop, sent: Sent): Value {
  if (stop.kind === "yield" && stop.delegate) return delegated(machine, frame, stop.site, sent);
  if (sent.way === "throw") throwValue(machine, sent.value);
  else if (sent.way === "return") machine.leave(frame.returns, sent.value);
  return machine.isDead() ? NOTHING : sent.value;
}

/** Stops with a value; where it couldn't go on from here, it goes on at once, and the value comes out of any step. */
function handOut(machine: Machine, frame: Frame, site: SiteId, value: Value): void {
  const { generator, stoppable } = frame;
  if (generator === undefined || stoppable === undefined || machine.isDead()) return;
  const given = guarded(machine, value);
  addTo(machine, generator, YIELDED, given);
  if (!stoppingOf(machine, frame.procedure).points.has(site)) {
    addTo(machine, generator, PASSED, given);
    return;
  }
  saveFrame(machine, frame, stoppable.saved, site);
  machine.leave(stoppable.exit, given);
}

/** `yield* inner` begins. */
function delegateTo(machine: Machine, frame: Frame, site: SiteId, inner: Value): Value {
  const generators = new Set<Address>();
  for (const address of inner.addresses)
    if (machine.object(address)?.detail.kind === "generator") generators.add(address);
  const others: Value = {
    ...inner,
    addresses: new Set([...inner.addresses].filter((address) => !generators.has(address))),
  };
  const list = isNothing(others) ? NOTHING : listOf(machine, frame, site, others);
  const parts = joinValues({ ...NOTHING, addresses: generators }, list);
  frame.stoppable?.collections.set(site, parts);
  return delegated(machine, frame, site, { way: "next", value: UNDEFINED });
}

/** What is gone through, as something that gives its elements one by one. */
function listOf(machine: Machine, frame: Frame, site: SiteId, value: Value): Value {
  const { places, any } = iterated(machine, frame, value, site);
  const slots = new Map((places ?? []).map((place, index) => [String(index), plainSlot(place)]));
  slots.set(GIVEN, plainSlot(constantValue(0)));
  const rest = places === undefined ? any : NOTHING;
  const length = places?.length;
  return machine.make(frame, site, "delegated", { kind: "iterator" }, { slots, rest, length });
}

/** One step of what is delegated to; at its end, what it returns. */
function delegated(machine: Machine, frame: Frame, site: SiteId, sent: Sent): Value {
  const parts = frame.stoppable?.collections.get(site) ?? NOTHING;
  const ends = newExit();
  const start = machine.state;
  for (const address of parts.addresses) {
    machine.state = start;
    const isGenerator = machine.object(address)?.detail.kind === "generator";
    const { yielded, ended } = isGenerator
      ? step(machine, frame, address, sent)
      : stepOfList(machine, address);
    machine.state = yielded.state;
    handOut(machine, frame, site, yielded.value);
    machine.leave(ends, NOTHING);
    machine.state = ended.state;
    machine.leave(ends, ended.value);
  }
  machine.state = ends.state;
  if (sent.way === "return") machine.leave(frame.returns, ends.value);
  if (machine.isDead()) return NOTHING;
  return isNothing(ends.value) ? UNKNOWN : ends.value;
}

function stepOfList(machine: Machine, address: Address): Step {
  const found: Step = { yielded: newExit(), ended: newExit() };
  const object = machine.object(address);
  const start = machine.state;
  if (object === undefined) return found;
  const given = certainNumber(slotValue(machine, address, GIVEN));
  const place = (index: number): Value => object.slots.get(String(index))?.value ?? UNDEFINED;
  if (object.length !== undefined && given !== undefined && isRecent(address)) {
    setSlot(machine, address, GIVEN, constantValue(given + 1), true);
    if (given < object.length) machine.leave(found.yielded, place(given));
    else machine.leave(found.ended, UNDEFINED);
    return found;
  }
  const places = Array.from({ length: object.length ?? 0 }, (_, index) => place(index));
  const any = joinAll([...places, object.rest]);
  if (!isNothing(any)) machine.leave(found.yielded, any);
  machine.state = start;
  machine.leave(found.ended, UNDEFINED);
  return found;
}
