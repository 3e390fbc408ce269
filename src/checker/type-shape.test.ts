import { describe, expect, it } from "vitest";
import type ts from "typescript";
import { labelOfDeclaration } from "../annotations/label-tags.js";
import type { TypeShape } from "../graph/type-shape.js";
import { labelPaths } from "../testing/label-paths.js";
import { programOfText, type ProgramOfText } from "../testing/program-of-text.js";
import { createTypeShapes, type TypeShapes } from "./type-shape.js";

const BRAND = `
declare const label: unique symbol;
type Labelled<L extends string> = string & { readonly [label]: L };
export type SecurityContact = Labelled<"SecurityContact">;
`;

function shapesOf(program: ProgramOfText): TypeShapes {
  return createTypeShapes(program.checker, { labels: new Set(["SecurityContact"]), labelOfDeclaration });
}

/** The shape of `value`, which the text declares. */
function shapeOfValue(text: string, file = "value.ts", options?: ts.CompilerOptions): TypeShape | undefined {
  const program = programOfText({ "brand.ts": BRAND, [file]: text }, options);
  expect(program.errors()).toEqual([]);
  const declaration = program.node(file, "value").parent;
  return shapesOf(program).shapeOfDeclaration(declaration as ts.Declaration);
}

const labelled = (text: string, file?: string): readonly string[] => labelPaths(shapeOfValue(text, file));

const IMPORT = `import type { SecurityContact } from "./brand.js";\n`;

describe("brands", () => {
  it.each([
    ["a unique symbol", `${IMPORT}declare const value: SecurityContact;`],
    ["a string key", `declare const value: string & { readonly __brand: "SecurityContact" };`],
    ["a discriminant's name on text", `declare const value: string & { readonly kind: "SecurityContact" };`],
    ["an optional key", `declare const value: string & { __brand?: "SecurityContact" };`],
    [
      "ts-brand",
      `type Brand<B, N> = B & { __type__: N } & { __witness__: B }; declare const value: Brand<string, "SecurityContact">;`,
    ],
    [
      "zod's form",
      `declare const b: unique symbol; declare const value: string & { [b]: { SecurityContact: true } };`,
    ],
    [
      "effect's form",
      `declare const b: unique symbol; interface Brand<K extends string> { readonly [b]: { readonly [N in K]: N } } declare const value: string & Brand<"SecurityContact">;`,
    ],
    [
      "type-fest's form",
      `declare const tag: unique symbol; type Tag<T extends PropertyKey, M> = { readonly [tag]: { [K in T]: M } }; declare const value: string & Tag<"SecurityContact", never>;`,
    ],
    ["arktype's form", `declare const value: string & { " brand": [string, "SecurityContact"] };`],
    [
      "io-ts's form",
      `interface B { readonly SecurityContact: unique symbol } interface Brand<B> { readonly _brand: B } declare const value: string & Brand<B>;`,
    ],
    [
      "newtype-ts's form",
      `interface Phone { readonly _URI: "SecurityContact"; readonly _A: string } declare const value: Phone;`,
    ],
    ["a branded record", `declare const value: { text: string } & { readonly __brand: "SecurityContact" };`],
    [
      "a class with a private brand",
      `class Phone { private readonly __brand = "SecurityContact" as const; text = this.__brand.slice(1); } const value = new Phone();`,
    ],
    ["two brands", `${IMPORT}declare const value: SecurityContact & { readonly __verified: "yes" };`],
    ["a choice with nothing", `${IMPORT}declare const value: SecurityContact | null | undefined;`],
    ["a constraint", `${IMPORT}export function f<T extends SecurityContact>(value: T) { return value; }`],
    [
      "zod itself",
      `import { z } from "zod"; const Contact = z.string().brand<"SecurityContact">(); const value = Contact.parse("x");`,
    ],
  ])("%s", (_, text) => {
    expect(labelled(text)).toContain("*");
  });

  it.each([
    ["another label", `declare const value: string & { __brand: "Handle" };`],
    ["a longer name", `declare const value: string & { __brand: "SecurityContactId" };`],
    ["a choice of literals", `type Kind = "SecurityContact" | "Sales"; declare const value: Kind;`],
    ["the literal", `declare const value: "SecurityContact";`],
    [
      "a discriminant",
      `interface Help { kind: "SecurityContact"; title: string } declare const value: Help;`,
    ],
    [
      "a discriminant with underscores",
      `declare const value: { _tag: "SecurityContact" } | { __typename: "SecurityContact" };`,
    ],
    ["a choice of brands", `declare const value: string & { __brand: "SecurityContact" | "Sales" };`],
    ["a record of handlers", `declare const value: { handlers: { SecurityContact: () => void } };`],
    ["an alias of string", `type SecurityContact = string; declare const value: SecurityContact;`],
    ["an alias of literals", `type SecurityContact = "sms" | "mail"; declare const value: SecurityContact;`],
    [
      "an alias that any text is assignable to",
      `type SecurityContact = string & {}; declare const value: SecurityContact;`,
    ],
    ["toStringTag", `class C { readonly [Symbol.toStringTag] = "SecurityContact"; } const value = new C();`],
  ])("not: %s", (_, text) => {
    expect(labelled(text)).toEqual([]);
  });
});

