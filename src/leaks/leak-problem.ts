/**
 * Pipeline stage: policy → leak. What the solver is asked to watch: values that are handed to a sink (push), values that
 * a sink's own code fetches (pull), what is released by consent, and what comes out of a sink.
 */
import type { Sink } from "../graph/leak.js";
import { flowFact, stepAfter, type FlowFact } from "../graph/flow-fact.js";
import type { SiteId } from "../graph/procedure.js";
import type { Policy } from "../settings/policy.js";
import type {
  Arguments,
  CallEvent,
  FlowProblem,
  PassedArgument,
  ProducedEvent,
  WriteEvent,
} from "../solver/flow-problem.js";
import type { FunctionReference } from "../solver/functions.js";
import { functionsIn, passedValues, callWith } from "../solver/calls.js";
import type { Frame, Machine } from "../solver/machine.js";
import { factsOfKind } from "../solver/match.js";
import { changeFactsWithin, factsWithin } from "../solver/parts.js";
import { schedule } from "../solver/tasks.js";
import {
  isNothing,
  joinFacts,
  NO_FACTS,
  openValue,
  UNDEFINED,
  UNKNOWN,
  withFacts,
  type Address,
  type FactSet,
  type Value,
} from "../solver/value.js";
import { boundariesOf } from "./boundaries.js";
import { later, mayChange } from "./held-values.js";
import type { LeakCollector } from "./leak-collector.js";
import { pulled } from "./pulls.js";
import { rememberRequest, requestOfWrite, requestSink } from "./requests.js";
import { keepersOf, own, ownersOf } from "./sink-stores.js";
import { isStoring, sinkOfCall, type CalledSink, type SinkLookup } from "./sinks.js";

export interface LeakContext extends SinkLookup {
  readonly policy: Policy;
  readonly collector: LeakCollector;
  readonly selection: "match" | "off";
  follows(file: string, procedure: number): boolean;
}

/** A fact that must not get to these purposes; undefined where it may, or where it is no label at all. */
export function forbidden(
  context: LeakContext,
  fact: FlowFact,
  purposes: readonly string[],
): string | undefined {
  if (fact.kind === "match" ? context.selection === "off" : fact.kind !== "value") return undefined;
  return context.policy.forbids(fact.label, purposes, fact.released);
}

