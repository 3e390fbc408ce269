/**
 * Pipeline stage: leak. Gathers what crosses: one leak for each boundary expression, label and kind, with the shortest
 * trace; where a labelled value and a selection meet at one expression, the leak alone stays (spec, section 6).
 */
import { sourceOf } from "../graph/flow-fact.js";
import type { Leak, LimitNote, Sink, TraceStep } from "../graph/leak.js";
import { callKey, type Passages } from "../graph/passage.js";
import type { SiteSpan } from "../graph/procedure.js";
import type { FileId, SiteId } from "../graph/expression.js";
import { traceOf, tracesFromOrigins, type CrossingPlace, type SiteStep } from "./traces.js";

export interface Crossing extends CrossingPlace {
  readonly sink: Sink;
  readonly way: Leak["way"];
}

interface Gathered {
  shortest: Crossing;
  /** The shortest one from each source. */
  readonly bySource: Map<string, Crossing>;
}

export interface LeakCollector {
  add(crossing: Crossing): void;
  leaks(passages: Passages): readonly Leak[];
}

export function createLeakCollector(spanOf: (file: FileId, site: SiteId) => SiteSpan): LeakCollector {
  const gathered = new Map<string, Gathered>();
  return {
    add: (crossing) => {
      const key = keyOf(crossing, crossing.fact.kind === "match" ? "selection" : "leak");
      const source = sourceOf(crossing.fact.trace);
      const known: Gathered = gathered.get(key) ?? { shortest: crossing, bySource: new Map() };
      const place = callKey(source.file, source.site);
      const before = known.bySource.get(place);
      if (before === undefined || isShorter(crossing, before)) known.bySource.set(place, crossing);
      if (isShorter(crossing, known.shortest)) known.shortest = crossing;
      gathered.set(key, known);
    },
    leaks: (passages) => {
      const leaks = [...gathered.values()]
        .filter(({ shortest }) => shortest.fact.kind !== "match" || !gathered.has(keyOf(shortest, "leak")))
        .map((found) => leakOf(found, passages, spanOf));
      return leaks.sort(inOrder);
    },
  };
}

function isShorter({ fact: { trace } }: Crossing, { fact }: Crossing): boolean {
  return trace.length < fact.trace.length;
}

function keyOf(crossing: Crossing, kind: Leak["kind"]): string {
  return `${kind}|${crossing.fact.label}|${crossing.file}|${String(crossing.site)}`;
}

function leakOf(
  { shortest, bySource }: Gathered,
  passages: Passages,
  spanOf: (file: FileId, site: SiteId) => SiteSpan,
): Leak {
  const { file, site, fact, sink, way } = shortest;
  const inText = (steps: readonly SiteStep[]): readonly TraceStep[] =>
    steps.map((step) => ({ kind: step.kind, file: step.file, span: spanOf(step.file, step.site) }));
  const trace = inText(traceOf(shortest, passages));
  const others = [...bySource.values()].flatMap((crossing) =>
    [traceOf(crossing, passages), ...tracesFromOrigins(crossing, passages)].map(inText),
  );
  return {
    kind: fact.kind === "match" ? "selection" : "leak",
    label: fact.label,
    sink,
    way,
    file,
    span: spanOf(file, site),
    trace,
    furtherSources: bySource.size - 1,
    furtherTraces: throughOtherFiles(trace, others),
  };
}

/** Of further traces those that pass through files which none before them does, shorter ones first. */
function throughOtherFiles(
  trace: readonly TraceStep[],
  others: readonly (readonly TraceStep[])[],
): readonly (readonly TraceStep[])[] {
  const files = new Set(trace.map(({ file }) => file));
  return [...others]
    .sort((left, right) => left.length - right.length || comparePlaces(left, right))
    .filter((steps) => {
      const isNew = steps.some(({ file }) => !files.has(file));
      for (const { file } of steps) files.add(file);
      return isNew;
    });
}

function comparePlaces([left]: readonly TraceStep[], [right]: readonly TraceStep[]): number {
  if (left === undefined || right === undefined) return 0;
  return left.file === right.file ? left.span.start - right.span.start : left.file < right.file ? -1 : 1;
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
