import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { createAnalysisCache, type AnalysisCache } from "./analysis-cache.js";
import { analyzeProgram, type AnalysisResult } from "./index.js";

const FILES = {
  "package.json": '{ "name": "app", "type": "module" }',
  "ads/package.json": '{ "name": "ads" }',
  "brand.d.ts": 'type SecurityContact = string & { readonly __brand: "SecurityContact" };',
  "account.ts": "export declare const account: { phone: SecurityContact };",
  "ads/audience.ts":
    "export function add(row: unknown): void { rows.push(row); }\nconst rows: unknown[] = [];",
  "main.ts":
    'import { account } from "./account.js";\nimport { add } from "./ads/audience.js";\nadd(account.phone);',
};
const PURPOSE = '{ "name": "ads", "purpose": "advertising" }';
const folder = mkdtempSync(join(tmpdir(), "purpose-program-"));
let cache: AnalysisCache;

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

beforeEach(() => {
  rmSync(folder, { recursive: true });
  write(FILES);
  cache = createAnalysisCache();
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Outcome {
  readonly kept: boolean;
  readonly leaks: number;
  readonly result: AnalysisResult;
}

function outcome(settings?: unknown, options: ts.CompilerOptions = {}, gateFrom?: number): Outcome {
  const program = ts.createProgram(
    ["brand.d.ts", "main.ts"].map((name) => join(folder, name)),
    {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      lib: ["lib.es5.d.ts"],
      types: [],
      strict: true,
      ...options,
    },
  );
  const answer = analyzeProgram(
    {
      program,
      cwd: folder,
      settings,
      selection: "match",
      keeps: true,
      ...(gateFrom === undefined ? {} : { gateFrom }),
    },
    cache,
  );
  if (answer.kind === "error") throw new Error(answer.message);
  const { result } = answer;
  return { kept: result.counters[0]?.stage === "kept", leaks: result.leaks.length, result };
}

describe("a result is kept", () => {
  it("for a new program with the same texts", () => {
    write({ "ads/package.json": PURPOSE });
    const first = outcome();
    const again = outcome();
    expect(first).toMatchObject({ kept: false, leaks: 1 });
    expect(again).toMatchObject({ kept: true, leaks: 1 });
    expect(again.result.leaks).toEqual(first.result.leaks);
  });

  it("while others are computed", () => {
    outcome();
    write({ "main.ts": FILES["main.ts"].replace("account.phone", '"none"') });
    expect(outcome()).toMatchObject({ kept: false });
    write(FILES);
    expect(outcome()).toMatchObject({ kept: true });
  });
});

describe("a result is not kept where anything has changed:", () => {
  it("what a type in code that is left out says of a labelled value", () => {
    const sum = Array.from({ length: 70 }, (_, at) => `${String(at)} * size`).join(" + ");
    const relay = (type: string): string =>
      `export function relay(given: unknown, size: number): unknown {\n  const kept = given as ${type};\n  if (${sum} > 1) return kept;\n  return kept;\n}`;
    write({
      "ads/package.json": PURPOSE,
      "relay.ts": relay("boolean"),
      "main.ts":
        'import { account } from "./account.js";\nimport { relay } from "./relay.js";\nimport { add } from "./ads/audience.js";\nadd(relay(account.phone, 1));',
    });
    const first = outcome(undefined, {}, 0);
    write({ "relay.ts": relay("string") });
    const second = outcome(undefined, {}, 0);
    cache = createAnalysisCache();
    expect(second.leaks).toBe(outcome(undefined, {}, 0).leaks);
    expect([first.leaks, second.leaks]).toEqual([0, 1]);
  });

  it.each([
    ["a text", { "main.ts": `// x\n${FILES["main.ts"]}` }, 0],
    ["a declaration file", { "brand.d.ts": FILES["brand.d.ts"].replace("string", "number") }, 0],
    ["what a package is for", { "ads/package.json": PURPOSE }, 1],
    [
      "that there is a package",
      { "other/package.json": "{}", "package.json": '{ "purpose": "advertising", "name": "app" }' },
      1,
    ],
  ])("%s", (_, files, leaks) => {
    expect(outcome()).toMatchObject({ kept: false, leaks: 0 });
    write(files);
    expect(outcome()).toMatchObject({ kept: false, leaks });
    expect(outcome()).toMatchObject({ kept: true, leaks });
  });

  it("a setting", () => {
    outcome();
    const settings = { sinks: [{ purpose: "advertising", files: ["ads/**"] }] };
    expect(outcome(settings)).toMatchObject({ kept: false, leaks: 1 });
  });

  it("a compiler option", () => {
    outcome();
    expect(outcome(undefined, { strict: false })).toMatchObject({ kept: false });
  });

  it("a file with flow models", () => {
    const settings = { models: ["models.json"] };
    const models = { version: 1, rows: [] };
    write({ "models.json": JSON.stringify(models) });
    outcome(settings);
    expect(outcome(settings)).toMatchObject({ kept: true });
    const row = { module: "x", name: "f", result: "text", see: "https://example.com" };
    write({ "models.json": JSON.stringify({ ...models, rows: [row] }) });
    expect(outcome(settings)).toMatchObject({ kept: false });
  });
});
