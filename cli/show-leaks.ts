/**
 * Leaks as a terminal shows them: what gets where, then each step of the trace with its line of code.
 */
import type { ReportedLeak, ReportedStep, ReportPlace } from "../src/report/leak-report.js";
import { placesOfTrace } from "../src/report/trace-places.js";
import { createFrames, type Frames } from "./code-frame.js";
import { colorsFor, type Terminal } from "./terminal.js";

type Colors = ReturnType<typeof colorsFor>;

/** `directory`: what the report's files are relative to. */
export function leaksAsText(
  leaks: readonly ReportedLeak[],
  terminal: Terminal,
  directory = terminal.cwd,
): string {
  const colors = colorsFor(terminal, terminal.out);
  const frames = createFrames(directory, colors.isColorSupported);
  return leaks.map((leak) => `${leakAsText(leak, colors, frames)}\n`).join("\n");
}

function leakAsText(leak: ReportedLeak, colors: Colors, frames: Frames): string {
  const { label, purpose, sink, kind, allowed, furtherSources } = leak;
  const what = kind === "selection" ? `What a match of ${label} chose` : label;
  const title = `${colors.red("✖")} ${colors.bold(`${what} gets into ${purpose} code`)} (${sink})`;
  const policy = `${label} may be used for: ${allowed.length === 0 ? "nothing" : allowed.join(", ")}.`;
  const further = furtherSources === 0 ? "" : ` Further sources that get there: ${furtherSources}.`;
  return [
    `${colors.cyan(positionOf(leak.place))}  ${title}`,
    colors.dim(`  ${policy}${further}`),
    "",
    traceAsText(leak, colors, frames),
  ].join("\n");
}

/** The steps of a trace, each with its line of code. */
export function traceAsText({ trace }: ReportedLeak, colors: Colors, frames: Frames): string {
  return placesOfTrace(trace)
    .map((step, index) => stepAsText(step, `${index + 1}.`, colors, frames))
    .join("\n");
}

function stepAsText({ place, what }: ReportedStep, number: string, colors: Colors, frames: Frames): string {
  const head = `  ${number} ${what}  ${colors.cyan(positionOf(place))}`;
  return `${head}\n${indented(frames.frame(place), "     ")}`;
}

/** @example "src/accounts.ts:12:5": editors and terminals open it. */
export function positionOf({ file, start }: ReportPlace): string {
  return `${file}:${start.line}:${start.column}`;
}

function indented(text: string, by: string): string {
  return text
    .split("\n")
    .map((line) => `${by}${line}`)
    .join("\n");
}
