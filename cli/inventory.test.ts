/**
 * An inventory of a small program in which one column, one field and one parameter go all kinds of ways.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Ajv } from "ajv";
import { afterAll, beforeAll, expect, it } from "vitest";
import schema from "../inventory.schema.json" with { type: "json" };
import type { Inventory } from "../src/report/inventory.js";
import { createPrograms } from "./programs.js";
import { runIn, type Run } from "./testing/run-in.js";

const root = mkdtempSync(join(tmpdir(), "inventory-"));
const programOf = createPrograms();

const FILES: Readonly<Record<string, string>> = {
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      strict: true,
      noEmit: true,
      target: "ES2022",
      lib: ["ES2022"],
      types: [],
      module: "NodeNext",
    },
    include: ["src"],
  }),
  "package.json": `{ "type": "module" }`,
  "src/contact.ts": `export type SecurityContact = string & { readonly __brand: "SecurityContact" };
export interface ConsentReceipt {
  readonly id: string;
}
`,
  "src/tables.ts": `import type { SecurityContact } from "./contact.js";
interface Column<T> {
  readonly value: T;
  typed<U>(): Column<U>;
}
declare function table<T>(name: string, columns: T): { first(): { [K in keyof T]: T[K] extends Column<infer V> ? V : never } };
declare function text(name: string): Column<string>;
export const factors = table("second_factors", {
  method: text("method"),
  phone: text("factor_phone").typed<SecurityContact>(),
});
`,
  "src/member.ts": `import type { SecurityContact } from "./contact.js";
export interface Member {
  readonly name: string;
  readonly recovery: SecurityContact;
  readonly unused: readonly SecurityContact[];
}
`,
  "src/person.ts": `import type { SecurityContact } from "./contact.js";
declare function Entity(name: string): (target: unknown, context: unknown) => void;
declare function Column(options: { name: string }): (target: unknown, context: unknown) => void;
@Entity("people")
export class Person {
  @Column({ name: "safePhone" })
  phone!: SecurityContact;
}
`,
  "src/codes.ts": `/**
 * @module
 * @purpose security:two-factor
 */
export declare function sendCode(to: string): void;
`,
  "src/ads.ts": `/**
 * @module
 * @purpose advertising
 */
export declare function addToAudience(key: string): void;
`,
  "src/release.ts": `import type { ConsentReceipt } from "./contact.js";
/** @repurpose advertising */
export function release(contact: string, receipt: ConsentReceipt): string {
  if (receipt.id === "") throw new Error("no consent");
  return contact;
}
`,
  "src/jobs.ts": `import type { ConsentReceipt } from "./contact.js";
import { addToAudience } from "./ads.js";
import { sendCode } from "./codes.js";
import type { Member } from "./member.js";
import { release } from "./release.js";
import { factors } from "./tables.js";
export function remind(): void {
  sendCode(factors.first().phone);
}
export function upload(): void {
  addToAudience(factors.first().phone);
}
export function share({ recovery }: Member, receipt: ConsentReceipt): void {
  addToAudience(release(recovery, receipt));
}
`,
};

let text: Run;
let csv: Run;
let inventory: Inventory;

beforeAll(async () => {
  for (const [file, content] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
  text = await runIn(root, ["inventory"], { programOf });
  csv = await runIn(root, ["inventory", "--csv"], { programOf });
  inventory = JSON.parse((await runIn(root, ["inventory", "--json"], { programOf })).out) as Inventory;
});

afterAll(() => {
  rmSync(root, { recursive: true });
});

it("lists the data, where they enter, and their uses by lawfulness", () => {
  expect(text.out).toBe(`SecurityContact: may be used for security

  Member.recovery  src/member.ts:4
    enters      src/jobs.ts:13
    by consent  advertising: addToAudience at src/jobs.ts:14, released by release (ConsentReceipt)
    people      SELECT count(DISTINCT <person's key>) FROM <table of Member> WHERE <column of recovery> IS NOT NULL;

  Member.unused  src/member.ts:5
    uses        none found

  Person.phone (column people.safePhone)  src/person.ts:7
    uses        none found
    people      SELECT count(DISTINCT <person's key>) FROM people WHERE "safePhone" IS NOT NULL;

  factors.phone (column second_factors.factor_phone)  src/tables.ts:10
    enters      src/jobs.ts:8, src/jobs.ts:11
    lawfully    security:two-factor: sendCode at src/jobs.ts:8
    UNLAWFULLY  advertising: addToAudience at src/jobs.ts:11
    people      SELECT count(DISTINCT <person's key>) FROM second_factors WHERE factor_phone IS NOT NULL;
`);
});

it("ends with 1 where a use is unlawful", () => {
  expect(text.status).toBe(1);
});

it("writes a row for each datum and purpose", () => {
  const rows = csv.out.trimEnd().split("\r\n");
  expect(rows.map((row) => row.split(",").slice(1, 3).join(","))).toEqual([
    "data,kind",
    "Member.recovery,field",
    "Member.unused,field",
    "Person.phone,column",
    "factors.phone,column",
    "factors.phone,column",
  ]);
  expect(rows[4]).toBe(
    "SecurityContact,factors.phone,column,second_factors,factor_phone,src/tables.ts:10,src/jobs.ts:8; src/jobs.ts:11,security:two-factor,allowed,sendCode,src/jobs.ts:8,,SELECT count(DISTINCT <person's key>) FROM second_factors WHERE factor_phone IS NOT NULL;",
  );
});

it("is valid by the schema that is published", () => {
  const validate = new Ajv().compile(schema);
  validate(inventory);
  expect(validate.errors ?? []).toEqual([]);
  validate({ ...inventory, data: [{ ...inventory.data[0], uses: [{ purpose: "advertising" }] }] });
  expect(validate.errors).not.toBeNull();
});

it("is plain data as well", () => {
  expect(inventory.labels).toEqual([{ name: "SecurityContact", purposes: ["security"] }]);
  expect(inventory.data.map(({ name, uses }) => [name, uses.map(({ lawfulness }) => lawfulness)])).toEqual([
    ["recovery", ["repurposed"]],
    ["unused", []],
    ["phone", []],
    ["phone", ["allowed", "unlawful"]],
  ]);
});
