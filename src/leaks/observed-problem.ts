/**
 * Pipeline stage: policy → leak. A flow problem that is watched: it passes everything on, and notes what happens at one
 * line, which calls run what there and which values carry labels.
 */
import type { Expression, FileId, SiteId } from "../graph/expression.js";
import type { FlowFact, Step } from "../graph/flow-fact.js";
import type { TraceStep } from "../graph/leak.js";
import type {
  LineExplanation,
  Observation,
  ObservedCallee,
  ObservedLabel,
  ObservedLine,
} from "../graph/observation.js";
import type { ProgramView } from "../graph/program-view.js";
import type { Procedure, SiteSpan } from "../graph/procedure.js";
import type { CallEvent, FlowProblem } from "../solver/flow-problem.js";
import { modelFor } from "../solver/library-calls.js";
import type { Frame, Machine } from "../solver/machine.js";
import { factsWithin } from "../solver/parts.js";
import type { Value } from "../solver/value.js";
import { sinkOfCall, type SinkLookup } from "./sinks.js";

export interface ObservedProblem {
  readonly problem: FlowProblem;
  /** What was noted, once the program has run. */
  explanation(view: ProgramView): Omit<LineExplanation, "result">;
}

/** What is needed to tell what happens. */
export interface ObserverContext {
  readonly lookup: SinkLookup;
  readonly line: ObservedLine;
  readonly spanOf: (file: FileId, site: SiteId) => SiteSpan;
}

interface Notes {
  /** By what they are about, so that what happens again is noted once. */
  readonly calls: Map<string, Extract<Observation, { kind: "call" }>>;
  readonly values: Map<string, { readonly span: SiteSpan; readonly labels: Map<string, ObservedLabel> }>;
}

export function observedProblem(problem: FlowProblem, context: ObserverContext): ObservedProblem {
  const notes: Notes = { calls: new Map(), values: new Map() };
  const isAsked = (frame: Frame, site: SiteId): boolean => {
    const { file, span } = context.line;
    if (frame.file !== file) return false;
    const { start, end } = context.spanOf(file, site);
    return start <= span.end && end >= span.start && start >= span.start;
  };
  const value = (
    machine: Machine,
    frame: Frame,
    place: Expression | SiteId | undefined,
    given: Value,
  ): void => {
    const site = typeof place === "number" ? place : place?.site;
    if (site !== undefined && isAsked(frame, site))
      noteValue(context, notes, { machine, frame, site }, given);
  };
  return {
    problem: {
      ...problem,
      called: (machine, event) => {
        if (isAsked(event.frame, event.site)) noteCall(context, notes, machine, event);
        for (const passed of event.parts ?? event.arguments.values)
          value(machine, event.frame, passed.expression ?? passed.site, passed.value);
        return problem.called(machine, event);
      },
      returned: (machine, event, result) => {
        const counted = problem.returned(machine, event, result);
        value(machine, event.frame, event.site, counted);
        return counted;
      },
      produced: (machine, event, given) => {
        const counted = problem.produced(machine, event, given);
        value(machine, event.frame, event.site, counted);
        return counted;
      },
      written: (machine, event) => {
        value(machine, event.frame, event.expression ?? event.site, event.value);
        return problem.written(machine, event);
      },
    },
    explanation: (view) => explanationOf(context, notes, view),
  };
}

function noteCall(context: ObserverContext, notes: Notes, machine: Machine, event: CallEvent): void {
  const callee = calleeOf(context, machine, event);
  if (callee === undefined) return;
  const span = context.spanOf(event.frame.file, event.site);
  const { purposes } = sinkOfCall(machine, context.lookup, event);
  notes.calls.set(JSON.stringify([span, callee]), { kind: "call", span, callee, purposes });
}

