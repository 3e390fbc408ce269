/** What JavaScript writes in comments counts as a type for the rules that judge by types. */
import { describe, expect, it } from "vitest";
import { lintTexts } from "../fixtures/lint-texts.js";

const ACCOUNT = `export type SecurityContact = string & { readonly __brand: "SecurityContact" };
export declare const account: { id: string; securityPhone: SecurityContact };
export declare function log(line: unknown): void;
`;

function reported(rule: string, text: string): readonly string[] {
  const files = { "account.ts": ACCOUNT, "main.js": `import { account, log } from "./account.js";\n${text}` };
  const linted = lintTexts(
    files,
    { rules: { [`purpose/${rule}`]: "error" } },
    { allowJs: true, checkJs: true },
  );
  return linted.flatMap(({ name, messages }) =>
    messages.map(
      ({ line, messageId, suggestions = [] }) =>
        `${name}:${String(line)} ${String(messageId)} ${String(suggestions.length)}`,
    ),
  );
}

describe("types in comments", () => {
  it.each([
    ["a cast", `log(/** @type {string} */ (account.securityPhone));`, "main.js:2 asserted 0"],
    ["a variable", `/** @type {string} */\nexport const to = account.securityPhone;`, "main.js:2 declared 0"],
    [
      "a result",
      `/** @returns {string} */\nexport function to() {\n  return account.securityPhone;\n}`,
      "main.js:2 returned 0",
    ],
  ])("no-label-erasure: %s", (_, text, place) => {
    expect(reported("no-label-erasure", text)).toEqual([place]);
  });

  it.each([
    ["without a type", `export const to = account.securityPhone;\nlog((to));`],
    ["a cast of other text", `log(/** @type {string} */ (account.id));`],
    [
      "a cast to what it is",
      `log(/** @type {import("./account.js").SecurityContact} */ (account.securityPhone));`,
    ],
    [
      "a tagged variable",
      `/**\n * @label SecurityContact\n * @type {string}\n */\nexport const to = account.securityPhone;`,
    ],
  ])("no-label-erasure leaves alone: %s", (_, text) => {
    expect(reported("no-label-erasure", text)).toEqual([]);
  });

  it("require-label: a parameter and a variable", () => {
    const text = `log(account.id);\n/** @param {string} recoveryEmail @param {number} otpPhones */\nexport function send(recoveryEmail, otpPhones) {\n  log([recoveryEmail, otpPhones]);\n}\n/** @type {string} */\nexport const twoFactorPhone = account.id;`;
    expect(reported("require-label", text)).toEqual(["main.js:4 byName 0", "main.js:8 byName 0"]);
  });
});
