/**
 * TypeScript 7 exports nothing but its version: the rules must load all the same, and one of them say so once. The test
 * files of a worker share their modules, so the compiler that these tests put in its place is taken out again.
 */
import { Linter } from "eslint";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import plugin from "../src/plugin.js";

let loaded: typeof plugin | undefined;

beforeAll(async () => {
  vi.resetModules();
  vi.doMock("typescript", () => ({ default: { version: "7.0.2" } }));
  loaded = (await import("../src/plugin.js")).default;
});

afterAll(() => {
  vi.doUnmock("typescript");
  vi.resetModules();
});

it.each([["no-leak"], ["no-label-erasure"], Object.keys(plugin.rules)])(
  "%s: names the version and the way out, once a file",
  (...names) => {
    const rules = Object.fromEntries(names.map((name) => [`purpose/${name}`, "error" as const]));
    const messages = new Linter().verify("export const one = 1;\n", [
      { plugins: { purpose: loaded ?? plugin }, rules },
    ]);
    expect(messages.map(({ messageId }) => messageId)).toEqual(["unsupportedTypeScript"]);
    expect(messages[0]?.message).toMatch(/typescript 7\.0\.2.*npm install --save-dev typescript@6\.0/);
  },
);
