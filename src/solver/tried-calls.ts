/**
 * Pipeline stage: value flow. What a function says of each of the objects that a value may be: a guard that is called with one of
 * them alone, to see how it comes out. Nothing of what such a call does stays.
 */
import type { Expression } from "../graph/expression.js";
import { callReferences, functionsIn } from "./call-dispatch.js";
import type { PassedArgument } from "./flow-problem.js";
import { MAXIMAL_TRIED_OBJECTS, MAXIMAL_TRIED_WORK } from "./limits.js";
import { newExit, type Frame, type Machine } from "./machine.js";
import { outcomes } from "./operators.js";
import { namedKey, readProperty } from "./properties.js";
import { addressValue, isNothing, joinAll, NOTHING, UNDEFINED, type Value } from "./value.js";

/** How a call came out: whether it gave something back at all, and what that may be. */
export interface TriedCall {
  readonly returns: boolean;
  readonly result: Value;
}

/** Runs a call without its effects, its errors among them. */
export function tried(machine: Machine, run: () => Value): TriedCall {
  const before = machine.state;
  machine.throws.push(newExit(machine.throws.at(-1)?.implicit));
  const result = run();
  machine.throws.pop();
  const returns = !machine.isDead();
  machine.state = before;
  return { returns, result };
}

export function canComeOut({ returns, result }: TriedCall, outcome: boolean): boolean {
  const { canBeTrue, canBeFalse } = outcomes(result);
  return returns && (outcome ? canBeTrue : canBeFalse);
}

/** What of a value a call may have come out with as `fits` says, where there are several things to tell apart. */
export function fittingPart(
  machine: Machine,
  value: Value,
  call: (part: Value) => Value,
  fits: (came: TriedCall) => boolean,
): Value {
  const others: Value = { ...value, addresses: NOTHING.addresses };
  const objects = [...value.addresses].map((address) => addressValue(address));
  const parts = isNothing(others) ? objects : [...objects, others];
  if (parts.length < 2 || objects.length > MAXIMAL_TRIED_OBJECTS) return value;
  const fitting: Value[] = [];
  for (const part of parts) {
    const before = machine.counters.expressions;
    if (fits(tried(machine, () => call(part)))) fitting.push(part);
    if (machine.counters.expressions - before > MAXIMAL_TRIED_WORK) return value;
  }
  return fitting.length === parts.length ? value : { ...joinAll(fitting), facts: value.facts };
}

type CallExpression = Extract<Expression, { kind: "call" }>;

/** A call that was just evaluated, to be tried with other values. */
export interface Repeatable {
  readonly on: (receiver: Value) => Value;
  readonly withArgument: (place: number, value: Value) => Value;
}

/** The call as it can be tried, if functions of the program are all that it may run. */
export function repeatable(machine: Machine, frame: Frame, call: CallExpression): Repeatable | undefined {
  const { callee } = call;
  if (call.arguments.some(({ spread }) => spread)) return undefined;
  const object = callee.kind === "read" ? callee.object : undefined;
  const receiver = object === undefined ? UNDEFINED : (frame.evaluated.get(object) ?? NOTHING);
  const functions = (on: Value): Value => {
    if (callee.kind !== "read") return frame.evaluated.get(callee) ?? NOTHING;
    if (callee.key.kind !== "name") return NOTHING;
    return readProperty(machine, frame, on, namedKey(callee.key.name), callee.site);
  };
  if (!areOwn(machine, functions(receiver))) return undefined;
  const passed = call.arguments.map(({ expression }) => passedAgain(frame, expression));
  const run = (on: Value, values: readonly PassedArgument[]): Value =>
    callReferences(machine, frame, functionsIn(machine, functions(on)), {
      site: call.site,
      calleeSite: callee.site,
      receiver: on,
      arguments: { values, rest: undefined },
      written: [],
      construct: false,
    });
  return {
    on: (value) => run(value, passed),
    withArgument: (place, value) =>
      run(
        receiver,
        passed.map((one, index) => (index === place ? { ...one, value } : one)),
      ),
  };
}

/** The flow problem was told of the call itself. */
function passedAgain(frame: Frame, expression: Expression): PassedArgument {
  const value = frame.evaluated.get(expression) ?? NOTHING;
  return { value, expression: undefined, site: undefined, spread: false, bound: true };
}

/** Whether they are functions of the program that give their results at once. */
function areOwn(machine: Machine, callee: Value): boolean {
  const functions = functionsIn(machine, callee);
  return (
    functions.length > 0 &&
    functions.every((one) => {
      if (one.kind !== "procedure") return false;
      const procedure = machine.view.factsOf(one.file)?.procedures[one.procedure];
      return procedure !== undefined && !procedure.async && !procedure.generator;
    })
  );
}
