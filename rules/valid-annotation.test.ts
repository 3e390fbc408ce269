import { typedRuleTester } from "../fixtures/rule-tester.js";
import validAnnotation from "./valid-annotation.js";

/** What is wrong, on which line and column, and how the text reads once it is corrected. */
const WRONG: Readonly<
  Record<string, readonly [id: Problem, text: string, place: readonly [number, number], mended?: string]>
> = {
  "a tag with a letter too many": [
    "misspeltTag",
    `/** @purposes advertising */ export const a = 1;`,
    [1, 5],
    `/** @purpose advertising */ export const a = 1;`,
  ],
  "a tag with two letters swapped": [
    "misspeltTag",
    `/** @lable SecurityContact */ export const a = "";`,
    [1, 5],
    `/** @label SecurityContact */ export const a = "";`,
  ],
  "a tag in capitals": [
    "misspeltTag",
    `/**\n * @Purpose advertising\n */\nexport const a = 1;`,
    [2, 4],
    `/**\n * @purpose advertising\n */\nexport const a = 1;`,
  ],
  "a tag that is nearly another": [
    "misspeltTag",
    `/** @repurose advertising */ export function f() {}`,
    [1, 5],
    `/** @repurpose advertising */ export function f() {}`,
  ],
  "a comment with one star": [
    "noJsDoc",
    `/* @purpose advertising */\n\nexport const a = 1;`,
    [1, 1],
    `/** @purpose advertising */\n\nexport const a = 1;`,
  ],
  "a comment of one line": [
    "noJsDoc",
    `// @purpose advertising\nexport const a = 1;`,
    [1, 1],
    `/** @purpose advertising */\nexport const a = 1;`,
  ],
  "a purpose without a name": ["noName", `/** @purpose */ export const a = 1;`, [1, 5]],
  "a label without a name": ["noName", `/** @label - of the phone */ export const a = "";`, [1, 5]],
  "a release without a name": ["noName", `/** @repurpose */ export function f() {}`, [1, 5]],
  "a purpose of another form": ["badPurpose", `/** @purpose ads/mail */ export const a = 1;`, [1, 14]],
  "a sentence": [
    "badPurpose",
    `/** @purpose Sends the mails that members asked for */ export const a = 1;`,
    [1, 5],
  ],
  "a misspelt purpose": [
    "unknownPurpose",
    `/** @purpose advertizing */ export const a = 1;`,
    [1, 14],
    `/** @purpose advertising */ export const a = 1;`,
  ],
  "a misspelt special one": [
    "unknownPurpose",
    `/** @purpose security analitics:web */ export const a = 1;`,
    [1, 23],
    `/** @purpose security analytics:web */ export const a = 1;`,
  ],
  "a misspelt purpose of the module": [
    "unknownPurpose",
    `/**\n * @module\n * @purpose advertsing\n */\n\nexport const a = 1;`,
    [3, 13],
    `/**\n * @module\n * @purpose advertising\n */\n\nexport const a = 1;`,
  ],
  "a release to a misspelt one": [
    "unknownPurpose",
    `/** @repurpose advertizing */ export function f() {}`,
    [1, 16],
    `/** @repurpose advertising */ export function f() {}`,
  ],
  "a misspelt label": [
    "unknownLabel",
    `/** @label SecurtyContact */ export const a = "";`,
    [1, 12],
    `/** @label SecurityContact */ export const a = "";`,
  ],
  "a label that the policy doesn't name": [
    "unknownLabel",
    `/** @label HealthRecord */ export const a = "";`,
    [1, 12],
  ],
  "a label that every object has a property of": [
    "unknownLabel",
    `/** @label constructor */ export const a = "";`,
    [1, 12],
  ],
  "a label that is a way to the prototype": [
    "unknownLabel",
    `/** @label __proto__ */ export const a = "";`,
    [1, 12],
  ],
  "a release by no function": ["misplaced", `/** @repurpose advertising */ export const a = 1;`, [1, 5]],
  "a release by a module": [
    "misplaced",
    `/** @module\n * @repurpose advertising */\n\nexport const a = 1;`,
    [2, 4],
  ],
  "a label of a module": [
    "misplaced",
    `/** @label SecurityContact */\n\nimport "node:fs";\nexport const a = 1;`,
    [1, 5],
  ],
  "a purpose of a statement": [
    "misplaced",
    `export const a = 1;\n/** @purpose advertising */\nif (a > 0) throw new Error();`,
    [2, 5],
  ],
  "a purpose at the end of the file": [
    "misplaced",
    `export const a = 1;\n/** @purpose advertising */\n`,
    [2, 5],
  ],
  "a purpose of an argument": [
    "misplaced",
    `export const a = parseInt(/** @purpose advertising */ "1");`,
    [1, 31],
  ],
  "a label for a purpose that it doesn't allow": [
    "contradiction",
    `/** @label SecurityContact @purpose advertising */ export const a = "";`,
    [1, 5],
  ],
  "a release to the code's own purpose": [
    "contradiction",
    `/**\n * @purpose advertising\n * @repurpose advertising\n */\nexport function f() {}`,
    [3, 4],
  ],
  "a type that is named like the label": [
    "plainLabel",
    `export type SecurityContact = string;`,
    [1, 13],
    `export type SecurityContact = string & { readonly __brand: "SecurityContact" };`,
  ],
  "a union that is": ["plainLabel", `export type SecurityContact = string | null;`, [1, 13]],
  "a generic type that is its argument": ["plainLabel", `export type SecurityContact<T> = T;`, [1, 13]],
  "a generic type that is text or its argument": [
    "plainLabel",
    `export type SecurityContact<T extends string> = T | string;`,
    [1, 13],
  ],
  "an import that leads nowhere": [
    "lostLabel",
    `import type { SecurityContact } from "./missing.js";\nexport type Phone = SecurityContact;`,
    [1, 15],
  ],
  "an import that leads nowhere, under another name": [
    "lostLabel",
    `import { type SecurityContact as Contact } from "./missing.js";\nexport type Phone = Contact;`,
    [1, 15],
  ],
  "an import of a package that is not installed": [
    "lostLabel",
    `import type SecurityContact from "missing-brands";\nexport type Phone = SecurityContact;`,
    [1, 13],
  ],
  "a type that is tagged": [
    "plainLabel",
    `/** @label SecurityContact */\nexport type Phone = string;`,
    [2, 13],
    `/** @label SecurityContact */\nexport type Phone = string & { readonly __brand: "SecurityContact" };`,
  ],
};

