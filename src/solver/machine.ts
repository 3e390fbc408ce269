/**
 * Pipeline stage: value flow. The abstract machine: the one owner of the running analysis' state. Expressions and
 * statements are run on it by the files beside this one; a state of `undefined` means that the point cannot be reached.
 */
import type { FileFacts, Procedure } from "../graph/procedure.js";
import type { Expression, FileId, RecordId, SiteId } from "../graph/expression.js";
import type { Activation, Completion, Counters, Resolution, Stoppable, Task } from "./activations.js";
import type { RepeatableCall } from "./called-exports.js";
import type { AddressBook, ContextId } from "./addresses.js";
import { createAddressBook } from "./addresses.js";
import { equalObjects } from "./equality.js";
import type { FlowProblem } from "./flow-problem.js";
import {
  initialState,
  joinObjects,
  joinStates,
  newObject,
  objectAt,
  withObject,
  type AbstractObject,
  type Guards,
  type ObjectDetail,
  type State,
  commonGuards,
  type Guard,
} from "./heap.js";
import type { LibraryPlace } from "./library-values.js";
import { PassageLog } from "./passage-log.js";
import { kindToShare, renamed, renamedObject } from "./renaming.js";
import type { Seen } from "./reruns.js";
import { MAXIMAL_READS, MAXIMAL_READS_PER_ROOT, MAXIMAL_WORK, MAXIMAL_WORK_PER_ROOT } from "./limits.js";
import { SettledLoops } from "./settled-loops.js";
import type { Resumption, StoppingPoints } from "./resumption.js";
import type { ComputedParts, Getters, Held } from "./parts.js";
import { Reachability } from "./reachability.js";
import type { CallSummary, Recording } from "./summaries.js";
import type { ProgramView } from "../graph/program-view.js";
import { addressValue, joinValues, NOTHING, type Address, type Value } from "./value.js";

/** Gathers the states that leave a stretch of code on one way (return, throw, break), and the value they bring. */
export interface Exit {
  state: State | undefined;
  value: Value;
  /** Calls of unknown code may leave this way as well: there is a `try` that would notice. */
  readonly implicit: boolean;
  /** Guards that all states have which code of the program left with; undefined: none did. */
  guards: Guards | undefined;
  /** All guards that some state was left with. */
  readonly passed: Map<string, Guard>;
}

export function newExit(implicit = false): Exit {
  return { state: undefined, value: NOTHING, implicit, guards: undefined, passed: new Map() };
}

/** Told of each value that a procedure gives back, with the expression that it is written as. */
export type ReturnObserver = (expression: Expression | undefined, value: Value, frame: Frame) => void;

/** One activation of a procedure. */
export interface Frame {
  readonly file: FileId;
  readonly facts: FileFacts;
  readonly procedure: Procedure;
  /** The calls that led here, and the round in it, where rounds are told apart. */
  context: ContextId;
  /** Addresses of the scope records that the procedure closes over, outermost first. */
  readonly environment: readonly Address[];
  /** Scope records that are in reach, by their ordinals. */
  readonly records: Map<RecordId, Address>;
  thisValue: Value;
  readonly home: Address | undefined;
  readonly arguments: readonly Value[];
  /** Arguments after those, where a spread of unknown length was passed. */
  readonly furtherArguments: Value | undefined;
  readonly returns: Exit;
  readonly jumps: Map<string, Exit>;
  /** What the expressions that were evaluated last have yielded: a boundary looks into what is written in place. */
  readonly evaluated: Map<Expression, Value>;
  readonly observer: ReturnObserver | undefined;
  /** The generator object whose body this is. */
  readonly generator: Address | undefined;
  readonly stoppable: Stoppable | undefined;
  /** Loops that are running in it. */
  loops: number;
  /** Whoever called it goes on only when what it gives has settled; where that makes a difference. */
  readonly waits: boolean;
  /** The activation is on its way to the point where it goes on. */
  resumption: Resumption | undefined;
  readonly caller: Frame | undefined;
  /** Where the caller calls it. */
  readonly calledAt: SiteId;
}

