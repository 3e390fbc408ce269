/**
 * `npm run torture`: analyses the hostile programs of torture/ and every TypeScript and JavaScript file that is installed
 * in node_modules, one program at a time, in a process with a bounded heap. What came of each program is kept: a
 * later run goes on where this one stopped.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { allPrograms } from "../torture/all-programs.mjs";
import { AnalystProcess } from "../torture/analyst-process.mjs";
import { crashesIn, figuresTable } from "../torture/figures-table.mjs";
import { forget, keep, keptFigures } from "../torture/kept-figures.mjs";
import { root, run } from "./set-up.mjs";
/** @import { TortureProgram } from "../torture/all-programs.mjs" */
/** @import { Group } from "../torture/figures-table.mjs" */

const USAGE = `npm run torture -- [options]
  --only PART    the programs with PART in their name alone ("hostile": the hostile ones)
  --every N      each N-th program alone
  --programs N   so many programs that no earlier run has analysed (default: all that are left)
  --again        also those that an earlier run has analysed
  --fresh        forgets all earlier runs
  --figures      writes the figures of all runs into docs/reliability.md
The programs' figures are kept in node_modules/.cache/purpose-torture.`;
const PAGE = `${root}docs/reliability.md`;
const FIGURES = /(<!-- torture -->\n).*(<!-- \/torture -->)/s;

const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    every: { type: "string", default: "1" },
    programs: { type: "string", default: "Infinity" },
    again: { type: "boolean", default: false },
    fresh: { type: "boolean", default: false },
    figures: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (options.help) console.log(USAGE);
else await torture();

async function torture() {
  if (options.fresh) forget();
  const all = allPrograms();
  const known = keptFigures();
  const asked = all
    .filter(({ name, group }) => options.only === undefined || `${group} ${name}`.includes(options.only))
    .filter((_, index) => index % Number(options.every) === 0)
    .filter(({ name }) => options.again || !known.has(name))
    .slice(0, Number(options.programs));
  if (asked.length > 0) await analyse(asked);

  const table = figuresTable(groupOf(all, "installed"), groupOf(all, "hostile"));
  console.log(table);
  const crashes = crashesIn([...keptFigures().values()]);
  for (const { name, crash } of crashes) console.error(`${name}: ${crash}`);
  if (crashes.length > 0) process.exitCode = 1;
  if (options.figures) writeFigures(table);
}

/** @param {readonly TortureProgram[]} programs */
async function analyse(programs) {
  run("npm", ["run", "build"]);
  const analyst = new AnalystProcess();
  for (const { name } of programs) {
    const one = await analyst.analyse(name);
    keep(one);
    const cut = one.isCut ? ", a bound of work" : "";
    console.log(
      `${name}: ${one.files} files, ${one.expressions} expressions, ${one.seconds.toFixed(1)} s${cut}${one.crash === undefined ? "" : `, crash: ${one.crash}`}`,
    );
  }
  analyst.end();
}

/**
 * @param {readonly TortureProgram[]} all
 * @param {TortureProgram["group"]} group
 * @returns {Group}
 */
function groupOf(all, group) {
  const known = keptFigures();
  const programs = all.filter((one) => one.group === group);
  const analysed = programs.flatMap(({ name }) => known.get(name) ?? []);
  return { programs: programs.length, analysed };
}

/** @param {string} table */
function writeFigures(table) {
  const page = readFileSync(PAGE, "utf8");
  if (!FIGURES.test(page)) throw new Error(`${PAGE} has no place for the figures.`);
  writeFileSync(PAGE, page.replace(FIGURES, `$1\n${table}\n\n$2`));
}
