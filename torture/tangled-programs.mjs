/** Types, values and calls that come back to themselves. */
import { body, nested, program, times } from "./texts.mjs";
/** @import { HostileProgram } from "./texts.mjs" */

/** @type {readonly HostileProgram[]} */
export const TYPES = [
  body(
    "a union of 5,000 texts",
    `type Big = ${times(5_000, (at) => `"v${String(at)}"`, " | ")};
const all: Record<string, string> = { v1: contact() };
const pick = (key: Big): string | undefined => all[key];
target(pick("v1")); // LEAK`,
  ),
  program(
    "a union of 500 records",
    `type Big =\n${times(500, (at) => `  | { kind: "k${String(at)}"; value${String(at)}: string }\n`)}  | { kind: "phone"; phone: ReturnType<typeof contact> };
export function run(one: Big): void {
target(one.kind);
if (one.kind === "phone") target(one.phone); // LEAK
}\n`,
  ),
  program(
    "types that hold themselves",
    `type Json = string | number | null | Json[] | { [key: string]: Json };
interface Tree<T> { value: T; left?: Tree<T>; right?: Tree<T>; forest: Tree<Tree<T>>[] }
type Deep<T> = T extends string ? T : { readonly [K in keyof T]?: Deep<T[K]> };
type Repeat<T, N extends number, Made extends T[] = []> = Made["length"] extends N ? Made : Repeat<T, N, [...Made, T]>;
type Paths<T> = T extends object ? { [K in keyof T & string]: K | \`\${K}.\${Paths<T[K]>}\` }[keyof T & string] : never;
type Phone = ReturnType<typeof contact>;
export function run(tree: Tree<Phone>, deep: Deep<{ a: { b: { c: Phone } } }>, many: Repeat<Phone, 400>): void {
const path: Paths<{ a: { b: { c: { d: string } } } }> = "a.b.c.d";
target(path);
const json: Json = { a: [{ b: contact() as string }] };
target(json); // LEAK
target(tree.left?.right?.value); // LEAK
target(deep.a?.b?.c); // LEAK
target(many[399]); // LEAK
}\n`,
  ),
  program(
    "a type that never ends",
    `interface Nest<T> { readonly inner: Nest<[T, T]>; readonly held: T }
type Phone = ReturnType<typeof contact>;
export function run(nest: Nest<Phone>, plainNest: Nest<string>): void {
target(plainNest.inner.inner.held[0]);
target(nest.inner.held[0]); // LEAK
}\n`,
  ),
  program(
    "2,000 overloads",
    `${times(2_000, (at) => `function pick(key: "k${String(at)}", value: string): string;\n`)}function pick(key: string, value: string): string {
return key + value;
}
export function run(): void {
target(pick("k1999", contact())); // LEAK
}\n`,
  ),
  program(
    "1,000 type parameters' worth of inference",
    `function pair<A, B>(a: A, b: B): [A, B] { return [a, b]; }
export function run(): void {
const all = ${nested(40, "pair(plain(), ", "contact()", ")")};
target(all[0]);
target(all); // LEAK
}\n`,
  ),
];

