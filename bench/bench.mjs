/**
 * `npm run bench`: what the plugin costs where it is used, as ratios of things measured in one run. See docs/performance.md.
 *
 *   --lines 10000,100000   sizes of generated programs
 *   --sinks few,many       their mixes
 *   --leaks yes,no
 *   --project path         a code base (folder or tsconfig file) in place of the sample and generated programs
 *   --rounds 3             runs of each command, of which the least counts
 *   --write                keeps the figures in bench/results.json, and fills docs/performance.md with them
 */
import { parseArgs } from "node:util";
import { run } from "../scripts/set-up.mjs";
import { projectAt, sampleProgram, writtenProgram } from "./programs.mjs";
import { ruleShare } from "./rule-share.mjs";
import { machine, Tables } from "./tables.mjs";
/** @import { BenchProgram, Usage } from "./eslint-run.mjs" */

const { values } = parseArgs({
  options: {
    lines: { type: "string", default: "10000,100000" },
    sinks: { type: "string", default: "few,many" },
    leaks: { type: "string", default: "yes,no" },
    project: { type: "string", multiple: true, default: [] },
    rounds: { type: "string", default: "3" },
    write: { type: "boolean", default: false },
  },
});

run("npm", ["run", "build"]);
console.log(`\n${machine()}`);
const tables = new Tables();
for (const program of programs()) measureShare(program);
if (values.write) await tables.write();

/** @returns {Generator<BenchProgram>} */
function* programs() {
  if (values.project.length > 0) {
    yield* values.project.map(projectAt);
    return;
  }
  yield sampleProgram();
  for (const lines of values.lines.split(",").map(Number))
    for (const sinks of /** @type {("few" | "many")[]} */ (values.sinks.split(",")))
      for (const leaks of values.leaks.split(","))
        yield writtenProgram({ lines, sinks, leaks: leaks === "yes" });
}

/** @param {BenchProgram} program */
function measureShare(program) {
  const { share, counters } = ruleShare(program, Number(values.rounds), ["no-leak", "recommended"]);
  const { base, ratios, found } = share;
  const ratio = (/** @type {string} */ rules, /** @type {keyof Usage} */ what) =>
    ratios[rules]?.[what].toFixed(2) ?? "";
  tables.add(
    "share",
    [
      "program",
      "base, s",
      "base, MB",
      "no-leak: time",
      "CPU",
      "memory",
      "recommended: time",
      "CPU",
      "memory",
      "leaks found",
    ],
    [
      program.name,
      (base.wall / 1000).toFixed(1),
      base.memory.toFixed(0),
      ...["no-leak", "recommended"].flatMap((rules) => [
        ratio(rules, "wall"),
        ratio(rules, "cpu"),
        ratio(rules, "memory"),
      ]),
      found,
    ],
  );
  for (const line of counters) console.log(`  ${line}`);
}
