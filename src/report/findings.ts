/**
 * Pipeline stage: leak → report. The findings of one file: each leak whose boundary expression is in it and, where
 * every file is to be told, each place where a value on its way into a sink elsewhere leaves the file.
 */
import type { AnalysisResult, Leak } from "../graph/leak.js";
import type { FileId } from "../graph/expression.js";
import type { Finding, FindingsRequest, SourceView } from "./finding.js";
import { departureData, leakData, type Departure } from "./message-data.js";

/** The findings of `file`, in the order of its text. */
export function findingsOf(
  result: AnalysisResult,
  file: FileId,
  request: FindingsRequest,
): readonly Finding[] {
  const boundaries = result.leaks
    .filter((leak) => leak.file === file)
    .map((leak) => boundaryFinding(leak, request));
  const departures = request.reportAt === "every-file" ? departureFindings(result.leaks, file, request) : [];
  return [...boundaries, ...departures].sort(byPlace);
}

function boundaryFinding(leak: Leak, view: SourceView): Finding {
  const { start, end } = leak.span;
  return { messageId: leak.kind, start, end, data: leakData(leak, view), leak };
}

/** One finding for each label and place at which values leave `file`; it tells the leak with the shortest trace. */
function departureFindings(leaks: readonly Leak[], file: FileId, view: SourceView): readonly Finding[] {
  const groups = new Map<string, Departure[]>();
  for (const departure of leaks.flatMap((leak) => departureFrom(leak, file))) {
    const { leak, step } = departure;
    const key = `${leak.label} ${step.span.start} ${step.span.end}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [departure]);
    else group.push(departure);
  }
  return Array.from(groups.values(), (group) => departureFinding(group, view));
}

/** `file`'s last step in the first trace of a leak elsewhere that passes through it. */
function departureFrom(leak: Leak, file: FileId): readonly Departure[] {
  if (leak.file === file) return [];
  for (const trace of [leak.trace, ...leak.furtherTraces]) {
    const index = trace.findLastIndex((step) => step.file === file);
    const step = trace[index];
    if (step !== undefined) return [{ leak: { ...leak, trace }, step, index }];
  }
  return [];
}

function departureFinding(group: readonly Departure[], view: SourceView): Finding {
  const told = group.reduce((best, other) => (byTelling(other, best) < 0 ? other : best));
  const { leak, step } = told;
  return {
    messageId: leak.trace[0]?.file === step.file ? "origin" : "via",
    start: step.span.start,
    end: step.span.end,
    data: departureData(told, boundaryCount(group) - 1, view),
    leak,
  };
}

function boundaryCount(group: readonly Departure[]): number {
  return new Set(group.map(({ leak }) => `${leak.file} ${leak.span.start} ${leak.span.end}`)).size;
}

/** The value itself before what a match of it chose, then the shorter trace, then the place. */
function byTelling(left: Departure, right: Departure): number {
  return (
    Number(left.leak.kind === "selection") - Number(right.leak.kind === "selection") ||
    left.leak.trace.length - right.leak.trace.length ||
    compare(left.leak.file, right.leak.file) ||
    left.leak.span.start - right.leak.span.start
  );
}

function byPlace(left: Finding, right: Finding): number {
  return (
    left.start - right.start ||
    left.end - right.end ||
    compare(left.messageId, right.messageId) ||
    compare(left.data["label"] ?? "", right.data["label"] ?? "")
  );
}

/** Not by locale, so that the order is the same everywhere. */
function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
