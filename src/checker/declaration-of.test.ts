import ts from "typescript";
import { describe, expect, it } from "vitest";
import { programOfText } from "../testing/program-of-text.js";
import { declarationsOf } from "./declaration-of.js";

const FILES = {
  "ads.ts": `
export function track(event: string): void {}
export function uploadAudience(rows: unknown[]): void {}
export class Builder { static current: unknown; constructor(seed?: unknown) {} add(row: unknown): this { return this; } }
export const pixel = { userData: 0 as unknown, send(value: unknown) {} };
export function beacon(parts: TemplateStringsArray, ...values: unknown[]): void {}
export function Banner(props: { phone: string }) { return null; }
export default function send(payload: unknown): void {}
`,
  "barrel.ts": `export * from "./ads.js"; export { default as post, track as logEvent } from "./ads.js"; export * as ads from "./ads.js";`,
  "legacy.cjs": `exports.enqueue = function (row) { void row; };\nexports.preview = (row) => { void row; };`,
  "package.json": '{ "type": "module" }',
};

/** What the node with this text in `main` means, as "file: text of the declaration's name". */
function meaning(main: string, text: string, { file = "main.ts", occurrence = 0 } = {}): readonly string[] {
  const program = programOfText({ ...FILES, [file]: main });
  const node = program.node(file, text, occurrence);
  const asked = ts.isIdentifier(node) || !ts.isIdentifier(node.parent) ? node : node.parent;
  return declarationsOf(program.checker, asked).map((declaration) => {
    const name = ts.getNameOfDeclaration(declaration);
    const kind = ts.SyntaxKind[declaration.kind];
    return `${declaration.getSourceFile().fileName.split("/").at(-1) ?? ""} ${kind} ${name?.getText() ?? ""}`.trim();
  });
}

describe("names", () => {
  it.each([
    [
      "an import",
      `import { track } from "./ads.js"; track("x");`,
      "track",
      "ads.ts FunctionDeclaration track",
    ],
    ["a default import", `import x from "./ads.js"; x(1);`, "x", "ads.ts FunctionDeclaration send"],
    [
      "a renamed re-export",
      `import { logEvent } from "./barrel.js"; logEvent("x");`,
      "logEvent",
      "ads.ts FunctionDeclaration track",
    ],
    [
      "a re-exported namespace",
      `import { ads } from "./barrel.js"; ads.track("x");`,
      "ads.track",
      "ads.ts FunctionDeclaration track",
    ],
    [
      "a namespace",
      `import * as ads from "./ads.js"; ads.track("x");`,
      "ads.track",
      "ads.ts FunctionDeclaration track",
    ],
    ["a namespace itself", `import * as ads from "./ads.js"; void ads;`, "ads", "ads.ts SourceFile"],
    [
      "a computed name",
      `import * as ads from "./ads.js"; ads["default"](1);`,
      `ads["default"]`,
      "ads.ts FunctionDeclaration send",
    ],
    [
      "a constant key",
      `import * as ads from "./ads.js"; const key = "track"; ads[key]("x");`,
      `ads[key]`,
      "ads.ts FunctionDeclaration track",
    ],
    [
      "a destructured namespace",
      `import * as ads from "./ads.js"; const { track: t } = ads; void t;`,
      "t",
      "ads.ts FunctionDeclaration track",
    ],
    [
      "a nested destructuring",
      `const { a: { b } } = { a: { b: 1 } }; void b;`,
      "b",
      "main.ts PropertyAssignment b",
    ],
    [
      "a destructured import",
      `const { track } = await import("./ads.js"); void track; export {};`,
      "track",
      "ads.ts FunctionDeclaration track",
    ],
    [
      "a property",
      `import { pixel } from "./ads.js"; pixel.userData = 1;`,
      "pixel.userData",
      "ads.ts PropertyAssignment userData",
    ],
    [
      "a static property",
      `import { Builder } from "./ads.js"; Builder.current = 1;`,
      "Builder.current",
      "ads.ts PropertyDeclaration current",
    ],
    ["a local variable", `const a = 1; void a;`, "a", "main.ts VariableDeclaration a"],
    [
      "a private field",
      `class A { #p = 1; f() { return this.#p; } }`,
      "this.#p",
      "main.ts PropertyDeclaration #p",
    ],
    [
      "an import of what has no types",
      `// @ts-ignore\nimport { init } from "untyped"; init();`,
      "init",
      "main.ts ImportSpecifier init",
    ],
  ])("%s", (_, main, text, expected) => {
    // The last place is the use, those before are imports and declarations.
    expect(meaning(main, text, { occurrence: -1 })).toEqual([expected]);
  });

  it("takes a shorthand property for the variable", () => {
    expect(meaning(`const a = 1; void { a };`, "a", { occurrence: 1 })).toEqual([
      "main.ts VariableDeclaration a",
    ]);
  });

  it("follows require in JavaScript", () => {
    const main = `const legacy = require("./legacy.cjs");\nconst { preview } = require("./legacy.cjs");\nlegacy.enqueue(1);\npreview(2);`;
    expect(meaning(main, "legacy.enqueue", { file: "main.cjs" })).toEqual([
      "legacy.cjs PropertyAccessExpression enqueue",
    ]);
    expect(meaning(main, "preview", { file: "main.cjs", occurrence: 1 })).toEqual([
      "legacy.cjs PropertyAccessExpression preview",
    ]);
  });
});

