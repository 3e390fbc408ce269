/**
 * Checks what users get: packs the tarball, lets publint and attw judge it, then installs it into an otherwise empty
 * TypeScript project by the steps of the README and compares what ESLint says there with what the README shows.
 *
 * The steps are read from README.md itself, down to the end of its section "Install…":
 * - a code block whose first line is `// some/file.ts` is written to that file;
 * - the `sh` blocks hold `npm install …` lines, which are run (with the tarball in the place of the plugin's name);
 * - the `text` blocks show what `npx eslint .` prints: all the problems, and every line of theirs (white space doesn't
 *   matter, paths may be shortened).
 *
 * The command line is run from the tarball as well: it finds leaks, and all that its forms need is packed.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root, run } from "./set-up.mjs";

/** @typedef {{ language: string, text: string }} CodeBlock */

const work = mkdtempSync(join(tmpdir(), "packed-"));
process.on("exit", () => {
  rmSync(work, { recursive: true, force: true });
});

// Packing builds: see "prepack" in package.json.
run("npm", ["pack", "--pack-destination", work]);
const tarball = join(work, readdirSync(work).find((name) => name.endsWith(".tgz")) ?? "no tarball");
run("npx", ["publint", "run", tarball, "--strict"]);
// The default export alone is what ESLint imports, and the plugin is ESM only, as all that it runs on.
run("npx", ["attw", tarball, "--profile", "esm-only", "--no-definitely-typed"]);

const blocks = readmeBlocks();
const project = join(work, "project");
makeEmptyProject();
for (const { text } of blocks.filter(({ language }) => language === "sh")) installBy(text);
writeFiles();
checkBrand();
checkReports();
checkCommandLine();
console.log("\nThe packed plugin, installed as the README says, reports what the README shows.");

/** @returns {CodeBlock[]} */
function readmeBlocks() {
  const [opening, installation] = readFileSync(`${root}README.md`, "utf8").split(/^## (?=Install)/m);
  if (installation === undefined) fail('README.md has no section "Install…"');
  const end = installation.search(/^## /m);
  const steps = `${opening}${end < 0 ? installation : installation.slice(0, end)}`;
  return Array.from(steps.matchAll(/^```(\w+)\n(.*?)^```/gms), ([, language = "", text = ""]) => ({
    language,
    text,
  }));
}

/** The project that a user has already: TypeScript and typescript-eslint, in the versions that are tested here. */
function makeEmptyProject() {
  mkdirSync(project);
  writeJson("package.json", { name: "empty-project", private: true, type: "module" });
  const strict = {
    module: "NodeNext",
    target: "ES2023",
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  };
  writeJson("tsconfig.json", { compilerOptions: strict, include: ["src"] });
  /** @type {{ devDependencies: Record<string, string> }} */
  const { devDependencies } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
  const tools = ["eslint", "typescript", "typescript-eslint"].map(
    (name) => `${name}@${devDependencies[name]}`,
  );
  run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", "--save-dev", ...tools], project);
}

/** @param {string} commands */
function installBy(commands) {
  for (const command of commands.trim().split("\n")) {
    if (!command.startsWith("npm install "))
      fail(`a step of the README that this script can't follow: ${command}`);
    const [npm = "", ...parameters] = command.split(/\s+/);
    const local = parameters.map((word) => (word === "eslint-plugin-purpose" ? tarball : word));
    run(npm, [...local, "--prefer-offline", "--no-audit", "--no-fund"], project);
  }
}

function writeFiles() {
  for (const { text } of blocks) {
    const path = /^\/\/ (\S+\.[jt]sx?)\n/.exec(text)?.[1];
    if (path === undefined) continue;
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
}

/** The brand's types resolve, and its module is empty: it adds nothing to a bundle. */
function checkBrand() {
  run("npx", ["tsc", "-p", "."], project);
  const brand = readFileSync(join(project, "node_modules/eslint-plugin-purpose/dist/src/brand.js"), "utf8");
  if (brand.trim() !== "export {};") fail(`eslint-plugin-purpose/brand is no empty module:\n${brand}`);
}

/** What ESLint prints holds all that the README shows, and no problem besides. */
function checkReports() {
  console.log("\n> npx eslint .");
  const shell = process.platform === "win32";
  const { status, stdout, stderr } = spawnSync("npx", ["eslint", "."], {
    cwd: project,
    encoding: "utf8",
    shell,
  });
  console.log(stdout + stderr);
  const shown = blocks.filter(({ language }) => language === "text").flatMap(({ text }) => text.split("\n"));
  if (!shown.some((line) => line.includes("purpose/no-leak")))
    fail("the README shows no report of purpose/no-leak");
  const output = squeeze(stdout);
  const missing = shown.filter((line) => !output.includes(squeeze(line)));
  if (missing.length > 0) fail(`shown in the README, but not reported:\n${missing.join("\n")}`);
  const [expected, reported] = [shown, stdout.split("\n")].map((lines) => lines.filter(isProblem).length);
  if (reported !== expected) fail(`${reported} problems reported, but ${expected} shown in the README`);
  if (status !== 1) fail(`ESLint ended with ${status}; 1 is what it gives for reports`);
}

/** The bin that npm links: it starts, checks, and writes its page, and the schemas that it names are there. */
function checkCommandLine() {
  const shell = process.platform === "win32";
  /** @param {string[]} parameters */
  const purpose = (...parameters) => {
    console.log(`\n> npx eslint-plugin-purpose ${parameters.join(" ")}`);
    return spawnSync("npx", ["eslint-plugin-purpose", ...parameters], {
      cwd: project,
      encoding: "utf8",
      shell,
    });
  };
  const checked = purpose("check");
  console.log(checked.stdout + checked.stderr);
  if (checked.status !== 1) fail(`check ended with ${checked.status}; 1 is what it gives for leaks`);
  if (!/✖ \d+ leaks?:/.test(checked.stdout)) fail("check counts no leaks");
  if (purpose("--version").status !== 0) fail("--version did not end well");
  purpose("report", "--html", "leaks.html", "--json", "leaks.json");
  const page = readFileSync(join(project, "leaks.html"), "utf8");
  if (!page.includes("<script")) fail("report --html wrote no page");
  for (const schema of ["models", "report", "inventory"])
    readFileSync(join(project, `node_modules/eslint-plugin-purpose/${schema}.schema.json`), "utf8");
}

/** @param {string} line */
function isProblem(line) {
  return /^\s*\d+:\d+\s+(?:error|warning)\s/.test(line);
}

/** @param {string} text */
function squeeze(text) {
  return text.replaceAll(/\s+/g, " ").trim();
}

/**
 * @param {string} name
 * @param {unknown} content
 */
function writeJson(name, content) {
  writeFileSync(join(project, name), JSON.stringify(content, null, 2));
}

/**
 * @param {string} reason
 * @returns {never}
 */
function fail(reason) {
  console.error(reason);
  process.exit(1);
}
