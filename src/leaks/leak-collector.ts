/**
 * Pipeline stage: leak. Gathers what crosses: one leak for each boundary expression, label and kind, with the shortest
 * trace; where a labelled value and a selection meet at one expression, the leak alone stays (spec, section 6).
 */
import { sourceOf, type FlowFact, type Step } from "../graph/flow-fact.js";
import { isModelCode } from "../graph/model-code.js";
import type { Leak, LimitNote, Sink, TraceStep } from "../graph/leak.js";
import type { SiteSpan } from "../graph/procedure.js";
import type { FileId, SiteId } from "../graph/expression.js";

export interface Crossing {
  readonly file: FileId;
  readonly site: SiteId;
  readonly fact: FlowFact;
  readonly sink: Sink;
  readonly way: Leak["way"];
}

interface Gathered {
  shortest: Crossing;
  readonly sources: Set<string>;
}

export interface LeakCollector {
  add(crossing: Crossing): void;
  leaks(): readonly Leak[];
}

export function createLeakCollector(spanOf: (file: FileId, site: SiteId) => SiteSpan): LeakCollector {
  const gathered = new Map<string, Gathered>();
  return {
    add: (crossing) => {
      const key = keyOf(crossing, crossing.fact.kind === "match" ? "selection" : "leak");
      const source = sourceOf(crossing.fact.trace);
      const known = gathered.get(key) ?? { shortest: crossing, sources: new Set() };
      known.sources.add(`${source.file}#${String(source.site)}`);
      if (crossing.fact.trace.length < known.shortest.fact.trace.length) known.shortest = crossing;
      gathered.set(key, known);
    },
    leaks: () => {
      const leaks = [...gathered.values()]
        .filter(({ shortest }) => shortest.fact.kind !== "match" || !gathered.has(keyOf(shortest, "leak")))
        .map((found) => leakOf(found, spanOf));
      return leaks.sort(inOrder);
    },
  };
}

function keyOf(crossing: Crossing, kind: Leak["kind"]): string {
  return `${kind}|${crossing.fact.label}|${crossing.file}|${String(crossing.site)}`;
}

function leakOf({ shortest, sources }: Gathered, spanOf: (file: FileId, site: SiteId) => SiteSpan): Leak {
  const { file, site, fact, sink, way } = shortest;
  const span = spanOf(file, site);
  const steps = stepsOf(fact.trace).map(({ kind, file: at, site: place }): TraceStep => ({
    kind,
    file: at,
    span: spanOf(at, place),
  }));
  return {
    kind: fact.kind === "match" ? "selection" : "leak",
    label: fact.label,
    sink,
    way,
    file,
    span,
    trace: [...steps, { kind: "boundary", file, span }],
    furtherSources: sources.size - 1,
  };
}

function stepsOf(trace: Step): Step[] {
  const steps: Step[] = [];
  for (let step: Step | undefined = trace; step !== undefined; step = step.previous)
    if (!isModelCode(step.file)) steps.push(step);
  return steps.reverse();
}

/** By file and place, so that the order never depends on the order of the analysis. */
function inOrder(left: Leak, right: Leak): number {
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return (
    left.span.start - right.span.start ||
    left.span.end - right.span.end ||
    (left.label < right.label ? -1 : 1)
  );
}

export function limitNotes(
  limits: Iterable<{ readonly limit: string; readonly file: FileId; readonly site: SiteId }>,
  spanOf: (file: FileId, site: SiteId) => SiteSpan,
): readonly LimitNote[] {
  return [...limits].map(({ limit, file, site }) => ({ limit, file, span: spanOf(file, site) }));
}