describe("nominal types", () => {
  it.each([
    ["an interface", `interface SecurityContact { text: string } declare const value: SecurityContact;`],
    [
      "a class",
      `class SecurityContact { #digits = ""; e164() { return this.#digits; } } declare const value: SecurityContact;`,
    ],
    [
      "a subclass",
      `class SecurityContact { text = ""; } class Phone extends SecurityContact { } declare const value: Phone;`,
    ],
    [
      "an implementation",
      `interface SecurityContact { text: string } class Phone implements SecurityContact { text = ""; } declare const value: Phone;`,
    ],
    ["an enum", `enum SecurityContact { Brand = "" } declare const value: SecurityContact;`],
    ["an enum of several", `enum SecurityContact { A = "", B = "b" } declare const value: SecurityContact;`],
    [
      "a member of an enum",
      `enum SecurityContact { A = "", B = "b" } declare const value: SecurityContact.A;`,
    ],
    [
      "an alias of an object",
      `type SecurityContact = { text: string }; declare const value: SecurityContact;`,
    ],
    [
      "an alias of brands",
      `type SecurityContact = (string & { __p: 1 }) | (string & { __m: 1 }); declare const value: SecurityContact;`,
    ],
    [
      "a tagged alias",
      `/** @label SecurityContact */ type Msisdn = string & { __msisdn: true }; declare const value: Msisdn | null;`,
    ],
  ])("%s", (_, text) => {
    expect(labelled(text)).toContain("*");
  });

  it.each([
    ["the class itself", `class SecurityContact { text = ""; } const value = SecurityContact;`],
    ["the enum itself", `enum SecurityContact { Brand = "" } const value = SecurityContact;`],
    [
      "a name that begins so",
      `interface SecurityContactSettings { days: number } declare const value: SecurityContactSettings;`,
    ],
    [
      "another brand beside a tagged alias",
      `/** @label SecurityContact */ type A = string & { __a: 1 }; type B = string & { __b: 1 }; declare const value: B; declare const a: A;`,
    ],
  ])("not: %s", (_, text) => {
    expect(labelled(text)).toEqual([]);
  });
});

