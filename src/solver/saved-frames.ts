/**
 * Pipeline stage: value flow. What an activation that has stopped needs to go on, as an object on the heap: it ages and
 * joins with the state that it belongs to.
 */
import type { RecordId, SiteId } from "../graph/expression.js";
import type { Procedure } from "../graph/procedure.js";
import { isRecent, type ContextId } from "./addresses.js";
import { joinObjects, newObject, plainSlot, type Slot } from "./heap.js";
import type { Stoppable } from "./activations.js";
import { newExit, type Frame, type Machine } from "./machine.js";
import { operandsBefore, stoppingOf, type StoppingPoint } from "./resumption.js";
import { slotValue } from "./properties.js";
import { setSlot } from "./property-writes.js";
import {
  addressValue,
  certainConstant,
  certainNumber,
  constantValue,
  joinValues,
  NOTHING,
  type Address,
  type Value,
} from "./value.js";

/** Where it has stopped: sites as texts, since a few numbers would count as any. */
const POINT = "@point";
export const START = "start";
const END = "end";
const RECORD = "@record:";
const ROUND = "@round:";
const GONE_THROUGH = "@collection:";
const OPERAND = "@operand:";
const CONTEXT = "@context";
const THIS = "@this";

/** An object of its own kind: what it holds is no part of any value. */
export function newSavedFrame(point: string): ReturnType<typeof newObject> {
  return newObject({ kind: "scope" }, { slots: new Map([[POINT, plainSlot(constantValue(point))]]) });
}

/** `started`: of an async function, the object that it is. */
export function newStoppable(saved: Address, started?: Address, context?: ContextId): Stoppable {
  return {
    exit: newExit(),
    saved,
    rounds: new Map(),
    collections: new Map(),
    operands: new Map(),
    started,
    context,
    runsOn: false,
  };
}

/** Keeps what the frame needs to go on at the point. */
export function saveFrame(machine: Machine, frame: Frame, saved: Address, point: SiteId): void {
  const slots = new Map<string, Slot>();
  const put = (name: string, value: Value): void => void slots.set(name, plainSlot(value));
  put(POINT, constantValue(String(point)));
  put(THIS, frame.thisValue);
  put(CONTEXT, constantValue(frame.stoppable?.context ?? frame.context));
  for (const [record, address] of frame.records) put(`${RECORD}${String(record)}`, addressValue(address));
  for (const [loop, number] of frame.stoppable?.rounds ?? [])
    put(`${ROUND}${String(loop)}`, constantValue(String(number)));
  for (const [loop, value] of frame.stoppable?.collections ?? [])
    put(`${GONE_THROUGH}${String(loop)}`, value);
  const stop = stoppingOf(machine, frame.procedure).points.get(point);
  if (stop !== undefined)
    for (const [site, value] of operandsBefore(frame, stop)) put(`${OPERAND}${String(site)}`, value);
  machine.update(saved, (object) => ({
    ...object,
    slots: isRecent(saved) ? slots : joinedSlots(object.slots, slots),
  }));
}

function joinedSlots(left: ReadonlyMap<string, Slot>, right: ReadonlyMap<string, Slot>): Map<string, Slot> {
  const joined = new Map(left);
  for (const [name, slot] of right)
    joined.set(name, plainSlot(joinValues(left.get(name)?.value ?? NOTHING, slot.value)));
  return joined;
}

/** Puts the frame back to where it was. */
export function restoreFrame(machine: Machine, frame: Frame, saved: Address): void {
  const object = machine.object(saved);
  for (const [name, { value }] of object?.slots ?? []) {
    const constant = certainConstant(value)?.constant;
    if (name.startsWith(RECORD)) restoreRecord(machine, frame, Number(name.slice(RECORD.length)), value);
    else if (name.startsWith(ROUND) && typeof constant === "string")
      frame.stoppable?.rounds.set(Number(name.slice(ROUND.length)), Number(constant));
    else if (name.startsWith(GONE_THROUGH))
      frame.stoppable?.collections.set(Number(name.slice(GONE_THROUGH.length)), value);
    else if (name.startsWith(OPERAND))
      frame.stoppable?.operands.set(Number(name.slice(OPERAND.length)), value);
  }
  frame.thisValue = object?.slots.get(THIS)?.value ?? frame.thisValue;
  frame.context = contextOf(machine, saved) ?? frame.context;
}

/** The context that it stopped in. */
export function contextOf(machine: Machine, saved: Address): ContextId | undefined {
  return certainNumber(slotValue(machine, saved, CONTEXT));
}

/** Where it is not certain which round of a loop it has stopped in, one scope stands for those of all of them. */
function restoreRecord(machine: Machine, frame: Frame, record: RecordId, scopes: Value): void {
  const [first, ...others] = scopes.addresses;
  if (first === undefined) return;
  frame.records.set(record, first);
  for (const other of others) {
    const object = machine.object(other);
    if (object !== undefined) machine.update(first, (known) => joinObjects(known, object));
  }
}

/** Where an activation may have stopped: at its start or end, or at one of these points. */
export interface Whereabouts {
  readonly start: boolean;
  readonly end: boolean;
  readonly points: readonly StoppingPoint[];
}

export function whereabouts(machine: Machine, procedure: Procedure, saved: Address): Whereabouts {
  const all = stoppingOf(machine, procedure).points;
  const value = slotValue(machine, saved, POINT);
  if (value.open) return { start: true, end: true, points: [...all.values()] };
  const points = [...all].flatMap(([site, point]) => (value.constants.has(String(site)) ? [point] : []));
  return { start: value.constants.has(START), end: value.constants.has(END), points };
}

/** From now on it stands at these points, and at no other one. */
export function standAt(
  machine: Machine,
  saved: Address,
  points: readonly StoppingPoint[],
  end: boolean,
): void {
  const sites = points.map(({ stop }) => String(stop.site));
  const constants = new Set<string>(end ? [...sites, END] : sites);
  setSlot(machine, saved, POINT, { ...NOTHING, constants }, isRecent(saved));
}

export function endFrame(machine: Machine, saved: Address): void {
  setSlot(machine, saved, POINT, constantValue(END), isRecent(saved));
}
