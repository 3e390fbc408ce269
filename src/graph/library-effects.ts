/**
 * Pipeline stage: models → gate. What a call of a library's function may do with values, as far as the gate tells things
 * apart: a coarse view of its flow model.
 */
export interface LibraryEffects {
  /** It keeps what it is given in what it is called on. */
  readonly keeps: boolean;
  /** It keeps it in another argument. */
  readonly keepsInArguments: boolean;
  /** It puts what it is called on into an argument. */
  readonly fillsArguments: boolean;
  /** What it gives may be the outcome of a match: of contents, of keys and elements, or as callbacks decide. */
  readonly matches: "content" | "keys" | "callbacks" | undefined;
  /** What it is given, or called on, may be in what it gives. */
  readonly gives: boolean;
  /** It is a function of a module or global, not a method of an object that has values. */
  readonly isStatic: boolean;
  /** It is a method of objects, which may have values. */
  readonly isMethod: boolean;
  /** Channels that do not belong to the object that it is called on: what is written to one is read from it elsewhere. */
  readonly channels: readonly string[];
  /** It may call functions that it is given. */
  readonly calls: boolean;
  /** It calls them with its other arguments. */
  readonly passesArguments: boolean;
  /** What they give may be in what it gives. */
  readonly givesResults: boolean;
  /** Functions that are put in come out again, to be called by the program: collections, `bind`, `freeze`. */
  readonly keepsFunctions: boolean;
  readonly givesFunctions: boolean;
  readonly passesFunctions: boolean;
}
