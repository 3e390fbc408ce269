/**
 * Pipeline stage: report. Places and traces as short text that a reader can find in the program.
 */
import type { TraceStep } from "../graph/leak.js";
import type { SourceView } from "./finding.js";

type Place = Pick<TraceStep, "file" | "span">;

/** Longest text of an expression that a message quotes: one glance, on one line. */
const QUOTED_LENGTH = 60;

/**
 * Most places of a trace that a message shows; of a longer one the middle is counted instead. The source and the sink
 * are at its ends, and a terminal's line holds about so many.
 */
const SHOWN_PLACES = 12;

/** @example "src/accounts.ts:12" */
export function placeOf(place: Place, view: SourceView): string {
  return `${view.relative(place.file)}:${lineOf(place, view)}`;
}

/** @example "src/accounts.ts:12 (account.securityPhone)" */
export function quotedPlace(place: Place, view: SourceView): string {
  return `${placeOf(place, view)} (${quote(view.textOf(place.file, place.span))})`;
}

/**
 * The lines that a trace goes through, each once in a row; the file is named where it changes.
 *
 * @example "src/accounts.ts:12 → src/sync.ts:8, 15 → src/audience.ts:30"
 */
export function traceInShort(trace: readonly TraceStep[], view: SourceView): string {
  const places = linesOf(trace, view);
  if (places.length <= SHOWN_PLACES) return joined(places);
  const half = SHOWN_PLACES / 2;
  const left = places.length - SHOWN_PLACES;
  return `${joined(places.slice(0, half))} → … ${left} more … → ${joined(places.slice(-half))}`;
}

/** What `traceInShort` has written, read back from a message: its lines, without those that it has only counted. */
export function linesOfShortTrace(message: string): readonly Line[] {
  const [, trace] = /Trace: (.*?)\. \S+ may be used for: /s.exec(message) ?? [];
  const parts = (trace ?? "").split(/ → (?:… \d+ more … → )?/);
  return parts.flatMap((part) => {
    const [, file, lines] = /^(.*):(\d+(?:, \d+)*)$/.exec(part) ?? [];
    return file === undefined || lines === undefined
      ? []
      : lines.split(", ").map((line) => ({ file, line: Number(line) }));
  });
}

interface Line {
  readonly file: string;
  readonly line: number;
}

function linesOf(trace: readonly TraceStep[], view: SourceView): readonly Line[] {
  const lines = trace.map((step) => ({ file: view.relative(step.file), line: lineOf(step, view) }));
  return lines.filter(({ file, line }, index) => {
    const before = lines[index - 1];
    return before?.file !== file || before.line !== line;
  });
}

function joined(lines: readonly Line[]): string {
  return lines
    .map(({ file, line }, index) => {
      if (lines[index - 1]?.file === file) return `, ${line}`;
      return `${index === 0 ? "" : " → "}${file}:${line}`;
    })
    .join("");
}

function lineOf({ file, span }: Place, view: SourceView): number {
  return view.positionOf(file, span.start).line;
}

/** Program text on one line. */
function quote(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length <= QUOTED_LENGTH ? line : `${line.slice(0, QUOTED_LENGTH - 1)}…`;
}
