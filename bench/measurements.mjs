/** What `npm run bench` measures, one kind of table each: a program in, a row of figures out. */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { root } from "../scripts/set-up.mjs";
import { ruleShare } from "./rule-share.mjs";
/** @import { BenchProgram, Rules, Usage } from "./eslint-run.mjs" */
/** @import { Tables } from "./tables.mjs" */
/** @import { Query } from "./timed-checker.mjs" */

/** Megabytes: what a program of a million lines takes. */
const HEAP = 14_000;
const SINGLE_RUNS = 5;
/** @type {readonly Exclude<Rules, "base">[]} */
const ADDED = ["no-leak", "kept", "recommended"];

/**
 * @param {Tables} tables
 * @param {BenchProgram} program
 * @param {number} rounds
 */
export function measureShare(tables, program, rounds) {
  const { share, counters } = ruleShare(program, rounds, ADDED);
  const { base, ratios, found } = share;
  const cells = ADDED.flatMap((rules) =>
    /** @type {(keyof Usage)[]} */ (["wall", "cpu", "memory"]).map(
      (what) => ratios[rules]?.[what].toFixed(2) ?? "",
    ),
  );
  tables.add(
    "share",
    [
      "program",
      "base, s",
      "base, MB",
      ...ADDED.flatMap((rules) => [`${rules}: time`, "CPU", "memory"]),
      "leaks found",
    ],
    [program.name, seconds(base.wall), base.memory.toFixed(0), ...cells, found],
  );
  for (const line of counters) console.log(`  ${line}`);
}

/** @typedef {{ stage: string, milliseconds: number, counts: Record<string, number> }} Stage */
/**
 * @typedef {object} AnalysisRun
 * @property {number} lines
 * @property {number} cpu
 * @property {readonly Stage[]} stages
 * @property {number} checker Its share of the time.
 * @property {number} questions
 * @property {number} report
 * @property {readonly Query[]} dearest
 * @property {number} leaks
 * @property {number} memory
 */

/**
 * @param {Tables} tables
 * @param {BenchProgram} program
 * @param {boolean} withProfile
 */
export function measureGrowth(tables, program, withProfile) {
  /** @type {AnalysisRun} */
  const run = runOf("analysis-run.mjs", [program.tsconfig ?? join(program.folder, "tsconfig.json")]);
  const { lines, cpu, checker, questions, stages } = run;
  const count = (/** @type {string} */ name) =>
    stages.reduce((sum, { counts }) => sum + (counts[name] ?? 0), 0);
  const proper = cpu * (1 - checker);
  tables.add(
    "growth",
    [
      "program",
      "lines",
      "analysis proper, s",
      "µs a line",
      "checker, s",
      "questions",
      "places",
      "chop",
      "visited nodes",
      "MB",
    ],
    [
      ...[program.name, lines.toLocaleString("en"), seconds(proper), ((1000 * proper) / lines).toFixed(0)],
      ...[seconds(cpu - proper), questions.toLocaleString("en")],
      ...["sites", "chop", "expressions"].map((name) => count(name).toLocaleString("en")),
      run.memory.toFixed(0),
    ],
  );
  if (withProfile) printProfile(run);
}

/** @param {AnalysisRun} run */
function printProfile({ stages, cpu, checker, report, dearest }) {
  console.log("  where the time goes, in ms by the clock; the checker's part is in the stages that ask it:");
  for (const { stage, milliseconds, counts } of stages)
    console.log(`    ${stage}: ${milliseconds.toFixed(0)}  ${JSON.stringify(counts)}`);
  const share = (100 * checker).toFixed(0);
  console.log(
    `    of all that, checker: ${share} % (${(cpu * checker).toFixed(0)} ms CPU of ${cpu.toFixed(0)})`,
  );
  console.log(`    report: ${report.toFixed(0)}\n  dearest queries:`);
  for (const { method, place, milliseconds } of dearest)
    console.log(`    ${milliseconds.toFixed(1)} ms  ${method}  ${place}`);
}

/** @typedef {{ parser: number, types: number, rule: number }} Times */

/**
 * @param {Tables} tables
 * @param {BenchProgram} program
 * @param {number} edits
 */
export function measureKeystrokes(tables, program, edits) {
  // The first process finds nothing that was kept, and keeps what the second one finds.
  rmSync(join(root, "node_modules/.cache/eslint-plugin-purpose"), { recursive: true, force: true });
  /** @type {{ first: Times }} */
  const cold = runOf("keystroke-run.mjs", [program.folder, "0"]);
  /** @type {{ first: Times, comments: readonly Times[], inside: readonly Times[], outside: readonly Times[] }} */
  const run = runOf("keystroke-run.mjs", [program.folder, String(edits)]);
  const row = (/** @type {string} */ what, /** @type {readonly Times[]} */ times) => {
    const cells = /** @type {(keyof Times)[]} */ (["parser", "types", "rule"]).flatMap((part) =>
      [0.5, 0.95].map((rank) =>
        quantile(
          times.map((time) => time[part]),
          rank,
        ).toFixed(0),
      ),
    );
    tables.add(
      "keystroke",
      [
        "edited file",
        "parser and program: p50, ms",
        "p95",
        "first type: p50, ms",
        "p95",
        "rule: p50, ms",
        "p95",
      ],
      [`${program.name}: ${what}`, ...cells],
    );
  };
  row("first file, nothing kept", [cold.first]);
  row("first file, with what an earlier run has kept", [run.first]);
  row("a comment, anywhere", run.comments);
  row("a statement, on the way to a sink", run.inside);
  row("a statement, elsewhere", run.outside);
}

/** @param {Tables} tables */
export function measureSingleFile(tables) {
  /** @type {{ call: number, process: number }[]} */
  const runs = [];
  for (let round = 0; round < SINGLE_RUNS; round++) {
    /** @type {{ call: number, process: number }} */
    const one = runOf("single-file-run.mjs", []);
    runs.push(one);
  }
  tables.add(
    "single",
    ["program", "from the call to the report, ms", "from the start of the process, ms"],
    [
      "one file with one leak",
      Math.min(...runs.map(({ call }) => call)).toFixed(0),
      Math.min(...runs.map((run) => run.process)).toFixed(0),
    ],
  );
}

/**
 * What a script prints as JSON, run in a process of its own.
 *
 * @param {string} script
 * @param {readonly string[]} parameters
 * @returns {any} Typed where it is read.
 */
function runOf(script, parameters) {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { stdout, status } = spawnSync(
    process.execPath,
    [`--max-old-space-size=${HEAP}`, path, ...parameters],
    {
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  if (status !== 0) throw new Error(`${script} ended with ${status}.`);
  // eslint-disable-next-line @typescript-eslint/no-unsafe-return -- See above: each script prints something else.
  return JSON.parse(stdout);
}

/**
 * @param {readonly number[]} numbers
 * @param {number} rank
 */
function quantile(numbers, rank) {
  const sorted = [...numbers].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(rank * sorted.length))] ?? 0;
}

/** @param {number} milliseconds */
function seconds(milliseconds) {
  return (milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 1);
}
