/**
 * Pipeline stage: value flow. What a test that came out one way says of a variable: absent or present, of one class,
 * with a discriminant, or one that a guard of the program lets pass. Only takes possibilities away, never facts.
 */
import type { Constant, Expression } from "../graph/expression.js";
import type { Frame, Machine } from "./machine.js";
import { isInstance } from "./comparisons.js";
import { evaluate } from "./expressions.js";
import { outcomes } from "./operators.js";
import { plainSlot, slotsWith } from "./heap.js";
import {
  canComeOut,
  fittingPart,
  repeatable,
  tried,
  type Repeatable,
  type TriedCall,
} from "./tried-calls.js";
import { certainConstant, constantValue, isNothing, NOTHING, onlyConstants, type Value } from "./value.js";

type CallExpression = Extract<Expression, { kind: "call" }>;
type VariableExpression = Extract<Expression, { kind: "variable" }>;

/** Narrows the variables that `test` speaks of, given that it came out as `outcome`. */
export function refine(machine: Machine, frame: Frame, test: Expression, outcome: boolean): void {
  if (machine.isDead()) return;
  switch (test.kind) {
    case "variable":
      narrow(machine, frame, test, (value) =>
        keep(value, (constant) => Boolean(constant) === outcome, outcome, outcome || value.open),
      );
      return;
    case "read":
      refineRead(machine, frame, test, (value) => {
        const { canBeTrue, canBeFalse } = outcomes(value);
        return outcome ? canBeTrue : canBeFalse;
      });
      return;
    case "unary":
      if (test.operator === "!") refine(machine, frame, test.operand, !outcome);
      return;
    case "logical":
      if ((test.operator === "&&") === outcome && test.operator !== "??") {
        refine(machine, frame, test.left, outcome);
        refine(machine, frame, test.right, outcome);
      }
      return;
    case "binary":
      refineBinary(machine, frame, test, outcome);
      return;
    case "call":
      refineCall(machine, frame, test, (came) => canComeOut(came, outcome));
      refineByTrial(machine, frame, test, outcome);
      return;
    case "chain":
      refineByTrial(machine, frame, test, outcome);
      return;
    default:
      return;
  }
}

function refineBinary(
  machine: Machine,
  frame: Frame,
  test: Extract<Expression, { kind: "binary" }>,
  outcome: boolean,
): void {
  const { operator, left, right } = test;
  if (operator === "instanceof" && left.kind === "variable") {
    const classes = frame.evaluated.get(right);
    if (classes === undefined) return;
    narrowObjects(machine, frame, left, (address) => isInstance(machine, address, classes) !== !outcome);
    return;
  }
  if (operator === "in") refineByTrial(machine, frame, test, outcome);
  if (left.kind !== "variable" && left.kind !== "read") {
    refineByTrial(machine, frame, test, outcome);
    return;
  }
  if (operator !== "===" && operator !== "!==" && operator !== "==" && operator !== "!=") return;
  const equal = (operator === "===" || operator === "==") === outcome;
  const other = frame.evaluated.get(right);
  const constant = other === undefined ? undefined : certainConstant(other);
  if (constant === undefined) return;
  const loose = operator.length === 2;
  if (left.kind === "variable") {
    const nullish = constant.constant === undefined || constant.constant === null;
    narrow(machine, frame, left, (value) =>
      keep(
        value,
        (known) => sameConstant(known, constant.constant, loose) === equal,
        !equal || !nullish,
        !equal || !nullish,
      ),
    );
  } else {
    refineRead(machine, frame, left, (value) => {
      const known = onlyConstants(value);
      return (
        known === undefined || known.some((one) => sameConstant(one, constant.constant, loose) === equal)
      );
    });
  }
}

/** Keeps of what a call was given, or called on, what it may have come out so with: each object is tried alone. */
function refineCall(
  machine: Machine,
  frame: Frame,
  call: CallExpression,
  fits: (came: TriedCall) => boolean,
): void {
  const keepFitting = (given: Expression, run: (again: Repeatable, part: Value) => Value): void => {
    if (given.kind !== "variable") return;
    narrow(machine, frame, given, (value) => {
      const again = value.addresses.size === 0 ? undefined : repeatable(machine, frame, call);
      return again === undefined ? value : fittingPart(machine, value, (part) => run(again, part), fits);
    });
  };
  for (const [place, { expression }] of call.arguments.entries())
    keepFitting(expression, (again, part) => again.withArgument(place, part));
  if (call.callee.kind === "read") keepFitting(call.callee.object, (again, part) => again.on(part));
}

