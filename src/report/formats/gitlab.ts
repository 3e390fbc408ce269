/**
 * A report as GitLab shows it in merge requests: a code quality report
 * (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format).
 */
import type { Report } from "../report.js";

export function asGitlabCodeQuality({ leaks }: Report): string {
  const issues = leaks.map(({ message, fingerprint, place }) => ({
    type: "issue",
    check_name: "purpose/no-leak",
    description: message,
    categories: ["Security"],
    severity: "critical",
    fingerprint,
    location: {
      path: place.file,
      positions: { begin: place.start, end: place.end },
      lines: { begin: place.start.line, end: place.end.line },
    },
  }));
  return `${JSON.stringify(issues, undefined, 2)}\n`;
}
