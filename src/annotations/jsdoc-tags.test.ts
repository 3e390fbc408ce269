import { describe, expect, it } from "vitest";
import { programOfText } from "../testing/program-of-text.js";
import { labelOfDeclaration } from "./label-tags.js";
import { tagsInBlock, tagsOfDeclaration } from "./jsdoc-tags.js";

const tags = (block: string): readonly string[] =>
  tagsInBlock(block, 0).map(({ tag, text }) => `${tag}: ${text}`);

describe("tags in a block", () => {
  it.each([
    ["/** @purpose advertising */", ["purpose: advertising"]],
    ["/**@purpose advertising*/", ["purpose: advertising"]],
    [
      "/**\n * Posts.\n *\n * @module\n * @purpose security analytics\n */",
      ["module: ", "purpose: security analytics"],
    ],
    [
      "/**\r\n * @file Ranking.\r\n * @purpose advertising\r\n */",
      ["file: Ranking.", "purpose: advertising"],
    ],
    ["/**\n@purpose advertising\n*/", ["purpose: advertising"]],
    ["/** @type {string} @label SecurityContact */", ["label: SecurityContact"]],
    ["/** @purpose advertising\n *  for partners */", ["purpose: advertising"]],
    ["/** See the @purpose tag. */", []],
    ["/** Write `@purpose advertising`. */", []],
    ["/** See {@link f} */", []],
    ["/** @purposes advertising */", []],
    ["/** @module-like thing */", []],
    ["/**\n * ```ts\n * @purpose advertising\n * ```\n * @label L\n */", ["label: L"]],
  ])("%j", (block, expected) => {
    expect(tags(block)).toEqual(expected);
  });

  it("says where a tag stands", () => {
    const block = "/**\n * Text.\n * @label SecurityContact\n */";
    const [tag] = tagsInBlock(block, 100);
    expect(block.slice((tag?.pos ?? 0) - 100, (tag?.end ?? 0) - 100)).toBe("@label SecurityContact");
  });
});

describe("tags of a declaration", () => {
  const LABEL = "/** @label L */";
  it.each([
    ["a function", `${LABEL}\nfunction it() {}`],
    ["an exported function", `${LABEL}\nexport function it() {}`],
    ["a function after others", `const a = 1;\n\n${LABEL}\n\nfunction it() {}`],
    ["a variable", `const a = 1;\n${LABEL}\nexport const it = 1;`],
    ["a variable in its list", `const a = 1, ${LABEL} it = 2;`],
    ["the only destructured name", `const a = 1;\n${LABEL}\nconst { it } = JSON.parse("{}");`],
    ["a destructured name", `const { a, ${LABEL} it } = JSON.parse("{}");`],
    ["a parameter", `function f(\n  ${LABEL}\n  it: string,\n  b: string,\n) {}`],
    ["a parameter on its line", `function f(a: string, ${LABEL} it: string) {}`],
    ["the first parameter", `function f(${LABEL} it: string) {}`],
    ["a parameter below its tag", `function f(${LABEL}\n  it: string) {}`],
    ["a member on its line", `interface A { ${LABEL} it: string; b: string }`],
    ["a member after another on its line", `interface A { a: string; ${LABEL} it: string }`],
    ["a method", `class A {\n  a = 1;\n  ${LABEL}\n  it() {}\n}`],
    ["a decorated field", `declare const d: any;\nclass A {\n  ${LABEL}\n  @d it = 1;\n}`],
    ["a decorated field, behind the decorator", `declare const d: any;\nclass A {\n  @d ${LABEL} it = 1;\n}`],
    ["an accessor", `class A {\n  ${LABEL}\n  get it() { return 1; }\n}`],
    ["a type alias", `const a = 1;\n${LABEL}\ntype it = string;`],
    ["an interface", `const a = 1;\n${LABEL}\ninterface it { a: 1 }`],
    ["a member of an enum", `enum A { a, ${LABEL} it }`],
    ["a property of an object", `const o = { a: 1, ${LABEL}\n it: 2 };\nconst p = {\n  ${LABEL}\n  it: 2 };`],
    ["a class", `const a = 1;\n${LABEL}\nabstract class it {}`],
  ])("%s", (_, text) => {
    const program = programOfText({ "main.ts": text });
    expect(labelOfDeclaration(program.node("main.ts", "it", -1).parent)).toBe("L");
  });

  it.each([
    ["a line comment", `// @label L\nfunction it() {}`],
    ["a plain block", `/* @label L */\nfunction it() {}`],
    ["a box", `/*** @label L */\nfunction it() {}`],
    ["the member before", `interface A {\n  a: string; ${LABEL}\n  it: string }`],
    ["the statement before", `const a = 1; ${LABEL}\nfunction it() {}`],
    ["the first member's class", `const a = 1;\n${LABEL}\nclass A { it = 1 }`],
    ["the parameter after", `function f(it: string, ${LABEL} b: string) {}`],
    ["one of several destructured names", `const a = 1;\n${LABEL}\nconst { b, it } = { b: 1, it: 1 };`],
    ["the end of a block before", `{ const a = 1; ${LABEL} }\nfunction it() {}`],
    ["the module", `${LABEL}\n\nfunction it() {}`],
  ])("not of %s", (_, text) => {
    const program = programOfText({ "main.ts": text });
    expect(labelOfDeclaration(program.node("main.ts", "it").parent)).toBeUndefined();
  });

  it.each([
    ["an arrow function", `const a = 1;\n${LABEL}\nconst it = () => 1;`, "() => 1"],
    [
      "a function expression in parentheses",
      `const a = 1;\n${LABEL}\nconst it = (function () {});`,
      "function () {}",
    ],
    ["a function in an object", `const o = {\n  ${LABEL}\n  it: () => 1 };`, "() => 1"],
    ["a function in a field", `class A {\n  ${LABEL}\n  it = () => 1; }`, "() => 1"],
    ["a default export", `const a = 1;\n${LABEL}\nexport default () => 1;`, "() => 1"],
    ["a function that is assigned", `let it: unknown;\n${LABEL}\nit = () => 1;`, "() => 1"],
  ])("reach %s", (_, text, inner) => {
    const program = programOfText({ "main.ts": text });
    expect(labelOfDeclaration(program.node("main.ts", inner))).toBe("L");
  });

  it("reach what JavaScript exports and assigns", () => {
    const text = `const a = 1;\n${LABEL}\nexports.it = function () {};\nclass A { constructor() {\n ${LABEL}\n this.login = "";\n this.office = ""; } }`;
    const program = programOfText({ "main.cjs": text });
    expect(labelOfDeclaration(program.node("main.cjs", "function () {}"))).toBe("L");
    expect(labelOfDeclaration(program.node("main.cjs", "this.login"))).toBe("L");
    expect(labelOfDeclaration(program.node("main.cjs", "this.office"))).toBeUndefined();
  });

  it("come once, whatever nodes begin behind the block", () => {
    const program = programOfText({
      "main.cjs": `const a = 1;\n/** @purpose advertising */\nexports.it = function () {};`,
    });
    expect(tagsOfDeclaration(program.node("main.cjs", "function () {}"))).toHaveLength(1);
  });
});
