/**
 * A found program as a case of the regressions: its lines marked by what was seen when it ran.
 */
import { format } from "prettier";
import type { Files } from "./analysis.js";
import { compileProgram, observe, USUAL } from "./execution/observe.js";

/** The case's files by path below `fixtures/regressions`; the reason is for whoever knows it to write. */
export async function caseTexts(files: Files, name: string, reason: string): Promise<Files> {
  const { leaked } = await observe(compileProgram(files), USUAL);
  const isSingle = Object.keys(files).length === 1;
  const texts = await Promise.all(
    Object.entries(files).map(async ([file, text]) => {
      const path = isSingle ? `${name}.ts` : `${name}/${file}`;
      const placed = isSingle ? text.replaceAll('"../../../conformance/', '"../../conformance/') : text;
      const head = file === "main.ts" ? `// ${reason}\n` : "";
      return [
        path,
        marked(head + (await format(placed, { parser: "typescript", printWidth: 100 })), leaked),
      ] as const;
    }),
  );
  return Object.fromEntries(texts);
}

function marked(text: string, leaked: ReadonlySet<string>): string {
  return text
    .split("\n")
    .map((line) => {
      const id = /"(s\d+)"/.exec(line)?.[1];
      return id !== undefined && leaked.has(id) ? `${line} // LEAK` : line;
    })
    .join("\n");
}
