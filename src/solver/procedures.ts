/**
 * Pipeline stage: value flow. Running a procedure: binds parameters in a scope of its own, runs the body, and gives
 * back what it returns. Recursion is cut where a call comes with the same arguments as one that is under way: then the
 * result known so far stands in, and the outer call is repeated until it no longer changes (summaries).
 */
import type { Parameter, Procedure } from "../graph/procedure.js";
import type { Expression, SiteId } from "../graph/expression.js";
import type { Activation } from "./activations.js";
import { keepCall } from "./called-exports.js";
import type { CallEvent } from "./flow-problem.js";
import type { FunctionReference } from "./functions.js";
import { joinStates, newObject, type State, commonGuards } from "./heap.js";
import { callUnknown } from "./library-calls.js";
import type { Stoppable } from "./activations.js";
import {
  MAXIMAL_CALL_DEPTH,
  MAXIMAL_PASSES,
  MAXIMAL_RECURSION,
  MAXIMAL_UNKNOWN_RECURSION,
} from "./limits.js";
import { newExit, type Frame, type Machine, type ReturnObserver, type Exit } from "./machine.js";
import { guarded, withStep } from "./match.js";
import { labelled, reified } from "./materialize.js";
import { makeGenerator } from "./generators.js";
import { slotValue } from "./properties.js";
import { stoppingOf } from "./resumption.js";
import { mayStop, start } from "./started-calls.js";
import { setSlot } from "./property-writes.js";
import { notePassedIn, notePassedOut } from "./passages.js";
import { promiseOf } from "./promises.js";
import { assimilated } from "./thenables.js";
import { hoist, runBody } from "./statements.js";
import { assignTo } from "./targets.js";
import { evaluate } from "./expressions.js";
import { isGivenUnknown, isOverSameScopes, sameCall, widenedFrame, widenFor } from "./recursion.js";
import { replayed, restOn, startRecording, summarize } from "./summaries.js";
import { joinValues, NOTHING, UNDEFINED, UNKNOWN, type Address, type Value } from "./value.js";

export type ProcedureCallee = Extract<FunctionReference, { kind: "procedure" }>;

export function runProcedure(
  machine: Machine,
  caller: Frame,
  callee: ProcedureCallee,
  event: CallEvent,
): Value {
  const facts = machine.view.factsOf(callee.file);
  const procedure = facts?.procedures[callee.procedure];
  if (facts === undefined || procedure === undefined) return callUnknown(machine, event);
  if (event.calleeSite !== undefined)
    machine.calledProcedures.add(`${callee.file}#${String(callee.procedure)}`);
  notePassedIn(machine, caller, callee.file, event);
  if (procedure.generator) return makeGenerator(machine, caller, callee, event);
  const thisValue = callee.closure.boundThis ?? event.receiver;
  const values = event.arguments.values.map(({ value, expression }) =>
    expression === undefined ? value : withStep(caller, value, "argument", expression.site),
  );
  if (event.arguments.rest === undefined) keepCall(machine, caller, callee, event, values);
  const frame = newFrame(machine, caller, callee, {
    thisValue,
    values,
    further: event.arguments.rest?.value,
    site: event.site,
    waits: !event.starts,
  });
  return summarized(machine, frame, event);
}

interface Entering {
  readonly thisValue: Value;
  readonly values: readonly Value[];
  readonly further: Value | undefined;
  readonly site: SiteId;
  readonly observer?: ReturnObserver | undefined;
  readonly generator?: Address | undefined;
  readonly stoppable?: Stoppable | undefined;
  readonly waits?: boolean;
}

