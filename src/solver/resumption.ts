/**
 * Pipeline stage: value flow. Where code can stop and go on: at a `yield` or an `await`. The trees of a procedure are
 * walked again from the top, past all that was done before, down to the expression at which it stopped.
 */
import type { Expression, SiteId } from "../graph/expression.js";
import type { ForOfStatement, Procedure, Statement } from "../graph/procedure.js";
import type { Frame, Machine } from "./machine.js";
import type { Value } from "./value.js";

/** A `yield` or `await`, or the start of a `for await`, and the statements and expressions that it lies in. */
export interface StoppingPoint {
  readonly stop: Stop;
  readonly path: ReadonlySet<object>;
  /** The expressions that it lies in, innermost first: parts of them were evaluated before. */
  readonly around: readonly object[];
}

export type Stop = Extract<Expression, { kind: "yield" | "await" }> | ForOfStatement;

/** How the code around a call goes on: when what it gives has settled, or as the code around itself. */
type Waiting = "awaited" | "returned";

/** What a procedure's text says of where it stops. */
export interface StoppingPoints {
  /** By the site of the `yield` or `await`; those that the walk can't get down to again are left out. */
  readonly points: ReadonlyMap<SiteId, StoppingPoint>;
  /** Something happens also when it is left at one of them. */
  readonly hasFinalizer: boolean;
  readonly awaits: boolean;
  /** Calls at which the code waits for what they give. */
  readonly waited: ReadonlyMap<object, Waiting>;
}

/** An activation that goes on: nothing runs until the walk has come to the point. */
export interface Resumption extends StoppingPoint {
  /** What happens there: it yields a value, or throws, or leaves the procedure. */
  readonly go: () => Value;
}

/** What the walk doesn't go into: code that runs in the middle of an assignment, or on any way out of a block. */
const NOT_ENTERED: ReadonlySet<string> = new Set(["target", "finalizer", "class"]);

export function stoppingOf(machine: Machine, procedure: Procedure): StoppingPoints {
  const known = machine.stoppings.get(procedure);
  if (known !== undefined) return known;
  const found = searched(procedure);
  machine.stoppings.set(procedure, found);
  return found;
}

/** The trees are plain data: whatever an object holds lies in it. */
function searched(procedure: Procedure): StoppingPoints {
  const holders = new Map<object, { readonly holder: object; readonly key: string }>();
  const waiting: object[] = [procedure.body];
  const stops: Stop[] = [];
  const waited = new Map<object, Waiting>();
  let hasFinalizer = false;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (isStop(node)) stops.push(node);
    noteWaited(node, waited);
    for (const [key, part] of Object.entries(node) as [string, unknown][]) {
      if (typeof part !== "object" || part === null) continue;
      if (key === "finalizer") hasFinalizer = true;
      holders.set(part, { holder: node, key });
      waiting.push(part);
    }
  }
  const points = new Map<SiteId, StoppingPoint>();
  for (const stop of stops) {
    const path = new Set<object>([stop]);
    const around: object[] = [];
    let isInStatement = stop.kind === "for-of";
    let at = holders.get(stop);
    while (at !== undefined && !NOT_ENTERED.has(at.key)) {
      path.add(at.holder);
      isInStatement ||= "kind" in at.holder && STATEMENTS.has(String(at.holder.kind));
      if (!isInStatement) around.push(at.holder);
      at = holders.get(at.holder);
    }
    if (at === undefined) points.set(stop.site, { stop, path, around });
  }
  if (procedure.kind === "module") noteLast(procedure.body.at(-1), waited);
  return { points, hasFinalizer, awaits: stops.some(({ kind }) => kind !== "yield"), waited };
}

/** Kinds of statements that hold an expression; others hold statements. */
const STATEMENTS: ReadonlySet<string> = new Set<Statement["kind"]>([
  ...["expression", "declare", "return", "throw", "export-value"],
  ...["if", "loop", "for-of", "for-in", "switch"],
] as const);