/** undefined for the solver's own small functions, which no text of the program names. */
function calleeOf(
  { spanOf }: ObserverContext,
  machine: Machine,
  event: CallEvent,
): ObservedCallee | undefined {
  const { callee } = event;
  if (callee.kind === "procedure") {
    const procedure = machine.view.factsOf(callee.file)?.procedures[callee.procedure];
    if (procedure === undefined) return undefined;
    return {
      kind: "body",
      name: procedure.name,
      file: callee.file,
      span: spanOf(callee.file, procedure.site),
    };
  }
  if (callee.kind === "class") {
    const { file, facts } = callee.detail;
    return { kind: "body", name: facts.name, file, span: spanOf(file, facts.site) };
  }
  if (callee.kind === "library") {
    const model = modelFor(machine, event, callee);
    const name = callee.path.join(".");
    return model === undefined
      ? { kind: "library", module: callee.module, name }
      : { kind: "model", module: model.module, name: model.name, see: model.see };
  }
  return callee.kind === "unknown" ? { kind: "unknown" } : undefined;
}

function noteValue(
  { spanOf }: ObserverContext,
  { values }: Notes,
  at: { readonly machine: Machine; readonly frame: Frame; readonly site: SiteId },
  value: Value,
): void {
  const span = spanOf(at.frame.file, at.site);
  const key = `${span.start}-${span.end}`;
  const known = values.get(key) ?? { span, labels: new Map<string, ObservedLabel>() };
  values.set(key, known);
  for (const fact of factsWithin(at.machine, at.frame, value, at.site).values()) {
    if (fact.kind !== "value" && fact.kind !== "match") continue;
    const label = labelOf(fact, spanOf);
    const identity = JSON.stringify([label.label, label.chosen, label.released]);
    const before = known.labels.get(identity);
    if (before === undefined || label.trace.length < before.trace.length) known.labels.set(identity, label);
  }
}

function labelOf(fact: FlowFact, spanOf: ObserverContext["spanOf"]): ObservedLabel {
  const trace: TraceStep[] = [];
  for (let step: Step | undefined = fact.trace; step !== undefined; step = step.previous)
    trace.unshift({ kind: step.kind, file: step.file, span: spanOf(step.file, step.site) });
  return { label: fact.label, chosen: fact.kind === "match", released: fact.released, trace };
}

function explanationOf(
  { line, lookup, spanOf }: ObserverContext,
  { calls, values }: Notes,
  view: ProgramView,
): Omit<LineExplanation, "result"> {
  const around = innermost(view.factsOf(line.file)?.procedures ?? [], line, spanOf);
  const isLeftOut = around !== undefined && !view.relevance.enters(line.file, around.id);
  const wasRun = calls.size > 0 || values.size > 0;
  const isModule = around === undefined || around.id === 0;
  const noted: readonly Observation[] = [
    ...calls.values(),
    ...[...values.values()].map(({ span, labels }) => ({
      kind: "value" as const,
      span,
      labels: [...labels.values()],
    })),
  ];
  return {
    purposes: around === undefined ? [] : lookup.purposes.ofProcedure(line.file, around.id),
    within: isModule ? undefined : around.name,
    reached: wasRun ? "run" : isLeftOut ? "left-out" : "not-reached",
    observations: noted.toSorted(
      (left, right) => left.span.start - right.span.start || right.span.end - left.span.end,
    ),
  };
}

/** The smallest procedure that the line begins in; the module where that is no other. */
function innermost(
  procedures: readonly Procedure[],
  { file, span }: ObservedLine,
  spanOf: ObserverContext["spanOf"],
): Procedure | undefined {
  const length = ({ id, site }: Procedure): number => {
    const own = spanOf(file, site);
    return id === 0 ? Number.MAX_SAFE_INTEGER : own.end - own.start;
  };
  const [smallest] = procedures
    .filter(({ id, site }) => {
      const own = spanOf(file, site);
      return id === 0 || (own.start <= span.end && span.end <= own.end);
    })
    .toSorted((left, right) => length(left) - length(right));
  return smallest;
}