type Problem =
  | "misspeltTag"
  | "noJsDoc"
  | "noName"
  | "badPurpose"
  | "unknownPurpose"
  | "unknownLabel"
  | "misplaced"
  | "contradiction"
  | "plainLabel"
  | "lostLabel";

const VALID: Readonly<Record<string, string>> = {
  "a module's purpose": `/**\n * Ads.\n * @module\n * @purpose advertising\n */\n\nexport const a = 1;`,
  "a module's purpose, before an import": `/** @purpose advertising */\nimport "node:fs";\nexport const a = 1;`,
  "a module's purpose, after a directive": `"use client";\n/** @purpose advertising */\n\nexport const a = 1;`,
  "several purposes": `/** @purpose security analytics */ export const a = 1;`,
  "a purpose with a reason": `/** @purpose security:two-factor - codes by text message */ export const a = 1;`,
  "a purpose of one's own": `/** @purpose billing */ export const a = 1;`,
  "a purpose that is two slips from a known one": `/** @purpose targeting */ export const a = 1;`,
  "purposes of a class's members": `export class A {\n  /** @purpose advertising */\n  send() {}\n  /** @purpose security */\n  field = 1;\n  /** @purpose security */ get own() { return 1; }\n}`,
  "purposes of members and parameters": `export interface A { /** @purpose advertising */ send(to: string): void }\nexport function f(/** @purpose advertising */ to: string) { return to; }`,
  "a purpose of a namespace and an enum": `/** @purpose security */ export namespace N { export const a = 1; }\n/** @purpose security */ export enum E { A }`,
  "a purpose of an object's member": `export const api = {\n  /** @purpose advertising */\n  send() {},\n  /** @purpose advertising */\n  list: () => [],\n};`,
  "a purpose of a default export": `/** @purpose advertising */\nexport default function () {}`,
  "a purpose of an arrow function": `/** @purpose advertising */\nexport const send = () => 1;`,
  "a decorated class": `function d(x: unknown) { void x; }\n/** @purpose advertising */\n@d\nexport class A {}`,
  labels: `export interface A { /** @label SecurityContact */ phone: string }\nexport function f(/** @label SecurityContact */ to: string) { return to; }\n/** @label SecurityContact */ export function g() { return ""; }\n/** @label SecurityContact */ export const [h] = [""];`,
  "a label with a reason": `/** @label SecurityContact of the account's owner */ export const a = "";`,
  "a label for a purpose that it allows": `/** @label SecurityContact @purpose security */ export const a = "";`,
  "another tool's tag": `/** @label shown beside the field */ export const a = "";`,
  "other tags": `/**\n * @param x The name.\n * @returns It.\n * @template T\n * @table users\n * @level 3\n * @proposal 7\n */\nexport function f(x: string) { return x; }`,
  "a package's name": `/** @babel/preset-env is what compiles it. */ export const a = 1;`,
  "an example":
    "/**\n * ```ts\n * /** @purpose x y z w v *\\/\n * @purpose\n * ```\n */\nexport const a = 1;",
  "an example on one line": "/** @example of(text) // @purpose ads/mail\\n */ export const a = 1;",
  prose: `// The tag @purpose says what code is for.\n/* See @purpose and @label. */\nexport const a = 1;`,
  "text, no comment": `export const a = "/** @purpose */";`,
  "a release": `interface Consent { id: string }\n/** @repurpose advertising */ export function f(phone: string, consent: Consent) { return consent.id + phone; }`,
  "a release by a variable's function": `interface Consent { id: string }\n/** @repurpose advertising */ export const f = (phone: string, consent: Consent) => consent.id + phone;`,
  "a release by a type's member": `interface Consent { id: string }\nexport interface A { /** @repurpose advertising */ release(phone: string, consent: Consent): string }`,
  "a release to another purpose than the code's": `/** @purpose security @repurpose advertising */ export function f() {}`,
  "a brand": `export type SecurityContact = string & { readonly __brand: "SecurityContact" };`,
  "a class named like the label": `export class SecurityContact { constructor(readonly value: string) {} }`,
  "an interface named like the label": `export interface SecurityContact { value: string }`,
  "an alias of a brand": `type Labelled<T, L> = T & { readonly __label: L };\nexport type SecurityContact = Labelled<string, "SecurityContact">;`,
  "a generic brand": `export type SecurityContact<T> = T & { readonly __brand: "SecurityContact" };`,
  "a generic type that its argument decides": `type Brand = { readonly __brand: "SecurityContact" };\nexport type SecurityContact<T> = T extends string ? T & Brand : never;`,
  "an import of something else that leads nowhere": `import { send } from "./missing.js";\nsend();`,
  "an import that leads somewhere": `import type { Buffer as SecurityContact } from "node:buffer";\nexport type Phone = SecurityContact;`,
  "a tagged record": `/** @label SecurityContact */\nexport type Phone = { number: string };`,
  "other aliases": `export type Contact = string;`,
};

