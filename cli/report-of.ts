/**
 * What an analysis found as one report. Its paths are relative to the repository, because that is what those read who
 * show it: code hosts, viewers, people with another checkout.
 */
import { reportLeaks, reportedLimit } from "../src/report/leak-report.js";
import type { Report } from "../src/report/report.js";
import type { Analysis } from "./analyze-projects.js";
import { PACKAGE } from "./package-version.js";
import { shown } from "./paths.js";

export function reportOf({ projects }: Analysis, directory: string): Report {
  const views = projects.map((project) => ({ ...project, view: project.viewFrom(directory) }));
  const limits = views.flatMap(({ result, view }) => result.limits.map((note) => reportedLimit(note, view)));
  const byTsconfig = new Map(projects.map(({ tsconfig, files }) => [tsconfig, files.length]));
  return {
    version: 1,
    tool: PACKAGE,
    projects: [...byTsconfig].map(([path, files]) => ({ tsconfig: shown(directory, path), files })),
    leaks: reportLeaks(views),
    limits: [...new Map(limits.map((limit) => [JSON.stringify(limit), limit])).values()],
  };
}
