/**
 * Pipeline stage: value flow. Which call under way stands for one that comes within it: one with the same arguments;
 * past `MAXIMAL_RECURSION` calls within each other, one whose arguments are widened to cover whatever comes.
 */
import type { Activation, GivenValues } from "./activations.js";
import type { Frame, Machine } from "./machine.js";
import { includesValue, joinAll, joinValues, NOTHING, sameValue, UNDEFINED, type Value } from "./value.js";

/** Deeper than that, one activation stands for all further ones: with arguments that cover those under way. */
export function widenedFrame(frame: Frame, under: readonly Activation[]): Frame {
  const values = frame.arguments.map((value, index) =>
    covering(joinAll([value, ...under.map(({ given }) => given.arguments[index] ?? UNDEFINED)])),
  );
  // What it makes are the objects of the call around it: with new ones each call would be given others, without an end.
  return { ...frame, arguments: values, context: under.at(-1)?.context ?? frame.context };
}

/** Given only what types are known of, a call further down is given no other things: nothing is gained by telling them apart. */
export function isGivenUnknown(machine: Machine, frame: Frame): boolean {
  if (frame.arguments.length === 0 || frame.thisValue.addresses.size > 0) return false;
  return frame.arguments.every(
    ({ open, addresses, constants }) =>
      (open || addresses.size > 0) &&
      [...constants].every((constant) => constant === undefined || constant === null) &&
      [...addresses].every((address) => machine.object(address)?.detail.kind === "opaque"),
  );
}

/** A value that changes from call to call is any: a counter's, a text that grows. */
function covering(value: Value): Value {
  const whole =
    value.patterns === NOTHING.patterns ? value : { ...value, patterns: NOTHING.patterns, whole: false };
  if (value.constants.size <= 1) return whole;
  const kept = [...value.constants].filter((constant) => constant === undefined || constant === null);
  if (value.open && kept.length === value.constants.size) return whole;
  return { ...whole, constants: new Set(kept), open: true };
}

/** Lets the widened activation stand for one more call. */
export function widenFor(activation: Activation, frame: Frame): void {
  const { given } = activation;
  const count = Math.max(given.arguments.length, frame.arguments.length);
  const values = Array.from({ length: count }, (_, index) => {
    const known = given.arguments[index] ?? UNDEFINED;
    const next = covering(joinValues(known, frame.arguments[index] ?? UNDEFINED));
    return includesValue(known, next) ? known : next;
  });
  const wider: GivenValues = {
    thisValue: joinValues(given.thisValue, frame.thisValue),
    arguments: values,
    furtherArguments: joinedFurther(given.furtherArguments, frame.furtherArguments),
  };
  const isCovered =
    wider.thisValue === given.thisValue &&
    wider.furtherArguments === given.furtherArguments &&
    count === given.arguments.length &&
    values.every((value, index) => value === given.arguments[index]);
  if (!isCovered) activation.given = wider;
}

function joinedFurther(known: Value | undefined, more: Value | undefined): Value | undefined {
  if (known === undefined || more === undefined) return known ?? more;
  return joinValues(known, more);
}

/** A closure over other scopes is another function. */
export function isOverSameScopes(activation: Activation, frame: Frame): boolean {
  return activation.environment.every((address, index) => address === frame.environment[index]);
}

export function sameCall(activation: Activation, frame: Frame): boolean {
  const covers = activation.widened ? includesValue : sameValue;
  const { given } = activation;
  if (given.arguments.length !== frame.arguments.length) return false;
  if (!isOverSameScopes(activation, frame)) return false;
  if (!covers(given.thisValue, frame.thisValue)) return false;
  return given.arguments.every((value, index) => {
    const other = frame.arguments[index];
    return other !== undefined && covers(value, other);
  });
}
