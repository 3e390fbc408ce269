/**
 * Programs that strain an analysis by their size or their shape. Each moves a labelled value through what it strains,
 * so that the machine can't leave it out: lines that must be reported end in `// LEAK`.
 */
import { BROKEN } from "./broken-programs.mjs";
import { DEEP } from "./deep-programs.mjs";
import { LONG } from "./long-programs.mjs";
import { TANGLED, TYPES } from "./tangled-programs.mjs";
import { PRELUDE } from "./texts.mjs";
/** @import { HostileProgram } from "./texts.mjs" */

/** @type {readonly HostileProgram[]} */
export const HOSTILE_PROGRAMS = [...LONG, ...DEEP, ...TYPES, ...TANGLED, ...BROKEN];

/**
 * The texts of a program by path, with what all of them share.
 *
 * @param {HostileProgram} program
 * @returns {ReadonlyMap<string, string>}
 */
export function textsOf({ files }) {
  return new Map(Object.entries({ ...PRELUDE, ...files }).map(([name, text]) => [`/${name}`, text]));
}