export class Machine {
  readonly book: AddressBook = createAddressBook();
  /** Object that says which async functions were started: in one branch only, or in all of them. */
  readonly startedCalls: Address = this.book.addressOf(0, "", 0, "started calls");
  state: State | undefined = withObject(initialState(), this.startedCalls, newObject({ kind: "record" }));
  /** Where a throw goes to, innermost last. */
  readonly throws: Exit[] = [newExit()];
  readonly activations: Activation[] = [];
  /** Tasks of the present turn, by address, in the order in which they were put off. */
  readonly tasks = new Map<Address, Task>();
  /** Tasks of earlier turns that may run at any time. */
  readonly laterTasks = new Map<Address, Task>();
  /** What roots and tasks looked at when they ran last (see reruns.ts). */
  readonly seen = new Map<string, Seen>();
  /** What the calls and roots that are running look at and change, innermost last. */
  readonly recordings: Recording[] = [];
  /** What calls did, by procedure. */
  readonly summaries = new Map<string, readonly CallSummary[]>();
  /** Which of them may stand for calls elsewhere (see moved-summaries.ts). */
  readonly movable = new WeakMap<CallSummary, boolean>();
  runningTasks = false;
  /** How many tasks were put off. */
  queued = 0;
  /** Async functions that are being run further. */
  readonly goingOn = new Set<Address>();
  /** How often those were run further, in this turn, of which it is not certain that they are. */
  readonly triedGoingOn = new Map<Address, number>();
  /** What is done with the promises of calls that were only started once they have settled, by the call. */
  readonly completions = new Map<Address, Map<string, Completion>>();
  /** Values of libraries, by module and names. */
  readonly libraries: LibraryPlace = { value: undefined, names: new Map() };
  /** Values of the constants that stand in the program. */
  readonly constants = new WeakMap<Expression, Value>();
  /** Objects that are globals of the platform, by name (`declare const dataLayer`). */
  readonly globalNames = new Map<Address, string>();
  /** Procedures that code of the program has called: nobody else has to, for them to be reached. */
  readonly calledProcedures = new Set<string>();
  /** Procedures that others may call as the program does, and those calls (see called-exports.ts). */
  readonly calledExports = new Set<string>();
  readonly repeatable = new Map<Address, RepeatableCall>();
  /** Where procedures can stop and go on. */
  readonly stoppings = new WeakMap<Procedure, StoppingPoints>();
  /** Generators that are running, with the procedures that they run. */
  readonly drawing = new Map<Address, Procedure>();
  /** Getters and generators that are being asked what they carry. */
  readonly computed: ComputedParts = { under: [], nested: 0 };
  /** What objects hold, and which getters are among their slots (see parts.ts). */
  readonly held = new WeakMap<AbstractObject, Held>();
  readonly getters = new WeakMap<AbstractObject["slots"], Getters>();
  /** Functions that are being asked what they would give back. */
  readonly probing = new Set<string>();
  /** Functions with a declared type alone that are being called: what they call back may call them again. */
  readonly declaredCalls = new Set<Address>();
  /** Functions that are being called by somebody else than code of the program: unknown code, a channel. */
  readonly calledBack = new Set<Address>();
  /** Methods that decorators of libraries were given. */
  readonly decoratedMethods = new Set<Address>();
  /** Where promises are resolved by a call in the program, by the promise's address. */
  readonly resolutions = new Map<Address, Map<Expression, Resolution>>();
  /** What loops have come to that those around them start again and again. */
  readonly settledLoops = new SettledLoops();
  /** What was handed from one file's code to another's. */
  readonly passages = new PassageLog();
  readonly counters: Counters = {
    expressions: 0,
    reads: 0,
    calls: 0,
    summaries: 0,
    passes: 0,
    limits: new Map(),
  };
  depth = 0;
  /** How often the end of the stack was reached. */
  cuts = 0;
  workOfRoot = 0;
  readsBeforeRoot = 0;
  /** Rounds that run one by one in the loops around the present point, multiplied. */
  roundsAround = 1;
  /** Most recent addresses that were made since the start of the round, innermost round last. */
  readonly made: Set<Address>[] = [new Set()];
  /** Which objects may hold an address, and what a module may keep. */
  private readonly reachability = new Reachability();

