/**
 * Pipeline stage: value flow. Statements, run one after another on the state; a branch runs on both outcomes that its
 * test can have, and the states join where the ways meet.
 */
import type { Expression } from "../graph/expression.js";
import type { CatchClause, HoistedFunction, Statement } from "../graph/procedure.js";
import type { RecordId } from "../graph/expression.js";
import { cutStatement, markOfFrame } from "./cuts.js";
import { closureOf, evaluate } from "./expressions.js";
import { joinStates, newObject, plainSlot, slotsWith, type State } from "./heap.js";
import { runForIn, runForOf, runLoop } from "./loops.js";
import { newExit, type Frame, type Machine } from "./machine.js";
import { guard } from "./match.js";
import { labelled } from "./materialize.js";
import { exportValue } from "./modules.js";
import { applyBinary, outcomes } from "./operators.js";
import { giveBack, passOn } from "./procedures.js";
import { isOnTheWay, isPassed } from "./resumption.js";
import { slotValue } from "./properties.js";
import { refine, refineReturned } from "./refinement.js";
import { assignTo } from "./targets.js";
import { disposeOf } from "./disposal.js";
import { runFinally, throwValue, withExits } from "./exits.js";
import { certainConstant, NOTHING, UNDEFINED, type Value } from "./value.js";

export function runBody(machine: Machine, frame: Frame, body: readonly Statement[]): void {
  for (const [index, statement] of body.entries()) {
    if (machine.isDead()) return;
    const passed = isPassed(frame, statement);
    if (!passed) runStatement(machine, frame, statement);
    if (statement.kind !== "declare" || statement.using === undefined || machine.isDead()) continue;
    const value = passed ? declaredValue(machine, frame, statement) : evaluatedValue(frame, statement);
    const resource = { value, async: statement.using === "async", site: statement.site };
    // Whichever way the block is left, the resource is disposed of.
    runFinally(
      machine,
      frame,
      () => {
        runBody(machine, frame, body.slice(index + 1));
      },
      () => {
        disposeOf(machine, frame, resource);
      },
    );
    return;
  }
}

type Declaration = Extract<Statement, { kind: "declare" }>;

function evaluatedValue(frame: Frame, { value }: Declaration): Value {
  return value === undefined ? NOTHING : (frame.evaluated.get(value) ?? NOTHING);
}

/** What a variable holds that was declared before the activation stopped. */
function declaredValue(machine: Machine, frame: Frame, { target }: Declaration): Value {
  if (target.kind !== "variable") return NOTHING;
  const scope = frame.records.get(target.reference.record);
  return scope === undefined ? NOTHING : slotValue(machine, scope, String(target.reference.variable));
}

export function hoist(machine: Machine, frame: Frame, hoisted: readonly HoistedFunction[]): void {
  for (const { reference, procedure } of hoisted) {
    const address = frame.records.get(reference.record);
    const site = frame.facts.procedures[procedure]?.site ?? 0;
    const closure = closureOf(machine, frame, site, procedure);
    if (address === undefined) continue;
    machine.update(address, (object) => slotsWith(object, String(reference.variable), plainSlot(closure)));
    const variable = frame.facts.variables[reference.variable];
    if (variable !== undefined) machine.problem.declared(machine, frame, variable.site, closure);
  }
}

/** Makes the scope record of a block that has one. */
export function openScope(machine: Machine, frame: Frame, record: RecordId | undefined): void {
  if (record === undefined || machine.isDead()) return;
  const address = machine.book.addressOf(frame.context, frame.file, record, "block");
  machine.allocate(address, newObject({ kind: "scope" }, { exact: false }));
  frame.records.set(record, address);
}

export function runStatement(machine: Machine, frame: Frame, statement: Statement): void {
  if (machine.isDead()) return;
  const mark = markOfFrame(machine, frame);
  try {
    runKind(machine, frame, statement);
  } catch (error) {
    cutStatement(machine, frame, mark, error, statement);
  }
}

