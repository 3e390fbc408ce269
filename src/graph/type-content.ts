/**
 * Pipeline stage: checker → gate. What values of a type may be, as far as the gate makes a difference: a sum of `HOLDS`.
 */
export type TypeContent = number;

export const HOLDS = {
  /** It may be a text, or a number, in which a text may be hidden. */
  text: 1,
  /** It may be called. */
  function: 2,
  /** It may have properties or elements. */
  parts: 4,
  /** It may be true or false, or not there. */
  flag: 8,
} as const;

/** Nothing is known of it. */
export const HOLDS_ANYTHING: TypeContent = HOLDS.text | HOLDS.function | HOLDS.parts | HOLDS.flag;