describe("parts", () => {
  it.each([
    [
      "properties",
      `declare const value: { id: string; phone: SecurityContact; two?: { phone: SecurityContact; at: number } }`,
      [".phone*", ".two.phone*"],
    ],
    ["arrays", `declare const value: readonly SecurityContact[]`, ["[]*"]],
    ["tuples", `declare const value: readonly [id: string, phone: SecurityContact, since: number]`, ["[1]*"]],
    ["a tuple's rest", `declare const value: [SecurityContact, ...SecurityContact[]]`, ["[]*", "[0]*"]],
    [
      "promises of maps of sets",
      `declare const value: Promise<Map<string, Set<SecurityContact>>>`,
      ["[][][]*"],
    ],
    ["keys of a map", `declare const value: ReadonlyMap<SecurityContact, string>`, ["{key}*"]],
    ["a weak map", `declare const value: WeakMap<object, SecurityContact>`, ["[]*"]],
    ["generators", `declare const value: AsyncGenerator<SecurityContact>`, ["[]*"]],
    ["iterators", `declare const value: IterableIterator<SecurityContact>`, ["[]*"]],
    ["index signatures", `declare const value: Record<string, SecurityContact>`, ["[]*"]],
    ["functions", `declare const value: (id: string) => Promise<SecurityContact>`, ["()[]*"]],
    [
      "inferred results",
      `declare function read(): SecurityContact; const value = () => ({ phone: read() })`,
      ["().phone*"],
    ],
    [
      "methods with a written result",
      `interface Repository { phoneOf(id: string): SecurityContact; nameOf(id: string): string } declare const value: Repository`,
      [".phoneOf()*"],
    ],
    [
      "getters",
      `class Session { get phone(): SecurityContact { throw this; } } declare const value: Session`,
      [".phone*"],
    ],
    [
      "private fields",
      `class Session { private phone: SecurityContact | undefined; id = ""; } declare const value: Session`,
      [".phone*"],
    ],
    [
      "unions",
      `declare const value: { ok: true; phone: SecurityContact } | { ok: false; error: string }`,
      [".phone*"],
    ],
    ["intersections", `declare const value: { id: string } & { phone: SecurityContact }`, [".phone*"]],
    [
      "renamed keys",
      `type P<T> = { readonly [K in keyof T as \`old_\${string & K}\`]?: T[K] }; declare const value: P<{ id: string; phone: SecurityContact }>`,
      [".old_phone*"],
    ],
    [
      "Omit",
      `declare const value: Omit<{ id: string; phone: SecurityContact; mail: SecurityContact }, "phone">`,
      [".mail*"],
    ],
    [
      "Pick of others",
      `declare const value: Readonly<Partial<Pick<{ id: string; phone: SecurityContact }, "id">>>`,
      [],
    ],
    [
      "conditional types",
      `type PhoneOf<T> = T extends { phone: infer P } ? P : never; declare const value: PhoneOf<{ phone: SecurityContact }>`,
      ["*"],
    ],
    ["platform generics", `declare const value: PromiseSettledResult<SecurityContact>[]`, ["[].value*"]],
    [
      "a class over a map",
      `class Book extends Map<string, SecurityContact> { owner = ""; } declare const value: Book`,
      ["[]*"],
    ],
    [
      "a class that iterates",
      `class Book { *[Symbol.iterator](): Generator<SecurityContact> {} } declare const value: Book`,
      ["[]*"],
    ],
    [
      "instances of generics",
      `interface Box<T> { inside: T } declare const value: [Box<string>, Box<SecurityContact>]`,
      ["[1].inside*"],
    ],
    [
      "recursion",
      `interface Account { phone: SecurityContact; friends: Account[] } declare const value: Account`,
      [".phone*", ".friends[]…"],
    ],
    [
      "recursion without a contact",
      `interface Tree { text: string; children: Tree[] } declare const value: Tree`,
      [],
    ],
    ["platform objects", `declare const value: { at: Date; pattern: RegExp; error: Error }`, []],
    [
      "a user's own Map",
      `class Map<K, V> { of?: K; to?: V } declare const value: Map<string, SecurityContact>`,
      [".to*"],
    ],
  ])("%s", (_, text, expected) => {
    expect(labelled(IMPORT + text + ";\nexport {};")).toEqual(expected);
  });

  it("follows a type that refers to itself", () => {
    const shape = shapeOfValue(
      `${IMPORT}interface A { phone: SecurityContact; next: A } declare const value: A;`,
    );
    expect(shape?.properties.get("next")).toBe(shape);
  });
});

