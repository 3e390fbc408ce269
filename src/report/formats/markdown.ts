/**
 * A report as Markdown for a pull request: a line for each leak, and its trace to unfold.
 */
import { historyInWords } from "../leak-history.js";
import type { ReportedLeak, ReportPlace } from "../leak-report.js";
import type { Report } from "../report.js";
import { placesOfTrace } from "../trace-places.js";

export function asMarkdown({ leaks, limits, projects }: Report): string {
  const files = projects.reduce((sum, project) => sum + project.files, 0);
  const parts = [
    leaks.length === 0
      ? `### No leaks\n\n${files} files checked.`
      : `### ${leaks.length} ${leaks.length === 1 ? "leak" : "leaks"}\n\n${overview(leaks)}`,
    ...leaks.map(details),
    ...(limits.length === 0
      ? []
      : [
          `**Not followed further** than these places, so leaks behind them may be missed: ${limits
            .map(({ limit, place }) => `${code(positionOf(place))} (${escaped(limit)})`)
            .join(", ")}.`,
        ]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function overview(leaks: readonly ReportedLeak[]): string {
  const rows = leaks.map((leak, index) => {
    const { label, kind, purpose, sink, place } = leak;
    const what = kind === "selection" ? `chosen by matching ${code(label)}` : code(label);
    return `| ${index + 1} | ${what} | ${escaped(purpose)} | ${inCell(code(sink))} | ${inCell(code(positionOf(place)))} |`;
  });
  return ["| | what | gets into | of | at |", "| -: | - | - | - | - |", ...rows].join("\n");
}

function details(leak: ReportedLeak, index: number): string {
  const steps = placesOfTrace(leak.trace).map(
    ({ what, place }, step) =>
      `${step + 1}. ${code(positionOf(place))} ${escaped(what)}: ${code(shortened(place.text))}`,
  );
  const { label, allowed, history } = leak;
  const policy = `${code(label)} may be used for: ${allowed.length === 0 ? "nothing" : allowed.map(escaped).join(", ")}.`;
  const summary = `<summary>${index + 1}. ${htmlEscaped(positionOf(leak.place))}</summary>`;
  const since = history === undefined ? "" : `\n\nPossible ${escaped(historyInWords(history))}.`;
  return `<details>\n${summary}\n\n${steps.join("\n")}\n\n${policy}${since}\n\n</details>`;
}

function positionOf({ file, start }: ReportPlace): string {
  return `${file}:${start.line}`;
}

/** Longest text of a step: one line of a comment. */
const QUOTED_LENGTH = 80;

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length <= QUOTED_LENGTH ? line : `${line.slice(0, QUOTED_LENGTH - 1)}…`;
}

/** In a table, a bar would end the cell, even within code. */
function inCell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function code(text: string): string {
  const fence = "`".repeat(longestRun(text) + 1);
  const padding = /^`|`$/.test(text) ? " " : "";
  const line = text.replaceAll(/\s+/g, " ");
  return `${fence}${padding}${line}${padding}${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>|#]/g, "\\$&");
}

function htmlEscaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
