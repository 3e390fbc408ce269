/** Programs with very much of one thing. */
import { body, program, times } from "./texts.mjs";
/** @import { HostileProgram } from "./texts.mjs" */

/** @type {readonly HostileProgram[]} */
export const LONG = [
  body(
    "a list of 10,000 elements",
    `const all = [${times(9_999, (at) => `"e${String(at)}", `)}contact()];
target(all.length);
target(all[9_999]); // LEAK`,
  ),
  body(
    "a record of 10,000 properties",
    `const all = { ${times(9_999, (at) => `p${String(at)}: ${String(at)}, `)}phone: contact() };
target(all.p17);
target(all.phone); // LEAK`,
  ),
  body(
    "a table of 5,000 records",
    `const all = [${times(5_000, (at) => `{ id: "${String(at)}", tags: ["a", "b"] }, `)}{ id: contact() as string, tags: [] }];
for (const { tags } of all) target(tags.length);
target(all.map(({ id }) => id)); // LEAK`,
  ),
  body(
    "a sum of 5,000 texts",
    `target(contact() + ${times(5_000, (at) => `"${String(at)}"`, " + ")}); // LEAK`,
  ),
  body(
    "a template of 2,000 parts",
    `const text = \`${times(2_000, (at) => `${String(at)}\${plain()}`)}\${contact()}\`;\ntarget(text); // LEAK`,
  ),
  body(
    "a function of 5,000 lines, straight",
    `let held: string = contact();\n${times(5_000, (at) => `held = held + "${String(at)}";\n`)}target(held); // LEAK
held = "";\ntarget(held);`,
  ),
  body(
    "a function of 5,000 lines, with a branch on each",
    `let held: string = plain();\nif (coin()) held = contact();\n${times(5_000, (at) => `if (coin()) held = held.trim() + "${String(at)}";\n`)}target(held); // LEAK`,
  ),
  body(
    "a function of 5,000 lines, with a record on each",
    `let held: { value: string; before: unknown } = { value: contact(), before: null };\n${times(5_000, () => "held = { value: held.value, before: held };\n")}target(held.value); // LEAK`,
  ),
  body(
    "a chain of 2,000 `else if`",
    `let held: string = plain();\n${times(2_000, (at) => `if (held === "${String(at)}") held = contact();\nelse `)}held = "none";\ntarget(held); // LEAK`,
  ),
  body(
    "a `switch` of 3,000 cases",
    `let held: string = "";\nswitch (plain()) {\n${times(3_000, (at) => `case "${String(at)}":\nheld = ${at === 1_500 ? "contact()" : `"${String(at)}"`};\nbreak;\n`)}}\ntarget(held); // LEAK`,
  ),
  body("100,000 empty statements", `${";".repeat(100_000)}\ntarget(contact()); // LEAK`),
  body("a sequence of 5,000 expressions", `target((${times(5_000, () => "plain(), ")}contact())); // LEAK`),
  program(
    "a class of 2,000 methods",
    `class Big {\n${times(2_000, (at) => `m${String(at)}(value: string): string { return ${at === 1_999 ? "value" : `this.m${String(at + 1)}(value)`}; }\n`)}}
export function run(): void {
target(new Big().m1990(contact())); // LEAK
target(new Big().m1990(plain()));
}\n`,
  ),
  program(
    "an enum of 3,000 members",
    `enum Big { ${times(3_000, (at) => `M${String(at)}`, ", ")} }
export function run(): void {
const all: Record<string, string> = { [Big.M7]: contact(), [Big.M8]: plain() };
target(all[Big.M8]);
target(all[Big.M7]); // LEAK
}\n`,
  ),
  program(
    "1,000 functions that call each other in a ring",
    `${times(1_000, (at) => `function f${String(at)}(value: string): string { return coin() ? value : f${String((at + 1) % 1_000)}(value); }\n`)}export function run(): void {
target(f0(contact())); // LEAK
}\n`,
  ),
  program(
    "1,000 functions in a dispatch table",
    `const table: Record<string, (value: string) => string> = {\n${times(1_000, (at) => `k${String(at)}: (value) => ${at % 2 === 0 ? "value" : "plain()"},\n`)}};
export function run(): void {
target(table[plain()]?.(contact())); // LEAK
}\n`,
  ),
];
