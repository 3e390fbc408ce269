/**
 * What an HTML report needs from the disk: the page that was built, and the lines of the program's files.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { ReportPlace } from "../src/report/leak-report.js";
import { placeAlone } from "./code-frame.js";
import { PACKAGE } from "./package-version.js";

export function builtPage(): string {
  const folder = dirname(createRequire(import.meta.url).resolve(`${PACKAGE.name}/package.json`));
  return readFileSync(join(folder, "dist/report-page.html"), "utf8");
}

/** `directory`: what the files are relative to. */
export function linesIn(directory: string): (place: ReportPlace) => readonly string[] {
  const known = new Map<string, readonly string[] | undefined>();
  return (place) => {
    const path = join(directory, place.file);
    if (!known.has(path)) known.set(path, existsSync(path) ? linesOf(readFileSync(path, "utf8")) : undefined);
    return known.get(path) ?? linesOf(placeAlone(place));
  };
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/);
}