/** The activation of a procedure that is called at `site` in `caller`. */
export function newFrame(
  machine: Machine,
  caller: Frame,
  callee: ProcedureCallee,
  entering: Entering,
): Frame {
  const facts = machine.view.factsOf(callee.file);
  const procedure = facts?.procedures[callee.procedure];
  if (facts === undefined || procedure === undefined) throw new Error(`no facts of ${callee.file}`);
  const context =
    machine.depth >= MAXIMAL_CALL_DEPTH
      ? caller.context
      : machine.book.contextOf(caller.context, caller.file, entering.site);
  const records = new Map(
    procedure.captures.map((record, index) => [record, callee.closure.environment[index] ?? -1]),
  );
  return {
    file: callee.file,
    facts,
    procedure,
    context,
    environment: callee.closure.environment,
    records,
    thisValue: entering.thisValue,
    home: callee.closure.home,
    arguments: entering.values,
    furtherArguments: entering.further,
    returns: newExit(),
    jumps: new Map(),
    evaluated: new Map(),
    observer: entering.observer,
    generator: entering.generator,
    stoppable: entering.stoppable,
    loops: 0,
    waits: entering.waits !== false && makesWaitingMatter(machine, procedure),
    resumption: undefined,
    caller,
    calledAt: entering.site,
  };
}

/** Whether it makes a difference that the caller waits: it may stop, or gives back what a call gives that may. */
function makesWaitingMatter(machine: Machine, procedure: Procedure): boolean {
  const { waited, awaits } = stoppingOf(machine, procedure);
  return (procedure.async && awaits) || [...waited.values()].includes("returned");
}

/** What tells calls of a function apart before anything is known of what they are given. */
function keyOf({ file, procedure, waits }: Frame): string {
  return `${file}#${String(procedure.id)}${waits && procedure.async ? " waited for" : ""}`;
}

/** Runs the frame, or takes what is known where the same call is under way already. */
function summarized(machine: Machine, frame: Frame, event: CallEvent): Value {
  const key = keyOf(frame);
  const under = machine.activations.filter((activation) => activation.key === key);
  const same = under.find((activation) => sameCall(activation, frame));
  const entry = machine.state;
  if (entry === undefined) return NOTHING;
  if (same !== undefined) return knownResult(machine, same, entry);
  const known = replayed(machine, frame, key);
  if (known !== undefined) return known;
  const standIn = under.find((activation) => activation.widened && isOverSameScopes(activation, frame));
  if (standIn !== undefined) {
    widenFor(standIn, frame);
    return knownResult(machine, standIn, entry);
  }
  if (machine.depth >= MAXIMAL_CALL_DEPTH) {
    machine.hit("MAXIMAL_CALL_DEPTH", frame.file, frame.procedure.site);
    return callUnknown(machine, event);
  }
  // Deeper than that, one activation stands for all further ones: with arguments that cover whatever they are given.
  const isUnknown = isGivenUnknown(machine, frame);
  const widened = under.length >= (isUnknown ? MAXIMAL_UNKNOWN_RECURSION : MAXIMAL_RECURSION);
  if (widened && !isUnknown) machine.hit("MAXIMAL_RECURSION", frame.file, frame.procedure.site);
  const entering = widened ? widenedFrame(frame, under) : frame;
  const activation: Activation = {
    key,
    context: entering.context,
    environment: entering.environment,
    given: entering,
    entry,
    exit: undefined,
    result: NOTHING,
    used: false,
    recording: machine.recordings.length,
    widened,
  };
  return recorded(machine, entering, activation);
}

/** What a call throws goes on to whoever catches around it. */
export function passOn(thrown: Exit, outer: Exit): void {
  outer.state = joinStates(outer.state, thrown.state);
  outer.value = joinValues(outer.value, thrown.value);
  if (thrown.guards === undefined) return;
  outer.guards = outer.guards === undefined ? thrown.guards : commonGuards(outer.guards, thrown.guards);
  for (const [key, guard] of thrown.passed) outer.passed.set(key, guard);
}

/** Runs the call, and keeps what it did as a summary. */
function recorded(machine: Machine, frame: Frame, activation: Activation): Value {
  const { key, entry } = activation;
  const outer = machine.throws.at(-1);
  const thrown = newExit(outer?.implicit ?? false);
  const recording = startRecording(machine);
  machine.throws.push(thrown);
  const result = repeated(machine, frame, activation);
  machine.throws.pop();
  machine.recordings.pop();
  summarize(machine, { frame, key, entry, result, thrown, recording });
  if (outer !== undefined && thrown.state !== undefined) {
    passOn(thrown, outer);
  }
  return machine.isDead() ? NOTHING : result;
}

