/**
 * Pipeline stage: value flow. The text that a value has as JSON, as far as it is known: for keys that are made of lists
 * (`JSON.stringify(["user", id])`), with `UNKNOWN_TEXT` for what is not.
 */
import type { AbstractObject } from "./heap.js";
import type { Machine } from "./machine.js";
import { certainConstant, UNKNOWN_TEXT, type Value } from "./value.js";

/** Further inside nothing is known: keys are flat. */
const LEVELS = 4;

/** @example jsonForm(machine, ["user", 7]) // '["user",7]' */
export function jsonForm(machine: Machine, value: Value, level = 0): string {
  const certain = certainConstant(value);
  if (certain !== undefined) return constantForm(certain.constant);
  const [address, ...others] = value.addresses;
  const isOther = value.open || value.constants.size > 0 || others.length > 0;
  if (address === undefined || isOther || level >= LEVELS) return UNKNOWN_TEXT;
  const object = machine.object(address);
  return (object && formOf(machine, object, level)) ?? UNKNOWN_TEXT;
}

function constantForm(constant: unknown): string {
  const isPlain =
    typeof constant === "string" || typeof constant === "boolean" || typeof constant === "number";
  return isPlain || constant === null ? JSON.stringify(constant) : UNKNOWN_TEXT;
}

function formOf(machine: Machine, object: AbstractObject, level: number): string | undefined {
  const { detail, exact, length, prototypes, slots } = object;
  const inner = (name: string): string => {
    const slot = slots.get(name);
    return slot === undefined || slot.getter !== undefined
      ? UNKNOWN_TEXT
      : jsonForm(machine, slot.value, level + 1);
  };
  if (detail.kind === "array") {
    if (length === undefined) return undefined;
    return `[${Array.from({ length }, (_, place) => inner(String(place))).join(",")}]`;
  }
  const names = [...slots.keys()];
  const isPlain = detail.kind === "record" && exact && prototypes.size === 0;
  if (
    !isPlain ||
    names.some((name) => /^[@#]/.test(name) || name.includes(UNKNOWN_TEXT) || name === "toJSON")
  )
    return undefined;
  return `{${names.map((name) => `${JSON.stringify(name)}:${inner(name)}`).join(",")}}`;
}
