/**
 * The files that `summarize` leaves in a package: its flow summary, for the packages that depend on it, and its report, for
 * `check --workspace`. They are build artefacts: a task runner keeps them, and nobody commits them.
 */
import type { SummarizedAnalysis } from "../src/index.js";
import { shown } from "./paths.js";
import { colorsFor, type Terminal } from "./terminal.js";

export const SUMMARY_FOLDER = ".purpose";
export const SUMMARY_FILE = `${SUMMARY_FOLDER}/flow-summary`;
export const REPORT_FILE = `${SUMMARY_FOLDER}/report.json`;

/** Which summaries are not used: one line for each. */
export function tellNotes(terminal: Terminal, { notes }: SummarizedAnalysis): void {
  const colors = colorsFor(terminal, terminal.err);
  for (const { folder, reason } of notes) {
    const path = shown(terminal.cwd, `${folder}/${SUMMARY_FILE}`);
    terminal.err.write(
      `${colors.yellow("warning")} ${path} is not used: ${reason}. The package's sources are, or its declared types where they are missing; \`eslint-plugin-purpose summarize\` there makes it anew.\n`,
    );
  }
}
