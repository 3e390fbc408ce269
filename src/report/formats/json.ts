/**
 * A report as JSON: its plain data as they are (report.schema.json).
 */
import type { Report } from "../report.js";

export function asJson(report: Report): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
