import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import ts from "typescript";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cacheFolderOf, resultFilesIn } from "./result-files.js";

let folder: string;
let elsewhere: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "purpose-kept-"));
  elsewhere = mkdtempSync(join(tmpdir(), "purpose-kept-"));
});

afterEach(() => {
  for (const one of [folder, elsewhere]) rmSync(one, { recursive: true, force: true });
});

function onlyFile(): string {
  const [name = "", ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  return join(folder, name);
}

describe("results on disk", () => {
  it("are found by the key and version that they were written under", () => {
    resultFilesIn(folder, "1").write("a", { leaks: ["ä"] });
    expect(resultFilesIn(folder, "1").read("a")).toEqual({ leaks: ["ä"] });
    expect(resultFilesIn(folder, "1").read("b")).toBeUndefined();
    expect(resultFilesIn(folder, "2").read("a")).toBeUndefined();
  });

  it.each([
    [
      "cut short",
      (path: string) => {
        truncateSync(path, 50);
      },
    ],
    [
      "empty",
      (path: string) => {
        truncateSync(path, 0);
      },
    ],
    [
      "not what was written",
      (path: string) => {
        writeFileSync(path, readFileSync(path, "utf8").replace("leak", "lack"));
      },
    ],
    [
      "no text at all",
      (path: string) => {
        writeFileSync(path, Buffer.from([0, 255, 10, 254]));
      },
    ],
    [
      "a folder",
      (path: string) => {
        rmSync(path);
        mkdirSync(path);
      },
    ],
  ])("are as good as not there if they are %s, and are written anew", (what, damage) => {
    const files = resultFilesIn(folder, "1");
    files.write("a", { leaks: [] });
    damage(onlyFile());
    expect(files.read("a")).toBeUndefined();
    files.write("a", { leaks: ["again"] });
    if (what !== "a folder") expect(files.read("a")).toEqual({ leaks: ["again"] });
  });

  it("are no reason to fail where nothing can be written", () => {
    const files = resultFilesIn(join(folder, "a-file", "cache"), "1");
    writeFileSync(join(folder, "a-file"), "");
    files.write("a", { leaks: [] });
    expect(files.read("a")).toBeUndefined();
  });

  it("are removed where there are too many, those first that were not used for the longest time", () => {
    const files = resultFilesIn(folder, "1");
    files.write("first", 0);
    const aged = onlyFile();
    files.write("second", 0);
    for (const name of readdirSync(folder)) utimesSync(join(folder, name), new Date(0), new Date(0));
    expect(files.read("first")).toBe(0);
    for (let number = 0; number < 99; number++) files.write(String(number), number);
    expect(readdirSync(folder)).toHaveLength(100);
    expect(readdirSync(folder)).toContain(aged.slice(folder.length + 1));
    expect(files.read("second")).toBeUndefined();
  });

  it("are whole while several threads write and read the same ones", async () => {
    const source = readFileSync(fileURLToPath(new URL("result-files.ts", import.meta.url)), "utf8");
    const module = join(elsewhere, "result-files.mjs");
    writeFileSync(
      module,
      ts.transpile(source, { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 }),
    );
    const work = `
      const { workerData, parentPort } = require("node:worker_threads");
      import(workerData.module).then(({ resultFilesIn }) => {
        const files = resultFilesIn(workerData.folder, "1");
        for (let round = 0; round < 60; round++) {
          const key = String(round % 3);
          files.write(key, { key, filler: "x".repeat(20_000 + 500 * workerData.number) });
          const found = files.read(key);
          if (found !== undefined && found.key !== key) throw new Error("not whole");
          if (found === undefined) throw new Error("not there");
        }
        parentPort.postMessage("done");
      });`;
    const workers = [1, 2, 3].map(
      (number) =>
        new Promise((resolve, reject) => {
          const worker = new Worker(work, { eval: true, workerData: { module, folder, number } });
          worker.on("message", resolve).on("error", reject);
        }),
    );
    expect(await Promise.all(workers)).toEqual(["done", "done", "done"]);
    expect(readdirSync(folder)).toHaveLength(3);
  });
});

describe("the folder", () => {
  it("is in the node_modules of the nearest package that has one", () => {
    mkdirSync(join(folder, "node_modules"));
    mkdirSync(join(folder, "packages/inner/src"), { recursive: true });
    writeFileSync(join(folder, "package.json"), "{}");
    writeFileSync(join(folder, "packages/inner/package.json"), "{}");
    expect(cacheFolderOf(join(folder, "packages/inner/src"))).toBe(
      join(folder, "node_modules/.cache/eslint-plugin-purpose"),
    );
  });
});