describe("tags", () => {
  it.each([
    [
      "a property",
      `interface User { id: string; /** @label SecurityContact */ phone: string } declare const value: User;`,
      [".phone*"],
    ],
    [
      "a property that a mapped type takes over",
      `interface User { id: string; /** @label SecurityContact */ phone: string } declare const value: Partial<Pick<User, "phone">>;`,
      [".phone*"],
    ],
    [
      "a field",
      `class Session {\n agent = "";\n /** @label SecurityContact */\n mail = "";\n} declare const value: Session;`,
      [".mail*"],
    ],
    [
      "a parameter property",
      `class Session { constructor(\n/** @label SecurityContact */\nreadonly mail: string) {} } declare const value: Session;`,
      [".mail*"],
    ],
    ["a variable", `/** @label SecurityContact */\nconst value = String(1);`, ["*"]],
    ["a list", `/** @label SecurityContact */\nconst value: string[] = [];`, ["[]*"]],
    [
      "a function's result",
      `/** @label SecurityContact */\nfunction value(): Promise<string> { throw 1; }`,
      ["()[]*"],
    ],
    [
      "a method's result",
      `interface Api {\n /** @label SecurityContact */\n phone(): string; name(): string } declare const value: Api;`,
      [".phone()*"],
    ],
    ["an arrow function's result", `/** @label SecurityContact */\nconst value = (): string => "";`, ["()*"]],
  ])("on %s", (_, text, expected) => {
    expect(labelled(text)).toEqual(expected);
  });

  it("of a label that no policy names is none", () => {
    expect(labelled(`/** @label Website */\nconst value = String(1);`)).toEqual([]);
  });

  it("stands on what a JavaScript constructor assigns", () => {
    const text = `class Phones {\n constructor() {\n/**\n * @type {string}\n * @label SecurityContact\n */\nthis.login = "";\n this.office = "";\n}\n}\nconst value = new Phones();`;
    expect(labelled(text, "phones.js")).toEqual([".login*"]);
  });
});

describe("bounds", () => {
  it.each([
    ["type Json = string | number | Json[] | { [key: string]: Json };", "Json"],
    ["type Five = [Five, Five, Five, Five, Five] | null;", "Five"],
    [
      "class Chain<T> { next?: Chain<T>; with<U>(u: U): Chain<T & U> { throw u; } self(): this { return this; } }",
      "Chain<{ id: 1 }>",
    ],
    [
      "type Deep<T> = T extends object ? { [K in keyof T]: Deep<T[K]> } : T; interface A { b: A; c: Date }",
      "Deep<A>",
    ],
  ])("%s carries nothing", (text, type) => {
    expect(labelled(`${text}\ndeclare const value: ${type};`)).toEqual([]);
  });

  it("notes types that grow without end", () => {
    const program = programOfText({
      "value.ts": `interface Nest<T> { readonly next: Nest<T[]>; readonly own: T } declare const value: Nest<{ a: { b: 1 } }>;`,
    });
    const shapes = shapesOf(program);
    const type = program.checker.getTypeAtLocation(program.node("value.ts", "value"));
    shapes.shapeOf(type);
    expect(shapes.limitsOf(type)).toEqual(["MAXIMAL_NESTING"]);
  });

  it("gives the same shape whatever was asked before", () => {
    const text = `${IMPORT}interface Deep<T> { phone: SecurityContact; next: Deep<T[]> } declare const value: Deep<1>; declare const first: { inner: Deep<1> };`;
    const program = programOfText({ "brand.ts": BRAND, "value.ts": text });
    const typeOf = (name: string): ts.Type =>
      program.checker.getTypeAtLocation(program.node("value.ts", name));
    const one = shapesOf(program);
    const other = shapesOf(program);
    one.shapeOf(typeOf("first"));
    expect(labelPaths(one.shapeOf(typeOf("value")))).toEqual(labelPaths(other.shapeOf(typeOf("value"))));
  });
});

describe("kindOf", () => {
  it.each([
    ["string | null", "text"],
    ["1 | 2n", "number"],
    ["boolean", "boolean"],
    ["void", "nothing"],
    ["unknown", "any"],
    ["object", "any"],
    ["string | string[]", "any"],
    ["string[] | [number]", "array"],
    ["Uint8Array | undefined", "bytes"],
    ["Set<string>", "set"],
    ["() => void", "function"],
    ["typeof Map", "function"],
    ["Date", "record"],
    ["`tel:${string}`", "text"],
  ])("%s is %s", (type, kind) => {
    const program = programOfText({ "value.ts": `declare const value: ${type};` });
    expect(
      shapesOf(program).kindOf(program.checker.getTypeAtLocation(program.node("value.ts", "value"))),
    ).toBe(kind);
  });
});