typedRuleTester().run("valid-annotation", validAnnotation, {
  valid: [
    ...Object.entries(VALID).map(([name, code]) => ({ name, code })),
    {
      name: "labels and purposes of the settings",
      code: `/** @label HealthRecord */ export const a = "";\n/** @purpose treatment */ export const b = 1;`,
      options: [{ purposes: "known" }],
      settings: { purpose: { labels: { HealthRecord: { purposes: ["treatment"] } } } },
    },
  ],
  invalid: [
    ...Object.entries(WRONG).map(([name, [messageId, code, [line, column], mended]]) => ({
      name,
      code,
      errors: [
        {
          messageId,
          line,
          column,
          suggestions: mended === undefined ? [] : [{ messageId: "correct" as const, output: mended }],
        },
      ],
    })),
    {
      name: "a second label",
      code: `/** @label SecurityContact @label HealthRecord */ export const a = "";`,
      settings: { purpose: { labels: { HealthRecord: { purposes: ["treatment"] } } } },
      errors: [{ messageId: "contradiction", line: 1, column: 28, suggestions: [] }],
    },
    {
      name: "a purpose that nobody names, when asked for",
      code: `/** @purpose billing */ export const a = 1;`,
      options: [{ purposes: "known" }],
      errors: [
        {
          messageId: "unknownPurpose",
          line: 1,
          column: 14,
          data: { name: "billing", hint: "the settings name no such purpose" },
          suggestions: [],
        },
      ],
    },
    {
      name: "a misspelt purpose of the settings",
      code: `/** @purpose treatmant */ export const a = 1;`,
      settings: { purpose: { labels: { HealthRecord: { purposes: ["treatment"] } } } },
      errors: [
        {
          messageId: "unknownPurpose",
          line: 1,
          column: 14,
          data: { name: "treatmant", hint: 'did you mean "treatment"?' },
          suggestions: [{ messageId: "correct", output: `/** @purpose treatment */ export const a = 1;` }],
        },
      ],
    },
  ],
});
