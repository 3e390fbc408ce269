/**
 * Since when each leak has been possible, as text: what `report --since` says where no other form is asked for.
 */
import { HISTORY_NOTE, historyInWords, type LeakHistory } from "../leak-history.js";
import type { ReportedLeak } from "../leak-report.js";
import type { Report } from "../report.js";

export function asHistory({ leaks, history }: Report): string {
  const sorted = leaks.toSorted((left, right) => compare(dateOf(left.history), dateOf(right.history)));
  const cut =
    history?.isShallow === true
      ? [
          "This clone does not have the whole history (git fetch --unshallow gets it): what is older than it is not known.",
        ]
      : [];
  const asOf =
    history === undefined
      ? []
      : [
          `As of ${history.commit.date.slice(0, 10)}, commit ${history.commit.hash.slice(0, 7)}. ${HISTORY_NOTE}`,
        ];
  return [...sorted.map(entry), ...cut, ...asOf].map((part) => `${part}\n`).join("\n");
}

function entry({ place, kind, label, purpose, sink, history }: ReportedLeak): string {
  const what = kind === "selection" ? `what a match of ${label} chose` : label;
  const since = history === undefined ? "since when is not known" : historyInWords(history);
  return `${place.file}:${place.start.line}: ${what} gets into ${purpose} code (${sink})\n  ${since}`;
}

/** What isn't committed comes last. */
function dateOf(history: LeakHistory | undefined): number {
  return history?.kind === "since" ? Date.parse(history.commit.date) : Infinity;
}

function compare(left: number, right: number): number {
  return left === right ? 0 : left - right;
}
