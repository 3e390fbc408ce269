/**
 * The README's demo: lints the sample program in fixtures/incident with the plugin as it is here, prints each leak
 * with its trace, and compares the leaks with the lines that the program marks.
 */
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { root, run, setUp } from "./set-up.mjs";

const sample = `${root}fixtures/incident`;
/** Message ids of the reports at boundaries; the others tell where a value leaves its file on the way there. */
const BOUNDARY_MESSAGES = ["leak", "selection"];
/** Marks of the sample program: for leaks, and for what the other rules report. */
const LEAK_MARK = /\/\/ LEAK(?: (selection))?$/;
const REPORT_MARK = /\/\/ REPORT (\w+)$/;

setUp();
run("npm", ["run", "build"]);

const results = await lint();
const found = results.flatMap(leaksIn);
const marked = results.flatMap((result) => marksIn(result, LEAK_MARK));
const besides = results.flatMap(otherReportsIn);
const markedBesides = results.flatMap((result) => marksIn(result, REPORT_MARK));
const complaints = results.flatMap(complaintsIn);

console.log("\nLeaks in fixtures/incident, the back end of a small social network:");
for (const leak of found) console.log(`\n${leak.place}\n  ${leak.message.replaceAll("\n", "\n  ")}`);
for (const report of besides) console.log(`\n${report.place}\n  ${report.message}`);
console.log();

const differences = [
  ...complaints,
  ...missingIn(found, marked).map((line) => `marked, but not reported: ${line}`),
  ...missingIn(marked, found).map((line) => `reported, but not marked: ${line}`),
  ...missingIn(besides, markedBesides).map((line) => `marked, but not reported: ${line}`),
  ...missingIn(markedBesides, besides).map((line) => `reported, but not marked: ${line}`),
];
if (differences.length > 0) {
  console.error(differences.join("\n"));
  console.error(
    `${found.length} leaks found in the sample program, NOT as expected (${marked.length} marked)`,
  );
  process.exitCode = 1;
} else {
  console.log(`${found.length} leaks found in the sample program, as expected (${marked.length} marked)`);
}

/** ESLint is loaded here and not above: in a fresh clone it has just been installed. */
async function lint() {
  const { ESLint } = await import("eslint");
  const eslint = new ESLint({
    cwd: sample,
    overrideConfig: {
      files: ["src/**/*.ts"],
      rules: { "purpose/no-leak": ["error", { reportAt: "boundary" }] },
    },
  });
  return eslint.lintFiles(["src"]);
}

/**
 * One report, or one mark in the program.
 *
 * @typedef {object} Expectation
 * @property {string} line File, line and message id: what has to agree.
 * @property {string} place File, line and column.
 * @property {string} message
 */

/**
 * @param {import("eslint").ESLint.LintResult} result
 * @returns {Expectation[]}
 */
function leaksIn({ filePath, messages }) {
  const file = relative(root, filePath);
  return messages
    .filter(({ messageId }) => BOUNDARY_MESSAGES.includes(messageId ?? ""))
    .map(({ line, column, messageId, message }) => ({
      line: `${file}:${line} ${messageId}`,
      place: `${file}:${line}:${column}`,
      message,
    }));
}

/**
 * What the other rules of the plugin report.
 *
 * @param {import("eslint").ESLint.LintResult} result
 * @returns {Expectation[]}
 */
function otherReportsIn({ filePath, messages }) {
  const file = relative(root, filePath);
  return messages.filter(isOtherReport).map(({ line, column, messageId, message }) => ({
    line: `${file}:${line} ${messageId}`,
    place: `${file}:${line}:${column}`,
    message,
  }));
}

/** @param {import("eslint").Linter.LintMessage} message */
function isOtherReport({ ruleId }) {
  return ruleId !== null && ruleId !== "purpose/no-leak";
}

/**
 * @param {import("eslint").ESLint.LintResult} result
 * @param {RegExp} form
 * @returns {Expectation[]}
 */
function marksIn({ filePath }, form) {
  const file = relative(root, filePath);
  const lines = readFileSync(filePath, "utf8").split("\n");
  return lines.flatMap((text, index) => {
    const mark = form.exec(text.trimEnd());
    if (!mark) return [];
    const place = `${file}:${index + 1}`;
    return [{ line: `${place} ${mark[1] ?? "leak"}`, place, message: "" }];
  });
}

/**
 * What else ESLint has to say: a file it couldn't parse, a project it didn't find.
 *
 * @param {import("eslint").ESLint.LintResult} result
 */
function complaintsIn({ filePath, messages }) {
  return messages
    .filter((message) => !BOUNDARY_MESSAGES.includes(message.messageId ?? "") && !isOtherReport(message))
    .map(({ line, message }) => `${relative(root, filePath)}:${line} ${message}`);
}

/**
 * Two reports on one line count as one.
 *
 * @param {Expectation[]} present
 * @param {Expectation[]} wanted
 */
function missingIn(present, wanted) {
  const lines = new Set(present.map(({ line }) => line));
  return [...new Set(wanted.map(({ line }) => line))].filter((line) => !lines.has(line));
}
