/**
 * ESLint's formatters on a small program whose value goes through three files: with the traces that the rule has kept,
 * and with what can be read back from the messages.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as parser from "@typescript-eslint/parser";
import { ESLint } from "eslint";
import type { Log, Result } from "sarif";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import plugin from "../src/plugin.js";
import { sarifErrors } from "../src/testing/sarif-schema.js";
import sarif from "./sarif.js";
import traces from "./traces.js";

const FILES = {
  "package.json": '{ "type": "module" }',
  "tsconfig.json":
    '{ "compilerOptions": { "strict": true, "types": [], "lib": ["ES2023"] }, "include": ["src"] }',
  "src/account.ts": `export interface Account { phone: string & { __brand: "SecurityContact" } }
export function phoneOf(account: Account): string {
  return account.phone;
}
`,
  "src/sync.ts": `import { phoneOf, type Account } from "./account.js";
import { addToAudience } from "./ads.js";
export function sync(account: Account): void {
  const row = { key: phoneOf(account).trim() };
  addToAudience(row.key);
  // eslint-disable-next-line purpose/no-leak -- agreed with the privacy officer
  addToAudience(phoneOf(account));
}
`,
  "src/ads.ts": `/**
 * @module
 * @purpose advertising
 */
export function addToAudience(key: string): void {
  console.log(key);;
}
`,
};

/** Not under the path of a link: TypeScript names files as they really are. */
const folder = realpathSync(mkdtempSync(join(tmpdir(), "formatted-")));
let results: ESLint.LintResult[];

beforeAll(async () => {
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const eslint = new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    overrideConfig: {
      files: ["**/*.ts"],
      plugins: { purpose: plugin },
      languageOptions: { parser, parserOptions: { project: "tsconfig.json", tsconfigRootDir: folder } },
      rules: { "purpose/no-leak": "error", "no-extra-semi": "warn" },
    },
  });
  results = await eslint.lintFiles(["src"]);
}, 60_000);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function resultsOf(lint: readonly ESLint.LintResult[]): readonly Result[] {
  const log = JSON.parse(sarif(lint, { cwd: folder })) as Log;
  expect(sarifErrors(log)).toEqual([]);
  return log.runs[0]?.results ?? [];
}

function flowOf(result: Result | undefined): readonly string[] {
  const locations = result?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
  return locations.map(({ location }) => {
    const { artifactLocation, region } = location?.physicalLocation ?? {};
    return `${artifactLocation?.uri ?? ""}:${region?.startLine ?? 0}:${region?.startColumn ?? 0} ${location?.message?.text ?? ""}`;
  });
}

describe("the SARIF formatter", () => {
  it("has each leak once, with its trace, and the messages of other rules", () => {
    const [leak, suppressed, other, ...rest] = resultsOf(results).toSorted(byRule);
    expect(rest).toEqual([]);
    expect(flowOf(leak)).toEqual([
      "src/account.ts:3:10 SecurityContact comes from here",
      "src/account.ts:3:10 it is returned",
      "src/sync.ts:4:22 another value is made of it",
      "src/sync.ts:5:17 it gets into advertising code: addToAudience",
    ]);
    expect(leak?.suppressions).toBeUndefined();
    expect(suppressed?.suppressions).toEqual([
      { kind: "inSource", justification: "agreed with the privacy officer" },
    ]);
    expect(other).toMatchObject({ ruleId: "no-extra-semi", level: "warning" });
    expect(leak?.partialFingerprints).not.toEqual(suppressed?.partialFingerprints);
  });

  it("tells of a leak where it leaves a file, if its boundary was not linted", () => {
    const [leak, ...rest] = resultsOf(results.filter(({ filePath }) => filePath.endsWith("account.ts")));
    expect(rest).toEqual([]);
    expect(leak?.locations?.[0]?.physicalLocation?.region).toMatchObject({ startLine: 7, startColumn: 17 });
    expect(flowOf(leak)).toHaveLength(3);
  });

  it("reads the lines of a trace back from messages of another process", () => {
    const moved = results.map((result) => ({
      ...result,
      // Messages of a run that nothing is known of: at other columns than what was kept.
      messages: result.messages.map((message) => ({ ...message, column: message.column + 1 })),
      suppressedMessages: [],
    }));
    const flows = resultsOf(moved).map(flowOf);
    expect(flows).toContainEqual([
      "src/account.ts:3:3 SecurityContact comes from here",
      "src/sync.ts:4:3 it goes through here",
      "src/sync.ts:5:18 it gets into advertising code: addToAudience",
    ]);
  });
});

describe("the formatter with traces", () => {
  it("shows each step as code, and counts as ESLint does", () => {
    const text = traces(results, { cwd: folder, color: false });
    expect(text).toContain(`
src/sync.ts
  5:17  error  SecurityContact from src/account.ts:3 (account.phone) gets into advertising code: addToAudience. SecurityContact may be used for: security.  purpose/no-leak
  1. SecurityContact comes from here; it is returned  src/account.ts:3:10
     > 3 |   return account.phone;
         |          ^^^^^^^^^^^^^
  2. another value is made of it  src/sync.ts:4:22
     > 4 |   const row = { key: phoneOf(account).trim() };
         |                      ^^^^^^^^^^^^^^^^^^^^^^^
  3. it gets into advertising code: addToAudience  src/sync.ts:5:17
     > 5 |   addToAudience(row.key);
         |                 ^^^^^^^
`);
    expect(text).toContain("  6:20  warning  Unnecessary semicolon.  no-extra-semi\n");
    expect(text.trimEnd().split("\n").at(-1)).toBe("✖ 3 problems (2 errors, 1 warning)");
    expect(traces([], { cwd: folder })).toBe("");
  });
});

function byRule(left: Result, right: Result): number {
  const order = (result: Result): string =>
    `${result.ruleId === "purpose/no-leak" ? 0 : 1} ${result.suppressions === undefined ? 0 : 1}`;
  return order(left) < order(right) ? -1 : 1;
}
