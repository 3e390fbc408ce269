/** What the ESLint language server's heap holds before and after many edits in its documents. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EditorServer } from "../fronts/editor-server.mjs";
/** @import { BenchProgram } from "./eslint-run.mjs" */
/** @import { Tables } from "./tables.mjs" */

const WARM_UP = 20;

/**
 * @param {Tables} tables
 * @param {BenchProgram} program
 * @param {number} edits
 */
export async function measureEditorMemory(tables, program, edits) {
  const editor = await EditorServer.start(program.folder);
  const file = join(program.folder, "src/growth/campaign-0.ts");
  const text = readFileSync(file, "utf8");
  const edit = async (/** @type {number} */ count) => {
    for (let round = 0; round < count; round++) await editor.type(file, `${text}// ${round}\n`);
    return editor.memory();
  };
  const before = await edit(WARM_UP);
  const after = await edit(edits);
  await editor.close();
  tables.add(
    "editor-memory",
    ["program", "edits", "heap before, MB", "heap after, MB", "ratio"],
    [program.name, edits, before.toFixed(0), after.toFixed(0), (after / before).toFixed(2)],
  );
}