describe("callees", () => {
  it.each([
    [
      "a function",
      `import { track } from "./ads.js"; track("x");`,
      `track("x")`,
      ["ads.ts FunctionDeclaration track"],
    ],
    [
      "a constructor",
      `import { Builder } from "./ads.js"; new Builder();`,
      `new Builder()`,
      ["ads.ts Constructor"],
    ],
    ["a class without constructor", `class A {} new A();`, `new A()`, ["main.ts ClassDeclaration A"]],
    [
      "a template's tag",
      "import { beacon } from './ads.js'; beacon`x`;",
      "beacon`x`",
      ["ads.ts FunctionDeclaration beacon"],
    ],
    [
      "an overload",
      `function f(a: string): void; function f(a: number): void; function f(a: unknown) {} f(1);`,
      `f(1)`,
      ["main.ts FunctionDeclaration f"],
    ],
    ["a method of the platform", `[1].push(2);`, `[1].push(2)`, ["lib.es5.d.ts MethodSignature push"]],
    [
      "a variable with a function type",
      `declare const hooks: { done: (x: unknown) => void }; hooks.done(1);`,
      `hooks.done(1)`,
      ["main.ts PropertySignature done", "main.ts FunctionType"],
    ],
    [
      "an arrow function",
      `const f = (x: number) => x; f(1);`,
      `f(1)`,
      ["main.ts VariableDeclaration f", "main.ts ArrowFunction f"],
    ],
    [
      "a call signature of the platform",
      `String(1);`,
      `String(1)`,
      ["lib.es5.d.ts VariableDeclaration String", "lib.es5.d.ts CallSignature"],
    ],
    [
      "a decorator",
      `function dec(x: unknown, c: unknown) {} class A { @dec f() {} }`,
      `@dec`,
      ["main.ts FunctionDeclaration dec"],
    ],
    [
      "a decorator's factory",
      `function dec(name: string) { return (x: unknown, c: unknown) => {}; } class A { @dec("x") f() {} }`,
      `@dec("x")`,
      ["main.ts FunctionDeclaration dec"],
    ],
  ])("%s", (_, main, text, expected) => {
    const program = programOfText({ ...FILES, "main.ts": main });
    expect(meaning(main, text)).toEqual(expected);
    expect(program.errors().filter((error) => error.includes("main.ts"))).toEqual([]);
  });

  it("knows no declaration of an element without types", () => {
    expect(meaning(`export const x = <div id="1" />;`, `<div id="1" />`, { file: "main.tsx" })).toEqual([]);
  });

  it("finds a component by its tag", () => {
    const main = `import { Banner } from "./ads.js"; export const x = <Banner phone="1" />;`;
    expect(meaning(main, `<Banner phone="1" />`, { file: "main.tsx" })).toEqual([
      "ads.ts FunctionDeclaration Banner",
    ]);
    expect(meaning(main, "Banner", { file: "main.tsx", occurrence: 1 })).toEqual([
      "ads.ts FunctionDeclaration Banner",
    ]);
  });
});
