/**
 * What a user can mend: a wrong option, a project that isn't there, settings that are wrong. Its message is all that is
 * printed of it; any other error is ours, and keeps its stack.
 */
export class WrongUse extends Error {
  override readonly name = "WrongUse";
}

/** What the process ends with: continuous integration goes by it. */
export const EXIT = { nothingFound: 0, leaks: 1, wrongUse: 2 } as const;
