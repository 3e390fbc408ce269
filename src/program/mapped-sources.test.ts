import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { afterEach, expect, test } from "vitest";
import { withMappedSources } from "./mapped-sources.js";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "mapped-sources-")));
const OPTIONS: ts.CompilerOptions = {
  noLib: true,
  types: [],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
};

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const MAP = JSON.stringify({ version: 3, file: "text.d.ts", sources: ["../src/text.ts"], mappings: "" });
const APP = { "app.ts": 'import { keyOf } from "./dist/text.js";\nkeyOf("");\n' };
const SOURCE = {
  "src/text.ts": 'import "./inner.js";\nexport const keyOf = (text: string) => text;\n',
  "src/inner.ts": "export {};\n",
};
const DECLARATION = "export declare const keyOf: (text: string) => string;\n";

/** The names of all files that the analysis sees. */
function seen(files: Readonly<Record<string, string>>): readonly string[] {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const program = ts.createProgram([join(folder, "app.ts")], OPTIONS);
  const known = new WeakMap<ts.Program, ts.Program>();
  const mapped = withMappedSources(program, known);
  expect(withMappedSources(program, known)).toBe(mapped);
  expect(mapped.getSourceFile(join(folder, "app.ts"))).toBe(program.getSourceFile(join(folder, "app.ts")));
  return mapped
    .getSourceFiles()
    .map(({ fileName }) => relative(folder, fileName))
    .toSorted();
}

test("a source stands for its declarations, and brings what it imports", () => {
  const declaration = {
    "dist/text.d.ts": `${DECLARATION}//# sourceMappingURL=text.d.ts.map`,
    "dist/text.d.ts.map": MAP,
  };
  expect(seen({ ...APP, ...SOURCE, ...declaration })).toEqual(["app.ts", "src/inner.ts", "src/text.ts"]);
});

test("by a map in the file itself", () => {
  const url = `data:application/json;base64,${Buffer.from(MAP).toString("base64")}`;
  const declaration = { "dist/text.d.ts": `${DECLARATION}//# sourceMappingURL=${url}\n` };
  expect(seen({ ...APP, ...SOURCE, ...declaration })).toEqual(["app.ts", "src/inner.ts", "src/text.ts"]);
});

test.each<readonly [string, Readonly<Record<string, string>>]>([
  ["no map", { ...SOURCE, "dist/text.d.ts": DECLARATION }],
  [
    "a map that is not there",
    { ...SOURCE, "dist/text.d.ts": `${DECLARATION}//# sourceMappingURL=text.d.ts.map` },
  ],
  [
    "a broken map",
    {
      ...SOURCE,
      "dist/text.d.ts": `${DECLARATION}//# sourceMappingURL=text.d.ts.map`,
      "dist/text.d.ts.map": "{",
    },
  ],
  [
    "no source",
    { "dist/text.d.ts": `${DECLARATION}//# sourceMappingURL=text.d.ts.map`, "dist/text.d.ts.map": MAP },
  ],
])("declarations stay with %s", (_, files) => {
  expect(seen({ ...APP, ...files })).toEqual(["app.ts", "dist/text.d.ts"]);
});
