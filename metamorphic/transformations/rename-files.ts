/** Gives all files names whose alphabetical order is the reverse of what it was. */
import { dirname, join, relative } from "node:path/posix";
import ts from "typescript";
import { nodesWithin, parse, withEdits, type Edit, type Transformation } from "../sources.js";
import { PROGRAM_TEXT } from "../../fixtures/corpus.js";

export const renameFiles: Transformation = {
  name: "renaming files, in reverse",
  apply: (sources) => {
    const names = newNames([...sources.keys()]);
    return new Map(
      Array.from(sources, ([path, text]) => [names.get(path) ?? path, withSpecifiers(path, text, names)]),
    );
  },
};

function newNames(paths: readonly string[]): ReadonlyMap<string, string> {
  const programs = paths.filter((path) => PROGRAM_TEXT.test(path)).toSorted();
  return new Map(
    programs.map((path, at) => {
      const folder = dirname(path).replace(/^prelude/, "a-prelude");
      const rank = String(programs.length - at).padStart(4, "0");
      return [path, `${folder}/${rank}-${path.slice(dirname(path).length + 1)}`];
    }),
  );
}

function withSpecifiers(path: string, text: string, names: ReadonlyMap<string, string>): string {
  if (!PROGRAM_TEXT.test(path)) return text;
  const edits: Edit[] = [];
  for (const node of nodesWithin(parse(path, text))) {
    if (!ts.isStringLiteralLike(node) || !node.text.startsWith(".")) continue;
    const target = fileOf(join(dirname(path), node.text), names);
    const [from, to] = [names.get(path), target && names.get(target)];
    if (target === undefined || from === undefined || to === undefined) continue;
    const [ending = ""] = PROGRAM_TEXT.exec(node.text) ?? [];
    const specifier = relative(dirname(from), to).replace(PROGRAM_TEXT, ending);
    const written = specifier.startsWith(".") ? specifier : `./${specifier}`;
    edits.push({ start: node.getStart() + 1, end: node.end - 1, text: written });
  }
  return withEdits(text, edits);
}

/** The file that a specifier means: TypeScript's, if the JavaScript that it names will be made of it. */
function fileOf(path: string, names: ReadonlyMap<string, string>): string | undefined {
  const base = path.replace(PROGRAM_TEXT, "");
  const candidates = [".ts", ".tsx", ".mts", ".cts", ".d.ts", ".js", ".jsx", ".mjs", ".cjs"].map(
    (ending) => base + ending,
  );
  return [path, ...candidates].find((candidate) => names.has(candidate));
}
