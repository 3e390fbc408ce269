/**
 * A report as one HTML page that needs nothing else: the page that was built of page/, with the report's data and the
 * lines of code around each step put into it.
 */
import type { ReportPlace } from "../leak-report.js";
import type { Report } from "../report.js";

/** What the page is made of: page/ reads it. */
export interface PageData {
  readonly report: Report;
  /** Lines of code by file and number, as far as the page shows them. */
  readonly excerpts: Readonly<Record<string, Readonly<Record<number, string>>>>;
}

/** Where the page that was built has its data. */
const DATA = "%DATA%";
/** Lines that a reader needs around a step to see where he is. */
export const LINES_AROUND = 2;
/** Lines of a long expression that are shown: the beginning is what a reader looks for. */
export const LINES_OF_STEP = 8;

/** Gives the lines of a place's file, at least those of the place. */
type LinesOf = (place: ReportPlace) => readonly string[];

/** `page`: what was built of page/. */
export function asHtml(report: Report, page: string, linesOf: LinesOf): string {
  const places = report.leaks.flatMap(({ trace }) => trace.map(({ place }) => place));
  const data: PageData = { report, excerpts: excerptsOf(places, linesOf) };
  return page.replace(DATA, () => scriptSafe(JSON.stringify(data)));
}

function excerptsOf(places: readonly ReportPlace[], linesOf: LinesOf): PageData["excerpts"] {
  const excerpts: Record<string, Record<number, string>> = {};
  for (const place of places) {
    const lines = linesOf(place);
    const excerpt = (excerpts[place.file] ??= {});
    const last = Math.min(place.end.line, place.start.line + LINES_OF_STEP) + LINES_AROUND;
    for (let line = Math.max(1, place.start.line - LINES_AROUND); line <= last; line += 1) {
      const text = lines[line - 1];
      if (text !== undefined) excerpt[line] = text;
    }
  }
  return excerpts;
}

/** JSON that ends no script element and opens no comment in it, whatever the program's text says. */
function scriptSafe(json: string): string {
  return json.replaceAll("<", String.raw`\u003c`);
}
