import { typedRuleTester } from "../fixtures/rule-tester.js";
import requireLabel from "./require-label.js";

const BRAND = `type SecurityContact = string & { readonly __brand: "SecurityContact" };\n`;
const SECURITY = `/**\n * @module\n * @purpose security\n */\n\n`;

/** All on line 2, where the label's type is in scope. */
const BY_NAME: Readonly<
  Record<string, readonly [from: string, name: string, context: string, contact: string]>
> = {
  "a property": [`interface A { twoFactorPhone: string }`, "twoFactorPhone", "two factor", "phone"],
  "a property that may be absent": [
    `interface A { recoveryEmail?: string | null }`,
    "recoveryEmail",
    "recovery",
    "email",
  ],
  "a list": [`interface A { recoveryEmails: readonly string[] }`, "recoveryEmails", "recovery", "emails"],
  "a member of a written type": [
    `type A = { mfa_phone_number: string };`,
    "mfa_phone_number",
    "mfa",
    "phone",
  ],
  "a class's field": [`class A { private unlockPhone: string; }`, "unlockPhone", "unlock", "phone"],
  "a private field": [
    `class A { #recoveryPhone: string | null = null; }`,
    "#recoveryPhone",
    "recovery",
    "phone",
  ],
  "a name in brackets": [
    `interface A { ["recoveryEmail"]: string }`,
    `["recoveryEmail"]`,
    "recovery",
    "email",
  ],
  "a getter": [
    `declare const kept: SecurityContact; class A { get recoveryEmail(): string { return kept; } }`,
    "recoveryEmail",
    "recovery",
    "email",
  ],
  "a getter of a type": [`interface A { get recoveryEmail(): string }`, "recoveryEmail", "recovery", "email"],
  "a setter without a getter": [
    `class A { set mfaPhone(to: string) { console.log(to); } }`,
    "mfaPhone",
    "mfa",
    "phone",
  ],
  "an assigned parameter": [
    `function f(recoveryEmail: string) { recoveryEmail = null!; return recoveryEmail; }`,
    "recoveryEmail",
    "recovery",
    "email",
  ],
  "a list that begins empty": [
    `class A { recoveryEmails: string[] = []; }`,
    "recoveryEmails",
    "recovery",
    "emails",
  ],
  "a parameter": [
    `function f(securityContact: string) { return securityContact.length; }`,
    "securityContact",
    "security",
    "contact",
  ],
  "a constructor's parameter": [
    `class A { constructor(readonly otpMobile: string) {} }`,
    "otpMobile",
    "otp",
    "mobile",
  ],
  "a variable": [`declare const phoneForTwoFactor: string;`, "phoneForTwoFactor", "two factor", "phone"],
  "a quoted name": [`interface A { "2fa_phone": string }`, `"2fa_phone"`, "2fa", "phone"],
};

/** Beside the label's type, what the declaration itself puts there stays possible. */
const BESIDES: Readonly<Record<string, readonly [from: string, to: string | undefined]>> = {
  "a list by its name": [
    `interface A { recoveryEmails: Array<string> }`,
    `interface A { recoveryEmails: Array<SecurityContact> }`,
  ],
  "a promise": [
    `declare const recoveryEmail: Promise<string>;`,
    `declare const recoveryEmail: Promise<SecurityContact>;`,
  ],
  "a set": [
    `class A { recoveryPhones: Set<string> = new Set(); }`,
    `class A { recoveryPhones: Set<SecurityContact> = new Set(); }`,
  ],
  "a list of readonly parts": [
    `interface A { recoveryPhones: ReadonlyArray<string | null> }`,
    `interface A { recoveryPhones: ReadonlyArray<SecurityContact | null> }`,
  ],
  "a tuple": [`interface A { recoveryPhones: [string, string?] }`, undefined],
  "a map, of which the keys may be something else": [
    `interface A { recoveryEmails: Map<string, string> }`,
    undefined,
  ],
  "a record by key": [`interface A { recoveryEmails: Record<string, string> }`, undefined],
  "a field that begins as a constant": [
    `class A { unlockPhone: string = ""; }`,
    `class A { unlockPhone: SecurityContact | string = ""; }`,
  ],
  "a variable that is assigned": [
    `let recoveryEmail: string | null = null; recoveryEmail = "";`,
    `let recoveryEmail: SecurityContact | string | null = null; recoveryEmail = "";`,
  ],
  "a parameter with a default": [
    `function f(mfaPhone: string = "") { return mfaPhone; }`,
    `function f(mfaPhone: SecurityContact | string = "") { return mfaPhone; }`,
  ],
  "a parameter that is assigned": [
    `function f(mfaPhone: string) { mfaPhone = mfaPhone.trim(); return mfaPhone; }`,
    `function f(mfaPhone: SecurityContact | string) { mfaPhone = mfaPhone.trim(); return mfaPhone; }`,
  ],
  "a constructor's parameter that the class assigns": [
    `class A { constructor(private otpMobile: string) {} clear() { this.otpMobile = ""; } }`,
    `class A { constructor(private otpMobile: SecurityContact | string) {} clear() { this.otpMobile = ""; } }`,
  ],
  "a list with constants": [`class A { recoveryEmails: string[] = ["a@b.example"]; }`, undefined],
  "a getter of what is plain": [`class A { get mfaPhone(): string { return ""; } }`, undefined],
};

