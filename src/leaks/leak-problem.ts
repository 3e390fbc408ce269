/**
 * Pipeline stage: policy → leak. What the solver is asked to watch: values that are handed to a sink (push), values that
 * a sink's own code fetches (pull), what is released by consent, and what comes out of a sink.
 */
import { flowFact } from "../graph/flow-fact.js";
import type { FlowModel } from "../graph/flow-model.js";
import type {
  Arguments,
  CallEvent,
  FlowProblem,
  PassedArgument,
  ProducedEvent,
} from "../solver/flow-problem.js";
import type { FunctionReference } from "../solver/functions.js";
import type { Machine } from "../solver/machine.js";
import { factsOfKind } from "../solver/match.js";
import { changedCopy } from "../solver/changed-copies.js";
import { factsWithin } from "../solver/parts.js";
import { isNothing, UNKNOWN, withFacts, type Address, type Value } from "../solver/value.js";
import { unasked } from "../solver/probing.js";
import { boundariesOf } from "./boundaries.js";
import {
  entered,
  isRecord,
  isSinkCode,
  isSinkPurpose,
  type LeakContext,
  matters,
  offerCallbacks,
  push,
  reportPull,
} from "./hand-over.js";
import { foreignFacts } from "./foreign-values.js";
import { pulled } from "./pulls.js";
import { rememberRequest, requestSink } from "./requests.js";
import { keepersOf, mayBeKept, own } from "./sink-stores.js";
import { declared, written } from "./sink-writes.js";
import { isStoring, sinkOfCall, type CalledSink } from "./sinks.js";

export function createLeakProblem(context: LeakContext): FlowProblem {
  const { purposes } = context;
  return {
    purposesOf: (file, procedure) => purposes.ofProcedure(file, procedure),
    watches: (file) => isSinkPurpose(context, purposes.ofModule(file)),
    called: (machine, event) => called(context, machine, event),
    bound: (machine, event, functions, passed) => {
      bound(context, machine, event, functions, passed);
    },
    returned: (machine, event, result) => returned(context, machine, event, result),
    produced: (machine, event, value) => produced(context, machine, event, value),
    written: (machine, event) => written(context, machine, event),
    declared: (machine, frame, site, value) => {
      declared(context, machine, frame, site, value);
    },
  };
}

function called(context: LeakContext, machine: Machine, event: CallEvent): Arguments {
  if (isSinkCode(context, event.frame)) return handOnInSink(context, machine, event);
  noteNamed(context, machine, event);
  const sink = sinkOfCall(machine, context, event);
  const kept = sink.purposes.length === 0 ? keptPurposes(context, machine, event) : [];
  const reached: CalledSink = kept.length === 0 ? sink : { ...sink, purposes: kept };
  const isAllowed = reached.purposes.length > 0 && !isSinkPurpose(context, reached.purposes);
  if (isAllowed && reached.parameters === undefined) return event.arguments;
  const request =
    reached.purposes.length === 0 && reached.parameters === undefined
      ? requestSink(machine, context, event)
      : undefined;
  if (request !== undefined) {
    for (const passed of request.passed)
      push(context, machine, event.frame, passed, event.site, request.sink);
    return event.arguments;
  }
  if (reached.purposes.length === 0 && reached.parameters === undefined) return event.arguments;
  return handOver(context, machine, event, reached);
}

/** Functions that a library is given by their names, and not by a variable that holds what somebody else has given. */
function noteNamed(context: LeakContext, machine: Machine, event: CallEvent): void {
  if (event.callee.kind !== "library") return;
  for (const { expression, value } of event.arguments.values) {
    if (expression?.kind !== "import" && expression?.kind !== "read") continue;
    for (const address of value.addresses)
      if (machine.object(address)?.detail.kind === "closure") context.named.add(address);
  }
}

/** Library calls that keep what they are given in an object that a sink's module holds. */
function keptPurposes(context: LeakContext, machine: Machine, event: CallEvent): readonly string[] {
  if (event.callee.kind !== "library" || event.receiver.addresses.size === 0) return [];
  const model = machine.view.modelOf(event.callee.module, event.callee.path);
  const receivers = [...event.receiver.addresses];
  if (!isStoring(model?.operation) || !mayBeKept(machine, receivers)) return [];
  if (!everyArgument(event).some(({ value }) => matters(machine, event.frame, value))) return [];
  return keepersOf(machine, context.purposes, receivers);
}

/** Those that have a place of their own, and the one that stands for all further ones. */
function everyArgument({ arguments: { values, rest } }: CallEvent): readonly PassedArgument[] {
  return rest === undefined ? values : [...values, rest];
}