function knownResult(machine: Machine, activation: Activation, entry: State): Value {
  activation.used = true;
  restOn(machine, activation.recording);
  activation.entry = joinStates(activation.entry, entry) ?? entry;
  machine.state = activation.exit === undefined ? undefined : joinStates(activation.exit, entry);
  return activation.result;
}

function repeated(machine: Machine, frame: Frame, activation: Activation): Value {
  machine.activations.push(activation);
  machine.depth++;
  for (let pass = 0; ; pass++) {
    const { entry, exit, result, given } = activation;
    machine.state = entry;
    const returned = enter(machine, {
      ...frame,
      thisValue: given.thisValue,
      arguments: given.arguments,
      furtherArguments: given.furtherArguments,
      returns: newExit(),
      jumps: new Map(),
    });
    activation.exit = joinStates(activation.exit, machine.state);
    activation.result = joinValues(activation.result, returned);
    const settled =
      activation.entry === entry &&
      activation.exit === exit &&
      activation.result === result &&
      activation.given === given;
    if (!activation.used || settled) break;
    if (pass >= MAXIMAL_PASSES) {
      machine.hit("MAXIMAL_PASSES", frame.file, frame.procedure.site);
      break;
    }
  }
  machine.depth--;
  machine.activations.pop();
  machine.state = activation.exit;
  return activation.result;
}

/** Runs the body of a frame once. */
export function enter(machine: Machine, frame: Frame): Value {
  const { procedure } = frame;
  openRecord(machine, frame, procedure);
  if (procedure.async && frame.generator === undefined)
    return mayStop(machine, frame) ? start(machine, frame) : enterAsync(machine, frame);
  runParametersAndBody(machine, frame);
  return finish(machine, frame);
}

function openRecord(machine: Machine, frame: Frame, procedure: Procedure): void {
  const address = machine.book.addressOf(frame.context, frame.file, procedure.site, "scope");
  const known = keyOf(frame);
  const under = machine.activations.filter(({ key }) => key === known).length;
  if (under <= 1) machine.store(address, newObject({ kind: "scope" }, { exact: false }));
  machine.allocate(address, newObject({ kind: "scope" }, { exact: false }));
  frame.records.set(procedure.record, address);
}

export function runParametersAndBody(machine: Machine, frame: Frame): void {
  const { procedure } = frame;
  if (procedure.keepsArguments) keepArguments(machine, frame);
  for (const [index, parameter] of procedure.parameters.entries())
    bindParameter(machine, frame, parameter, index);
  hoist(machine, frame, procedure.hoisted);
  runToEnd(machine, frame);
}

/** Runs the body: from its start, or from where the frame goes on. */
export function runToEnd(machine: Machine, frame: Frame): void {
  runBody(machine, frame, frame.procedure.body);
  if (machine.state !== undefined) machine.leave(frame.returns, UNDEFINED);
}

export function finish(machine: Machine, frame: Frame): Value {
  machine.state = frame.returns.state;
  return machine.state === undefined ? NOTHING : frame.returns.value;
}

/** An async function gives a promise of what it returns; what it throws rejects the promise. */
function enterAsync(machine: Machine, frame: Frame): Value {
  const recording = machine.recordings.at(-1);
  if (recording !== undefined) recording.ranThrough = true;
  const thrown = newExit(machine.throws.at(-1)?.implicit ?? false);
  machine.throws.push(thrown);
  runParametersAndBody(machine, frame);
  machine.throws.pop();
  const resolved = frame.returns.state === undefined ? NOTHING : frame.returns.value;
  machine.state = joinStates(frame.returns.state, thrown.state);
  if (machine.state === undefined) return NOTHING;
  return promiseOf(
    machine,
    frame,
    frame.procedure.site,
    resolved,
    thrown.state === undefined ? NOTHING : thrown.value,
  );
}

