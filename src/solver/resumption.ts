/**
 * Pipeline stage: value flow. Where code can stop and go on: at a `yield` or an `await`. The trees of a procedure are
 * walked again from the top, past all that was done before, down to the expression at which it stopped.
 */
import type { Expression, SiteId } from "../graph/expression.js";
import type { Procedure } from "../graph/procedure.js";
import type { Frame, Machine } from "./machine.js";
import type { Value } from "./value.js";

/** A `yield` or `await`, and the statements and expressions that it lies in. */
export interface StoppingPoint {
  readonly expression: Expression;
  readonly path: ReadonlySet<object>;
}

/** What a procedure's text says of where it stops. */
export interface StoppingPoints {
  /** By the site of the `yield` or `await`; those that the walk can't get down to again are left out. */
  readonly points: ReadonlyMap<SiteId, StoppingPoint>;
  /** Something happens also when it is left at one of them. */
  readonly hasFinalizer: boolean;
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
  const stops: Extract<Expression, { kind: "yield" | "await" }>[] = [];
  let hasFinalizer = false;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (isStop(node)) stops.push(node);
    for (const [key, part] of Object.entries(node) as [string, unknown][]) {
      if (typeof part !== "object" || part === null) continue;
      if (key === "finalizer") hasFinalizer = true;
      holders.set(part, { holder: node, key });
      waiting.push(part);
    }
  }
  const points = new Map<SiteId, StoppingPoint>();
  for (const expression of stops) {
    const path = new Set<object>([expression]);
    let at = holders.get(expression);
    while (at !== undefined && !NOT_ENTERED.has(at.key)) {
      path.add(at.holder);
      at = holders.get(at.holder);
    }
    if (at === undefined) points.set(expression.site, { expression, path });
  }
  return { points, hasFinalizer };
}

function isStop(node: object): node is Extract<Expression, { kind: "yield" | "await" }> {
  return "kind" in node && "site" in node && (node.kind === "yield" || node.kind === "await");
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
export function resumedAt(frame: Frame, expression: Expression): (() => Value) | undefined {
  const { resumption } = frame;
  if (resumption?.expression !== expression) return undefined;
  frame.resumption = undefined;
  return resumption.go;
}
