/** What came of each program, kept from one run of `npm run torture` to the next. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
/** @import { Analysed } from "./analysed.mjs" */

const FILE = fileURLToPath(new URL("../node_modules/.cache/purpose-torture/programs.jsonl", import.meta.url));

/** @returns {ReadonlyMap<string, Analysed>} By name; of two runs of one program the later one. */
export function keptFigures() {
  const lines = existsSync(FILE) ? readFileSync(FILE, "utf8").split("\n").filter(Boolean) : [];
  return new Map(
    lines.map((line) => {
      const one = /** @type {Analysed} */ (JSON.parse(line));
      return [one.name, one];
    }),
  );
}

/** @param {Analysed} one */
export function keep(one) {
  mkdirSync(dirname(FILE), { recursive: true });
  appendFileSync(FILE, `${JSON.stringify(one)}\n`);
}

export function forget() {
  rmSync(FILE, { force: true });
}
