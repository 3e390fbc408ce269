/**
 * `npm run bench`: what the plugin costs where it is used, as ratios of things measured in one run. See docs/performance.md.
 *
 *   --only share,growth,keystroke,editor-memory,single   what is measured; all of it by default
 *   --lines 10000,100000    sizes of the generated programs
 *   --sinks few,many        their mixes
 *   --leaks yes,no
 *   --project path          a code base (folder or tsconfig file) in place of the sample and generated programs
 *   --rounds 3              runs of each command, of which the least counts
 *   --edits 40              keystrokes that are timed in each kind of file
 *   --profile               prints where the time goes, and the dearest questions to the type checker
 *   --write                 keeps the figures in bench/results.json, and fills docs/performance.md with them
 */
import { parseArgs } from "node:util";
import { run } from "../scripts/set-up.mjs";
import { measureEditorMemory } from "./editor-memory.mjs";
import { measureGrowth, measureKeystrokes, measureShare, measureSingleFile } from "./measurements.mjs";
import { projectAt, sampleProgram, writtenProgram } from "./programs.mjs";
import { machine, Tables } from "./tables.mjs";
/** @import { BenchProgram } from "./eslint-run.mjs" */

/** Edits after which memory is looked at again. */
const MANY_EDITS = 500;
/** Of the generated programs, the one whose documents are edited has as many lines as that, or as is asked for. */
const EDITED_LINES = 100_000;
const SMALL_LINES = 2_000;

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "share,growth,keystroke,editor-memory,single" },
    lines: { type: "string", default: "10000,100000" },
    sinks: { type: "string", default: "few,many" },
    leaks: { type: "string", default: "yes,no" },
    project: { type: "string", multiple: true, default: [] },
    rounds: { type: "string", default: "3" },
    edits: { type: "string", default: "40" },
    profile: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});

run("npm", ["run", "build"]);
console.log(`\n${machine()}`);
const tables = new Tables();
const parts = new Set(values.only.split(","));
for (const program of programs()) {
  if (parts.has("share")) measureShare(tables, program, Number(values.rounds));
  if (parts.has("growth")) measureGrowth(tables, program, values.profile);
}
if (parts.has("keystroke")) measureKeystrokes(tables, generated(editedLines()), Number(values.edits));
if (parts.has("editor-memory")) await measureEditorMemory(tables, generated(SMALL_LINES), MANY_EDITS);
if (parts.has("single")) measureSingleFile(tables);
if (values.write) await tables.write();

/** @returns {Generator<BenchProgram>} */
function* programs() {
  if (!parts.has("share") && !parts.has("growth")) return;
  if (values.project.length > 0) {
    yield* values.project.map(projectAt);
    return;
  }
  yield sampleProgram();
  for (const lines of sizes())
    for (const sinks of /** @type {("few" | "many")[]} */ (values.sinks.split(",")))
      for (const leaks of values.leaks.split(","))
        yield writtenProgram({ lines, sinks, leaks: leaks === "yes" });
}

function sizes() {
  return values.lines.split(",").map(Number);
}

function editedLines() {
  return sizes().includes(EDITED_LINES) ? EDITED_LINES : Math.max(...sizes());
}

/** @param {number} lines */
function generated(lines) {
  return writtenProgram({ lines, sinks: "few", leaks: true });
}
