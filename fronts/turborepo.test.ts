/**
 * A workspace of ten packages under Turborepo itself: the same findings with and without the sources of other packages, kept
 * in its cache, and after an edit only what depends on it is analysed again.
 */
import { mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { dirname } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { built, PACKAGES, workspaceFiles } from "../cli/testing/workspace-files.js";
import type { ReportedLeak } from "../src/report/leak-report.js";
import { temporaryProject, type CommandResult, type TemporaryProject } from "./temporary-project.js";

const NAMES = Object.keys(PACKAGES);
let workspace: TemporaryProject;

beforeAll(() => {
  const links: (readonly [string, string])[] = [];
  const files = workspaceFiles((name, folder) => links.push([name, folder]));
  workspace = temporaryProject({ ...files, ".gitignore": "node_modules\n.turbo\n" });
  for (const [name, folder] of links) {
    const path = workspace.path(`node_modules/${name}`);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(workspace.path(folder), path, "dir");
  }
});

afterAll(() => {
  workspace.remove();
});

function purpose(...parameters: readonly string[]): CommandResult {
  const bin = workspace.path("node_modules/eslint-plugin-purpose/dist/cli/main.js");
  return workspace.run(process.execPath, bin, ...parameters);
}

function check(): CommandResult & { readonly leaks: readonly string[] } {
  const result = purpose("check", "--workspace");
  const leaks = result.output.split("\n").filter((line) => line.includes("✖ SecurityContact"));
  return { ...result, leaks };
}

/** By Turborepo's own count. */
function cached({ output }: CommandResult): string {
  return /Cached:\s+(\d+ cached, \d+ total)/.exec(output)?.[1] ?? output;
}

function leaksIn(file: string): readonly ReportedLeak[] {
  return (JSON.parse(readFileSync(workspace.path(file), "utf8")) as { leaks: readonly ReportedLeak[] }).leaks;
}

test("a workspace is checked package by package", () => {
  // One process, all sources: what the packages by themselves have to find together.
  purpose("report", "--json", "all.json", "--project", "packages/*/tsconfig.json");
  const all = leaksIn("all.json");
  expect(all.map(({ place }) => `${place.file}:${String(place.start.line)}`)).toEqual([
    "packages/app/src/index.ts:11",
    "packages/app/src/index.ts:20",
    "packages/campaign/src/index.ts:8",
    "packages/growth/src/index.ts:5",
    "packages/growth/src/index.ts:9",
    "packages/notify/src/index.ts:6",
    "packages/notify/src/index.ts:20",
  ]);

  const first = check();
  expect(first.status).toBe(1);
  expect(cached(first)).toBe("0 cached, 10 total");
  expect(first.output).toContain("✖ 7 leaks: 12 files in 10 projects checked.");
  expect(first.output).not.toContain("warning");

  const second = check();
  expect(cached(second)).toBe("10 cached, 10 total");
  expect(second.leaks).toEqual(first.leaks);

  // An edit in one package: it and the two that depend on it are analysed, and the leak that it adds is found.
  const text = PACKAGES["growth"]?.sources["index.ts"] ?? "";
  const edited = text.replace(
    "addToAudience(contact);",
    "addToAudience(contact);\n  addToAudience(contact);",
  );
  workspace.write({
    "packages/growth/src/index.ts": edited,
    ...built("packages/growth", "index.ts", edited),
  });
  const third = check();
  expect(cached(third)).toBe("8 cached, 10 total");
  expect(third.output).toContain("✖ 8 leaks");

  // Without the sources of all others, the last one finds what it found.
  const before = leaksIn("packages/app/.purpose/report.json");
  for (const name of NAMES.filter((one) => one !== "app"))
    rmSync(workspace.path(`packages/${name}/src`), { recursive: true });
  const alone = workspace.run("npm", "run", "--prefix", "packages/app", "purpose");
  expect(alone.output).toContain("by the summaries of ../ads, ../campaign");
  expect(leaksIn("packages/app/.purpose/report.json")).toEqual(before);
}, 900_000);
