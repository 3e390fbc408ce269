/**
 * What an HTML report needs from the disk: the page that was built, and the lines of the program's files.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { PACKAGE } from "./package-version.js";

export function builtPage(): string {
  const folder = dirname(createRequire(import.meta.url).resolve(`${PACKAGE.name}/package.json`));
  return readFileSync(join(folder, "dist/report-page.html"), "utf8");
}

/** `directory`: what the files are relative to. */
export function linesIn(directory: string): (file: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (file) => {
    const lines = known.get(file) ?? readFileSync(join(directory, file), "utf8").split(/\r?\n/);
    known.set(file, lines);
    return lines;
  };
}
