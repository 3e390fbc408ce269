/**
 * Pipeline stage: value flow. Every bound of the search, each counted in work and never in time, with its reason. What
 * happens at a bound stands in docs/known-limits.md; each bound that was hit is told in the findings.
 */

/** Known constants that one value may have before it counts as "any": enough for the keys of a table of functions. */
export const MAXIMAL_CONSTANTS = 40;
/** Known numbers that one value may have: more are a counter's, which takes any. */
export const MAXIMAL_NUMBERS = 8;
/** Forms of one text that are known in part: enough for the base addresses of a client, and for the keys of one store. */
export const MAXIMAL_PATTERNS = 6;
/** Length of a text that is known: a loop that adds to one would make longer and longer ones. */
export const MAXIMAL_TEXT = 4_000;
/** Different facts on one value: a message counts further sources, it does not list them. */
export const MAXIMAL_SOURCES = 24;
/** Rounds of a loop that are run one by one while constants decide its condition. */
export const MAXIMAL_CERTAIN_ROUNDS = 24;
/** Such rounds of loops within loops, multiplied: all cells of a small table, and no more of 100 loops in each other. */
export const MAXIMAL_NESTED_ROUNDS = 1_000;
/** Rounds of a loop, or calls of a callback, whose objects are told apart from those of all others: what lists in programs have. */
export const MAXIMAL_NUMBERED_ROUNDS = 8;
/** Passes over a loop or a recursion until nothing changes: as many as variables that hand a value on, one in each. */
export const MAXIMAL_PASSES = 200;
/** Calls within each other that are told apart by their call sites. */
export const MAXIMAL_CALL_DEPTH = 60;
/** Activations of one procedure within each other that are told apart by their arguments: work grows with this power of the ways on. */
export const MAXIMAL_RECURSION = 4;
/** The same, where all arguments are things that only types are known of. */
export const MAXIMAL_UNKNOWN_RECURSION = 1;
/** Generators of one function that run within each other: work grows much faster than with calls, since each is drawn from again and again. */
export const MAXIMAL_GENERATORS = 2;
/** Getters and generators that are run for what other ones gave, when asking what an object carries: they may go on for ever. */
export const MAXIMAL_COMPUTED_PARTS = 100;
/** Objects of one value that a guard is tried with, each alone: the members of a union, and no whole table. */
export const MAXIMAL_TRIED_OBJECTS = 8;
/** Expressions that such a trial may take: what guards are, a few lines, and no whole service that says yes or no. */
export const MAXIMAL_TRIED_WORK = 200;
/** Expressions evaluated for one root (an exported function, a module): past it calls are no longer followed. */
export const MAXIMAL_WORK_PER_ROOT = 400_000;
/** Expressions evaluated for one program: past it calls are no longer followed, since their objects would fill the memory. */
export const MAXIMAL_WORK = 2_000_000;
/** Objects looked at for one root, ten for each of its expressions: where values stand for hundreds of objects, one expression looks at all of them. */
export const MAXIMAL_READS_PER_ROOT = 4_000_000;
/** Objects looked at for one program. */
export const MAXIMAL_READS = 20_000_000;
/** Summaries kept of one procedure: for as many different arguments. */
export const MAXIMAL_SUMMARIES = 12;
/** Objects that a call may look at for its summary to be kept: comparing more costs as much as running it. */
export const MAXIMAL_SUMMARY_SIZE = 600;
/** Objects of one allocation and kind, made in different contexts, that are told apart when they are no longer recent. */
export const MAXIMAL_OLDER = 8;
/** Objects that are looked into for a step of a trace when a value is handed to another file: records and lists of them, and not whole services. */
export const MAXIMAL_HELD_OBJECTS = 200;
/** Closures of one function over different scopes that one object may stand for. */
export const MAXIMAL_CLOSURES = 8;
/** Calls of one async function that wait at once, each at its own `await`: as many as rounds that are told apart. */
export const MAXIMAL_STARTED = 8;
/** Times that a call goes on in one turn of which it is not certain that it was started: each may change what all others find. */
export const MAXIMAL_RESUMPTIONS = 2;
/** Tasks that may wait in one turn: further ones have theirs at any later time. */
export const MAXIMAL_TASKS = 2_000;
/** Times that all roots are run until the state that they share no longer changes. */
export const MAXIMAL_ROUNDS = 40;