function runKind(machine: Machine, frame: Frame, statement: Statement): void {
  switch (statement.kind) {
    case "expression":
      runExpression(machine, frame, statement.expression);
      return;
    case "declare":
      runDeclaration(machine, frame, statement);
      return;
    case "block":
      if (frame.resumption === undefined) {
        openScope(machine, frame, statement.record);
        hoist(machine, frame, statement.hoisted);
      }
      runBody(machine, frame, statement.body);
      return;
    case "if":
      runIf(machine, frame, statement);
      return;
    case "loop":
      runLoop(machine, frame, statement);
      return;
    case "for-of":
      runForOf(machine, frame, statement);
      return;
    case "for-in":
      runForIn(machine, frame, statement);
      return;
    case "switch":
      runSwitch(machine, frame, statement);
      return;
    case "try":
      runTry(machine, frame, statement);
      return;
    case "return":
      runReturn(machine, frame, statement);
      return;
    case "throw":
      throwValue(machine, evaluate(machine, frame, statement.value));
      return;
    case "break":
      jump(machine, frame, `break ${statement.label ?? ""}`);
      return;
    case "continue":
      jump(machine, frame, `continue ${statement.label ?? ""}`);
      return;
    case "labelled":
      withExits(
        machine,
        frame,
        statement.labels.map((label) => `break ${label}`),
        () => {
          runStatement(machine, frame, statement.body);
        },
      );
      return;
    case "export-value":
      exportValue(machine, frame, statement.name, evaluate(machine, frame, statement.value));
  }
}

function runDeclaration(
  machine: Machine,
  frame: Frame,
  statement: Extract<Statement, { kind: "declare" }>,
): void {
  if (statement.value === undefined) {
    if (statement.target.kind === "variable" && !isAmbient(frame, statement.target.reference.variable)) {
      assignTo(machine, frame, statement.target, UNDEFINED, undefined);
    }
    return;
  }
  let value = evaluate(machine, frame, statement.value);
  if (machine.isDead()) return;
  const tagged =
    statement.target.kind === "variable" &&
    machine.view.labelAt(
      frame.file,
      frame.facts.variables[statement.target.reference.variable]?.site ?? statement.site,
    ) !== undefined;
  if (statement.typed || tagged)
    value = labelled(
      machine,
      frame,
      value,
      machine.view.typeAt(frame.file, declaredSite(frame, statement)).shape,
      statement.site,
    );
  assignTo(machine, frame, statement.target, value, statement.value);
}

/** Where a single variable is declared; a pattern stands for itself. */
function declaredSite(frame: Frame, statement: Extract<Statement, { kind: "declare" }>): number {
  const { target } = statement;
  return target.kind === "variable"
    ? (frame.facts.variables[target.reference.variable]?.site ?? target.site)
    : target.site;
}

function isAmbient(frame: Frame, variable: number): boolean {
  return frame.facts.variables[variable] === undefined;
}

function runReturn(machine: Machine, frame: Frame, statement: Extract<Statement, { kind: "return" }>): void {
  const value = statement.value === undefined ? UNDEFINED : evaluate(machine, frame, statement.value);
  if (machine.isDead()) return;
  frame.observer?.(statement.value, value, frame);
  giveBack(machine, frame, value, statement.value?.site ?? statement.site);
}

/** A call that may throw says something of what it was given once it has returned. */
function runExpression(machine: Machine, frame: Frame, expression: Expression): void {
  if (expression.kind !== "call") {
    evaluate(machine, frame, expression);
    return;
  }
  const outer = machine.throws.at(-1);
  const thrown = newExit(outer?.implicit);
  machine.throws.push(thrown);
  evaluate(machine, frame, expression);
  machine.throws.pop();
  if (outer === undefined || thrown.state === undefined) return;
  passOn(thrown, outer);
  refineReturned(machine, frame, expression);
}

function jump(machine: Machine, frame: Frame, name: string): void {
  const exit = frame.jumps.get(name);
  if (exit !== undefined) machine.leave(exit);
}

/** Rung by rung and not by recursion: generated code has chains of thousands. */
function runIf(machine: Machine, frame: Frame, statement: Extract<Statement, { kind: "if" }>): void {
  const ends: Machine["state"][] = [];
  let rung: Statement | undefined = statement;
  while (rung?.kind === "if" && !machine.isDead()) {
    const { then, otherwise, test }: typeof statement = rung;
    if (isOnTheWay(frame, then)) {
      runStatement(machine, frame, then);
      return;
    }
    if (isOnTheWay(frame, otherwise)) {
      rung = otherwise;
      continue;
    }
    const value = evaluate(machine, frame, test);
    if (machine.isDead()) break;
    const { canBeTrue, canBeFalse } = outcomes(value);
    const start = machine.state;
    if (canBeTrue) {
      enterArm(machine, frame, test, value, true);
      runStatement(machine, frame, then);
      ends.push(machine.state);
    }
    machine.state = canBeFalse ? start : undefined;
    enterArm(machine, frame, test, value, false);
    rung = otherwise;
  }
  if (rung !== undefined && !machine.isDead()) runStatement(machine, frame, rung);
  machine.state = ends.reduceRight((after, end) => joinStates(end, after), machine.state);
}

