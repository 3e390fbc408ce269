/**
 * A campaign's figures as a table: all programs, and by construct those that use it.
 */
import { CONSTRUCTS } from "./constructs.js";
import type { Counts, Outcome } from "./campaign.js";

const COLUMNS = ["programs", "unusable", "leaks", "reports", "missed", "false"] as const;

export function tableOf({ total, byConstruct }: Outcome): string {
  const rows = CONSTRUCTS.flatMap((construct) => {
    const counts = byConstruct[construct];
    return counts === undefined ? [] : [rowOf(construct, counts)];
  });
  const table = [["construct", ...COLUMNS, "false %"], ...rows, rowOf("all", total)];
  return table
    .map(([name = "", ...cells]) => [name.padEnd(16), ...cells.map((cell) => cell.padStart(8))].join(" "))
    .join("\n");
}

function rowOf(name: string, counts: Counts): readonly string[] {
  const share = counts.reports === 0 ? 0 : (100 * counts.false) / counts.reports;
  return [name, ...COLUMNS.map((column) => String(counts[column])), share.toFixed(2)];
}
