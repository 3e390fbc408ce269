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
function keeps(text: string): { messageId: "keepValue"; output: string }[] {
  return [{ messageId: "keepValue", output: code(text) }];
}

function brands(text: string): { messageId: "writeLabel"; output: string }[] {
  return [{ messageId: "writeLabel", output: code(text) }];
}

const VALID: Readonly<Record<string, string>> = {
  // Assertions.
  "an assertion of other text": `log(account.marketingEmail as string);`,
  "an assertion that adds the label": `log(account.marketingEmail as SecurityContact);`,
  "an assertion that keeps the label": `log(account.backup as SecurityContact);`,
  "as const": `log({ to: account.securityPhone } as const);`,
  satisfies: `log({ to: account.securityPhone } satisfies { to: string });`,
  "non-null": `send(account.backup!);`,
  "to the label or a record": `log(account.securityPhone as SecurityContact | { id: string });`,
  "to what a caller says": `function as<T>(): T { return account.securityPhone as unknown as T; } log(as());`,
  "an account as anything that is there": `log(account as {});`,
  "through unknown, to the label again": `log(account as unknown as { securityPhone: SecurityContact });`,
  "to a type without that part": `log(account as { id: string });`,
  "to a record of unknown": `log(account as unknown as Record<string, unknown>);`,
  "a comparison that the compiler allows only so": `if ((account.securityPhone as string) === "+1") log("test account");`,
  "a switch, likewise": `switch (account.securityPhone as string) { case "+1": log("test account"); }`,
  "what has no label yet": `const parsed = JSON.parse("{}") as { securityPhone: string }; log(parsed.securityPhone);`,
  // Uses as text.
  "an argument of a function that takes text": `send(account.securityPhone);`,
  "an argument that is an object with text": `declare function post(body: { to: string }): void; post({ to: account.securityPhone });`,
  "a new object's argument": `class Message { constructor(readonly parts: { to: string }) {} } log(new Message({ to: account.securityPhone }));`,
  "methods of text": `const digits: string = account.securityPhone.replace("+", "").trim(); log(digits);`,
  "a template with other text": "const line: string = `to ${account.securityPhone}`; log(line);",
  "a value that may be absent, made text": `log(String(account.backup));`,
  "String of other text": `log(String(account.marketingEmail));`,
  "toString of a number": `log(accounts.length.toString());`,
  "a String of the program's own": `export {}; function String(of: string): number { return of.length; } log(String(account.securityPhone));`,
  // Declarations.
  "no written type": `const to = account.securityPhone; log(to);`,
  "the label's type": `const to: SecurityContact = account.securityPhone; log(to);`,
  "a union with the label's type": `const to: SecurityContact | string = account.securityPhone; log(to);`,
  "a tagged variable": `/** @label SecurityContact */ const to: string = account.securityPhone; log(to);`,
  unknown: `const to: unknown = account.securityPhone; log(to);`,
  "a variable that holds other text as well": `let to: string = account.securityPhone; log(to); to = account.marketingEmail; log(to);`,
  "a variable that is given other text later": `let to: string; if (accounts.length > 1) to = account.securityPhone; else to = account.marketingEmail; log(to);`,
  "one of two, in an object": `const row: { to: string } = accounts.length > 1 ? { to: account.securityPhone } : { to: account.marketingEmail }; log(row);`,
  "one of two": `const to: string = accounts.length > 1 ? account.securityPhone : account.marketingEmail; log(to);`,
  "a list of other text, too": `const list: string[] = [account.securityPhone, account.marketingEmail]; log(list);`,
  "a list that other text is added to": `const list: string[] = [account.securityPhone]; list.push(account.marketingEmail);`,
  "a dictionary": `const body: Record<string, string> = { To: account.securityPhone }; log(body);`,
  "a view of the account": `const named: { id: string } = account; log(named);`,
  "a number": `const length: number = account.securityPhone.length; log(length);`,
  "a field that holds other text as well": `class Draft { to: string = account.securityPhone; reset() { this.to = account.marketingEmail; } }`,
  "a parameter of a callback, without a type": `accounts.map((one) => one.securityPhone).forEach((phone) => log(phone));`,
  "a parameter of a callback that takes all text": `function line(phone: string): string { return phone.trim(); } accounts.map((one) => one.securityPhone).map(line);`,
  // Results.
  "the label's type as a result": `function phoneOf(of: Account): SecurityContact { return of.securityPhone; }`,
  "a tagged function": `/** @label SecurityContact */ function phoneOf(of: Account): string { return of.securityPhone; }`,
  "a result that is derived": `function digits(of: Account): string { return of.securityPhone.replace("+", ""); }`,
  "a result that may be other text": `function reach(of: Account): string { if (of.backup) return of.backup; return of.marketingEmail; }`,
  "an inner function's result": `function handler(): string { const inner = () => account.securityPhone; log(inner()); return "done"; }`,
  "a boolean": `function has(of: Account): boolean { return of.securityPhone !== account.securityPhone; }`,
  "overloads that say it": `function get(of: Account): SecurityContact; function get(of: null): null; function get(of: Account | null): string | null { return of && of.securityPhone; }`,
  "a generic result": `function same<T>(value: T): T { return value; } log(same(account.securityPhone));`,
  "a release with consent": `
interface ConsentReceipt { id: string }
/** @repurpose advertising */
function release(contact: SecurityContact, receipt: ConsentReceipt): string { log(receipt.id); return contact as string; }`,
  "a release by an arrow function": `
interface ConsentReceipt { id: string }
/** @repurpose advertising */
const release = (contact: SecurityContact, receipt: ConsentReceipt): string => receipt.id ? contact : "";`,
  // Properties.
  "a property that other text is put into": `
interface Message { to: string }
const code: Message = { to: account.securityPhone };
const news: Message = { to: account.marketingEmail };
log([code, news]);`,
  "a property that computed text is put into": `
interface Message { to: string }
const code: Message = { to: account.securityPhone };
const other: Message = { to: ["a", "b"].join("@") };
log([code, other]);`,
  "a property with the label": `
interface Message { to: SecurityContact }
const code: Message = { to: account.securityPhone }; log(code);`,
  "a tagged property": `
interface Message { /** @label SecurityContact */ to: string }
const code: Message = { to: account.securityPhone }; log(code);`,
  "a property of the platform": `
const parts: Intl.DateTimeFormatOptions = { timeZone: account.securityPhone }; log(parts);`,
  "a property of an object without a type": `const parts = { to: account.securityPhone, id: account.id }; log(parts);`,
  "a property of generic type": `
interface Box<T> { value: T }
const box: Box<SecurityContact> = { value: account.securityPhone }; log(box);`,
  "an assignment to a labelled property": `account.backup = account.securityPhone;`,
};