  constructor(
    readonly view: ProgramView,
    readonly problem: FlowProblem,
  ) {}

  isDead(): boolean {
    return this.state === undefined;
  }

  /** The bound of work that has been reached, if any. */
  get exhausted(): string | undefined {
    if (this.counters.expressions > MAXIMAL_WORK) return "MAXIMAL_WORK";
    if (this.counters.reads > MAXIMAL_READS) return "MAXIMAL_READS";
    if (this.counters.reads > this.readsBeforeRoot + MAXIMAL_READS_PER_ROOT) return "MAXIMAL_READS_PER_ROOT";
    return this.workOfRoot > MAXIMAL_WORK_PER_ROOT ? "MAXIMAL_WORK_PER_ROOT" : undefined;
  }

  /** Where the variables of a module live. */
  moduleScope(file: FileId): Address {
    return this.book.addressOf(0, file, 0, "module");
  }

  hit(limit: string, file: FileId, site: SiteId): void {
    const key = `${limit}|${file}|${String(site)}`;
    if (!this.counters.limits.has(key)) this.counters.limits.set(key, { limit, file, site });
  }

  object(address: Address): AbstractObject | undefined {
    this.counters.reads++;
    this.recordings.at(-1)?.reads.add(address);
    return this.state === undefined ? undefined : objectAt(this.state, address);
  }

  /** Replaces the object at `address`. */
  store(address: Address, object: AbstractObject): void {
    if (this.state === undefined) return;
    const known = objectAt(this.state, address);
    const recording = this.recordings.at(-1);
    if (known !== undefined && equalObjects(known, object)) {
      recording?.reads.add(address);
      return;
    }
    this.state = withObject(this.state, address, object);
    recording?.writes.add(address);
    this.reachability.note(address, object, known);
  }

  /** What an object holds that is put in place without having been stored. */
  noteHeld(address: Address, object: AbstractObject): void {
    this.reachability.note(address, object, undefined);
  }

  update(address: Address, change: (object: AbstractObject) => AbstractObject): void {
    const object = this.object(address);
    if (object !== undefined) this.store(address, change(object));
  }

  /** Makes an object. Where its address is taken already (a recursion), the old and the new one become one. */
  allocate(address: Address, object: AbstractObject): Value {
    if (this.state === undefined) return NOTHING;
    const known = this.object(address);
    this.store(address, known === undefined ? object : joinObjects(known, object));
    this.made.at(-1)?.add(address);
    this.recordings.at(-1)?.made.add(address);
    return addressValue(address);
  }

  make(
    frame: Frame,
    site: SiteId,
    part: string,
    detail: ObjectDetail,
    parts: Partial<AbstractObject> = {},
  ): Value {
    return this.allocate(
      this.book.addressOf(frame.context, frame.file, site, part),
      newObject(detail, parts),
    );
  }

  /** From now on it is known what may be reached from this object. */
  watch(root: Address): void {
    this.reachability.watch(root);
  }

  /** Whether the object may be reached from one that is watched. That it can't may change: recordings remember it. */
  mayBeReached(address: Address): boolean {
    if (this.reachability.has(address)) return true;
    this.recordings.at(-1)?.unreached.add(address);
    return false;
  }

  /** Whether something that a recording took as out of reach is within it now. */
  isReachedNow(unreached: ReadonlySet<Address>): boolean {
    for (const address of unreached) if (this.reachability.has(address)) return true;
    return false;
  }

  /** Runs one round; what it made is afterwards no longer the most recent of its kind. Gives `result` renamed. */
  round(run: () => Value): Value {
    const made = new Set<Address>();
    const before = this.state;
    this.made.push(made);
    const result = run();
    this.made.pop();
    // A state that leaves the round on another way still holds them, and comes back in a round further out.
    for (const address of made) this.made.at(-1)?.add(address);
    return this.age(made, result, before);
  }

