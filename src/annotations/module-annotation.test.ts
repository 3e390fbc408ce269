import { expect, it } from "vitest";
import { programOfText } from "../testing/program-of-text.js";
import { modulePurposes } from "./module-annotation.js";
import { tagsOfDeclaration } from "./jsdoc-tags.js";

const FUNCTION = "export function boost() {}";
const BLOCK = "/** @purpose advertising */";

it.each([
  ["@module", `/**\n * @module\n * @purpose advertising\n */\n${FUNCTION}`],
  ["@file", `/**\n * @file Ranking.\n * @purpose advertising\n */\n${FUNCTION}`],
  ["@fileoverview", `/**\n * @fileoverview Ranking.\n * @purpose advertising\n */\n${FUNCTION}`],
  ["@packageDocumentation", `/**\n * @packageDocumentation\n * @purpose advertising\n */\n${FUNCTION}`],
  ["a blank line", `${BLOCK}\n\n${FUNCTION}`],
  ["a blank line in Windows", `${BLOCK}\r\n\r\n${FUNCTION}`],
  ["a blank line with blanks", `${BLOCK}  \n   \n${FUNCTION}`],
  ["another block", `${BLOCK}\n/** Boosts. */\n${FUNCTION}`],
  ["a line comment", `${BLOCK}\n// Boosts.\n${FUNCTION}`],
  ["an import", `${BLOCK}\nimport "node:fs";\n${FUNCTION}`],
  ["an import of a type", `${BLOCK}\nimport type { A } from "./a.js";\n${FUNCTION}`],
  ["a re-export", `${BLOCK}\nexport * from "./a.js";`],
  ["require", `${BLOCK}\nconst { a } = require("./a.js");`],
  ["nothing", BLOCK],
  ["a call", `${BLOCK}\nstart();`],
  ["a line comment before", `// Boosts posts.\n/**\n * @module\n * @purpose advertising\n */\n${FUNCTION}`],
  ["a shebang before", `#!/usr/bin/env node\n${BLOCK}\n\n${FUNCTION}`],
  ["a licence before", `/* Licence */\n\n${BLOCK}\n\n${FUNCTION}`],
  ["a directive before", `"use client";\n${BLOCK}\nimport "node:fs";`],
  ["a directive after", `${BLOCK}\n"use strict";\n${FUNCTION}`],
])("%s makes it the module's", (_, text) => {
  const program = programOfText({ "main.ts": text });
  expect(modulePurposes(program.file("main.ts"))).toEqual(["advertising"]);
  for (const statement of program.file("main.ts").statements)
    expect(tagsOfDeclaration(statement)).toEqual([]);
});

it.each([
  ["a function", `${BLOCK}\n${FUNCTION}`],
  ["a function after a line comment", `// Part of the case.\n${BLOCK}\n${FUNCTION}`],
  ["a function after another block", `/** Licence */\n${BLOCK}\n${FUNCTION}`],
  ["a variable", `${BLOCK}\nexport const queue = [];`],
  ["a class", `${BLOCK}\nclass A {}`],
  ["a default export", `${BLOCK}\nexport default {};`],
  ["an assignment", `${BLOCK}\nexports.a = 1;`],
])("attached to %s it is that declaration's", (_, text) => {
  const program = programOfText({ "main.js": text });
  const [first] = program.file("main.js").statements;
  expect(modulePurposes(program.file("main.js"))).toEqual([]);
  expect(first === undefined ? [] : tagsOfDeclaration(first)).toMatchObject([
    { tag: "purpose", text: "advertising" },
  ]);
});

it.each([
  ["below a statement", `import "node:fs";\n\n${BLOCK}\n\n${FUNCTION}`],
  ["in a plain comment", `/* @purpose advertising */\n\n${FUNCTION}`],
  ["in a line comment", `// @purpose advertising\n\n${FUNCTION}`],
])("is none %s", (_, text) => {
  expect(modulePurposes(programOfText({ "main.ts": text }).file("main.ts"))).toEqual([]);
});

it("may give several", () => {
  const text =
    "/**\n * @module\n * @purpose security, analytics - both read it\n * @purpose advertising\n */";
  expect(modulePurposes(programOfText({ "main.ts": text }).file("main.ts"))).toEqual([
    "security",
    "analytics",
    "advertising",
  ]);
});