/** Reports what the arguments carry, and gives them as they arrive in the sink: known to have come in. */
function handOver(context: LeakContext, machine: Machine, event: CallEvent, sink: CalledSink): Arguments {
  const { frame, site } = event;
  const parts = event.parts ?? everyArgument(event);
  for (const [index, passed] of parts.entries()) {
    const reached = [...sink.purposes, ...(sink.parameters?.get(index) ?? [])];
    if (reached.length === 0 || isCallbackRecord(context, machine, event, passed)) continue;
    push(context, machine, frame, passed, site, { name: sink.name, purposes: reached });
    offerCallbacks(context, machine, event, passed.value, index);
  }
  if (sink.purposes.length === 0) return event.arguments;
  const enter = (passed: PassedArgument): PassedArgument => ({
    ...passed,
    value: isCallbackRecord(context, machine, event, passed)
      ? passed.value
      : entered(context, machine, passed.value, sink.purposes),
  });
  return {
    values: event.arguments.values.map(enter),
    rest: event.arguments.rest && enter(event.arguments.rest),
  };
}

/**
 * A callback of the sink that neutral code runs on its records: then the callback's own reads are the pulls, and only
 * the label itself or a container of it is handed over by the call.
 */
function isCallbackRecord(
  context: LeakContext,
  machine: Machine,
  event: CallEvent,
  passed: PassedArgument,
): boolean {
  if (event.callee.kind !== "procedure" || event.parts !== undefined || passed.emitted === true) return false;
  if (
    isCalledByName(context, machine, event) ||
    context.purposes.ofProcedure(event.callee.file, event.callee.procedure).length === 0
  )
    return false;
  const procedure = machine.view.factsOf(event.callee.file)?.procedures[event.callee.procedure];
  const isCallback =
    procedure?.kind === "arrow" ||
    procedure?.name === "(anonymous)" ||
    (event.calleeSite === undefined && !context.named.has(event.callee.address));
  return isCallback && isRecord(machine, passed.value);
}

/** Neutral code names the sink's function: itself, or a member that the sink's code declares (of what a context or factory gives). */
function isCalledByName({ purposes }: LeakContext, machine: Machine, event: CallEvent): boolean {
  const { callee, calleeSite, frame } = event;
  if (calleeSite === undefined || callee.kind !== "procedure") return false;
  const isBody = machine.view
    .bodiesAt(frame.file, calleeSite)
    .some(({ file, procedure }) => file === callee.file && procedure === callee.procedure);
  return isBody || purposes.ofMeaning(frame.file, calleeSite, false).length > 0;
}

/** What is bound into a function of a sink reaches it when the function is called. */
function bound(
  context: LeakContext,
  machine: Machine,
  event: CallEvent,
  functions: readonly FunctionReference[],
  passed: readonly PassedArgument[],
): void {
  for (const callee of functions) {
    const sink = sinkOfCall(machine, context, { ...event, callee, calleeSite: undefined });
    if (sink.purposes.length === 0) continue;
    for (const argument of passed) push(context, machine, event.frame, argument, event.site, sink);
  }
}

/** In a sink's code: an object that holds labelled parts is handed on whole to code that is not followed. */
function handOnInSink(context: LeakContext, machine: Machine, event: CallEvent): Arguments {
  const { frame } = event;
  const purposes = context.purposes.ofProcedure(frame.file, frame.procedure.id);
  if (purposes.length === 0) return event.arguments;
  if (!takesWhole(machine, event)) return handedOut(context, machine, event);
  pullWhole(context, machine, event, purposes);
  return event.arguments;
}

function pullWhole(
  context: LeakContext,
  machine: Machine,
  event: CallEvent,
  purposes: readonly string[],
): void {
  const { frame } = event;
  for (const passed of event.arguments.values) {
    if (passed.expression === undefined) continue;
    const { value, expression } = passed;
    // Its functions give nothing before they are called, which is a pull of its own.
    const boundaries = unasked(machine, () =>
      boundariesOf({ machine, frame, value, expression, site: expression.site }),
    );
    for (const { site, facts } of boundaries)
      reportPull(context, frame, site, factsOfKind(facts, "value"), purposes);
    entered(context, machine, value, purposes);
  }
}

/** In a sink's code: what writes an object out takes what it writes, which is seen in the result. */
function writtenOut(context: LeakContext, machine: Machine, event: CallEvent, result: Value): Value {
  const { callee, frame, site } = event;
  const purposes =
    callee.kind === "library" ? context.purposes.ofProcedure(frame.file, frame.procedure.id) : [];
  if (purposes.length === 0 || callee.kind !== "library") return result;
  const operation = machine.view.modelOf(callee.module, callee.path)?.operation;
  if (operation === undefined || !WRITES_OUT.has(operation)) return result;
  const isLabelled = factsOfKind(factsWithin(machine, frame, result, site), "value").size > 0;
  if (isLabelled) pullWhole(context, machine, event, purposes);
  return isLabelled ? entered(context, machine, result, purposes) : result;
}

