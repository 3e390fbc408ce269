import { typedRuleTester } from "../fixtures/rule-tester.js";
import requireConsent from "./require-consent.js";

/** What the cases have in common; their own text begins on line 10. */
const SHARED = `
interface ConsentReceipt { readonly accountId: string; readonly givenAt: number }
declare const phone: string;
declare const receipt: ConsentReceipt;
declare const receipts: Map<string, ConsentReceipt>;
declare const untyped: any;
declare const raw: unknown;
/** @repurpose advertising */
declare function release(contact: string, consent: ConsentReceipt): string;
`;

function code(text: string): string {
  return `${SHARED}${text}`;
}

const TAG = "/** @repurpose advertising */";

/** What the messages say besides; \`how\` and \`parameter\` are left empty where a message doesn't use them. */
const DATA = { purposes: "advertising", types: "Consent or ConsentReceipt" };

function forged(how: string, column: number, endColumn: number, name = "release", line = 10) {
  return { messageId: "forged" as const, line, column, endColumn, data: { ...DATA, name, how } };
}

function suggested(text: string, type = "ConsentReceipt") {
  return [{ messageId: "addParameter" as const, data: { type }, output: code(text) }];
}

function required(text: string) {
  return [{ messageId: "requireParameter" as const, output: code(text) }];
}

const LITERAL = "What is written in place";
const ASSERTION = "An assertion";
const ANY = "A value of type `any`";
const MISSING = "A value that may be missing";

/** What would no longer compile with another parameter: line, column and text. */
const UNMENDABLE: Readonly<Record<string, readonly [line: number, column: number, text: string]>> = {
  "a function that is called": [
    11,
    10,
    `${TAG}\nfunction letGo(contact: string) { return contact; }\nletGo(phone);`,
  ],
  "a function that is handed on": [
    11,
    10,
    `${TAG}\nfunction letGo(contact: string) { return contact; }\n["+1"].map(letGo);`,
  ],
  "a function in a variable that is called": [
    11,
    7,
    `${TAG}\nconst letGo = (contact: string) => contact;\nletGo(phone);`,
  ],
  "a function whose type is written": [
    11,
    7,
    `${TAG}\nconst letGo: (contact: string) => string = contact => contact;`,
  ],
  "a method of an interface": [
    11,
    61,
    `interface Releases { letGo(contact: string): string }\nclass A implements Releases { /** @repurpose advertising */ letGo(contact: string) { return contact; } }`,
  ],
  "a method that is called": [
    12,
    3,
    `class Releases {\n  ${TAG}\n  all() { return [phone]; }\n}\nnew Releases().all();`,
  ],
};

