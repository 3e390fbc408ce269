/**
 * `npm run torture`: analyses every TypeScript and JavaScript file that is installed in node_modules, and the hostile
 * programs of torture/, and writes into docs/reliability.md what came of it. A package's name as an argument
 * (`npm run torture -- eslint`) takes the files of that package alone, and writes nothing.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { analysed } from "../torture/analysed.mjs";
import { HOSTILE_PROGRAMS, textsOf } from "../torture/hostile-programs.mjs";
import { analyzeInstalledFiles } from "../torture/installed-files.mjs";
import { programOf } from "../torture/programs-in-memory.mjs";
import { root, run } from "./set-up.mjs";
/** @import { Analysed } from "../torture/analysed.mjs" */

const PAGE = `${root}docs/reliability.md`;
const FIGURES = /(<!-- torture -->\n).*(<!-- \/torture -->)/s;

const [asked] = process.argv.slice(2);
run("npm", ["run", "build"]);
/** @type {typeof import("../src/index.js")} */
const { analyzeProgram } = await import(`${root}dist/src/index.js`);
const installed = analyzeInstalledFiles(analyzeProgram, `${root}node_modules`, asked);
const hostile = (asked === undefined ? HOSTILE_PROGRAMS : []).map((one) =>
  analysed(analyzeProgram, one.name, programOf(textsOf(one))),
);
const crashes = [...installed, ...hostile].filter(({ crash }) => crash !== undefined);
const table = [
  "|                                   | node_modules | hostile programs |",
  "| --------------------------------- | -----------: | ---------------: |",
  row("programs", (all) => all.length),
  row("files", (all) => sum(all, ({ files }) => files)),
  row("lines", (all) => sum(all, ({ lines }) => lines)),
  row("crashes", (all) => all.filter(({ crash }) => crash !== undefined).length),
  row("expressions run", (all) => sum(all, ({ expressions }) => expressions)),
  row("most for one program", (all) => most(all, ({ expressions }) => expressions)),
  row("programs that hit a bound of work", (all) => all.filter(({ isCut }) => isCut).length),
  row("longest, in seconds", (all) => Math.ceil(most(all, ({ seconds }) => seconds))),
].join("\n");

console.log(table);
for (const { name, crash } of crashes) console.error(`${name}: ${crash}`);
if (crashes.length > 0) process.exitCode = 1;
else if (asked === undefined) writeFigures();

/**
 * @param {string} title
 * @param {(all: readonly Analysed[]) => number} figure
 */
function row(title, figure) {
  const cells = [installed, hostile].map((all) => figure(all).toLocaleString("en"));
  return `| ${title.padEnd(33)} | ${(cells[0] ?? "").padStart(12)} | ${(cells[1] ?? "").padStart(16)} |`;
}

/**
 * @param {readonly Analysed[]} all
 * @param {(one: Analysed) => number} figure
 */
function sum(all, figure) {
  return all.reduce((total, one) => total + figure(one), 0);
}

/**
 * @param {readonly Analysed[]} all
 * @param {(one: Analysed) => number} figure
 */
function most(all, figure) {
  return all.reduce((greatest, one) => Math.max(greatest, figure(one)), 0);
}

function writeFigures() {
  const page = readFileSync(PAGE, "utf8");
  if (!FIGURES.test(page)) throw new Error(`${PAGE} has no place for the figures.`);
  writeFileSync(PAGE, page.replace(FIGURES, `$1\n${table}\n\n$2`));
}
