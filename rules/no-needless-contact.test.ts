import { typedRuleTester } from "../fixtures/rule-tester.js";
import noNeedlessContact from "./no-needless-contact.js";

/** What the cases have in common; their own text begins on line 10. */
function shared(purpose: string): string {
  return `/**
 * @module
 * @purpose ${purpose}
 */
type SecurityContact = string & { readonly __brand: "SecurityContact" };
type Passkey = Uint8Array & { readonly __kind: "Passkey" };
declare const form: Map<string, string>;
declare const member: { readonly email?: SecurityContact };
declare function keep(...values: unknown[]): void;
`;
}

const TOTP = "security:two-factor:totp";

function code(text: string, purpose = TOTP): string {
  return `${shared(purpose)}${text}`;
}

function optional(text: string, purpose = TOTP) {
  return [{ messageId: "makeOptional" as const, output: code(text, purpose) }];
}

/** What would no longer compile if it might be missing. */
const UNMENDABLE: readonly (readonly [name: string, messageId: "parameter" | "field", text: string])[] = [
  [
    "a parameter whose text is used",
    "parameter",
    "export function enrol(phone: SecurityContact): void { keep(phone.trim()); }",
  ],
  [
    "a parameter that is handed on as a contact",
    "parameter",
    "declare function send(to: SecurityContact): void; export function enrol(phone: SecurityContact): void { send(phone); }",
  ],
  [
    "a parameter that is returned",
    "parameter",
    "export function enrol(phone: SecurityContact): SecurityContact { return phone; }",
  ],
  [
    "a field that is read",
    "field",
    "export interface Enrolment { phone: SecurityContact } export const first = (by: Enrolment) => by.phone.trim();",
  ],
  [
    "a field that is taken apart and used",
    "field",
    "export interface Enrolment { phone: SecurityContact } export const first = ({ phone }: Enrolment) => phone.trim();",
  ],
  [
    "a field that an interface asks for",
    "field",
    "interface Enrolment { readonly phone: unknown } export abstract class ByApp implements Enrolment { abstract phone: SecurityContact; }",
  ],
];

