/**
 * Pipeline stage: report. The reports of several packages as one: what several of them tell, it tells once.
 */
import { mergedLeaks } from "./leak-report.js";
import type { Report } from "./report.js";

/** In the order of the reports, the first of which says what the tool is. */
export function mergedReports(reports: readonly Report[]): Report {
  const [first] = reports;
  if (first === undefined) throw new Error("There is no report to be merged.");
  const limits = reports.flatMap((report) => report.limits);
  return {
    version: first.version,
    tool: first.tool,
    projects: reports.flatMap(({ projects }) => projects),
    leaks: mergedLeaks(reports.flatMap(({ leaks }) => leaks)),
    limits: [...new Map(limits.map((limit) => [JSON.stringify(limit), limit])).values()],
  };
}
