/**
 * Every TypeScript and JavaScript file in node_modules, as programs of some hundred files of one package. Each gets a
 * file that hands a labelled value to all that the others export, so that there is something to follow.
 */
import { readFileSync, readdirSync } from "node:fs";
import { join, sep } from "node:path";
import { analysed } from "./analysed.mjs";
import { programOf } from "./programs-in-memory.mjs";
import { PRELUDE } from "./texts.mjs";
/** @import { Analysed, AnalyzeProgram } from "./analysed.mjs" */

const PROGRAM_TEXT = /\.[cm]?[jt]sx?$/;
const DECLARATIONS = /\.d\.[cm]?ts$/;
/** Files of one program. */
const BATCH = 100;

/**
 * @param {AnalyzeProgram} analyzeProgram
 * @param {string} folder node_modules
 * @param {string} [asked] The only package to look at.
 * @returns {readonly Analysed[]}
 */
export function analyzeInstalledFiles(analyzeProgram, folder, asked) {
  return packagesIn(folder)
    .filter((name) => asked === undefined || name === asked)
    .flatMap((name) =>
      batches(folder, name).map((files) => analyzeBatch(analyzeProgram, folder, name, files)),
    );
}

/** @param {string} folder */
function packagesIn(folder) {
  return readdirSync(folder)
    .filter((name) => !name.startsWith("."))
    .flatMap((name) =>
      name.startsWith("@") ? readdirSync(join(folder, name)).map((one) => `${name}/${one}`) : [name],
    )
    .sort();
}

/**
 * @param {string} folder
 * @param {string} name
 */
function batches(folder, name) {
  const files = readdirSync(join(folder, name), { recursive: true, encoding: "utf8" })
    .filter((file) => PROGRAM_TEXT.test(file))
    .map((file) => file.split(sep).join("/"))
    .sort();
  return Array.from({ length: Math.ceil(files.length / BATCH) }, (_, at) =>
    files.slice(at * BATCH, (at + 1) * BATCH),
  );
}

/**
 * @param {AnalyzeProgram} analyzeProgram
 * @param {string} folder
 * @param {string} name
 * @param {readonly string[]} files
 */
function analyzeBatch(analyzeProgram, folder, name, files) {
  // Not below a folder named node_modules: there, nothing would count as the program's own.
  const texts = new Map([
    ["/prelude.ts", PRELUDE["prelude.ts"] ?? ""],
    ["/package.json", readFileSync(join(folder, name, "package.json"), "utf8")],
    ...files.map(
      (file) => /** @type {const} */ ([`/${file}`, readFileSync(join(folder, name, file), "utf8")]),
    ),
    ["/seed.ts", seed(files.filter((file) => !DECLARATIONS.test(file)))],
  ]);
  const result = analysed(analyzeProgram, `${name} (${files[0] ?? ""} …)`, programOf(texts));
  console.log(
    `${result.name}: ${result.files} files, ${result.seconds.toFixed(1)} s${result.isCut ? ", cut" : ""}`,
  );
  return result;
}

/** @param {readonly string[]} files */
function seed(files) {
  const imports = files.map((file, at) => `import * as m${at} from ${JSON.stringify(`./${file}`)};`);
  const calls = files.map(
    (_, at) =>
      `for (const one of Object.values(m${at}) as any[]) target(typeof one === "function" ? one(contact()) : one);`,
  );
  return [
    'import { contact, target } from "./prelude.js";',
    ...imports,
    "export function run(): void {",
    "target(contact());",
    ...calls,
    "}",
  ].join("\n");
}
