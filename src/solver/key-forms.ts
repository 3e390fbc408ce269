/**
 * Pipeline stage: value flow. Keys that are known in part: a name with `UNKNOWN_TEXT` in it is a form, the slot of all
 * entries whose names fit it. What is under any other name is not meant, in reads as in writes.
 */
import { missing, type AbstractObject } from "./heap.js";
import { isForm, joinValues, NOTHING, UNKNOWN, UNKNOWN_TEXT, constantValue, type Value } from "./value.js";

/** Beginning of the slots of entries under constant keys, and of constants that are in a set for certain. */
export const ENTRY = "@entry:";
/** Beginning of the slots of entries whose keys are objects or symbols, by where these were made. */
export const KEYED = "@keyed:";

/** Whether a slot is an entry of a map, or a certain element of a set. */
export function isEntry(slot: string): boolean {
  return slot.startsWith(ENTRY) || slot.startsWith(KEYED);
}

/** Whether some name fits both, each of them a name or a form. */
export function mayBeSameName(left: string, right: string): boolean {
  if (left === right) return true;
  if (!isForm(left) && !isForm(right)) return false;
  const width = right.length + 1;
  const seen = new Set<number>();
  const open = [0];
  for (let position = open.pop(); position !== undefined; position = open.pop()) {
    if (seen.has(position)) continue;
    seen.add(position);
    const one = left[Math.floor(position / width)];
    const other = right[position % width];
    if (one === undefined && other === undefined) return true;
    if (one === UNKNOWN_TEXT) open.push(position + width);
    if (other === UNKNOWN_TEXT) open.push(position + 1);
    if (one === undefined || other === undefined) continue;
    if (one === UNKNOWN_TEXT) open.push(position + 1);
    else if (other === UNKNOWN_TEXT) open.push(position + width);
    else if (one === other) open.push(position + width + 1);
  }
  return false;
}

/** The name of a slot as a key that the program may see. */
export function nameAsKey(name: string): Value {
  return isForm(name) ? { ...UNKNOWN, patterns: new Set([name]), whole: true } : constantValue(name);
}

/** What was written under forms that `name`, which has no slot of its own, may fit. */
export function underForms(object: AbstractObject, name: string): Value {
  let value = NOTHING;
  for (const [slot, { value: written }] of object.slots)
    if (isForm(slot) && mayBeSameName(slot, name)) value = joinValues(value, written);
  return value;
}

/** What a name without a slot is in `object`. */
export function missingUnder(object: AbstractObject, name: string): Value {
  return joinValues(missing(object), underForms(object, name));
}

/** The names of the slots that `name` may mean, if it is a form; otherwise itself. */
export function slotsMeant(object: AbstractObject, name: string): readonly string[] {
  if (!isForm(name)) return [name];
  return [...object.slots.keys()].filter((slot) => mayBeSameName(slot, name));
}
