/**
 * Which of the report's leaks are shown.
 */
import type { ReportedLeak } from "../src/report/leak-report.js";
import { goesThrough, type Grain } from "./leak-graph.js";

export interface Filter {
  /** Words that all stand somewhere in a leak: in its message, its steps or its files. */
  readonly text: string;
  /** Empty: any. */
  readonly label: string;
  readonly purpose: string;
  readonly kind: "" | ReportedLeak["kind"];
  /** A node of the map; empty: any. */
  readonly node: string;
}

export const NO_FILTER: Filter = { text: "", label: "", purpose: "", kind: "", node: "" };

export function isShown(leak: ReportedLeak, filter: Filter, grain: Grain): boolean {
  const { text, label, purpose, kind, node } = filter;
  return (
    (label === "" || leak.label === label) &&
    (purpose === "" || leak.purpose === purpose) &&
    (kind === "" || leak.kind === kind) &&
    (node === "" || goesThrough(leak, node, grain)) &&
    hasWords(leak, text)
  );
}

function hasWords({ message, trace }: ReportedLeak, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/);
  const places = trace.flatMap(({ what, place }) => [what, place.file, place.text]);
  const all = [message, ...places].join("\n").toLowerCase();
  return words.every((word) => all.includes(word));
}