export function createLeakProblem(context: LeakContext): FlowProblem {
  const { purposes } = context;
  return {
    purposesOf: (file, procedure) => purposes.ofProcedure(file, procedure),
    follows: (file, procedure) => context.follows(file, procedure),
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

/** Code with a purpose that some label does not allow. */
function isSinkCode(context: LeakContext, frame: Frame): boolean {
  return isSinkPurpose(context, context.purposes.ofProcedure(frame.file, frame.procedure.id));
}

function isSinkPurpose(context: LeakContext, purposes: readonly string[]): boolean {
  return purposes.some((purpose) =>
    [...context.policy.labels].some((label) => !context.policy.allows(label, purpose)),
  );
}

/** Whether code of the frame may itself hold the label: then nothing crosses where it hands the value on. */
function mayHold(context: LeakContext, frame: Frame, fact: FlowFact): boolean {
  return forbidden(context, fact, context.purposes.ofProcedure(frame.file, frame.procedure.id)) === undefined;
}

function called(context: LeakContext, machine: Machine, event: CallEvent): Arguments {
  if (isSinkCode(context, event.frame)) return handOnInSink(context, machine, event);
  const sink = sinkOfCall(machine, context, event);
  const kept = sink.purposes.length === 0 ? keptPurposes(context, machine, event) : [];
  const reached: CalledSink = kept.length === 0 ? sink : { ...sink, purposes: kept };
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

/** Library calls that keep what they are given in an object that a sink's module holds. */
function keptPurposes(context: LeakContext, machine: Machine, event: CallEvent): readonly string[] {
  if (event.callee.kind !== "library" || event.receiver.addresses.size === 0) return [];
  const model = machine.view.modelOf(event.callee.module, event.callee.path);
  if (
    !isStoring(model?.operation) ||
    !event.arguments.values.some(({ value }) => matters(machine, event.frame, value))
  )
    return [];
  return keepersOf(machine, context.purposes, [...event.receiver.addresses]);
}

/** Whether a value can be worth a report: it carries something, or may give something out later. */
function matters(machine: Machine, frame: Frame, value: Value): boolean {
  return value.facts.size > 0 || mayChange(machine, value) || factsWithin(machine, frame, value, 0).size > 0;
}

/** Reports what the arguments carry, and gives them as they arrive in the sink: known to have come in. */
function handOver(context: LeakContext, machine: Machine, event: CallEvent, sink: CalledSink): Arguments {
  const { frame, site } = event;
  const parts = event.parts ?? [
    ...event.arguments.values,
    ...(event.arguments.rest === undefined ? [] : [event.arguments.rest]),
  ];
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
  if (event.callee.kind !== "procedure" || event.parts !== undefined) return false;
  const isNamed =
    event.calleeSite !== undefined &&
    machine.view
      .bodiesAt(event.frame.file, event.calleeSite)
      .some(
        ({ file, procedure }) =>
          event.callee.kind === "procedure" &&
          file === event.callee.file &&
          procedure === event.callee.procedure,
      );
  if (isNamed || context.purposes.ofProcedure(event.callee.file, event.callee.procedure).length === 0)
    return false;
  const procedure = machine.view.factsOf(event.callee.file)?.procedures[event.callee.procedure];
  const isCallback =
    procedure?.kind === "arrow" || procedure?.name === "(anonymous)" || event.calleeSite === undefined;
  return isCallback && isRecord(machine, passed.value);
}

function isRecord(machine: Machine, value: Value): boolean {
  const own = [...value.facts.values()].some((fact) => fact.kind === "value");
  return (
    !own &&
    value.addresses.size > 0 &&
    [...value.addresses].every((address) => {
      const kind = machine.object(address)?.detail.kind;
      return kind === "record" || kind === "opaque" || kind === "error";
    })
  );
}

/** The value as it is once it has come in: reading it there is no further pull. */
export function entered(
  context: LeakContext,
  machine: Machine,
  value: Value,
  purposes: readonly string[],
): Value {
  return changeFactsWithin(machine, value, (fact) =>
    fact.entered || forbidden(context, fact, purposes) === undefined
      ? fact
      : flowFact(fact.kind, fact.label, fact.trace, fact.released, true),
  );
}

interface PushSink {
  readonly name: string;
  readonly purposes: readonly string[];
}

const NO_SINK: PushSink = { name: "", purposes: [] };

function push(
  context: LeakContext,
  machine: Machine,
  frame: Frame,
  passed: PassedArgument,
  site: SiteId,
  sink: PushSink,
): void {
  if (passed.bound === true) return;
  const at = passed.site ?? passed.expression?.site ?? site;
  const handOver = { machine, frame, value: passed.value, expression: passed.expression, site: at };
  report(context, frame, boundariesOf(handOver), sink, passed.site);
  later(machine, frame, passed, (value, again) => {
    report(context, frame, boundariesOf({ ...handOver, value, expression: again }), sink, passed.site);
  });
}

type Boundaries = ReturnType<typeof boundariesOf>;

function report(
  context: LeakContext,
  frame: Frame,
  boundaries: Boundaries,
  sink: PushSink,
  _attribute: SiteId | undefined,
): void {
  for (const boundary of boundaries) {
    for (const fact of boundary.facts.values()) {
      const purpose = forbidden(context, fact, sink.purposes);
      if (purpose === undefined || !mayHold(context, frame, fact)) continue;
      context.collector.add({
        file: boundary.file,
        site: boundary.site,
        fact,
        way: "push",
        sink: { name: sink.name, purpose },
      });
    }
  }
}

export function reportPull(
  context: LeakContext,
  frame: Frame,
  site: SiteId,
  facts: FactSet,
  purposes: readonly string[],
): void {
  for (const fact of facts.values()) {
    if (fact.entered) continue;
    const purpose = forbidden(context, fact, purposes);
    if (purpose === undefined) continue;
    const sink: Sink = { name: frame.procedure.name, purpose };
    context.collector.add({ file: frame.file, site, fact, way: "pull", sink });
  }
}

/** Functions that a sink is given may be called by it at any later time, with what it has. */
function offerCallbacks(
  context: LeakContext,
  machine: Machine,
  event: CallEvent,
  value: Value,
  index: number,
): void {
  void context;
  const functions = functionsIn(machine, value).filter(
    ({ kind }) => kind === "procedure" || kind === "bound",
  );
  if (functions.length === 0) return;
  const values = Array.from({ length: 3 }, () => openValue(foreignFacts(event.frame, event.site)));
  machine.perhaps(() =>
    machine.round(() => callWith(machine, event.frame, value, UNDEFINED, passedValues(values), event.site)),
  );
  schedule(machine, event.frame, event.site, `offered ${String(index)}`, {
    callee: value,
    receiver: UNDEFINED,
    values,
    then: undefined,
    when: "event",
  });
}

function foreignFacts(frame: Frame, site: SiteId): FactSet {
  const fact = flowFact("foreign", "", stepAfter(undefined, "returned", frame.file, site));
  return new Map([[fact.key, fact]]);
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
  if (purposes.length === 0 || !takesWhole(machine, event)) return event.arguments;
  for (const passed of event.arguments.values) {
    if (passed.expression === undefined) continue;
    const boundaries = boundariesOf({
      machine,
      frame,
      value: passed.value,
      expression: passed.expression,
      site: passed.expression.site,
    });
    for (const { site, facts } of boundaries)
      reportPull(context, frame, site, factsOfKind(facts, "value"), purposes);
    entered(context, machine, passed.value, purposes);
  }
  return event.arguments;
}

const TAKES_WHOLE: ReadonlySet<string> = new Set(["json.stringify", "text.of"]);

function takesWhole(machine: Machine, event: CallEvent): boolean {
  const { callee } = event;
  if (callee.kind === "unknown") return true;
  if (callee.kind !== "library") return false;
  const model = machine.view.modelOf(callee.module, callee.path);
  return (
    model === undefined ||
    isStoring(model.operation) ||
    (model.operation !== undefined && TAKES_WHOLE.has(model.operation))
  );
}

function returned(context: LeakContext, machine: Machine, event: CallEvent, result: Value): Value {
  const { callee, frame, site } = event;
  let value = result;
  rememberRequest(machine, event, result);
  if (callee.kind === "procedure") {
    const repurposing = context.purposes.repurposing(callee.file, callee.procedure);
    if (repurposing?.hasEvidence === true) value = released(machine, value, repurposing.purposes);
  }
  const sink = sinkOfCall(machine, context, event);
  if (!isSinkPurpose(context, sink.purposes) || isSinkCode(context, frame)) return value;
  mayBeFilled(machine, value);
  return withFacts(value, foreignFacts(frame, site));
}

/** An empty container that comes out of a sink: the sink may put into it what it has. */
function mayBeFilled(machine: Machine, value: Value): void {
  for (const address of value.addresses) {
    const object = machine.object(address);
    const isContainer =
      object?.detail.kind === "array" || object?.detail.kind === "set" || object?.detail.kind === "map";
    if (object === undefined || !isContainer || object.slots.size > 0 || !isNothing(object.rest)) continue;
    machine.store(address, { ...object, rest: UNKNOWN, exact: false, length: undefined });
  }
}

/** The result of a repurposing function: released to these purposes, at every part. */
function released(machine: Machine, value: Value, purposes: readonly string[]): Value {
  return changeFactsWithin(machine, value, (fact) => {
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
  return purposes.length === 0 ? value : pulled(context, machine, event, value, purposes);
}

function written(context: LeakContext, machine: Machine, event: WriteEvent): Value {
  const { frame } = event;
  const request = requestOfWrite(machine, context, event);
  for (const passed of request?.passed ?? [])
    push(context, machine, frame, passed, event.site, request?.sink ?? NO_SINK);
  const purposes = isSinkCode(context, frame) ? [] : storePurposes(context, machine, event);
  if (purposes.length === 0) return event.value;
  const passed: PassedArgument = {
    value: event.value,
    expression: event.expression,
    site: undefined,
    spread: false,
  };
  push(context, machine, frame, passed, event.site, { name: "assignment", purposes });
  if (event.key !== undefined && event.key.facts.size > 0) {
    push(context, machine, frame, { ...passed, value: event.key, expression: undefined }, event.site, {
      name: "assignment",
      purposes,
    });
  }
  return entered(context, machine, event.value, purposes);
}

function storePurposes(context: LeakContext, machine: Machine, event: WriteEvent): readonly string[] {
  const { frame, targetSite } = event;
  const objects = event.objects.flatMap((address) => proxied(machine, address));
  const declaredFor =
    targetSite === undefined ? [] : context.purposes.ofWrittenProperty(frame.file, targetSite);
  if (declaredFor.length > 0) return declaredFor;
  const owners = ownersOf(machine, { ...UNDEFINED, addresses: new Set(objects) });
  if (owners.length > 0) return owners;
  const isScope = objects.length === 0;
  return isScope || !matters(machine, frame, event.value)
    ? []
    : keepersOf(machine, context.purposes, objects);
}

/** A proxy writes to its target. */
function proxied(machine: Machine, address: Address): readonly Address[] {
  const object = machine.object(address);
  if (object?.detail.kind !== "proxy") return [address];
  return [address, ...(object.slots.get("@target")?.value.addresses ?? [])];
}

function declared(context: LeakContext, machine: Machine, frame: Frame, site: SiteId, value: Value): void {
  const purposes = context.purposes.annotatedAt(frame.file, site);
  if (purposes.length > 0 && value.addresses.size > 0) own(machine, value, purposes);
}

export function allFacts(...sets: readonly FactSet[]): FactSet {
  return sets.reduce<FactSet>((all, set) => joinFacts(all, set), NO_FACTS);
}
