/** The programs that are measured, on disk: generated ones are written below bench/out, where imports find node_modules. */
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { root } from "../scripts/set-up.mjs";
import { generatedProgram, linesOf, plantedLeaks } from "./generated/generated-program.mjs";
/** @import { BenchProgram } from "./eslint-run.mjs" */
/** @import { Mix } from "./generated/generated-program.mjs" */

const COMPILER_OPTIONS = {
  target: "ES2023",
  module: "NodeNext",
  moduleResolution: "NodeNext",
  strict: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  noEmit: true,
  types: ["node"],
};

/** @returns {BenchProgram} */
export function sampleProgram() {
  return { name: "fixtures/incident", folder: join(root, "fixtures/incident") };
}

/**
 * Somebody's code base: a folder, each file of which finds its own tsconfig.json, or one tsconfig file.
 *
 * @param {string} path
 * @returns {BenchProgram}
 */
export function projectAt(path) {
  const full = resolve(path);
  return statSync(full).isDirectory()
    ? { name: path, folder: full }
    : { name: path, folder: dirname(full), tsconfig: full };
}

/**
 * Writes a generated program, in place of what was there.
 *
 * @param {Mix} mix
 * @returns {BenchProgram & { lines: number, planted: readonly string[] }}
 */
export function writtenProgram(mix) {
  const name = `${mix.lines.toLocaleString("en")} lines, ${mix.sinks} sinks, ${mix.leaks ? "leaks" : "no leak"}`;
  const folder = join(root, "bench/out", name.replaceAll(/[, ]+/g, "-"));
  rmSync(folder, { recursive: true, force: true });
  const modules = generatedProgram(mix);
  for (const [path, text] of modules) {
    const file = join(folder, "src", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "generated", type: "module" }));
  const config = { compilerOptions: COMPILER_OPTIONS, include: ["src"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  return {
    name,
    folder,
    lines: linesOf(modules),
    planted: plantedLeaks(modules).map((place) => `src/${place}`),
  };
}