/** What is reported, and what the suggestion makes of it. */
const ASSERTED: Readonly<Record<string, readonly [from: string, place: number, to: string | undefined]>> = {
  "as string": [`log(account.securityPhone as string);`, 5, `log(account.securityPhone);`],
  "as any": [`log(account.securityPhone as any);`, 5, `log(account.securityPhone);`],
  "<any>": [`log(<any>account.securityPhone);`, 5, `log(account.securityPhone);`],
  "<string>": [`send(<string>account.securityPhone);`, 6, `send(account.securityPhone);`],
  "as unknown": [`log(account.securityPhone as unknown);`, 5, `log(account.securityPhone);`],
  "as {}": [`log(account.securityPhone as {});`, 5, `log(account.securityPhone);`],
  "as object | string": [`log(account.securityPhone as object | string);`, 5, `log(account.securityPhone);`],
  "as unknown as string": [
    `send(account.securityPhone as unknown as string);`,
    6,
    `send(account.securityPhone);`,
  ],
  "in parentheses": [
    `log((account.securityPhone as string).trim());`,
    6,
    `log(account.securityPhone.trim());`,
  ],
  "of a whole account": [`log((account as any).securityPhone);`, 6, `log(account.securityPhone);`],
  "of a list": [`log(accounts as any[]);`, 5, `log(accounts);`],
  "in a return": [
    `function text() { return account.securityPhone as string; }`,
    26,
    `function text() { return account.securityPhone; }`,
  ],
};

const CONVERTED: Readonly<Record<string, readonly [from: string, place: number, to: string]>> = {
  "String(x)": [`log(String(account.securityPhone));`, 5, `log(account.securityPhone);`],
  "x.toString()": [`log(account.securityPhone.toString());`, 5, `log(account.securityPhone);`],
  "x.valueOf()": [`log(account.securityPhone.valueOf());`, 5, `log(account.securityPhone);`],
  "a template": ["log(`${account.securityPhone}`);", 5, `log(account.securityPhone);`],
  "x + ''": [`log(account.securityPhone + "");`, 5, `log(account.securityPhone);`],
  "'' + x": [`log("" + account.securityPhone);`, 5, `log(account.securityPhone);`],
};

typedRuleTester().run("no-label-erasure", noLabelErasure, {
  valid: [
    ...Object.entries(VALID).map(([name, text]) => ({ name, code: code(text) })),
    { name: "a program without labels", code: `const to: string = "a" as string;` },
  ],
  invalid: [
    ...Object.entries(ASSERTED).map(([name, [from, column, to]]) => ({
      name,
      code: code(from),
      errors: [
        {
          messageId: "asserted" as const,
          line: 8,
          column,
          suggestions: to === undefined ? [] : keeps(to),
        },
      ],
    })),
    ...Object.entries(CONVERTED).map(([name, [from, column, to]]) => ({
      name,
      code: code(from),
      errors: [{ messageId: "converted" as const, line: 8, column, suggestions: keeps(to) }],
    })),
    {
      name: "an assertion that is needed for null: the label is asserted",
      code: code(`send(account.backup as string);`),
      errors: [
        {
          messageId: "asserted",
          line: 8,
          column: 6,
          data: { value: "account.backup", carries: "carries the label SecurityContact", written: "string" },
          suggestions: brands(`send(account.backup as SecurityContact);`),
        },
      ],
    },
    {
      name: "an assertion to another brand",
      code: code(`type RoutingKey = string & { readonly __brand: "RoutingKey" };
const key = account.securityPhone as unknown as RoutingKey; log(key);`),
      errors: [
        {
          messageId: "asserted",
          line: 9,
          column: 13,
          suggestions: keeps(`type RoutingKey = string & { readonly __brand: "RoutingKey" };
const key = account.securityPhone; log(key);`),
        },
      ],
    },
  ],
});
