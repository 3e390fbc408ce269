/**
 * Pipeline stage: policy → leak. Handing over: reports what the arguments of a sink carry, marks it as known to have come in, and offers the functions among it to be called later.
 */
import { flowFact, type FlowFact } from "../graph/flow-fact.js";
import type { Sink } from "../graph/leak.js";
import type { SiteId } from "../graph/expression.js";
import { callKey } from "../graph/passage.js";
import type { Policy } from "../settings/policy.js";
import { callWith, functionsIn, passedValues } from "../solver/call-dispatch.js";
import type { CallEvent, PassedArgument } from "../solver/flow-problem.js";
import type { Frame, Machine } from "../solver/machine.js";
import { changeFactsWithin, factsWithin } from "../solver/parts.js";
import { programPlace } from "../solver/passages.js";
import { schedule } from "../solver/tasks.js";
import { openValue, UNDEFINED, type FactSet, type Value, type Address } from "../solver/value.js";
import { olderAddress } from "../solver/addresses.js";
import { boundariesOf } from "./boundaries.js";
import { foreignFacts } from "./foreign-values.js";
import { objectsIn } from "./held-objects.js";
import { later, mayChange } from "./held-values.js";
import type { LeakCollector } from "./leak-collector.js";
import { type SinkLookup } from "./sinks.js";

export interface LeakContext extends SinkLookup {
  readonly policy: Policy;
  readonly collector: LeakCollector;
  readonly selection: "match" | "off";
  /** Functions that a sink was handed. */
  readonly handed: Set<Address>;
  /** Functions of sinks that neutral code hands on by their names (`list.forEach(send)`): it calls them by that. */
  readonly named: Set<Address>;
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

/** Code with a purpose that some label does not allow. */
export function isSinkCode(context: LeakContext, frame: Frame): boolean {
  return isSinkPurpose(context, context.purposes.ofProcedure(frame.file, frame.procedure.id));
}

export function isSinkPurpose(context: LeakContext, purposes: readonly string[]): boolean {
  return purposes.some((purpose) => context.policy.restricts(purpose));
}

/** Whether code of the frame may itself hold the label: then nothing crosses where it hands the value on. */
function mayHold(context: LeakContext, frame: Frame, fact: FlowFact): boolean {
  return forbidden(context, fact, context.purposes.ofProcedure(frame.file, frame.procedure.id)) === undefined;
}

/** Whether a value can be worth a report: it carries something, or may give something out later. */
export function matters(machine: Machine, frame: Frame, value: Value): boolean {
  return value.facts.size > 0 || mayChange(machine, value) || factsWithin(machine, frame, value, 0).size > 0;
}

export function isRecord(machine: Machine, value: Value, depth = 0): boolean {
  const own = [...value.facts.values()].some((fact) => fact.kind === "value");
  if (own || value.addresses.size === 0) return false;
  return [...value.addresses].every((address) => {
    const object = machine.object(address);
    if (object === undefined) return false;
    const { kind } = object.detail;
    if (kind === "record" || kind === "opaque" || kind === "error") return true;
    if (depth > 2 || (kind !== "array" && kind !== "set" && kind !== "map")) return false;
    const parts = [...[...object.slots.values()].map((slot) => slot.value), object.rest];
    return parts.every((part) =>
      part.addresses.size === 0 ? part.facts.size === 0 : isRecord(machine, part, depth + 1),
    );
  });
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

export const NO_SINK: PushSink = { name: "", purposes: [] };

export function push(
  context: LeakContext,
  machine: Machine,
  frame: Frame,
  passed: PassedArgument,
  site: SiteId,
  sink: PushSink,
): void {
  if (passed.bound === true) return;
  const at = passed.site ?? passed.expression?.site ?? site;
  const { value, expression, replaced } = passed;
  const handOver = { machine, frame, value, expression, site: at, replaced };
  report(context, frame, boundariesOf(handOver), sink);
  later(machine, frame, passed, (changed, again) => {
    report(context, frame, boundariesOf({ ...handOver, value: changed, expression: again }), sink);
  });
}

type Boundaries = ReturnType<typeof boundariesOf>;

function report(context: LeakContext, frame: Frame, boundaries: Boundaries, sink: PushSink): void {
  for (const boundary of boundaries) {
    for (const fact of boundary.facts.values()) {
      const purpose = forbidden(context, fact, sink.purposes);
      if (purpose === undefined || !mayHold(context, frame, fact)) continue;
      context.collector.add({
        ...programPlace({ ...frame, file: boundary.file }, boundary.site),
        fact,
        calls: callsAround(frame),
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
    context.collector.add({ file: frame.file, site, fact, calls: callsAround(frame), way: "pull", sink });
  }
}

/** The calls that led to the frame. */
function callsAround(frame: Frame): ReadonlySet<string> {
  const calls = new Set<string>();
  for (let at = frame; at.caller !== undefined; at = at.caller)
    calls.add(callKey(at.caller.file, at.calledAt));
  return calls;
}

/** Remembers the functions in what is handed over. */
function noteHanded(context: LeakContext, machine: Machine, value: Value): void {
  for (const [address, { detail }] of objectsIn(machine, value)) {
    if (detail.kind !== "closure") continue;
    context.handed.add(address);
    context.handed.add(olderAddress(address));
  }
}

/** Functions that a sink is given may be called by it at any later time, with what it has. */
export function offerCallbacks(
  context: LeakContext,
  machine: Machine,
  event: CallEvent,
  value: Value,
  index: number,
): void {
  noteHanded(context, machine, value);
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
