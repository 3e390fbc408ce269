/**
 * Pipeline stage: report. All that a report tells, as plain data; the files in formats/ write it down.
 */
import type { HistoryState } from "./leak-history.js";
import type { ReportedLeak, ReportedLimit } from "./leak-report.js";

export interface Report {
  /** Of this form. It changes where something that was there goes away or means something else. */
  readonly version: 1;
  readonly tool: { readonly name: string; readonly version: string };
  readonly projects: readonly ReportedProject[];
  readonly leaks: readonly ReportedLeak[];
  /** Where the search was cut short: leaks behind these places may be missed. */
  readonly limits: readonly ReportedLimit[];
  /** What the leaks' histories go by, where they were asked for. */
  readonly history?: HistoryState;
}

interface ReportedProject {
  /** The tsconfig.json, relative to the report's directory. */
  readonly tsconfig: string;
  /** How many files of its own were analysed. */
  readonly files: number;
}
