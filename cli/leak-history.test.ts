/**
 * Since when a leak has been possible, in real repositories that are made for it.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import schema from "../report.schema.json" with { type: "json" };
import type { Report } from "../src/report/report.js";
import { createPrograms } from "./programs.js";
import { runIn, type Run } from "./testing/run-in.js";

const root = mkdtempSync(join(tmpdir(), "since-"));
const original = join(root, "original");
const programOf = createPrograms();

afterAll(() => {
  rmSync(root, { recursive: true });
});

function git(folder: string, date: string, ...parameters: readonly string[]): void {
  const who = { NAME: "A. Developer", EMAIL: "developer@example.org", DATE: `${date}T12:00:00Z` };
  const env = Object.entries(who).flatMap(([name, value]): [string, string][] => [
    [`GIT_AUTHOR_${name}`, value],
    [`GIT_COMMITTER_${name}`, value],
  ]);
  execFileSync("git", ["-c", "commit.gpgsign=false", ...parameters], {
    cwd: folder,
    env: {
      ...process.env,
      ...Object.fromEntries(env),
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_CONFIG_NOSYSTEM: "1",
    },
    stdio: "pipe",
  });
}

function write(folder: string, file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

function commit(date: string, message: string, files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) write(original, file, text);
  git(original, date, "add", "--all");
  git(original, date, "commit", "--message", message);
}

const SECURITY = `export type SecurityContact = string & { readonly __brand: "SecurityContact" };
export declare function contactOf(id: string): SecurityContact;
`;
const ADS = `/**
 * @module
 * @purpose advertising
 */
export declare function addToAudience(key: string): void;
`;
/** The one step between: made on a branch, while the sink's call was made on another. */
const HELPER = `import { contactOf } from "./security.js";
export const keyOf = (id: string): string => contactOf(id).trim();
`;

beforeAll(() => {
  mkdirSync(original);
  git(original, "2024-01-01", "init", "--initial-branch", "main");
  commit("2024-01-01", "Start", {
    "tsconfig.json": JSON.stringify({
      compilerOptions: {
        strict: true,
        noEmit: true,
        target: "ES2022",
        lib: ["ES2022"],
        types: [],
        module: "NodeNext",
      },
      include: ["src"],
    }),
    "package.json": `{ "type": "module" }`,
    "src/security.ts": SECURITY,
    "src/ads.ts": ADS,
    "src/keys.ts": `export const keyOf = (id: string): string => id;\n`,
    "src/early.ts": `import { addToAudience } from "./ads.js";
import { contactOf } from "./security.js";
export function early(id: string): void {
  addToAudience(contactOf(id));
}
`,
  });
  git(original, "2024-01-02", "tag", "v1.9.0");
  git(original, "2024-02-01", "switch", "--create", "keys");
  commit("2024-02-01", "Make keys of contacts", { "src/keys.ts": HELPER });
  git(original, "2024-02-02", "switch", "main");
  commit("2024-03-01", "Upload keys", {
    "src/upload.ts": `import { addToAudience } from "./ads.js";
import { keyOf } from "./keys.js";
export function upload(id: string): void {
  addToAudience(keyOf(id));
}
`,
  });
  git(original, "2024-04-01", "merge", "--no-ff", "--message", "Merge the keys", "keys");
  git(original, "2024-04-02", "tag", "v1.10.0");
  git(original, "2024-04-02", "tag", "nightly");
  // White space alone changes nothing: the early leak is as old as it was.
  commit("2024-05-01", "Indent", {
    "src/early.ts": `import { addToAudience } from "./ads.js";
import { contactOf } from "./security.js";
export function early(id: string): void {
    addToAudience(contactOf(id));
}
`,
  });
  git(original, "2024-05-02", "tag", "v2.0.0");
});

function reportIn(folder: string): Promise<Run> {
  return runIn(folder, ["report", "--since", "--json"], { programOf });
}

function historiesOf({ out }: Run): Readonly<Record<string, unknown>> {
  const report = JSON.parse(out) as Report;
  return Object.fromEntries(report.leaks.map(({ place, history }) => [place.file, history]));
}

describe("report --since", () => {
  it("finds the commit in which all lines of a trace stand, be it a merge, its time, and the versions that have it", async () => {
    const run = await reportIn(original);
    expect(historiesOf(run)).toMatchObject({
      "src/early.ts": {
        kind: "since",
        commit: { date: expect.stringContaining("2024-01-01T12:00:00") as unknown, summary: "Start" },
        days: 121,
        tags: ["v1.9.0", "v1.10.0", "v2.0.0"],
        isCut: false,
      },
      "src/upload.ts": {
        commit: { summary: "Merge the keys" },
        days: 30,
        tags: ["v1.10.0", "v2.0.0"],
      },
    });
    const ajv = new Ajv();
    addFormats.default(ajv);
    expect(ajv.validate(schema, JSON.parse(run.out)), ajv.errorsText()).toBe(true);
  });

  it("tells it as text where no form is asked for, the oldest first", async () => {
    const { out, status } = await runIn(original, ["report", "--since"], { programOf });
    expect(status).toBe(1);
    expect(out.replaceAll(/\b[0-9a-f]{7}\b/g, "1234567")).toContain(
      `src/early.ts:4: SecurityContact gets into advertising code (addToAudience)
  since 2024-01-01 (1234567 “Start”), for 121 days; in 3 version tags, v1.9.0 to v2.0.0

src/upload.ts:4: SecurityContact gets into advertising code (addToAudience)
  since 2024-04-01 (1234567 “Merge the keys”), for 30 days; in 2 version tags, v1.10.0 to v2.0.0

As of 2024-05-01, commit 1234567.`,
    );
  });

  it("says what a shallow clone can't know", async () => {
    const shallow = join(root, "shallow");
    execFileSync("git", ["clone", "--quiet", "--depth", "1", `file://${original}`, shallow], {
      stdio: "pipe",
    });
    const run = await reportIn(shallow);
    expect(historiesOf(run)["src/upload.ts"]).toMatchObject({ isCut: true, commit: { summary: "Indent" } });
    const { out } = await runIn(shallow, ["report", "--since"], { programOf });
    expect(out).toContain("“Indent”) or earlier: this clone's history ends there, for at least 0 days");
    expect(out).toContain("This clone does not have the whole history (git fetch --unshallow gets it)");
  });

  it("says what isn't committed yet", async () => {
    const changed = join(root, "changed");
    execFileSync("git", ["clone", "--quiet", original, changed], { stdio: "pipe" });
    write(changed, "src/keys.ts", HELPER.replace("trim()", "trim().toLowerCase()"));
    write(
      changed,
      "src/late.ts",
      `import { addToAudience } from "./ads.js";\nimport { contactOf } from "./security.js";\naddToAudience(contactOf("1"));\n`,
    );
    expect(historiesOf(await reportIn(changed))).toMatchObject({
      "src/early.ts": { kind: "since", days: 121 },
      "src/upload.ts": { kind: "uncommitted", files: ["src/keys.ts"] },
      "src/late.ts": { kind: "uncommitted", files: ["src/late.ts"] },
    });
  });

  it("says what it needs where there is no repository", async () => {
    const bare = join(root, "bare");
    for (const [file, text] of Object.entries({ "tsconfig.json": "{}", "src/a.ts": SECURITY }))
      write(bare, file, text);
    expect(await runIn(bare, ["report", "--since"], { programOf })).toMatchObject({
      status: 2,
      err: expect.stringContaining("not a git repository") as unknown,
    });
  });
});
