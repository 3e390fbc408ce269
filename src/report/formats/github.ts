/**
 * A report as commands of GitHub Actions, which shows them at the lines of a pull request
 * (https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message).
 */
import type { ReportedLeak } from "../leak-report.js";
import type { Report } from "../report.js";

export function asGithubAnnotations({ leaks }: Report): string {
  return leaks.map((leak) => `${annotation(leak)}\n`).join("");
}

function annotation({ label, purpose, place, message }: ReportedLeak): string {
  const { file, start, end } = place;
  // Columns are only taken where the place is on one line.
  const columns = start.line === end.line ? { col: start.column, endColumn: end.column } : {};
  const properties = {
    file,
    line: start.line,
    endLine: end.line,
    ...columns,
    title: `${label} in ${purpose} code`,
  };
  const written = Object.entries(properties).map(
    ([name, value]) => `${name}=${escapedProperty(String(value))}`,
  );
  return `::error ${written.join(",")}::${escaped(message)}`;
}

function escaped(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
