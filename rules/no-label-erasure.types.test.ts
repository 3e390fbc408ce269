import { typedRuleTester } from "../fixtures/rule-tester.js";
import noLabelErasure from "./no-label-erasure.js";

/** What the cases have in common; their own text begins on line 8. */
const SHARED = `
type SecurityContact = string & { readonly __brand: "SecurityContact" };
interface Account { id: string; securityPhone: SecurityContact; backup?: SecurityContact; marketingEmail: string }
declare const account: Account;
declare const accounts: Account[];
declare function log(line: unknown): void;
declare function send(to: string): void;
`;

function code(text: string): string {
  return `${SHARED}${text}`;
}

/** Suggestions, with the case's own text as they leave it. */
function brands(text: string): { messageId: "writeLabel"; output: string }[] {
  return [{ messageId: "writeLabel", output: code(text) }];
}

const WRITTEN: Readonly<
  Record<string, readonly [kind: "declared" | "returned", from: string, place: number, to: string]>
> = {
  "a variable": [
    "declared",
    `const to: string = account.securityPhone; log(to);`,
    11,
    `const to: SecurityContact = account.securityPhone; log(to);`,
  ],
  "a variable of any": [
    "declared",
    `const to: any = account.securityPhone; log(to);`,
    11,
    `const to: SecurityContact = account.securityPhone; log(to);`,
  ],
  "a variable that may be absent": [
    "declared",
    `const to: string | undefined = account.backup; log(to);`,
    11,
    `const to: SecurityContact | undefined = account.backup; log(to);`,
  ],
  "a variable that is assigned later": [
    "declared",
    `let to: string; to = account.securityPhone; log(to);`,
    9,
    `let to: SecurityContact; to = account.securityPhone; log(to);`,
  ],
  "a variable with a constant beside": [
    "declared",
    `const to: string = account.backup ?? ""; log(to);`,
    11,
    `const to: SecurityContact | string = account.backup ?? ""; log(to);`,
  ],
  "a list": [
    "declared",
    `const list: string[] = accounts.map((one) => one.securityPhone); log(list);`,
    13,
    `const list: SecurityContact[] = accounts.map((one) => one.securityPhone); log(list);`,
  ],
  "a member of a written type": [
    "declared",
    `const row: { id: string; to: string } = { id: account.id, to: account.securityPhone }; log(row);`,
    12,
    `const row: { id: string; to: SecurityContact } = { id: account.id, to: account.securityPhone }; log(row);`,
  ],
  "a pattern": [
    "declared",
    `const { securityPhone }: { securityPhone: string } = account; log(securityPhone);`,
    26,
    `const { securityPhone }: { securityPhone: SecurityContact } = account; log(securityPhone);`,
  ],
  "a field of a class": [
    "declared",
    `class Draft { to: string = account.securityPhone; }`,
    19,
    `class Draft { to: SecurityContact = account.securityPhone; }`,
  ],
  "a callback's parameter": [
    "declared",
    `accounts.map((one) => one.securityPhone).forEach((phone: string) => log(phone));`,
    58,
    `accounts.map((one) => one.securityPhone).forEach((phone: SecurityContact) => log(phone));`,
  ],
  "a function that is given a type": [
    "declared",
    `const phoneOf: (of: Account) => string = (of) => of.securityPhone; log(phoneOf);`,
    16,
    `const phoneOf: (of: Account) => SecurityContact = (of) => of.securityPhone; log(phoneOf);`,
  ],
  "a result": [
    "returned",
    `function phoneOf(of: Account): string { return of.securityPhone; }`,
    32,
    `function phoneOf(of: Account): SecurityContact { return of.securityPhone; }`,
  ],
  "a result of any": [
    "returned",
    `function phoneOf(of: Account): any { return of.securityPhone; }`,
    32,
    `function phoneOf(of: Account): SecurityContact { return of.securityPhone; }`,
  ],
  "an arrow function's result": [
    "returned",
    `const phoneOf = (of: Account): string => of.securityPhone;`,
    32,
    `const phoneOf = (of: Account): SecurityContact => of.securityPhone;`,
  ],
  "a method's": [
    "returned",
    `class Book { phone(): string | null { return account.backup ?? null; } }`,
    23,
    `class Book { phone(): SecurityContact | null { return account.backup ?? null; } }`,
  ],
  "a getter's": [
    "returned",
    `class Book { get phone(): string { return account.securityPhone; } }`,
    27,
    `class Book { get phone(): SecurityContact { return account.securityPhone; } }`,
  ],
  "an async function's": [
    "returned",
    `async function phoneOf(of: Account): Promise<string> { return of.securityPhone; }`,
    38,
    `async function phoneOf(of: Account): Promise<SecurityContact> { return of.securityPhone; }`,
  ],
  "a promise": [
    "returned",
    `function phoneOf(of: Account): Promise<string> { return Promise.resolve(of.securityPhone); }`,
    32,
    `function phoneOf(of: Account): Promise<SecurityContact> { return Promise.resolve(of.securityPhone); }`,
  ],
  "a list of records": [
    "returned",
    `function rows(): { to: string }[] { return accounts.map((one) => ({ to: one.securityPhone })); }`,
    18,
    `function rows(): { to: SecurityContact }[] { return accounts.map((one) => ({ to: one.securityPhone })); }`,
  ],
  "a generator's elements": [
    "returned",
    `function* phones(): Iterable<string> { for (const one of accounts) yield one.securityPhone; }`,
    21,
    `function* phones(): Iterable<SecurityContact> { for (const one of accounts) yield one.securityPhone; }`,
  ],
  "a constant beside": [
    "returned",
    `function phoneOf(of: Account): string { return of.backup ?? "none"; }`,
    32,
    `function phoneOf(of: Account): SecurityContact | string { return of.backup ?? "none"; }`,
  ],
};