typedRuleTester().run("require-consent", requireConsent, {
  valid: [
    { name: "evidence that was recorded", code: code("release(phone, receipt);") },
    {
      name: "evidence that was looked up, and is there",
      code: code(`const found = receipts.get(phone); if (found !== undefined) release(phone, found);`),
    },
    {
      name: "evidence that a function gives",
      code: code("declare function ask(): ConsentReceipt; release(phone, ask());"),
    },
    {
      name: "evidence of a class",
      code: code(
        "class Consent {} " +
          TAG +
          " function letGo(a: string, b: Consent) { return a; } letGo(phone, new Consent());",
      ),
    },
    {
      name: "an assertion that says no more than the type",
      code: code("release(phone, receipt as ConsentReceipt);"),
    },
    { name: "satisfies", code: code("release(phone, receipt satisfies ConsentReceipt);") },
    { name: "a needless exclamation mark", code: code("release(phone, receipt!);") },
    { name: "a copy", code: code("release(phone, { ...receipt });") },
    { name: "evidence in a constant", code: code("const consent = receipt; release(phone, consent);") },
    {
      name: "the other arguments",
      code: code(`release({} as string, receipt); release(untyped, receipt); release("+1", receipt);`),
    },
    {
      name: "a function without the tag",
      code: code("declare function send(a: string, b: ConsentReceipt): void; send(phone, untyped);"),
    },
    {
      name: "a function that makes evidence",
      code: code("export function grant(): ConsentReceipt { return { accountId: '1', givenAt: 1 }; }"),
    },
    {
      name: "a type of evidence of the settings",
      code: `interface Purchase { id: string } ${TAG} function letGo(a: string, b: Purchase) { return a; }`,
      settings: { purpose: { evidence: ["Purchase"] } },
    },
    {
      name: "an interface of evidence",
      code: code(
        `interface Signed extends ConsentReceipt { by: string } ${TAG} function letGo(a: string, b: Readonly<Signed>) { return a; }`,
      ),
    },
    {
      name: "a method",
      code: code(
        `class Releases { ${TAG} letGo(a: string, b: ConsentReceipt) { return a; } } new Releases().letGo(phone, receipt);`,
      ),
    },
    { name: "a tag that is no function's", code: code(`${TAG}\nexport const advertising = 1;`) },
    {
      name: "arguments that are spread",
      code: code("declare const both: [string, ConsentReceipt]; release(...both);"),
    },
    {
      name: "a longer name",
      code: code(
        "declare const tags: { releaseAll(a: string, b: ConsentReceipt): void }; tags.releaseAll(phone, untyped);",
      ),
    },
  ],
  invalid: [
    {
      name: "no evidence",
      code: code(`${TAG}\nfunction letGo(contact: string) { return contact; }`),
      errors: [
        {
          messageId: "noEvidence",
          line: 11,
          column: 10,
          endColumn: 15,
          data: { ...DATA, name: "letGo" },
          suggestions: suggested(
            `${TAG}\nfunction letGo(contact: string, consent: ConsentReceipt) { return contact; }`,
          ),
        },
      ],
    },
    {
      name: "another type than evidence",
      code: code(`${TAG}\nfunction letGo(contact: string, consent: boolean) { return contact; }`),
      errors: [
        {
          messageId: "noEvidence",
          line: 11,
          column: 10,
          suggestions: suggested(
            `${TAG}\nfunction letGo(contact: string, consent: boolean, receipt: ConsentReceipt) { return contact; }`,
          ),
        },
      ],
    },
    {
      name: "a parameter before what may be left out",
      code: code(`${TAG}\nfunction letGo(contact: string, trim = true) { return contact; }`),
      errors: [
        {
          messageId: "noEvidence",
          line: 11,
          column: 10,
          suggestions: suggested(
            `${TAG}\nfunction letGo(contact: string, consent: ConsentReceipt, trim = true) { return contact; }`,
          ),
        },
      ],
    },
    {
      name: "a method without parameters",
      code: code(`class Releases {\n  ${TAG}\n  all() { return [phone]; }\n}`),
      errors: [
        {
          messageId: "noEvidence",
          line: 12,
          column: 3,
          endColumn: 6,
          data: { ...DATA, name: "all" },
          suggestions: suggested(
            `class Releases {\n  ${TAG}\n  all(consent: ConsentReceipt) { return [phone]; }\n}`,
          ),
        },
      ],
    },
    {
      name: "a getter, which can take nothing",
      code: code(`class Releases {\n  ${TAG}\n  get all() { return [phone]; }\n}`),
      errors: [{ messageId: "noEvidence", line: 12, column: 7, data: { ...DATA, name: "all" } }],
    },
    {
      name: "a pattern that binds the name already",
      code: code(`${TAG}\nfunction letGo({ consent }: { consent: string }) { return consent; }`),
      errors: [
        {
          messageId: "noEvidence",
          line: 11,
          column: 10,
          suggestions: suggested(
            `${TAG}\nfunction letGo({ consent }: { consent: string }, receipt: ConsentReceipt) { return consent; }`,
          ),
        },
      ],
    },
    {
      name: "an arrow without parentheses",
      code: code(`${TAG}\nconst letGo = contact => contact;`),
      errors: [
        {
          messageId: "noEvidence",
          line: 11,
          column: 7,
          endColumn: 12,
          suggestions: suggested(`${TAG}\nconst letGo = (contact, consent: ConsentReceipt) => contact;`),
        },
      ],
    },
    ...Object.entries(UNMENDABLE).map(([name, [line, column, text]]) => ({
      name: `no suggestion: ${name}`,
      code: code(text),
      errors: [{ messageId: "noEvidence" as const, line, column, suggestions: [] }],
    })),
    {
      name: "no suggestion where no type of evidence is there",
      code: `\n${TAG}\nexport function letGo(contact: string) { return contact; }`,
      errors: [{ messageId: "noEvidence", line: 3, column: 17, suggestions: [] }],
    },
    {
      name: "no suggestion to require what callers leave out",
      code: code(
        `${TAG}\nfunction letGo(contact: string, consent?: ConsentReceipt) { return contact; }\nletGo(phone);`,
      ),
      errors: [{ messageId: "optionalEvidence", line: 11, column: 33, suggestions: [] }],
    },
    {
      name: "JavaScript, whose types are comments",
      filename: "file.js",
      code: `\n${TAG}\nexport function letGo(contact) { return contact; }`,
      errors: [{ messageId: "noEvidence", line: 3, column: 17 }],
    },
    {
      name: "optional evidence",
      code: code(`${TAG}\nfunction letGo(contact: string, consent?: ConsentReceipt) { return contact; }`),
      errors: [
        {
          messageId: "optionalEvidence",
          line: 11,
          column: 33,
          endColumn: 57,
          data: { ...DATA, name: "letGo", parameter: "consent" },
          suggestions: required(
            `${TAG}\nfunction letGo(contact: string, consent: ConsentReceipt) { return contact; }`,
          ),
        },
      ],
    },
    {
      name: "evidence or nothing",
      code: code(
        `${TAG}\nfunction letGo(contact: string, consent: ConsentReceipt | null | undefined) { return contact; }`,
      ),
      errors: [
        {
          messageId: "optionalEvidence",
          line: 11,
          column: 33,
          suggestions: required(
            `${TAG}\nfunction letGo(contact: string, consent: ConsentReceipt) { return contact; }`,
          ),
        },
      ],
    },
    {
      name: "evidence by default",
      code: code(
        `${TAG}\nfunction letGo(contact: string, consent: ConsentReceipt = receipt) { return contact; }`,
      ),
      errors: [
        {
          messageId: "optionalEvidence",
          line: 11,
          column: 33,
          suggestions: required(
            `${TAG}\nfunction letGo(contact: string, consent: ConsentReceipt) { return contact; }`,
          ),
        },
      ],
    },
    {
      name: "any number of evidence",
      code: code(`${TAG}\nfunction letGo(contact: string, ...all: ConsentReceipt[]) { return contact; }`),
      errors: [{ messageId: "optionalEvidence", line: 11, column: 33, endColumn: 57 }],
    },
    ...(
      [
        [`release(phone, { accountId: "1", givenAt: 1 });`, LITERAL, 16, 46],
        ["release(phone, {} as ConsentReceipt);", ASSERTION, 16, 36],
        ["release(phone, <ConsentReceipt>raw);", ASSERTION, 16, 35],
        ["release(phone, raw as ConsentReceipt);", ASSERTION, 16, 37],
        ["release(phone, receipts.get(phone) as ConsentReceipt);", ASSERTION, 16, 53],
        ["release(phone, untyped);", ANY, 16, 23],
        ["release(phone, untyped!);", ANY, 16, 24],
        ["release(phone, JSON.parse(phone));", ANY, 16, 33],
        ["release(phone, null!);", MISSING, 16, 21],
        ["release(phone, undefined!);", MISSING, 16, 26],
        ["release(phone, receipts.get(phone)!);", MISSING, 16, 36],
        ["release(phone, (receipts.get(phone) ?? ({} as ConsentReceipt)));", ASSERTION, 41, 61],
        ["release(phone, phone ? receipt : untyped);", ANY, 34, 41],
        ["release(phone, { ...receipt, givenAt: 1 });", LITERAL, 16, 42],
        ["const made = {} as ConsentReceipt; release(phone, made);", ASSERTION, 51, 55],
        ["const tags = { release }; tags.release(phone, untyped);", ANY, 47, 54],
        ["const letGo = release; letGo(phone, untyped);", ANY, 37, 44],
      ] as const
    ).map(([text, how, column, endColumn]) => ({
      name: text,
      code: code(text),
      errors: [forged(how, column, endColumn)],
    })),
    {
      name: "a method that is called through its interface",
      code: code(
        `interface Releases { ${TAG} letGo(consent: ConsentReceipt, contact: string): string }\ndeclare const releases: Releases;\nreleases.letGo({} as ConsentReceipt, phone);`,
      ),
      errors: [forged(ASSERTION, 16, 36, "letGo", 12)],
    },
    {
      name: "a function in a variable",
      code: code(`${TAG}\nconst letGo = (consent: ConsentReceipt) => phone;\nletGo(untyped);`),
      errors: [forged(ANY, 7, 14, "letGo", 12)],
    },
  ],
});
