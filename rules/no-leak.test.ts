import { RuleTester } from "@typescript-eslint/rule-tester";
import { Linter } from "eslint";
import * as parser from "@typescript-eslint/parser";
import { afterAll, describe, expect, it } from "vitest";
import { lintTexts } from "../fixtures/lint-texts.js";
import plugin from "../src/plugin.js";
import noLeak from "./no-leak.js";

RuleTester.afterAll = afterAll;
RuleTester.describe = describe;
RuleTester.it = it;
RuleTester.itOnly = it.only;

const tester = new RuleTester({
  languageOptions: {
    parserOptions: {
      projectService: {
        allowDefaultProject: ["*.ts", "*.tsx", "*.js"],
        defaultProject: "../tsconfig.json",
      },
      tsconfigRootDir: import.meta.dirname,
    },
  },
});

/** What the cases have in common; their own text begins on line 11. */
const SHARED = `
type SecurityContact = string & { readonly __brand: "SecurityContact" };
interface Account { id: string; securityPhone: SecurityContact; marketingEmail: string }
declare const account: Account;
declare const accounts: Account[];
declare function log(line: unknown): void;
/** @purpose security */
declare function sendCode(to: string): void;
/** @purpose advertising */
declare function uploadAudience(row: unknown): void;
`;

function code(text: string): string {
  return `${SHARED}${text}`;
}

/** What a message's placeholders stand for where the contact is \`account.securityPhone\` on line 11. */
const CONTACT = {
  label: "SecurityContact",
  source: "file.ts:11 (account.securityPhone)",
  further: "",
  sink: "uploadAudience",
  purpose: "advertising",
  trace: "file.ts:11",
  allowed: "security",
  unseen: "",
};

tester.run("no-leak", noLeak, {
  valid: [
    { name: "code of an allowed purpose", code: code(`sendCode(account.securityPhone);`) },
    { name: "code without a purpose", code: code(`log(account.securityPhone);`) },
    { name: "a value without a label", code: code(`uploadAudience(account.marketingEmail);`) },
    { name: "a length", code: code(`uploadAudience(account.securityPhone.length);`) },
    {
      name: "a value that is overwritten before use",
      code: code(
        `let phone: string = account.securityPhone; sendCode(phone); phone = "none"; uploadAudience(phone);`,
      ),
    },
    {
      name: "a label that the settings allow there",
      code: code(`uploadAudience(account.securityPhone);`),
      settings: { purpose: { labels: { SecurityContact: { purposes: ["security", "advertising"] } } } },
    },
    {
      name: "the catalog, turned off",
      code: code(
        `declare function fbq(...call: unknown[]): void; fbq("init", "1077", { ph: account.securityPhone });`,
      ),
      settings: { purpose: { catalog: false } },
    },
    {
      name: "selections, turned off",
      code: code(
        `uploadAudience(accounts.filter((one) => ["+1"].includes(one.securityPhone)).map((one) => one.id));`,
      ),
      options: [{ selection: "off" }],
    },
  ],
  invalid: [
    {
      name: "the argument itself",
      code: code(`uploadAudience(account.securityPhone);`),
      errors: [{ messageId: "leak", line: 11, column: 16, endLine: 11, endColumn: 37, data: CONTACT }],
    },
    {
      name: "the innermost expression that is written in place, once for each",
      code: code(
        `uploadAudience({ id: account.id, phones: [account.securityPhone, account.securityPhone.trim()] });`,
      ),
      errors: [
        { messageId: "leak", line: 11, column: 43, endColumn: 64, data: CONTACT },
        { messageId: "leak", line: 11, column: 66, endColumn: 94, data: CONTACT },
      ],
    },
    {
      name: "a call, as a whole, with the way through its function",
      code: code(`uploadAudience(normal(account.securityPhone));
function normal(contact: string): string {
  return contact.trim();
}`),
      errors: [{ messageId: "leak", line: 11, column: 16, endColumn: 45 }],
    },
    {
      name: "code of any purpose that the label does not allow",
      code: code(`/** @purpose security analytics */
function count(what: unknown): void { log(what); }
count(account.securityPhone);`),
      errors: [{ messageId: "leak", line: 13, column: 7 }],
    },
    {
      name: "what is chosen by matching",
      code: code(`const listed = new Set(["+1"]);
const members = accounts.filter((one) => listed.has(one.securityPhone));
uploadAudience(members.map((one) => one.id));`),
      errors: [{ messageId: "selection", line: 13, column: 16 }],
    },
    {
      name: "a sink of the catalog",
      code: code(
        `declare function fbq(...call: unknown[]): void; fbq("init", "1077", { ph: account.securityPhone });`,
      ),
      errors: [{ messageId: "leak", line: 11, column: 75 }],
    },
    {
      name: "a sink and a label of the settings",
      code: code(`/** @label HealthRecord */
declare const diagnosis: string;
declare function acmePixel(event: unknown): void;
acmePixel(diagnosis);`),
      settings: {
        purpose: {
          labels: { HealthRecord: { purposes: [] } },
          sinks: [{ purpose: "advertising", globals: ["acmePixel"] }],
        },
      },
      errors: [{ messageId: "leak", line: 14, column: 11 }],
    },
    {
      name: "JavaScript with types from JSDoc",
      filename: "file.js",
      code: `
/** @label SecurityContact */
const phone = readPhone();
/** @returns {string} */
function readPhone() { return ""; }
/**
 * @purpose advertising
 * @param {unknown} row
 */
function uploadAudience(row) { void row; }
uploadAudience(phone);`,
      errors: [{ messageId: "leak", line: 11, column: 16 }],
    },
    {
      name: "one error for a wrong setting, at the top",
      code: code(`uploadAudience(account.securityPhone);`),
      settings: { purpose: { sink: [], catalog: 7 } },
      errors: [{ messageId: "badSettings", line: 2, column: 1 }],
    },
    {
      name: "no program",
      code: code(`uploadAudience(account.securityPhone);`),
      languageOptions: { parserOptions: { projectService: false } },
      errors: [
        {
          messageId: "noTypes",
          line: 2,
          column: 1,
          data: { missing: "its parser was given no TypeScript program" },
        },
      ],
    },
  ],
});