typedRuleTester().run("require-label", requireLabel, {
  valid: [
    ...[
      `interface A { twoFactorPhoneVerified: boolean }`,
      `interface A { twoFactorPhone: boolean }`,
      `interface A { twoFactorPhone(): string }`,
      `interface A { twoFactorPhone: () => string }`,
      `interface A { twoFactorPhone: { id: number } }`,
      `interface A { twoFactorPhoneId: string; twoFactorPhoneCount: number; recoveryEmailIndex: number }`,
      `interface A { recoveryEmail: number }`,
      `interface A { marketingEmail: string; newsletterEmails: string[]; supportPhone: string }`,
      `interface A { phonebook: string; email: string; phone: string; contact: string }`,
      `interface A { recoveryEmailTemplate: string; securityQuestion: string; verificationEmail: string }`,
      `interface A { securityContact: "sms" | "email" }`,
      `interface A { twoFactorPhone: SecurityContact; recoveryEmail: SecurityContact | null }`,
      `interface A { recoveryEmails: SecurityContact[] }`,
      `interface A { /** @label SecurityContact */ twoFactorPhone: string }`,
      `interface A { twoFactorPhone: unknown; recoveryEmail: any }`,
      `interface A { recoveryEmails: Map<string, number>; recoveryPhones: [string, Date]; mfaPhone: Promise<boolean> }`,
      `class A { get recoveryEmail(): SecurityContact { return null!; } get marketingEmail(): string { return ""; } }`,
      `class A { /** @label SecurityContact */ get recoveryEmail(): string { return ""; } #mfaPhone: SecurityContact = null!; }`,
      `function f(twoFactorPhone: SecurityContact) { const recoveryEmail = String(twoFactorPhone); return recoveryEmail; }`,
      `function sendRecoveryEmail(): string { return ""; }`,
      `enum securityPhone { One = "a" } interface A { recoveryPhone: securityPhone.One }`,
    ].map((text) => ({ name: text, code: BRAND + text })),
    {
      name: "another label",
      code: `interface A { securityPhone: string & { readonly __brand: "Minor" } }`,
      settings: { purpose: { labels: { Minor: { purposes: ["security"] } } } },
    },
    {
      name: "a label by settings",
      code: `interface User { twoFactorPhone: string }`,
      settings: {
        purpose: {
          labels: {
            SecurityContact: { sources: [{ files: ["*.ts"], type: "User", property: "twoFactorPhone" }] },
          },
        },
      },
    },
    {
      name: "a name to leave alone",
      code: `interface A { securityEmail: string }`,
      options: [{ ignore: ["securityEmail"] }],
    },
    ...[
      `export interface A { supportEmail: string; marketingPhone: string }`,
      `export interface A { phoneVerified: boolean; phoneHash: string; emailTemplate: string }`,
      `export function f(phone: string) { return phone.length; }`,
      `/** @purpose analytics */ export interface A { phone: string }`,
    ].map((text) => ({ name: `in security code: ${text}`, code: SECURITY + text })),
    {
      name: "a field of a module for something else",
      code: `${SECURITY.replace("security", "billing")}export interface A { phone: string }`,
    },
    { name: "a field of a neutral module", code: `export interface A { phone: string }` },
  ],
  invalid: [
    ...Object.entries(BY_NAME).map(([title, [from, name, context, contact]]) => ({
      name: title,
      code: BRAND + from,
      errors: [
        {
          messageId: "byName" as const,
          line: 2,
          column: from.indexOf(name) + 1,
          endColumn: from.indexOf(name) + 1 + name.length,
          data: {
            name: name.replaceAll(/["#[\]]/g, ""),
            context,
            contact,
            written: /: ((?:readonly )?string(?:\[\]| \| null)?)/.exec(from)?.[1] ?? "",
          },
          suggestions: [
            {
              messageId: "writeLabel" as const,
              data: { label: "SecurityContact" },
              output: BRAND + from.replace(/(: (?:readonly )?)string/, "$1SecurityContact"),
            },
          ],
        },
      ],
    })),
    ...Object.entries(BESIDES).map(([name, [code, output]]) => ({
      name,
      code: BRAND + code,
      errors: [
        {
          messageId: "byName" as const,
          line: 2,
          suggestions:
            output === undefined ? [] : [{ messageId: "writeLabel" as const, output: BRAND + output }],
        },
      ],
    })),
    {
      name: "declarations that are merged must have one type",
      code: `${BRAND}interface A { mfaPhone: string }\ninterface A { mfaPhone: string }`,
      errors: [2, 3].map((line) => ({ messageId: "byName" as const, line, suggestions: [] })),
    },
    {
      name: "a getter and a setter, once",
      code: `${BRAND}interface A { get mfaPhone(): string; set mfaPhone(to: string | null) }`,
      errors: [
        {
          messageId: "byName",
          line: 2,
          column: 19,
          suggestions: [
            {
              messageId: "writeLabel",
              output: `${BRAND}interface A { get mfaPhone(): SecurityContact; set mfaPhone(to: string | null) }`,
            },
          ],
        },
      ],
    },
    {
      name: "a field of a module for security, with an import to add",
      code: `${SECURITY}export interface Factor { phone: string }`,
      errors: [
        {
          messageId: "byPlace",
          line: 6,
          column: 27,
          data: { name: "phone", contact: "phone", written: "string" },
          suggestions: [
            {
              messageId: "writeLabel",
              output: `${SECURITY.trimEnd()}\nimport type { SecurityContact } from "eslint-plugin-purpose/brand";\n\nexport interface Factor { phone: SecurityContact }`,
            },
          ],
        },
      ],
    },
    {
      name: "a field of a class for security",
      code: `${BRAND}/** @purpose security:two-factor */\nclass Factors { userEmail: string = ""; }`,
      errors: [
        {
          messageId: "byPlace",
          line: 3,
          column: 17,
          suggestions: [
            {
              messageId: "writeLabel",
              output: `${BRAND}/** @purpose security:two-factor */\nclass Factors { userEmail: SecurityContact | string = ""; }`,
            },
          ],
        },
      ],
    },
    {
      name: "a parameter, when asked for",
      code: `${SECURITY}export function f(phone: string) { return phone.length; }`,
      options: [{ inSecurityCode: "all" }],
      errors: [
        {
          messageId: "byPlace",
          line: 6,
          column: 19,
          suggestions: [
            {
              messageId: "writeLabel",
              output: `${SECURITY.trimEnd()}\nimport type { SecurityContact } from "eslint-plugin-purpose/brand";\n\nexport function f(phone: SecurityContact) { return phone.length; }`,
            },
          ],
        },
      ],
    },
    {
      name: "a brand that is no label",
      code: `type E164 = string & { readonly __brand: "E164" };\ninterface A { twoFactorPhone: E164 }`,
      errors: [{ messageId: "byName", line: 2, column: 15, suggestions: [] }],
    },
    {
      name: "no suggestion where the name is another thing's",
      code: `type SecurityContact = string;\ninterface A { twoFactorPhone: string }`,
      errors: [{ messageId: "byName", line: 2, column: 15, suggestions: [] }],
    },
  ],
});
