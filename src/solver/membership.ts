/**
 * Pipeline stage: value flow. Whether a value is among others, as far as constants decide it: lists of allowed names are
 * how programs choose which fields go where.
 */
import { onlyConstants, type Value } from "./value.js";

/**
 * undefined: it may or may not be. `others` are all that there may be; with `areThere`, each of them is there for certain.
 */
export function isAmong(wanted: Value, others: readonly Value[], areThere: boolean): boolean | undefined {
  const sought = onlyConstants(wanted);
  if (sought === undefined || sought.length === 0) return undefined;
  const known = others.map((other) => (isNone(other) ? [] : onlyConstants(other)));
  if (known.every((constants) => constants?.every((constant) => !sought.some(isSame(constant))) === true))
    return false;
  if (!areThere) return undefined;
  const certain = known.flatMap((constants) => (constants?.length === 1 ? constants : []));
  return sought.every((constant) => certain.some(isSame(constant))) ? true : undefined;
}

function isNone({ open, constants, addresses }: Value): boolean {
  return !open && constants.size === 0 && addresses.size === 0;
}

/** As `includes`, sets and maps compare. */
function isSame(constant: unknown): (other: unknown) => boolean {
  return (other) => other === constant || (Number.isNaN(other) && Number.isNaN(constant));
}