/**
 * What it says that a call which may throw has returned: objects that it throws for are none any more, and a condition that it
 * was given (`assert(event.kind === "sms")`) holds, if it throws where not.
 */
export function refineReturned(machine: Machine, frame: Frame, call: CallExpression): void {
  if (machine.isDead()) return;
  refineCall(machine, frame, call, ({ returns }) => returns);
  for (const [place, { expression }] of call.arguments.entries()) {
    if (expression.kind === "variable" || expression.kind === "constant") continue;
    const condition = outcomes(frame.evaluated.get(expression) ?? NOTHING);
    const again = condition.canBeTrue && condition.canBeFalse ? repeatable(machine, frame, call) : undefined;
    if (again === undefined) continue;
    const { returns } = tried(machine, () => again.withArgument(place, constantValue(false)));
    if (!returns) refine(machine, frame, expression, true);
  }
}

/** Keeps of each variable what the test may have come out so with, if all that it does is to look. */
function refineByTrial(machine: Machine, frame: Frame, test: Expression, outcome: boolean): void {
  for (const variable of variablesLookedAt(test) ?? []) {
    const run = (part: Value): Value => {
      setVariable(machine, frame, variable, () => part);
      return evaluate(machine, { ...frame, evaluated: new Map() }, test);
    };
    narrow(machine, frame, variable, (value) =>
      fittingPart(machine, value, run, (came) => canComeOut(came, outcome)),
    );
  }
}

/** The variables in an expression that can be evaluated again; undefined: it may do something else than before. */
function variablesLookedAt(expression: Expression): readonly VariableExpression[] | undefined {
  switch (expression.kind) {
    case "constant":
    case "global":
    case "import":
      return [];
    case "variable":
      return [expression];
    case "read":
      return expression.key.kind === "name" ? variablesLookedAt(expression.object) : undefined;
    case "chain":
      return variablesLookedAt(expression.expression);
    case "unary":
      return variablesLookedAt(expression.operand);
    case "binary":
      return inAll([expression.left, expression.right]);
    // `Array.isArray(x)`: what the platform's functions say of a value.
    case "call":
      return expression.callee.kind === "read" && expression.callee.object.kind === "global"
        ? inAll(expression.arguments.map((argument) => argument.expression))
        : undefined;
    default:
      return undefined;
  }
}

function inAll(expressions: readonly Expression[]): readonly VariableExpression[] | undefined {
  const found = expressions.map(variablesLookedAt);
  return found.includes(undefined) ? undefined : found.flatMap((variables) => variables ?? []);
}

/** Keeps those objects whose property may be what the test found. */
function refineRead(
  machine: Machine,
  frame: Frame,
  read: Extract<Expression, { kind: "read" }>,
  test: (value: Value) => boolean,
): void {
  const { object, key } = read;
  if (object.kind !== "variable" || key.kind !== "name") return;
  narrowObjects(machine, frame, object, (address) => {
    const slot = machine.object(address)?.slots.get(key.name);
    return slot === undefined || slot.getter !== undefined || test(slot.value);
  });
}

function sameConstant(left: Constant, right: Constant, loose: boolean): boolean {
  return loose ? left == right : left === right;
}

function keep(value: Value, test: (constant: Constant) => boolean, objects: boolean, open: boolean): Value {
  const constants = new Set([...value.constants].filter(test));
  return { ...value, constants, addresses: objects ? value.addresses : new Set(), open: value.open && open };
}

function narrowObjects(
  machine: Machine,
  frame: Frame,
  variable: Extract<Expression, { kind: "variable" }>,
  test: (address: number) => boolean,
): void {
  narrow(machine, frame, variable, (value) => ({
    ...value,
    addresses: new Set([...value.addresses].filter(test)),
  }));
}

function narrow(
  machine: Machine,
  frame: Frame,
  variable: VariableExpression,
  change: (value: Value) => Value,
): void {
  setVariable(machine, frame, variable, (value) => {
    const narrowed = change(value);
    const same =
      narrowed.addresses.size === value.addresses.size &&
      narrowed.constants.size === value.constants.size &&
      narrowed.open === value.open;
    return same || isNothing(narrowed) ? value : narrowed;
  });
}

function setVariable(
  machine: Machine,
  frame: Frame,
  { reference }: VariableExpression,
  change: (value: Value) => Value,
): void {
  const record = frame.records.get(reference.record);
  const object = record === undefined ? undefined : machine.object(record);
  const name = String(reference.variable);
  const slot = object?.slots.get(name);
  if (record === undefined || object === undefined || slot === undefined) return;
  const value = change(slot.value);
  if (value !== slot.value) machine.store(record, slotsWith(object, name, plainSlot(value)));
}
