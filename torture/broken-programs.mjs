/** Files that are no programs: each beside a good one, whose leak must still be found. */
import { HEAD, times } from "./texts.mjs";
/** @import { HostileProgram } from "./texts.mjs" */

const GOOD = `${HEAD}export function run(): void {\ntarget(plain());\ntarget(contact()); // LEAK\n}\n`;

/**
 * A good file beside ones that are not.
 *
 * @param {string} name
 * @param {Readonly<Record<string, string>>} bad
 * @returns {HostileProgram}
 */
function beside(name, bad) {
  return { name, files: { "good.ts": GOOD, ...bad } };
}

/** @type {readonly HostileProgram[]} */
export const BROKEN = [
  beside("no text at all", {
    "empty.ts": "",
    "blank.ts": "\n\n",
    "bom.ts": "\uFEFF",
    "comment.js": "// nothing",
  }),
  {
    name: "byte order marks, carriage returns and other ends of lines",
    files: {
      "crlf.ts": `\uFEFF${GOOD.replaceAll("\n", "\r\n")}`,
      "cr.ts": `${GOOD}// one\u2028// two\u2029\r\n`,
      "shebang.ts": `#!/usr/bin/env node\n${GOOD}`,
    },
  },
  beside("texts without an end", {
    "text.ts": 'import { target } from "./prelude.js";\ntarget("never ends\nconst other = 1;\n',
    "template.ts": "const all = `a ${1 + `b",
    "regular-expression.ts": "const all = /a[b(\n",
    "comment.ts": "const all = 1; /* never ends",
  }),
  beside("brackets without an end", {
    "open.ts": "export function open(a: string, { b: [c = {",
    "closed.ts": "}}}}))))]]]] export const late = 1;",
    "class.ts": "class { get set static async *#x() { super(; new; } extends",
    "import.ts": 'import { a as } from; export { default as , * } from "./missing.js"; import x = require(',
    "types.ts": "type A<T extends = infer U ? : ; interface { (: [x in keyof]?: }",
    "markup.tsx": "const all = <a b={<c>{...</a>;",
  }),
  beside("words in the wrong place", {
    "words.ts": `return 1; break; continue there; yield 1; await 2; super.x; new.target; import.meta.x.y;
if else while (do) case default: throw
let let = 1; const noValue; const [a, a] = a; function a() {} class a {} var a; enum a { a = a, b = a.b.b }
delete a; a++ = 2; (a, b) = 3; ({ a: 1 } = 4); [...a, b] = 5; for (const x of) {} for (let in {}) {}
class C extends C { constructor() { this.x; super(); super(); } get x() {} set x() {} #y; [this.#z]() {} static { await; return; } }
abstract declare private export default export = 7; @a @b() @(c).d enum E {} with (a) { b; }
label: label: for (;;) { continue missing; } a?.b = 1; a?.\`b\`; new a?.b(); async () => { for await (const x in y) {} };
`,
    "self.ts":
      'import * as self from "./self.js"; export * from "./self.js"; export { self }; export default self.self.self.default;',
    "circle.ts":
      "type A = B; type B = A; interface C extends C {} class D extends D {} const e: typeof e = e; let f = f(f);",
  }),
  beside("characters that are no program", {
    "bytes.ts": Array.from({ length: 2_000 }, (_, at) => String.fromCharCode((at * 7_919) % 65_536)).join(""),
    "marks.ts": times(300, (at) => "(){}[]<>;:,.?!@#$%^&*-+=|\\/`'\""[(at * 31) % 31] ?? ""),
  }),
];
