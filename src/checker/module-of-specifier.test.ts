import { expect, it } from "vitest";
import { programOfText, ROOT } from "../testing/program-of-text.js";
import { fileOfSpecifier } from "./module-of-specifier.js";

it.each([
  [`import { a } from "./a.js"; a;`, "./a.js", "a.ts"],
  [`export * from "./a.js";`, "./a.js", "a.ts"],
  [`void import("./a.js");`, "./a.js", "a.ts"],
  [`import "./effect.js";`, "./effect.js", "effect.ts"],
  [`declare function require(x: string): any; require("./a.js"); export {};`, "./a.js", "a.ts"],
])("%s", (main, specifier, expected) => {
  const program = programOfText({ "main.ts": main, "a.ts": "export const a = 1;", "effect.ts": "console;" });
  const node = program.node("main.ts", `"${specifier}"`);
  expect(fileOfSpecifier(program.program, program.checker, node)).toBe(`${ROOT}/${expected}`);
});

it("follows require in JavaScript", () => {
  const program = programOfText({ "main.cjs": `const a = require("./a.cjs");`, "a.cjs": "exports.a = 1;" });
  const node = program.node("main.cjs", `"./a.cjs"`);
  expect(fileOfSpecifier(program.program, program.checker, node)).toBe(`${ROOT}/a.cjs`);
});

it("knows no file of a module that isn't there", () => {
  const program = programOfText({ "main.ts": `import "./nowhere.js"; import "nothing";` });
  expect(
    fileOfSpecifier(program.program, program.checker, program.node("main.ts", `"./nowhere.js"`)),
  ).toBeUndefined();
  expect(
    fileOfSpecifier(program.program, program.checker, program.node("main.ts", `"nothing"`)),
  ).toBeUndefined();
});