/** `await f()`, `return f()`; of a choice, each arm. */
function noteWaited(node: object, waited: Map<object, Waiting>): void {
  if (!("kind" in node)) return;
  if (isStop(node)) {
    if (node.kind === "await") note(node.operand, "awaited", waited);
    if (node.kind === "for-of") note(node.iterated, "awaited", waited);
  }
  const statement = node as Statement;
  if (statement.kind === "return" && "value" in statement && statement.value !== undefined)
    note(statement.value, "returned", waited);
}

/** `void main()` at a module's end: nothing comes after it but what waits. */
function noteLast(statement: Statement | undefined, waited: Map<object, Waiting>): void {
  if (statement?.kind !== "expression") return;
  const { expression } = statement;
  const isVoid = expression.kind === "unary" && expression.operator === "void";
  note(isVoid ? expression.operand : expression, "returned", waited);
}

function note(expression: Expression, waiting: Waiting, waited: Map<object, Waiting>): void {
  switch (expression.kind) {
    case "call":
      waited.set(expression, waiting);
      if (isLink(expression)) note(expression.callee.object, waiting, waited);
      return;
    case "assertion":
      note(expression.operand, waiting, waited);
      return;
    case "chain":
      note(expression.expression, waiting, waited);
      return;
    case "conditional":
      note(expression.then, waiting, waited);
      note(expression.otherwise, waiting, waited);
      return;
    case "logical":
      note(expression.right, waiting, waited);
      return;
    default:
  }
}

type Call = Extract<Expression, { kind: "call" }>;
type Link = Call & { readonly callee: Extract<Expression, { kind: "read" }> };

/** `f().catch(log)`: who waits for the chain waits for its first link, if nothing happens in between. */
function isLink(call: Call): call is Link {
  const { callee } = call;
  if (callee.kind !== "read" || callee.key.kind !== "name" || !LINKS.has(callee.key.name)) return false;
  return call.arguments.every(({ expression }) => DOING_NOTHING.has(expression.kind));
}

const LINKS: ReadonlySet<string> = new Set(["then", "catch", "finally"]);
/** Kinds of expressions that only name a function. */
const DOING_NOTHING: ReadonlySet<string> = new Set<Expression["kind"]>([
  ...["function", "variable", "import", "global", "read", "constant"],
] as const);

function isStop(node: object): node is Stop {
  if (!("kind" in node) || !("site" in node)) return false;
  return (
    node.kind === "yield" ||
    node.kind === "await" ||
    (node.kind === "for-of" && "async" in node && node.async === true)
  );
}

/**
 * Values of what was evaluated on the way to a stop, by site: of the parts of the expressions around it, which are not
 * evaluated again.
 */
export function operandsBefore(frame: Frame, { around, path }: StoppingPoint): ReadonlyMap<SiteId, Value> {
  const operands = new Map<SiteId, Value>();
  const visit = (node: object): void => {
    for (const part of Object.values(node) as unknown[]) {
      if (typeof part !== "object" || part === null || path.has(part)) continue;
      const expression = part as Expression;
      const value = frame.evaluated.get(expression);
      if (value === undefined) visit(part);
      else operands.set(expression.site, value);
    }
  };
  around.forEach(visit);
  return operands;
}

/** What an expression came to that was evaluated before the activation stopped. */
export function evaluatedBefore(frame: Frame, expression: Expression): Value | undefined {
  return isPassed(frame, expression) ? frame.stoppable?.operands.get(expression.site) : undefined;
}

/** Whether the activation is on its way to where it goes on, and this is not part of the way. */
export function isPassed(frame: Frame, part: object): boolean {
  return frame.resumption !== undefined && !frame.resumption.path.has(part);
}

/** Whether the activation is on its way to where it goes on, and that lies in this part. */
export function isOnTheWay(frame: Frame, part: object | undefined): boolean {
  return part !== undefined && frame.resumption?.path.has(part) === true;
}

/** Goes on here, if this is where the activation stopped. */
export function resumedAt(frame: Frame, stop: object): (() => Value) | undefined {
  const { resumption } = frame;
  if (resumption?.stop !== stop) return undefined;
  frame.resumption = undefined;
  return resumption.go;
}