function enterArm(machine: Machine, frame: Frame, test: Expression, value: Value, outcome: boolean): void {
  if (machine.isDead()) return;
  guard(machine, frame, value, test.site, outcome);
  refine(machine, frame, test, outcome);
}

function runSwitch(machine: Machine, frame: Frame, statement: Extract<Statement, { kind: "switch" }>): void {
  const names = ["break ", ...statement.labels.map((label) => `break ${label}`)];
  const onTheWay = statement.cases.findIndex(({ body }) => isOnTheWay(frame, body));
  if (onTheWay >= 0) {
    withExits(machine, frame, names, () => {
      for (const { body } of statement.cases.slice(onTheWay)) runBody(machine, frame, body);
    });
    return;
  }
  const subject = evaluate(machine, frame, statement.subject);
  openScope(machine, frame, statement.record);
  hoist(machine, frame, statement.hoisted);
  withExits(machine, frame, names, () => {
    runCases(machine, frame, statement, subject);
  });
}

function runCases(
  machine: Machine,
  frame: Frame,
  statement: Extract<Statement, { kind: "switch" }>,
  subject: Value,
): void {
  // Tests run in order; each case is entered from its test, or from the end of the case before it.
  const entries = new Map<number, Machine["state"]>();
  for (const [index, { test }] of statement.cases.entries()) {
    if (test === undefined || machine.isDead()) continue;
    const value = evaluate(machine, frame, test);
    if (machine.isDead()) break;
    const equal = applyBinary(machine, frame, "===", subject, value, test.site);
    const { canBeTrue, canBeFalse } = outcomes(equal);
    const before = machine.state;
    // `switch (true)` has tests of their own.
    const comparison: Expression =
      certainConstant(subject)?.constant === true
        ? test
        : { kind: "binary", site: test.site, operator: "===", left: statement.subject, right: test };
    if (canBeTrue) {
      guard(machine, frame, equal, test.site, true);
      refine(machine, frame, comparison, true);
      entries.set(index, machine.state);
    }
    machine.state = canBeFalse ? before : undefined;
    guard(machine, frame, equal, test.site, false);
    refine(machine, frame, comparison, false);
  }
  const otherwise = statement.cases.findIndex(({ test }) => test === undefined);
  const unmatched = machine.state;
  if (otherwise >= 0) entries.set(otherwise, unmatched);
  machine.state = undefined;
  for (const [index, { body }] of statement.cases.entries()) {
    machine.state = fallenThrough(machine.state, entries.get(index));
    runBody(machine, frame, body);
  }
  if (otherwise < 0) machine.state = joinStates(machine.state, unmatched);
}

/** The start of a case: whichever of the cases before it was entered, a match of the subject may have decided that. */
function fallenThrough(before: State | undefined, entry: State | undefined): State | undefined {
  const state = joinStates(before, entry);
  if (state === undefined || before === undefined || entry === undefined) return state;
  const facts = new Set([...entry.guards.values()].map(({ fact }) => fact.key));
  const guards = new Map(state.guards);
  for (const { fact } of before.guards.values()) {
    if (facts.has(fact.key)) guards.set(`case|${fact.key}`, { key: `case|${fact.key}`, fact });
  }
  return { ...state, guards };
}

function runTry(machine: Machine, frame: Frame, statement: Extract<Statement, { kind: "try" }>): void {
  const { block, handler, finalizer } = statement;
  if (finalizer === undefined) {
    runGuardedBlock(machine, frame, block, handler);
    return;
  }
  runFinally(
    machine,
    frame,
    () => {
      runGuardedBlock(machine, frame, block, handler);
    },
    () => {
      runStatement(machine, frame, finalizer);
    },
  );
}

function runGuardedBlock(
  machine: Machine,
  frame: Frame,
  block: Statement,
  handler: CatchClause | undefined,
): void {
  if (handler === undefined || isOnTheWay(frame, handler.body)) {
    runStatement(machine, frame, handler === undefined ? block : handler.body);
    return;
  }
  const thrown = newExit(true);
  machine.throws.push(thrown);
  runStatement(machine, frame, block);
  machine.throws.pop();
  const after = machine.state;
  machine.state = thrown.state;
  if (machine.state !== undefined) {
    // What the program throws itself decides why the handler runs; that other code may throw as well says nothing.
    if (thrown.guards !== undefined) machine.state = { ...machine.state, guards: thrown.guards };
    openScope(machine, frame, handler.record);
    if (handler.target !== undefined) assignTo(machine, frame, handler.target, thrown.value, undefined);
    runStatement(machine, frame, handler.body);
  }
  machine.state = joinStates(after, machine.state);
}
