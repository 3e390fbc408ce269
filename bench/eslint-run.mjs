/** One run of the `eslint` command in a process of its own, and what it took. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { root } from "../scripts/set-up.mjs";

/** @typedef {"base" | "no-leak" | "kept" | "recommended"} Rules `kept`: no-leak, with the results that an earlier run has kept. */
/** @typedef {{ wall: number, cpu: number, memory: number }} Usage Milliseconds and megabytes. */
/** @typedef {{ usage: Usage, leaks: readonly string[], counters: readonly string[], problems: readonly string[] }} LintRun */
/** @typedef {{ messages: readonly { ruleId: string | null, messageId?: string, message: string, line: number }[], filePath: string }} FileResult */

/** A program on disk that ESLint is run on. */
/** @typedef {{ name: string, folder: string, tsconfig?: string, planted?: readonly string[] }} BenchProgram */

const ESLINT = fileURLToPath(import.meta.resolve("eslint/package.json")).replace(
  "package.json",
  "bin/eslint.js",
);
/** Megabytes: what a program of a million lines takes. */
const HEAP = 14_000;

/**
 * @param {BenchProgram} program
 * @param {Rules} rules
 * @returns {LintRun}
 */
export function eslintRun({ folder, tsconfig }, rules) {
  const work = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    const usageFile = join(work, "usage.json");
    const output = join(work, "results.json");
    const hook = new URL("usage-at-exit.mjs", import.meta.url).href;
    const config = join(root, "bench/lint-config.mjs");
    const { stderr, status } = spawnSync(
      process.execPath,
      [
        ...["--import", hook, `--max-old-space-size=${HEAP}`, ESLINT],
        ...["--config", config, "--no-inline-config", "--format", "json", "--output-file", output, "."],
      ],
      {
        cwd: folder,
        encoding: "utf8",
        env: {
          ...process.env,
          BENCH_RULES: rules === "kept" ? "no-leak" : rules,
          PURPOSE_CACHE: rules === "kept" ? "1" : "0",
          BENCH_USAGE: usageFile,
          PURPOSE_COUNTERS: "1",
          ...(tsconfig === undefined ? {} : { BENCH_TSCONFIG: tsconfig }),
        },
      },
    );
    if (status !== 0 && status !== 1) throw new Error(`eslint ended with ${status} in ${folder}:\n${stderr}`);
    /** @type {FileResult[]} */
    const results = JSON.parse(readFileSync(output, "utf8"));
    return {
      usage: JSON.parse(readFileSync(usageFile, "utf8")),
      leaks: leaksIn(results, folder),
      counters: stderr.split("\n").filter((line) => line.startsWith("purpose/no-leak:")),
      problems: results.flatMap(({ messages }) =>
        messages.filter(({ ruleId }) => ruleId === null).map(({ message }) => message),
      ),
    };
  } finally {
    rmSync(work, { recursive: true });
  }
}

/**
 * @param {readonly FileResult[]} results
 * @param {string} folder
 */
function leaksIn(results, folder) {
  return results.flatMap(({ filePath, messages }) =>
    messages
      .filter(({ messageId }) => messageId === "leak" || messageId === "selection")
      .map(({ line }) => `${relative(folder, filePath)}:${line}`),
  );
}
