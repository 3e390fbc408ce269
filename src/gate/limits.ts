/**
 * Pipeline stage: gate. Its bounds, counted in work and never in time; docs/known-limits.md says what happens there.
 */

/** Places in the text of a program up to which it is looked at as a whole, without a gate. */
export const MAXIMAL_WHOLE = 60_000;
/** Expressions in the procedures that are looked at precisely: what is farther from any sink is left out, and said to be. */
export const MAXIMAL_CODE = 48_000;
/** Expressions that a function may have, with all that it calls, to be run without a reason. */
export const SMALL = 60;
/** Functions that are told apart at one place: what comes on top is called together with all others of that kind. */
export const MAXIMAL_FUNCTIONS = 200;
/** Expressions within each other that the gate tells apart; in a file with more, anything may get anywhere. */
export const MAXIMAL_DEPTH = 400;
