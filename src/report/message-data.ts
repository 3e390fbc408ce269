/**
 * Pipeline stage: report. What the placeholders of the messages stand for: a leak's label, source, sink, purpose and
 * trace, in words.
 */
import type { Leak, TraceStep } from "../graph/leak.js";
import type { SourceView } from "./finding.js";
import { placeOf, quotedPlace, traceInShort } from "./trace-text.js";

type MessageData = Readonly<Record<string, string>>;

/** Where a leak's value leaves a file for the last time before it gets into the sink. */
export interface Departure {
  readonly leak: Leak;
  readonly step: TraceStep;
  /** Ordinal of `step` in the leak's trace. */
  readonly index: number;
}

/** For the messages at boundary expressions. */
export function leakData(leak: Leak, view: SourceView): MessageData {
  return {
    label: leak.label,
    source: quotedPlace(sourceOf(leak), view),
    further: furtherSources(leak.furtherSources),
    match: matchOf(leak, view),
    sink: sinkName(leak, view),
    purpose: leak.sink.purpose,
    trace: traceInShort(traceOf(leak), view),
    allowed: allowedPurposes(leak.label, view),
    unseen: unseenBodies(leak, view),
  };
}

/** For the messages where values leave a file; `others`: how many further boundaries they get to from there. */
export function departureData(departure: Departure, others: number, view: SourceView): MessageData {
  const { leak } = departure;
  return {
    ...leakData(leak, view),
    what: whatLeaves(departure),
    boundary: `${placeOf(leak, view)}${others === 0 ? "" : ` (and at ${counted(others, "further place")})`}`,
  };
}

function sourceOf(leak: Leak): Pick<TraceStep, "file" | "span"> {
  return leak.trace[0] ?? leak;
}

/** A trace without steps is a source that is its own boundary. */
function traceOf(leak: Leak): readonly TraceStep[] {
  return leak.trace.length > 0 ? leak.trace : [{ kind: "boundary", file: leak.file, span: leak.span }];
}

/** Code without a name ("", "(anonymous)") that fetches a value itself is named by its file. */
function sinkName({ sink, way, file }: Leak, view: SourceView): string {
  if (sink.name !== "" && !sink.name.startsWith("(")) return sink.name;
  return way === "pull" ? view.relative(file) : "code without a name";
}

function furtherSources(count: number): string {
  return count === 0 ? "" : `, and from ${counted(count, "further source")},`;
}

/** " at src/match.ts:14 (listed.has(phone))": the first match, which made the selection. */
function matchOf(leak: Leak, view: SourceView): string {
  const step = leak.trace.find(({ kind }) => kind === "matched");
  return step === undefined ? "" : ` at ${quotedPlace(step, view)}`;
}

/** " The body of what is called at src/app.ts:7 (keyOf(phone)) was not seen." */
function unseenBodies(leak: Leak, view: SourceView): string {
  const calls = leak.trace.filter(({ kind }) => kind === "unseen").map((step) => quotedPlace(step, view));
  return calls.length === 0 ? "" : ` The body of what is called at ${calls.join(" and ")} was not seen.`;
}

/** From the match on, it is no longer the value itself that goes its way. */
function whatLeaves({ leak, index }: Departure): string {
  const matched = leak.trace.findIndex(({ kind }) => kind === "matched");
  const isChoice = leak.kind === "selection" && matched >= 0 && matched <= index;
  return isChoice ? `What was chosen by matching ${leak.label}` : leak.label;
}

function allowedPurposes(label: string, view: SourceView): string {
  const purposes = view.purposesOf(label);
  return purposes.length === 0 ? "nothing" : purposes.join(", ");
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
