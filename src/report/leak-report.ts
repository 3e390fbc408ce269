/**
 * Pipeline stage: leak → report. Leaks of one or several programs as plain data with places, texts and messages: what
 * every form of output (terminal, SARIF, JSON, Markdown, …) is made of. It needs no program any more.
 */
import { createHash } from "node:crypto";
import type { Leak, LimitNote, TraceStep } from "../graph/leak.js";
import type { SiteSpan } from "../graph/procedure.js";
import type { FileId } from "../graph/expression.js";
import type { SourceView } from "./finding.js";
import type { LeakHistory } from "./leak-history.js";
import { leakData } from "./message-data.js";
import { FINDING_MESSAGES } from "./messages.js";
import { stepInWords } from "./step-words.js";

/** A line and column as people count them: from 1. */
export interface ReportPosition {
  readonly line: number;
  readonly column: number;
}

/** A stretch of a file's text; `end` is the position after it. */
export interface ReportPlace {
  /** Relative to the report's directory, with slashes. */
  readonly file: string;
  readonly start: ReportPosition;
  readonly end: ReportPosition;
  /** What stands there. */
  readonly text: string;
}

export interface ReportedStep {
  readonly kind: TraceStep["kind"];
  /** What happens there. @example "passed on as an argument" */
  readonly what: string;
  readonly place: ReportPlace;
}

export interface ReportedLeak {
  /** Stays the same while lines move: made of names and texts, not of positions. */
  readonly fingerprint: string;
  readonly kind: Leak["kind"];
  readonly label: string;
  /** What the label may be used for. */
  readonly allowed: readonly string[];
  /** The sink's purpose, which is none of these. */
  readonly purpose: string;
  readonly sink: string;
  readonly way: Leak["way"];
  /** What the lint rule says at the boundary expression. */
  readonly message: string;
  /** The boundary expression. */
  readonly place: ReportPlace;
  /** From the source to the boundary expression. */
  readonly trace: readonly ReportedStep[];
  /** Further sources whose values leave at the same expression. */
  readonly furtherSources: number;
  /** Since when it has been possible, where that was asked for. */
  readonly history?: LeakHistory;
}

/** A bound that cut the search short: what lies behind it was not looked at. */
export interface ReportedLimit {
  readonly limit: string;
  readonly place: ReportPlace;
}

/** Digits of a fingerprint: enough for the leaks of any repository. */
const FINGERPRINT_LENGTH = 32;

/** The leaks as a report tells them, in the order of files and places; each once, though several programs have it. */
export function reportLeaks(
  found: readonly { readonly leaks: readonly Leak[]; readonly view: SourceView }[],
): readonly ReportedLeak[] {
  return mergedLeaks(found.flatMap(({ leaks, view }) => leaks.map((leak) => reportedLeak(leak, view))));
}

/** Each leak once, with its shortest trace. */
export function mergedLeaks(leaks: readonly ReportedLeak[]): readonly ReportedLeak[] {
  const byPlace = new Map<string, ReportedLeak>();
  for (const leak of leaks) {
    const key = JSON.stringify([leak.place, leak.label, leak.kind]);
    const known = byPlace.get(key);
    if (known === undefined || leak.trace.length < known.trace.length) byPlace.set(key, leak);
  }
  return withFingerprints([...byPlace.values()].sort(inOrder));
}

export function reportedLimit({ limit, file, span }: LimitNote, view: SourceView): ReportedLimit {
  return { limit, place: placeIn(file, span, view) };
}

function reportedLeak(leak: Leak, view: SourceView): ReportedLeak {
  const { kind, label, sink, way, file, span, furtherSources } = leak;
  const data = leakData(leak, view);
  return {
    fingerprint: "",
    kind,
    label,
    allowed: view.purposesOf(label),
    purpose: sink.purpose,
    sink: data["sink"] ?? sink.name,
    way,
    message: filled(FINDING_MESSAGES[kind], data),
    place: placeIn(file, span, view),
    trace: leak.trace.map((step) => ({
      kind: step.kind,
      what: stepInWords(step.kind, leak),
      place: placeIn(step.file, step.span, view),
    })),
    furtherSources,
  };
}

export function placeIn(file: FileId, span: SiteSpan, view: SourceView): ReportPlace {
  return {
    file: view.relative(file),
    start: view.positionOf(file, span.start),
    end: view.positionOf(file, span.end),
    text: view.textOf(file, span),
  };
}

/** What ESLint makes of a message and its data. */
function filled(message: string, data: Readonly<Record<string, string>>): string {
  return message.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => data[name] ?? "");
}

/** A leak with what its places' files are called elsewhere. */
export function movedTo(leak: ReportedLeak, nameOf: (file: string) => string): ReportedLeak {
  const moved = (place: ReportPlace): ReportPlace => ({ ...place, file: nameOf(place.file) });
  return {
    ...leak,
    place: moved(leak.place),
    trace: leak.trace.map((step) => ({ ...step, place: moved(step.place) })),
  };
}

/**
 * The leaks with their fingerprints, which depend on what the files are called: relative to the repository. Leaks that
 * are alike in all that a fingerprint is made of are numbered in the order of the text.
 */
export function withFingerprints(leaks: readonly ReportedLeak[]): readonly ReportedLeak[] {
  const seen = new Map<string, number>();
  return leaks.map((leak) => {
    const identity = identityOf(leak);
    const count = seen.get(identity) ?? 0;
    seen.set(identity, count + 1);
    const digest = createHash("sha256").update(`${identity}#${count}`).digest("hex");
    return { ...leak, fingerprint: digest.slice(0, FINGERPRINT_LENGTH) };
  });
}

function identityOf({ kind, label, purpose, sink, way, place, trace }: ReportedLeak): string {
  const [source] = trace;
  const ends = [source?.place ?? place, place].map(({ file, text }) => [file, text.replaceAll(/\s+/g, " ")]);
  return JSON.stringify([kind, label, purpose, sink, way, ends]);
}

/** Not by locale, so that the order is the same everywhere. */
function inOrder(left: ReportedLeak, right: ReportedLeak): number {
  return (
    compare(left.place.file, right.place.file) ||
    left.place.start.line - right.place.start.line ||
    left.place.start.column - right.place.start.column ||
    left.place.end.line - right.place.end.line ||
    left.place.end.column - right.place.end.column ||
    compare(left.label, right.label)
  );
}

function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