/** @type {readonly HostileProgram[]} */
export const TANGLED = [
  body(
    "objects in a circle",
    `interface Link { next?: Link; before?: Link; value: string }
const first: Link = { value: plain() };
first.next = first;
let last = first;
for (let at = 0; at < 1_000; at++) {
const link: Link = { value: plain(), before: last };
last.next = link;
last = link;
}
last.next = first;
first.before = last;
target(first.before.before?.next?.value);
last.value = contact();
target(first); // LEAK`,
  ),
  {
    name: "200 modules that import each other in a ring",
    files: Object.fromEntries(
      Array.from({ length: 200 }, (_, at) => {
        const next = String((at + 1) % 200);
        const text = `import { coin, contact, target } from "./prelude.js";
import { pass${next} } from "./m${next}.js";
export * from "./m${next}.js";
export function pass${String(at)}(value: string): string {
return coin() ? value : pass${next}(value);
}
${at === 7 ? "export function run(): void {\ntarget(pass7(contact())); // LEAK\n}\n" : "void contact;\nvoid target;\n"}`;
        return [`m${String(at)}.ts`, text];
      }),
    ),
  },
  program(
    "calls that double 60 times",
    `${times(60, (at) => `function f${String(at)}(value: string): string { return ${at === 59 ? "value" : `f${String(at + 1)}(value + "a") + f${String(at + 1)}(value + "b")`}; }\n`)}export function run(): void {
target(f30(contact())); // LEAK
}\n`,
  ),
  program(
    "functions that make themselves",
    `type Self = (self: Self, value: string) => string;
const twice: Self = (self, value) => (coin() ? value : self(self, value + "a"));
const fix = (f: (again: (value: string) => string) => (value: string) => string): ((value: string) => string) => {
const again = (value: string): string => f(again)(value);
return again;
};
const ackermann = (m: number, n: number): number => (m === 0 ? n + 1 : ackermann(m - 1, n === 0 ? 1 : ackermann(m, n - 1)));
export function run(): void {
target(ackermann(3, 6));
target(twice(twice, contact())); // LEAK
target(fix((again) => (value) => (coin() ? value : again(value)))(contact())); // LEAK
}\n`,
  ),
  program(
    "getters that make new objects for ever",
    `class Endless {
constructor(readonly held: string) {}
get next(): Endless { return new Endless(this.held + "a"); }
get self(): this { return this; }
toJSON(): unknown { return this; }
}
export function run(): void {
target(new Endless(plain()).next.next.self.held);
target(new Endless(contact())); // LEAK
target(new Endless(contact()).self.next.next.held); // LEAK
}\n`,
  ),
  program(
    "getters that show their object to code that nobody knows",
    `declare function describe(value: unknown): string;
class Endless {
constructor(readonly held: string) {}
get text(): string { return describe(this); }
get next(): Endless { describe(this); return new Endless(this.text); }
}
export function run(): void {
target(describe(new Endless(plain())));
target(new Endless(contact()).next.text); // LEAK
}\n`,
  ),
  body(
    "a text that grows in a loop",
    `let text = "a";\nlet count = 0;\nwhile (text.length < 1_000_000) {\ntext += "a";\ncount = count * 2 + 1;\n}\ntarget(text);\ntarget(count);\ntarget(text + contact()); // LEAK`,
  ),
  body(
    "3,000 timers and listeners",
    `let held: string = plain();\n${times(3_000, (at) => `setTimeout(() => { held = ${at === 1 ? "contact()" : "held.trim()"}; }, ${String(at)});\n`)}setTimeout(() => {\ntarget(held); // LEAK\n}, 9);`,
  ),
  body(
    "everything at once in a closure",
    `const all: ((value: string) => string)[] = [];
for (let at = 0; at < 100; at++) {
const before = all.at(-1) ?? ((value: string) => value);
all.push((value) => before(value) + String(at));
}
target(all.at(-1)?.(contact())); // LEAK`,
  ),
  {
    name: "JavaScript that changes itself",
    files: {
      "main.js": `import { contact, plain, target } from "./prelude.js";
function Old(value) { if (!(this instanceof Old)) return new Old(value); this.held = value; }
Old.prototype = Object.create(Old.prototype, { self: { get() { return this; } } });
Old.prototype.constructor = Old;
Object.setPrototypeOf(Old, Old.prototype);
Old.prototype.get = function () { return arguments.length > 99 ? arguments.callee() : this.held; };
var hoisted = hoisted || Old;
for (var key in Old) { delete Old[key]; }
label: for (;;) { for (;;) { if (plain()) continue label; break label; } }
eval("1"); new Function("return 1")();
export function run() {
  const proxy = new Proxy(new Proxy(new Old(contact()), {}), { get: (of, name) => of[name] });
  target(new Old(plain()).get());
  target(proxy.held); // LEAK
  void 0, hoisted(), [].concat.apply([], [[]]);
}
`,
    },
  },
];
