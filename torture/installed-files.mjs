/**
 * Every TypeScript and JavaScript file in node_modules, as programs of some dozens of files of one package. Each gets a
 * file that hands a labelled value to all that the others export, so that there is something to follow.
 */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, sep } from "node:path";
import { PRELUDE } from "./texts.mjs";

const PROGRAM_TEXT = /\.[cm]?[jt]sx?$/;
const DECLARATIONS = /\.d\.[cm]?ts$/;
/** Files of one program. */
const BATCH = 100;

/**
 * @typedef {object} InstalledFiles
 * @property {string} name The package's, and of several programs of one package which it is.
 * @property {string} folder
 * @property {readonly string[]} files
 */

/**
 * @param {string} folder node_modules
 * @returns {readonly InstalledFiles[]}
 */
export function installedFiles(folder) {
  return packagesIn(folder).flatMap((name) => {
    const files = filesIn(join(folder, name));
    return Array.from({ length: Math.ceil(files.length / BATCH) }, (_, at) => ({
      name: at === 0 ? name : `${name} (${at + 1})`,
      folder: join(folder, name),
      files: files.slice(at * BATCH, (at + 1) * BATCH),
    }));
  });
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

/** @param {string} folder */
function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && PROGRAM_TEXT.test(entry.name))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join("/"),
    )
    .sort();
}

/**
 * Not below a folder named node_modules: there, nothing would count as the program's own.
 *
 * @param {InstalledFiles} installed
 * @returns {ReadonlyMap<string, string>}
 */
export function textsOfInstalled({ folder, files }) {
  const manifest = join(folder, "package.json");
  return new Map([
    ["/prelude.ts", PRELUDE["prelude.ts"] ?? ""],
    ["/package.json", existsSync(manifest) ? readFileSync(manifest, "utf8") : "{}"],
    ...files.map((file) => /** @type {const} */ ([`/${file}`, readFileSync(join(folder, file), "utf8")])),
    ["/seed.ts", seed(files.filter((file) => !DECLARATIONS.test(file)))],
  ]);
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