typedRuleTester().run("no-needless-contact", noNeedlessContact, {
  valid: [
    { name: "no contact", code: code("export function enrol(accountId: string): void { keep(accountId); }") },
    {
      name: "an optional parameter",
      code: code("export function enrol(phone?: SecurityContact): void { keep(phone); }"),
    },
    {
      name: "a parameter that may be undefined",
      code: code("export function enrol(phone: SecurityContact | undefined): void { keep(phone); }"),
    },
    {
      name: "a parameter that may be null",
      code: code("export function enrol(phone: SecurityContact | null): void { keep(phone); }"),
    },
    {
      name: "a parameter with a default",
      code: code("export function enrol(phone = member.email): void { keep(phone); }"),
    },
    { name: "an optional field", code: code("export interface Enrolment { phone?: SecurityContact }") },
    {
      name: "a field that may be missing",
      code: code("export class Enrolment { phone: SecurityContact | null = null; }"),
    },
    {
      name: "a list, which may be empty",
      code: code("export function warn(contacts: SecurityContact[]): void { keep(contacts); }"),
    },
    {
      name: "a choice of something else",
      code: code("export function enrol(by: SecurityContact | Passkey): void { keep(by); }"),
    },
    {
      name: "a use of a contact that is there",
      code: code("if (member.email !== undefined) keep(member.email.trim());"),
    },
    {
      name: "a callback that is given one",
      code: code("declare const all: SecurityContact[]; all.forEach((one) => keep(one));"),
    },
    {
      name: "a function in another",
      code: code(
        "export function warn() { const send = (to: SecurityContact) => { keep(to); }; if (member.email) send(member.email); }",
      ),
    },
    {
      name: "another contact",
      code: code("export function enrol(newsletterEmail: string): void { keep(newsletterEmail); }"),
    },
    {
      name: "a purpose that needs it",
      code: code(
        "export function enrol(phone: SecurityContact): void { keep(phone); }",
        "security:two-factor:sms",
      ),
    },
    {
      name: "a purpose that needs it as well",
      code: code(
        "export function enrol(phone: SecurityContact): void { keep(phone); }",
        `${TOTP} security:two-factor:sms`,
      ),
    },
    {
      name: "the general purpose",
      code: code(
        "export function enrol(phone: SecurityContact): void { keep(phone); }",
        "security:two-factor",
      ),
    },
    {
      name: "code that says another purpose itself",
      code: code(
        "/** @purpose security:two-factor:sms */\nexport function enrol(phone: SecurityContact): void { keep(phone); }",
      ),
    },
    {
      name: "what other code takes",
      code: code(
        "declare function warn(to: SecurityContact): void; interface Sender { send(to: SecurityContact): void }",
      ),
    },
    {
      name: "an input that may stay empty",
      filename: "file.tsx",
      code: code(`export const form1 = <input type="tel" name="phone" />;`),
    },
    {
      name: "an input for the code",
      filename: "file.tsx",
      code: code(`export const form1 = <input type="text" name="code" required />;`),
    },
    {
      name: "the name that one signs in with",
      filename: "file.tsx",
      code: code(`export const form1 = <input type="email" autoComplete="username" required />;`),
    },
    {
      name: "an input that is required under a condition",
      filename: "file.tsx",
      code: code(`export const form1 = <input type="tel" required={form.size > 0} />;`),
    },
    {
      name: "an assertion of what is a contact",
      code: code("if (member.email) keep(member.email as SecurityContact);"),
    },
  ],
  invalid: [
    ...UNMENDABLE.map(([name, messageId, text]) => ({
      name: `no suggestion: ${name}`,
      code: code(text),
      errors: [{ messageId, line: 10, suggestions: [] }],
    })),
    ...[
      "export function enrol(phone: SecurityContact): string { return phone ? `to ${phone}` : phone!; }",
      "export function enrol(phone: SecurityContact): boolean { return phone === member.email || phone?.length > 3; }",
      "export function enrol(phone: SecurityContact): string | undefined { return phone; }",
      "export function enrol(phone: SecurityContact): void { const kept: unknown = phone ?? null; keep(kept); }",
    ].map((text) => ({
      name: `what may be missing everywhere: ${text}`,
      code: code(text),
      errors: [
        {
          messageId: "parameter" as const,
          line: 10,
          suggestions: optional(text.replace("phone:", "phone?:")),
        },
      ],
    })),
    {
      name: "a parameter",
      code: code(
        "export function enrol(accountId: string, phone: SecurityContact): void { keep(accountId, phone); }",
      ),
      errors: [
        {
          messageId: "parameter",
          line: 10,
          column: 42,
          endColumn: 64,
          data: { name: "phone", purpose: TOTP },
          suggestions: optional(
            "export function enrol(accountId: string, phone?: SecurityContact): void { keep(accountId, phone); }",
          ),
        },
      ],
    },
    {
      name: "a parameter before required ones",
      code: code("export const enrol = (phone: SecurityContact, id: string): void => { keep(id, phone); };"),
      errors: [
        {
          messageId: "parameter",
          line: 10,
          column: 23,
          endColumn: 45,
          suggestions: optional(
            "export const enrol = (phone: SecurityContact | undefined, id: string): void => { keep(id, phone); };",
          ),
        },
      ],
    },
    {
      name: "a function with a purpose of its own",
      code: code(
        "/** @purpose security:two-factor:security-key */\nexport function enrol(phone: SecurityContact): void { keep(phone); }",
        "security",
      ),
      errors: [
        {
          messageId: "parameter",
          line: 11,
          column: 23,
          data: { name: "phone", purpose: "security:two-factor:security-key" },
          suggestions: optional(
            "/** @purpose security:two-factor:security-key */\nexport function enrol(phone?: SecurityContact): void { keep(phone); }",
            "security",
          ),
        },
      ],
    },
    {
      name: "a purpose under a contactless one",
      code: code("export function enrol(phone: SecurityContact): void { keep(phone); }", `${TOTP}:enrolment`),
      errors: [
        {
          messageId: "parameter",
          line: 10,
          column: 23,
          data: { name: "phone", purpose: `${TOTP}:enrolment` },
          suggestions: optional(
            "export function enrol(phone?: SecurityContact): void { keep(phone); }",
            `${TOTP}:enrolment`,
          ),
        },
      ],
    },
    {
      name: "a contactless purpose of the settings",
      code: code("export function enrol(phone: SecurityContact): void { keep(phone); }", "support:anonymous"),
      settings: { purpose: { contactless: ["support:anonymous"] } },
      errors: [
        {
          messageId: "parameter",
          line: 10,
          column: 23,
          suggestions: optional(
            "export function enrol(phone?: SecurityContact): void { keep(phone); }",
            "support:anonymous",
          ),
        },
      ],
    },
    {
      name: "a field, once: not again where it is taken apart",
      code: code(
        "export interface Enrolment { id: string; phone: SecurityContact }\nexport function enrol({ id, phone }: Enrolment): void { keep(id, phone); }",
      ),
      errors: [
        {
          messageId: "field",
          line: 10,
          column: 42,
          endColumn: 64,
          data: { name: "phone", purpose: TOTP },
          suggestions: optional(
            "export interface Enrolment { id: string; phone?: SecurityContact }\nexport function enrol({ id, phone }: Enrolment): void { keep(id, phone); }",
          ),
        },
      ],
    },
    {
      name: "a field of a form that is written in place, by tag",
      code: code(
        "export function enrol(body: {\n  /** @label SecurityContact */\n  phone: string;\n}): void { keep(body); }",
      ),
      errors: [
        {
          messageId: "field",
          line: 12,
          column: 3,
          suggestions: optional(
            "export function enrol(body: {\n  /** @label SecurityContact */\n  phone?: string;\n}): void { keep(body); }",
          ),
        },
      ],
    },
    {
      name: "a field of a class",
      code: code("export abstract class Enrolment { abstract phone: SecurityContact; }"),
      errors: [
        {
          messageId: "field",
          line: 10,
          column: 35,
          suggestions: optional("export abstract class Enrolment { abstract phone?: SecurityContact; }"),
        },
      ],
    },
    {
      name: "a part of a record that is declared for something else",
      code: code(
        "/** @purpose security */\nexport interface SignUp { phone: SecurityContact }\nexport function enrol({ phone }: SignUp): void { keep(phone); }",
      ),
      errors: [
        {
          messageId: "parameter",
          line: 12,
          column: 25,
          endColumn: 30,
          data: { name: "phone", purpose: TOTP },
        },
      ],
    },
    {
      name: "a value of a form that is made a contact",
      code: code(`export const phone = form.get("phone") as SecurityContact;`),
      errors: [
        {
          messageId: "value",
          line: 10,
          column: 22,
          endColumn: 58,
          data: { name: 'form.get("phone")', purpose: TOTP },
        },
      ],
    },
    {
      name: "a setter, whose parameter can't be left out",
      code: code(`export class Factor { set phone(to: SecurityContact) { console.log(to); } }`),
      errors: [
        {
          messageId: "parameter",
          line: 10,
          column: 33,
          data: { name: "to", purpose: TOTP },
          suggestions: optional(
            `export class Factor { set phone(to: SecurityContact | undefined) { console.log(to); } }`,
          ),
        },
      ],
    },
    {
      name: "an input",
      filename: "file.tsx",
      code: code(`export const form1 = <input type="tel" name="phone" required />;`),
      errors: [
        {
          messageId: "input",
          line: 10,
          column: 22,
          endColumn: 64,
          data: { name: "phone", purpose: TOTP },
          suggestions: optional(`export const form1 = <input type="tel" name="phone" />;`),
        },
      ],
    },
  ],
});
