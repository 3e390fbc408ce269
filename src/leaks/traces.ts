/**
 * Pipeline stage: leak. The steps of a trace: those of the value itself, and between them those by which an object that
 * carries it gets from file to file.
 */
import type { FileId, SiteId } from "../graph/expression.js";
import { sourceOf, type FlowFact, type Step } from "../graph/flow-fact.js";
import type { TraceStep } from "../graph/leak.js";
import { isModelCode } from "../graph/model-code.js";
import type { Passage, Passages } from "../graph/passage.js";

/** A step of a trace, by its site. */
export interface SiteStep {
  readonly kind: TraceStep["kind"];
  readonly file: FileId;
  readonly site: SiteId;
}

/** Where a fact crosses into a sink. */
export interface CrossingPlace {
  readonly file: FileId;
  readonly site: SiteId;
  readonly fact: FlowFact;
  /** The calls that led there, as `callKey` names them. */
  readonly calls: ReadonlySet<string>;
}

/** From the source to the boundary expression, which is the last step. */
export function traceOf(crossing: CrossingPlace, passages: Passages): readonly SiteStep[] {
  const steps = [...stepsOf(crossing.fact.trace), boundaryOf(crossing)];
  return withPassages(steps, crossing, passages.of(crossing.fact));
}

/** The traces that begin further back: where the objects come from that the source is read of. */
export function tracesFromOrigins(
  crossing: CrossingPlace,
  passages: Passages,
): readonly (readonly SiteStep[])[] {
  const { fact } = crossing;
  const [, ...afterRead] = stepsOf(fact.trace);
  const { file, site } = sourceOf(fact.trace);
  const steps: readonly SiteStep[] = [{ kind: "read", file, site }, ...afterRead, boundaryOf(crossing)];
  return passages
    .originsOf(fact)
    .map((origin) =>
      withPassages([...stepsOf(origin.trace), ...steps], crossing, [
        ...passages.of(origin),
        ...passages.of(fact),
      ]),
    );
}

function boundaryOf({ file, site }: CrossingPlace): SiteStep {
  return { kind: "boundary", file, site };
}

function withPassages(
  steps: readonly SiteStep[],
  { calls }: CrossingPlace,
  passages: readonly Passage[],
): readonly SiteStep[] {
  if (passages.length === 0) return steps;
  const isAround = ({ call }: Passage): number => Number(calls.has(call));
  const preferred = [...passages].sort((left, right) => isAround(right) - isAround(left));
  return steps.flatMap((step, index) => {
    const next = steps[index + 1];
    if (next === undefined || next.file === step.file) return [step];
    return [step, ...between(step, next.file, preferred)];
  });
}

function stepsOf(trace: Step): readonly SiteStep[] {
  const steps: SiteStep[] = [];
  for (let step: Step | undefined = trace; step !== undefined; step = step.previous)
    if (!isModelCode(step.file)) steps.push({ kind: step.kind, file: step.file, site: step.site });
  return steps.reverse();
}

/** The fewest passages that lead from the step's file to another one, but for the one that the step itself is. */
function between(step: SiteStep, to: FileId, passages: readonly Passage[]): readonly SiteStep[] {
  const reached = new Map<FileId, readonly Passage[]>([[step.file, []]]);
  for (const [file, way] of reached) {
    if (file === to) break;
    for (const passage of passages)
      if (passage.from === file && !reached.has(passage.to)) reached.set(passage.to, [...way, passage]);
  }
  const way = reached.get(to) ?? [];
  const [first] = way;
  const isFirst = passages.some(
    ({ from, site, to: next }) => from === step.file && site === step.site && next === first?.to,
  );
  return (isFirst ? way.slice(1) : way).map(({ kind, from, site }) => ({ kind, file: from, site }));
}
