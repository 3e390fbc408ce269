/** Programs with one thing within another within another. */
import { body, nested, program, times } from "./texts.mjs";
/** @import { HostileProgram } from "./texts.mjs" */

/** @type {readonly HostileProgram[]} */
export const DEEP = [
  body("400 parentheses", `target(${nested(400, "(", "contact()", ")")}); // LEAK`),
  body(
    "400 lists in lists",
    `const all = ${nested(400, "[", "contact()", "]")};\ntarget(all${"[0]".repeat(400)}); // LEAK`,
  ),
  body(
    "400 records in records",
    `const all = ${nested(400, "{ a: ", "contact()", " }")};\ntarget(all${".a".repeat(400)}); // LEAK`,
  ),
  body(
    "400 calls in calls",
    `const same = (value: string): string => value;\ntarget(${nested(400, "same(", "contact()", ")")}); // LEAK`,
  ),
  body("400 links of a chain", `target((contact() as string)${".trim()".repeat(400)}); // LEAK`),
  body(
    "1,000 conditionals",
    `target(${times(1_000, (at) => `coin() ? "${String(at)}" : `)}contact()); // LEAK`,
  ),
  body("1,000 negations", `target(${"!".repeat(1_000)}coin());\ntarget(contact()); // LEAK`),
  body("400 `??`", `target(${times(400, () => "(coin() ? null : undefined) ?? ")}contact()); // LEAK`),
  body(
    "500 functions in functions",
    `const make = ${times(500, () => "() => ")}contact();\ntarget(make${"()".repeat(500)}); // LEAK`,
  ),
  body("500 blocks", nested(500, "{\n", "target(contact()); // LEAK", "\n}")),
  body("400 `if`", nested(400, "if (coin()) {\n", "target(contact()); // LEAK", "\n}")),
  body(
    "100 loops in loops",
    `let held: string = plain();\n${nested(100, "while (coin()) {\n", "target(held); // LEAK\nheld = contact();", "\n}")}`,
  ),
  body(
    "100 counted loops in loops",
    `let held: string = plain();\n${times(100, (at) => `for (let i${String(at)} = 0; i${String(at)} < 2; i${String(at)}++) {\n`)}held = contact();${"\n}".repeat(100)}\ntarget(held); // LEAK`,
  ),
  body(
    "100 `try` with `finally`",
    `let held: string = plain();\n${nested(100, "try {\n", "held = contact();\nif (coin()) throw new Error(held);", "\n} finally {\nheld = held.trim();\n}")}\ntarget(held); // LEAK`,
  ),
  body(
    "100 `try` with `catch`",
    nested(
      100,
      "try {\n",
      "throw new Error(contact());",
      "\n} catch (error) {\nif (coin()) throw error;\ntarget(error); // LEAK\n}",
    ),
  ),
  body("300 templates in templates", `target(${nested(300, "`a${", "contact()", "}`")}); // LEAK`),
  body(
    "500 patterns in patterns",
    `const ${nested(500, "{ a: ", "found", " }")} = ${nested(500, "{ a: ", "contact()", " }")};\ntarget(found); // LEAK`,
  ),
  body(
    "200 `await`",
    `void (async () => {\ntarget(${nested(200, "(await ", "contact()", ")")}); // LEAK\n})();`,
  ),
  body(
    "1,000 links of a promise",
    `void Promise.resolve(contact() as string)${".then((value) => value.trim())".repeat(200)}\n.then((value) => {\ntarget(value); // LEAK\n});`,
  ),
  program(
    "50 classes, each extending the one before",
    `class C0 { held: string = ""; put(value: string): void { this.held = value; } }
${times(49, (at) => `class C${String(at + 1)} extends C${String(at)} { override put(value: string): void { super.put(value); } }\n`)}export function run(): void {
const last = new C49();
last.put(contact());
target(last.held); // LEAK
}\n`,
  ),
  program(
    "500 namespaces in namespaces",
    `${nested(500, "export namespace N {\n", "export const held = contact();", "\n}")}
export function run(): void {
target(N${".N".repeat(499)}.held); // LEAK
}\n`,
  ),
  body(
    "50 generators, each drawing from the next",
    `${times(50, (at) => `function* g${String(at)}(): Generator<string> { yield* ${at === 49 ? "[contact()]" : `g${String(at + 1)}()`}; }\n`)}for (const value of g20()) target(value); // LEAK`,
  ),
];
