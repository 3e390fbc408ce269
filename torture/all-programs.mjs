/** All programs that `npm run torture` analyses, by name: the hostile ones, and what is installed. */
import { fileURLToPath } from "node:url";
import { HOSTILE_PROGRAMS, textsOf } from "./hostile-programs.mjs";
import { installedFiles, textsOfInstalled } from "./installed-files.mjs";

const NODE_MODULES = fileURLToPath(new URL("../node_modules", import.meta.url));

/**
 * @typedef {object} TortureProgram
 * @property {string} name
 * @property {"hostile" | "installed"} group
 * @property {() => ReadonlyMap<string, string>} texts By path.
 */

/** @returns {readonly TortureProgram[]} */
export function allPrograms() {
  return [
    ...HOSTILE_PROGRAMS.map((one) => ({
      name: one.name,
      group: /** @type {const} */ ("hostile"),
      texts: () => textsOf(one),
    })),
    ...installedFiles(NODE_MODULES).map((one) => ({
      name: one.name,
      group: /** @type {const} */ ("installed"),
      texts: () => textsOfInstalled(one),
    })),
  ];
}