/** Reported at the value; the property's declaration is on line 8. */
const PUT: Readonly<
  Record<string, readonly [type: string, use: string, place: number, mended: string | undefined]>
> = {
  "a member of a literal": [
    `interface Row { to: string }`,
    `const row: Row = { to: account.securityPhone }; log(row);`,
    24,
    `interface Row { to: SecurityContact }`,
  ],
  "a shorthand": [
    `type Row = { to: string | null };`,
    `const to = account.securityPhone; const row: Row = { to }; log(row);`,
    54,
    `type Row = { to: SecurityContact | null };`,
  ],
  "an assignment": [
    `interface Row { to: string }`,
    `declare const row: Row; row.to = account.securityPhone;`,
    34,
    `interface Row { to: SecurityContact }`,
  ],
  "beside a constant": [
    `interface Row { to: string }`,
    `const none: Row = { to: "" }; none.to = account.securityPhone;`,
    41,
    `interface Row { to: SecurityContact }`,
  ],
  "a member of a returned literal": [
    `interface Row { id: string; to: string }`,
    `function row(of: Account): Row { return { id: of.id, to: of.securityPhone }; }`,
    58,
    `interface Row { id: string; to: SecurityContact }`,
  ],
  "a member of an element": [
    `interface Row { to: string }`,
    `const rows: Row[] = [{ to: account.securityPhone }]; log(rows);`,
    28,
    `interface Row { to: SecurityContact }`,
  ],
  "a field without a written type": [
    `class Draft { to = ""; set(of: Account) {`,
    `this.to = of.securityPhone; } }`,
    11,
    undefined,
  ],
};

typedRuleTester().run("no-label-erasure: written types", noLabelErasure, {
  valid: [],
  invalid: [
    ...Object.entries(WRITTEN).map(([name, [messageId, from, column, to]]) => ({
      name,
      code: code(from),
      errors: [{ messageId, line: 8, column, suggestions: brands(to) }],
    })),
    ...Object.entries(PUT).map(([name, [type, use, column, mended]]) => ({
      name,
      code: code(`${type}\n${use}`),
      errors: [
        {
          messageId: "property" as const,
          line: 9,
          column,
          suggestions: mended === undefined ? [] : brands(`${mended}\n${use}`),
        },
      ],
    })),
    {
      name: "a whole account, as a type whose property has no label",
      code: code(`interface Plain { securityPhone: string }\nconst plain: Plain = account; log(plain);`),
      errors: [
        {
          messageId: "declared",
          line: 9,
          column: 14,
          endColumn: 19,
          data: {
            value: "account",
            carries: "carries the label SecurityContact at `.securityPhone`",
            written: "Plain",
          },
          suggestions: [],
        },
      ],
    },
    {
      name: "a label of the settings, whose type has to be imported",
      code: `
type Sample = { readonly diagnosis: { readonly code: string; readonly __brand: "HealthRecord" } & string };
declare const sample: Sample;
const text: string = sample.diagnosis;`,
      settings: { purpose: { labels: { HealthRecord: { purposes: ["treatment"] } } } },
      errors: [
        {
          messageId: "declared",
          line: 4,
          column: 13,
          suggestions: [
            {
              messageId: "writeLabel",
              output: `import type { Labelled } from "eslint-plugin-purpose/brand";

type Sample = { readonly diagnosis: { readonly code: string; readonly __brand: "HealthRecord" } & string };
declare const sample: Sample;
const text: Labelled<string, "HealthRecord"> = sample.diagnosis;`,
            },
          ],
        },
      ],
    },
  ],
});
