/**
 * Pipeline stage: value flow → policy. What the solver is asked to watch: it knows no label and no purpose, it tells
 * the flow problem what happens and lets it change the facts of a value that crosses. `leaks/` implements it.
 */
import type { Argument, Expression, FileId, ProcedureId, SiteId } from "../graph/expression.js";
import type { FunctionReference } from "./functions.js";
import type { Frame, Machine } from "./machine.js";
import type { Address, Value } from "./value.js";

/** An argument with the expression that it is written as; several for one spread expression. */
export interface PassedArgument {
  readonly value: Value;
  /** undefined where no text of the program hands it over (a model calls the function). */
  readonly expression: Expression | undefined;
  /** The place to report where there is no expression, or where it is not the expression's own (a JSX attribute). */
  readonly site: SiteId | undefined;
  readonly spread: boolean;
  /** Of what is spread: properties that are replaced before it is handed over. */
  readonly replaced?: ReadonlySet<string>;
  /** Was bound to the function earlier, where it was told already. */
  readonly bound?: boolean;
  /** Comes with an event that was emitted to the function. */
  readonly emitted?: boolean;
}

/** What a call passes: the arguments at known places, and what may follow at unknown ones. */
export interface Arguments {
  readonly values: readonly PassedArgument[];
  readonly rest: PassedArgument | undefined;
}

export interface CallEvent {
  readonly frame: Frame;
  /** The call, `new`, tag or element. */
  readonly site: SiteId;
  /** The callee as written, where it is. */
  readonly calleeSite: SiteId | undefined;
  readonly callee: FunctionReference;
  readonly receiver: Value;
  readonly arguments: Arguments;
  /** What is written between the parentheses. */
  readonly written: readonly Argument[];
  /** `new`, `super(…)`. */
  readonly construct: boolean;
  /** It is a decorator, called with what it stands at. */
  readonly decorates?: boolean;
  /** The code goes on when an async function that is called waits for something, and not only when it has ended. */
  readonly starts: boolean;
  /** The props and children of a JSX element, which are the boundary expressions of its one argument. */
  readonly parts?: readonly PassedArgument[];
}

/** A value comes out of an expression: a read, a call's result, an import, a parameter. */
export interface ProducedEvent {
  readonly frame: Frame;
  readonly site: SiteId;
  readonly how: "property" | "call" | "import" | "parameter" | "iteration" | "variable";
  /** Only tested for presence, type or length. */
  readonly presenceOnly: boolean;
  /** For imports: the binding in the import statement. */
  readonly importSite?: SiteId | undefined;
  /** For calls: what was called. */
  readonly callees: readonly FunctionReference[];
}

export interface WriteEvent {
  readonly frame: Frame;
  /** Objects that are written to. */
  readonly objects: readonly Address[];
  /** Site of the place written to, for what its declaration says. */
  readonly targetSite: SiteId | undefined;
  /** Expression whose value is written, where there is one. */
  readonly expression: Expression | undefined;
  readonly site: SiteId;
  readonly value: Value;
  /** Facts on the key, and where it is written. */
  readonly key: Value | undefined;
  /** Names that the key may be; undefined: any. */
  readonly names: readonly string[] | undefined;
}

export interface FlowProblem {
  /** Purposes of the code of a procedure; empty: neutral code. */
  purposesOf(file: FileId, procedure: ProcedureId): readonly string[];
  /** Whether it will ask what can be reached from the module's variables. */
  watches(file: FileId): boolean;
  /** Before a function runs (or a library is called). May store what it learns; gives the arguments as they arrive. */
  called(machine: Machine, event: CallEvent): Arguments;
  /** Arguments are bound to functions that are called later. */
  bound(
    machine: Machine,
    event: CallEvent,
    functions: readonly FunctionReference[],
    passed: readonly PassedArgument[],
  ): void;
  /** After a function ran: what its result counts as (repurposing, provenance). */
  returned(machine: Machine, event: CallEvent, result: Value): Value;
  produced(machine: Machine, event: ProducedEvent, value: Value): Value;
  /** Before a value is stored; gives it as it arrives there. */
  written(machine: Machine, event: WriteEvent): Value;
  /** A variable, class or member with purposes of its own was given its value. */
  declared(machine: Machine, frame: Frame, site: SiteId, value: Value): void;
}