describe("over several files", () => {
  const files = {
    "src/accounts.ts": `import type { SecurityContact } from "eslint-plugin-purpose/brand";

export interface Account { id: string; securityPhone: SecurityContact }
export declare function currentAccount(): Account;
export function phoneOf(account: Account): string {
  return account.securityPhone.trim();
}
`,
    "src/sync.ts": `import { currentAccount, phoneOf } from "./accounts.js";
import { enqueue } from "./queue.js";

enqueue(phoneOf(currentAccount()));
`,
    "src/queue.ts": `import { uploadAudience } from "./ads/audience.js";

export function enqueue(row: string): void {
  uploadAudience([row]);
}
`,
    "src/ads/audience.ts": `/**
 * @module
 * @purpose advertising
 */

export function uploadAudience(rows: readonly string[]): void {
  void rows;
}
`,
  };
  const reports = (options: Record<string, string>): readonly string[] =>
    lintTexts(files, { options }).flatMap(({ name, messages }) =>
      messages.map(({ line, column, messageId = "" }) => `${name}:${line}:${column} ${messageId}`),
    );

  it("reports where the value leaves each other file", () => {
    expect(reports({})).toEqual([
      "src/accounts.ts:6:10 origin",
      "src/sync.ts:4:9 via",
      "src/queue.ts:4:19 leak",
    ]);
  });

  it("reports the boundary alone when asked to", () => {
    expect(reports({ reportAt: "boundary" })).toEqual(["src/queue.ts:4:19 leak"]);
  });

  it("names label, source, sink, purpose and the trace everywhere", () => {
    const messages = lintTexts(files).flatMap((file) => file.messages.map(({ message }) => message));
    for (const message of messages) {
      expect(message).toContain("SecurityContact");
      expect(message).toContain("src/accounts.ts:6 (account.securityPhone)");
      expect(message).toContain("advertising code: uploadAudience");
      expect(message).toMatch(/Trace: src\/accounts\.ts:6 → .*src\/sync\.ts:4 → .*src\/queue\.ts:4/);
    }
    expect(messages).toHaveLength(3);
  });
});

