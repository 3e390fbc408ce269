/**
 * A process that analyses programs, one for each name that it is sent. It has a bounded heap and may crash: whoever has
 * started it (analyst-process.mjs) writes down at which program, and goes on with another process.
 */
import { allPrograms } from "./all-programs.mjs";
import { analysed } from "./analysed.mjs";
import { programOf } from "./programs-in-memory.mjs";

/** @type {typeof import("../src/index.js")} */
const { analyzeProgram } = await import(new URL("../dist/src/index.js", import.meta.url).href);
const programs = new Map(allPrograms().map((one) => [one.name, one]));

process.on("message", (/** @type {string} */ name) => {
  const program = programs.get(name);
  if (program === undefined) throw new Error(`There is no program named "${name}".`);
  process.send?.(analysed(analyzeProgram, name, programOf(program.texts())));
});