/** What a sink's code hands to neutral code comes from a sink there. */
function handedOut(context: LeakContext, machine: Machine, event: CallEvent): Arguments {
  const { callee, frame } = event;
  const isNeutral =
    callee.kind === "procedure"
      ? context.purposes.ofProcedure(callee.file, callee.procedure).length === 0
      : callee.kind === "library" && emits(machine.view.modelOf(callee.module, callee.path));
  if (!isNeutral) return event.arguments;
  const values = event.arguments.values.map((passed) =>
    passed.value.open && passed.value.addresses.size === 0
      ? { ...passed, value: withFacts(passed.value, foreignFacts(frame, event.site)) }
      : passed,
  );
  return { ...event.arguments, values };
}

function emits(model: FlowModel | undefined): boolean {
  return model?.channels?.some(({ write }) => write !== undefined) ?? false;
}

const WRITES_OUT: ReadonlySet<string> = new Set(["json.stringify", "text.of"]);

function takesWhole(machine: Machine, event: CallEvent): boolean {
  const { callee } = event;
  if (callee.kind === "unknown") return true;
  if (callee.kind !== "library") return false;
  const path = event.construct ? [...callee.path, "new"] : callee.path;
  const model = machine.view.modelOf(callee.module, path);
  return model === undefined || isStoring(model.operation);
}

function returned(context: LeakContext, machine: Machine, event: CallEvent, result: Value): Value {
  const { callee, frame, site } = event;
  let value = result;
  rememberRequest(machine, event, result);
  const releasing = releasedTo(context, event);
  if (releasing !== undefined) value = released(machine, event, value, releasing);
  if (isSinkCode(context, frame)) return writtenOut(context, machine, event, value);
  const sink = sinkOfCall(machine, context, event);
  if (!isSinkPurpose(context, sink.purposes)) return value;
  if (event.construct && callee.kind === "class") own(machine, value, sink.purposes);
  mayBeFilled(machine, emptyContainers(machine, value));
  return withFacts(value, foreignFacts(frame, site));
}

/** What runs says it, and where that is not known, what is declared of it. */
function releasedTo(
  { purposes }: LeakContext,
  { callee, frame, calleeSite }: CallEvent,
): readonly string[] | undefined {
  const repurposing =
    callee.kind === "procedure"
      ? purposes.repurposing(callee.file, callee.procedure)
      : calleeSite === undefined
        ? undefined
        : purposes.declaredRepurposing(frame.file, calleeSite);
  return repurposing?.hasEvidence === true ? repurposing.purposes : undefined;
}

/** Empty containers that a sink keeps or gives back: it may put into them what it has. */
function mayBeFilled(machine: Machine, addresses: readonly Address[]): void {
  for (const address of addresses)
    machine.update(address, (object) => ({ ...object, rest: UNKNOWN, exact: false, length: undefined }));
}

function emptyContainers(machine: Machine, value: Value): readonly Address[] {
  return [...value.addresses].filter((address) => {
    const object = machine.object(address);
    const kind = object?.detail.kind;
    const isContainer = kind === "array" || kind === "set" || kind === "map";
    return object !== undefined && isContainer && object.slots.size === 0 && isNothing(object.rest);
  });
}

/** The result of a repurposing function: released to these purposes, at every part. What it was given keeps its label. */
function released(machine: Machine, event: CallEvent, value: Value, purposes: readonly string[]): Value {
  return changedCopy(machine, value, event, (fact) => {
    if (fact.kind !== "value" && fact.kind !== "match") return fact;
    return flowFact(
      fact.kind,
      fact.label,
      fact.trace,
      [...new Set([...fact.released, ...purposes])].sort(),
      fact.entered,
    );
  });
}

function produced(context: LeakContext, machine: Machine, event: ProducedEvent, value: Value): Value {
  const { frame } = event;
  const purposes = context.purposes.ofProcedure(frame.file, frame.procedure.id);
  if (isSinkPurpose(context, purposes)) return pulled(context, machine, event, value, purposes);
  if (event.how === "import" && value.addresses.size > 0) {
    const empty = emptyContainers(machine, value);
    if (empty.length > 0 && keepersOf(machine, context.purposes, empty).length > 0)
      mayBeFilled(machine, empty);
  }
  return value;
}
