/**
 * How the page puts things.
 */
import type { ReportedLeak } from "../src/report/leak-report.js";

/** @example counted(2, "leak") // "2 leaks" */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** @example listed(["a", "b", "c"]) // "a, b and c" */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}

export function titleOf({ kind, label, purpose }: ReportedLeak): string {
  const what = kind === "selection" ? `What a match of ${label} chose` : label;
  return `${what} gets into ${purpose} code`;
}

export function policyOf({ label, allowed }: ReportedLeak): string {
  return `${label} may be used for ${allowed.length === 0 ? "nothing" : listed(allowed)}.`;
}
