/**
 * Pipeline stage: value flow. What a library's function does with values, as data: one format for the built-in rows
 * (`models/library/*.json`) and the user's own. A model says what flows where, which functions are called with what,
 * and what object the result is. What the few shapes of objects do to themselves (an array that is appended to, a map
 * that is looked into) are the solver's operations, named by the rows.
 */

/**
 * A place relative to a call: `receiver`, `argument[0]`, `arguments` (each of them), `arguments[1..]` (each from there
 * on), `result`, `callee` (the function or class itself), `owner` (the name of the class or interface that declares the method), followed by parts: `.element` (each of an array, set, iterable), `.key` and `.value` (of a map, each),
 * `.resolved`, `.rejected` (of a promise), `.anything` (whatever is in it, at any depth), `.property` (each),
 * `.decorated` (the member that a decorator stands at), and `.name(x)` (the property x).
 */
type ModelPath = string;

/** How a value goes on: as it is, or derived from it (encoded, cut, hashed: the same labels on another text). */
type FlowKind = "value" | "derived";

interface ModelFlow {
  readonly from: ModelPath;
  readonly to: ModelPath;
  /** Default: "derived". */
  readonly as?: FlowKind;
}

export interface ModelCall {
  /** The function that is called, as a rule `argument[n]`. */
  readonly function: ModelPath;
  /** What it is called with; "unknown" is a value that carries nothing. */
  readonly parameters?: readonly ModelPath[];
  readonly this?: ModelPath;
  /** `now` (default): before the call returns; `later`: in a later turn, perhaps more than once; `microtask`: after this turn; `event`: whenever something happens outside. */
  readonly when?: "now" | "later" | "microtask" | "event";
  /** Where what it returns goes. */
  readonly returns?: ModelPath;
}

/**
 * The object that the call gives back; "type": what its declared type says; "decorator": a function for members of
 * classes, which is known to `result.decorated`; "argument[n]" and "receiver": that very value.
 */
export type ModelResult =
  | "type"
  | "text"
  | "number"
  | "boolean"
  | "undefined"
  | "array"
  | "set"
  | "map"
  | "promise"
  | "iterator"
  | "object"
  | "decorator"
  | "receiver"
  | "argument[0]"
  | "argument[1]"
  | "argument[2]";

/** What is written here and read there, by key: storage, topics, channels. */
export interface ModelChannel {
  /** Channels of one name are one; with `of`, one for each object (or text) that this path is. */
  readonly name: string;
  readonly of?: ModelPath;
  /** The key under which it is written or read; without it there is one place. */
  readonly key?: ModelPath;
  /** What is written. */
  readonly write?: ModelPath;
  /** Where what was written goes: a path, as a rule "result". */
  readonly read?: ModelPath;
  /** The key is the path of a file, which can be written in several ways (`./a/b`, `a//b`). */
  readonly path?: boolean;
  /** A function that is called with what is written (now or at any later time). */
  readonly listener?: ModelPath;
  /** A function that is called no more. */
  readonly removes?: ModelPath;
  /** No function is called any more: of those under the key, or of all where none is passed. */
  readonly clears?: boolean;
  /** The listener gets one object with what was written under this name (`data` of a message event). */
  readonly wrapped?: string;
  /** What is read is the list of all that was written at once (the arguments of an event). */
  readonly together?: boolean;
  /** Of what is read, only properties are left that the call's result has by its type: the columns that were asked for. */
  readonly typed?: boolean;
  /** What is written are rows of one table: they are kept as one record. */
  readonly merged?: boolean;
  /** A listener that is an object is called by this method (`handleEvent`), a decorated class by its own of that name. */
  readonly method?: string;
}

export interface FlowModel {
  /** "" for the language and platform, "node:crypto", an npm package's name. */
  readonly module: string;
  /** "Array.map", "Array.static.from", "Map.new", "createHash", "Hash.update". */
  readonly name: string;
  readonly result?: ModelResult;
  readonly flows?: readonly ModelFlow[];
  readonly calls?: readonly ModelCall[];
  readonly channels?: readonly ModelChannel[];
  /** A named operation of the solver on arrays, maps, promises, objects or functions, instead of flows. */
  readonly operation?: string;
  /** The result is the outcome of matching these two with each other. */
  readonly matches?: readonly [ModelPath, ModelPath];
  /** The result is what was chosen by a query with these. */
  readonly queries?: readonly ModelPath[];
  /**
   * Classes of the package that what comes of the call are instances of: `{ "result.resolved": "Document" }`. Where the package has
   * types, they say so themselves; where it has none, methods are known by this alone.
   */
  readonly instances?: Readonly<Record<ModelPath, string>>;
  /** Instead of all that but `channels`, `queries` and `instances`: a JavaScript function that does with values what the library's does, as text or its lines. */
  readonly code?: string | readonly string[];
  /** Never returns. */
  readonly never?: boolean;
  /** Where the row is known from. */
  readonly see: string;
}