describe("labels and purposes without brands and annotated declarations", () => {
  const send = "export declare function send(text: string): void;\n";
  const marked = { "src/send.ts": `/** @module\n * @purpose advertising */\n\n${send}` };
  const notify = (field: string): string => `import { send } from "./send.js";
export interface User { nickname: string; ${field}: string }
export function notify(user: User): void {
  send(user.nickname);
  send(user.twoFactorPhone);
}
`;
  const tagged = notify("/** @label SecurityContact */ twoFactorPhone");
  const reports = (files: Record<string, string>, settings: unknown): readonly string[] =>
    lintTexts(files, { settings }).flatMap(({ name, messages }) =>
      messages.map(({ line, column, messageId = "" }) => `${name}:${line}:${column} ${messageId}`),
    );

  it.each([
    ["an annotation of the module", marked, {}],
    ["its file, in the settings", { "src/send.ts": send }, { files: ["src/send.ts"] }],
    [
      "its package, in the settings",
      {
        "src/send.ts": 'export { send } from "acme-ads";\n',
        "node_modules/acme-ads/index.d.ts": send,
        "node_modules/acme-ads/package.json": '{ "name": "acme-ads", "types": "index.d.ts" }',
      },
      { packages: ["acme-ads"] },
    ],
  ])("a purpose by %s", (_, files, sink) => {
    const sinks = Object.keys(sink).length === 0 ? [] : [{ purpose: "advertising", ...sink }];
    expect(reports({ "src/user.ts": tagged, ...files }, { sinks })).toEqual(["src/user.ts:5:8 leak"]);
  });

  it("a label by the settings", () => {
    const source = { files: ["src/**"], type: "User", property: "twoFactorPhone" };
    const files = { "src/user.ts": notify("twoFactorPhone"), ...marked };
    expect(reports(files, {})).toEqual([]);
    expect(reports(files, { labels: { SecurityContact: { sources: [source] } } })).toEqual([
      "src/user.ts:5:8 leak",
    ]);
  });

  it.each([
    ["a field", 'class User { nickname = ""; twoFactorPhone = ""; }'],
    ["an accessor", 'class User { nickname = ""; get twoFactorPhone(): string { return this.nickname; } }'],
    [
      "a parameter of the constructor",
      "class User { constructor(readonly nickname: string, readonly twoFactorPhone: string) {} }",
    ],
  ])("a label by the settings for a member of a class: %s", (_, declared) => {
    const source = { files: ["src/**"], type: "User", property: "twoFactorPhone" };
    const text = `import { send } from "./send.js";
export ${declared}
export function notify(user: User): void {
  send(user.nickname);
  send(user.twoFactorPhone);
}
`;
    const settings = { labels: { SecurityContact: { sources: [source] } } };
    expect(reports({ "src/user.ts": text, ...marked }, settings)).toEqual(["src/user.ts:5:8 leak"]);
  });
});

describe("wrong settings", () => {
  it.each<[unknown, string]>([
    [7, "settings.purpose"],
    [{ sink: [] }, 'settings.purpose.sink: unknown key; did you mean "sinks"?'],
    [{ labels: { SecurityContacts: { purposes: [] } } }, "SecurityContact"],
    [{ sinks: [{ purpose: "advertizing", files: ["src/**"] }] }, "settings.purpose.sinks[0].purpose"],
    [{ sinks: [{ purpose: "advertising", files: [7] }] }, "settings.purpose.sinks[0].files[0]"],
    [{ sinks: [{ purpose: "advertising" }] }, "settings.purpose.sinks[0]"],
    [{ evidence: "Consent" }, "settings.purpose.evidence"],
    [{ selection: "off" }, "it is an option of the rule purpose/no-leak"],
  ])("%j is one error", (settings, problem) => {
    const [file] = lintTexts({ "a.ts": "export const one = 1;\nexport const two = 2;\n" }, { settings });
    expect(file?.messages.map(({ messageId, line }) => [messageId, line])).toEqual([["badSettings", 1]]);
    expect(file?.messages[0]?.message).toContain(problem);
  });
});

describe("without types", () => {
  function lint(text: string, languageOptions: Linter.LanguageOptions): readonly Linter.LintMessage[] {
    const rules: Linter.RulesRecord = { "purpose/no-leak": "error" };
    return new Linter().verify(text, [{ plugins: { purpose: plugin }, languageOptions, rules }], "file.js");
  }

  it.each(["export const one = 1;\nexport const two = 2;\n", "", "// nothing\n"])(
    "says so once: %j",
    (text) => {
      for (const languageOptions of [{}, { parser }]) {
        const messages = lint(text, languageOptions);
        expect(messages.map(({ messageId, line, column }) => [messageId, line, column])).toEqual([
          ["noTypes", 1, 1],
        ]);
        expect(messages[0]?.message).toContain("projectService");
      }
    },
  );
});