function bindParameter(machine: Machine, frame: Frame, parameter: Parameter, index: number): void {
  if (machine.isDead()) return;
  let value = parameter.rest ? restArguments(machine, frame, parameter, index) : argumentAt(frame, index);
  if (parameter.otherwise !== undefined && value.constants.has(undefined)) {
    const { otherwise } = parameter;
    const given: Value = {
      ...value,
      constants: new Set([...value.constants].filter((constant) => constant !== undefined)),
    };
    const certain = given.constants.size === 0 && !given.open && given.addresses.size === 0;
    const fallback = certain
      ? evaluate(machine, frame, otherwise)
      : machine.perhaps(() => evaluate(machine, frame, otherwise));
    value = certain ? fallback : joinValues(given, fallback);
  }
  value = typedParameter(machine, frame, parameter, value);
  const purposes = machine.problem.purposesOf(frame.file, frame.procedure.id);
  if (purposes.length > 0) {
    value = machine.problem.produced(
      machine,
      { frame, site: parameter.site, how: "parameter", presenceOnly: false, callees: [] },
      value,
    );
  }
  assignTo(machine, frame, parameter.target, value, undefined);
  if (parameter.property === undefined) return;
  for (const address of frame.thisValue.addresses) {
    setSlot(machine, address, parameter.property, value, frame.thisValue.addresses.size === 1);
  }
}

/** The type of a parameter may say more than what was passed. */
function typedParameter(machine: Machine, frame: Frame, parameter: Parameter, passed: Value): Value {
  const { shape } = machine.view.typeAt(frame.file, parameter.site);
  const place = (): Address => machine.book.addressOf(frame.context, frame.file, parameter.site, "parameter");
  const value = reified(machine, frame, passed, parameter.site, place);
  return labelled(machine, frame, value, shape, parameter.site);
}

function argumentAt(frame: Frame, index: number): Value {
  return (
    frame.arguments[index] ??
    (frame.furtherArguments === undefined ? UNDEFINED : joinValues(frame.furtherArguments, UNDEFINED))
  );
}

function restArguments(machine: Machine, frame: Frame, parameter: Parameter, index: number): Value {
  return argumentsArray(machine, frame, parameter.site, frame.arguments.slice(index));
}

/** `arguments`, also from an arrow function, where they are those of the function around it. */
export function readArguments(
  machine: Machine,
  frame: Frame,
  { site, record }: Extract<Expression, { kind: "arguments" }>,
): Value {
  if (record === frame.procedure.record) return argumentsArray(machine, frame, site, frame.arguments);
  const kept = frame.records.get(record);
  return kept === undefined ? UNKNOWN : slotValue(machine, kept, KEPT_ARGUMENTS);
}
const KEPT_ARGUMENTS = "@arguments";

function keepArguments(machine: Machine, frame: Frame): void {
  const { site, record } = frame.procedure;
  const scope = frame.records.get(record);
  const values = argumentsArray(machine, frame, site, frame.arguments);
  if (scope !== undefined) setSlot(machine, scope, KEPT_ARGUMENTS, values, true);
}

/** The arguments as an array: a rest parameter, `arguments`. */
function argumentsArray(machine: Machine, frame: Frame, site: SiteId, values: readonly Value[]): Value {
  const further = frame.furtherArguments;
  const slots = new Map(
    values.map((value, place) => [String(place), { value, getter: undefined, setter: undefined }]),
  );
  const length = further === undefined ? values.length : undefined;
  const made = machine.make(
    frame,
    site,
    "arguments",
    { kind: "array" },
    { slots, rest: further ?? NOTHING, length },
  );
  return made;
}

/** Gives a value back to the caller. */
export function giveBack(machine: Machine, frame: Frame, value: Value, site: SiteId): void {
  notePassedOut(machine, frame, value, site);
  const { async, generator } = frame.procedure;
  const given = async && !generator ? assimilated(machine, frame, site, value) : value;
  machine.leave(frame.returns, guarded(machine, withStep(frame, given, "returned", site)));
}
