import { typedRuleTester } from "../fixtures/rule-tester.js";
import noLabelErasure from "./no-label-erasure.js";

/** What the cases have in common; their own text begins on line 6. */
const SHARED = `
type SecurityContact = string & { readonly __brand: "SecurityContact" };
interface Account { id: string; securityPhone: SecurityContact; marketingEmail: string }
declare const account: Account;
declare function log(line: unknown): void;
`;

function code(text: string): string {
  return `${SHARED}${text}`;
}

typedRuleTester().run("no-label-erasure", noLabelErasure, {
  valid: [
    { name: "an assertion of other text", code: code(`log(account.marketingEmail as string);`) },
    { name: "no assertion", code: code(`log(account.securityPhone);`) },
  ],
  invalid: [
    {
      name: "as string",
      code: code(`log(account.securityPhone as string);`),
      errors: [{ messageId: "asserted", line: 6, column: 5, endLine: 6, endColumn: 36 }],
    },
  ],
});