  /** Runs a round that ends on these ways. */
  roundTo(exits: readonly Exit[], run: () => void): void {
    const made = new Set<Address>();
    this.made.push(made);
    run();
    this.made.pop();
    for (const address of made) this.made.at(-1)?.add(address);
    for (const exit of exits) {
      this.state = exit.state;
      exit.value = this.age(made, exit.value);
      exit.state = this.state;
    }
    this.state = undefined;
  }

  /** Runs one of a few rounds whose objects are told apart for good: they are named by the round. */
  numberedRound(frame: Frame, site: SiteId, number: number, run: () => Value): Value {
    const { context } = frame;
    frame.context = this.book.contextOf(context, frame.file, site, number);
    const result = run();
    frame.context = context;
    return result;
  }

  /** Puts a new object with the same content in the place of one that other objects keep. */
  renew(address: Address): void {
    const object = this.object(address);
    if (object === undefined) return;
    this.age(new Set([address]), NOTHING);
    this.allocate(address, object);
  }

  /** Ages objects as `round` does. What is then again as it was in the state `before` stays the object that it was. */
  private age(all: ReadonlySet<Address>, result: Value, before?: State): Value {
    if (this.state === undefined || all.size === 0) return result;
    const older = new Map<Address, Address>();
    for (const address of all) {
      const object = objectAt(this.state, address);
      if (object !== undefined) older.set(address, this.book.olderOf(address, kindToShare(object)));
    }
    if (older.size === 0) return result;
    const rename = (value: Value): Value => renamed(value, older);
    const recording = this.recordings.at(-1);
    let state: State = this.state;
    const touched = new Set<Address>();
    for (const address of older.keys())
      for (const holder of this.reachability.holdersOf(address)) touched.add(holder);
    for (const holder of touched) {
      const object = objectAt(state, holder);
      if (object === undefined) continue;
      const aged = renamedObject(object, older, rename);
      if (aged === object) continue;
      const known = before === undefined ? undefined : objectAt(before, holder);
      const changed = known !== undefined && equalObjects(known, aged) ? known : aged;
      state = withObject(state, holder, changed);
      recording?.reads.add(holder);
      recording?.writes.add(holder);
      this.reachability.note(holder, changed, object);
    }
    for (const [address, olderAddress] of older) {
      const object = objectAt(state, address);
      if (object === undefined) continue;
      const known = objectAt(state, olderAddress);
      state = withObject(state, olderAddress, known === undefined ? object : joinObjects(known, object));
      state = withObject(state, address, undefined);
      for (const touchedAddress of [address, olderAddress]) {
        recording?.reads.add(touchedAddress);
        recording?.writes.add(touchedAddress);
      }
      this.reachability.note(olderAddress, object, undefined);
    }
    this.state = state;
    return rename(result);
  }

  /** Leaves on `exit` with the present state; what follows is not reached. */
  leave(exit: Exit, value: Value = NOTHING): void {
    if (this.state === undefined) return;
    const { guards } = this.state;
    exit.guards = exit.guards === undefined ? guards : commonGuards(exit.guards, guards);
    for (const [key, guard] of guards) exit.passed.set(key, guard);
    exit.state = joinStates(exit.state, this.state);
    exit.value = joinValues(exit.value, value);
    this.state = undefined;
  }

  /** Unknown code may throw here: a `try` around it sees the state at this point. */
  mayThrow(): void {
    const exit = this.throws.at(-1);
    if (exit?.implicit !== true || this.state === undefined) return;
    exit.state = joinStates(exit.state, this.state);
    exit.value = joinValues(exit.value, { ...NOTHING, open: true });
  }

  /** Runs `first` and `second` from the present state, whichever of the two may happen. */
  either(first: () => Value, second: () => Value): Value {
    const start = this.state;
    const firstValue = first();
    const afterFirst = this.state;
    this.state = start;
    const secondValue = second();
    const afterSecond = this.state;
    this.state = joinStates(afterFirst, afterSecond);
    return joinValues(
      afterFirst === undefined ? NOTHING : firstValue,
      afterSecond === undefined ? NOTHING : secondValue,
    );
  }

  /** Runs what may or may not happen. */
  perhaps(run: () => Value): Value {
    return this.either(run, () => NOTHING);
  }
}
