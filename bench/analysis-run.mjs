/**
 * One analysis of the program of a tsconfig file, in a process of its own: `node bench/analysis-run.mjs <tsconfig>`.
 * Prints as JSON what each stage took, the type checker's part of it, and its dearest queries.
 */
import { dirname } from "node:path";
import process from "node:process";
import ts from "typescript";
import { CheckerTimes } from "./timed-checker.mjs";

const SHOWN_QUERIES = 10;

/** @type {typeof import("../src/index.js")} */
const { analyzeProgram, findingsOf, purposesOf } = await import(
  new URL("../dist/src/index.js", import.meta.url).href
);

const [, , tsconfig = "tsconfig.json"] = process.argv;
const cwd = dirname(tsconfig);
const program = programOf(tsconfig);
const own = program.getSourceFiles().filter(({ fileName }) => !fileName.includes("/node_modules/"));
const times = new CheckerTimes(program);

const before = { cpu: process.cpuUsage(), wall: performance.now() };
const answer = analyzeProgram({ program, cwd, settings: undefined, selection: "match" });
const cpu = cpuSince(before.cpu);
const wall = performance.now() - before.wall;
if (answer.kind === "error") throw new Error(answer.message);
const { leaks, counters } = answer.result;

const beforeReport = performance.now();
const findings = own.flatMap(({ fileName }) =>
  findingsOf(answer.result, fileName, { reportAt: "every-file", ...view() }),
);
const report = performance.now() - beforeReport;

console.log(
  JSON.stringify({
    lines: own.reduce((sum, file) => sum + file.getLineStarts().length, 0),
    cpu,
    // By the clock, since the checker's part is: what else the machine does slows both down alike.
    checker: times.milliseconds / wall,
    stages: counters,
    questions: times.questions,
    report,
    dearest: times.dearest(SHOWN_QUERIES),
    leaks: leaks.length,
    findings: findings.length,
    memory: process.resourceUsage().maxRSS / 1024,
  }),
);

/** @param {string} path */
function programOf(path) {
  const config = ts.getParsedCommandLineOfConfigFile(
    path,
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
        throw new Error(ts.flattenDiagnosticMessageText(messageText, "\n"));
      },
    },
  );
  if (config === undefined) throw new Error(`${path} can't be read.`);
  return ts.createProgram({ rootNames: config.fileNames, options: { ...config.options, noEmit: true } });
}

/** @param {NodeJS.CpuUsage} before */
function cpuSince(before) {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** @returns {import("../src/index.js").SourceView} */
function view() {
  return {
    positionOf: (file, offset) => {
      const { line = 0, character = 0 } =
        program.getSourceFile(file)?.getLineAndCharacterOfPosition(offset) ?? {};
      return { line: line + 1, column: character + 1 };
    },
    textOf: (file, { start, end }) => program.getSourceFile(file)?.text.slice(start, end) ?? "",
    relative: (file) => file.slice(cwd.length + 1),
    purposesOf: (label) => purposesOf(undefined, label),
  };
}
