/**
 * Reports in every file that a contact passes through, where objects and lists carry it from file to file.
 */
import { describe, expect, it } from "vitest";
import { lintTexts } from "../fixtures/lint-texts.js";

describe("reports in every file where objects hold the contact", () => {
  const brand = 'import type { SecurityContact } from "eslint-plugin-purpose/brand";\n';
  const accounts = `${brand}export interface Account { id: string; securityPhone: SecurityContact }
export declare function loadAccount(id: string): Promise<Account>;
export declare function allAccounts(): Account[];
`;
  const audience = `/**
 * @module
 * @purpose advertising
 */

export function uploadAudience(rows: readonly unknown[]): void {
  void rows;
}
`;
  const reports = (files: Record<string, string>): readonly string[] =>
    lintTexts({ "src/accounts.ts": accounts, "src/audience.ts": audience, ...files }).flatMap(
      ({ name, messages }) =>
        messages.map(({ line, column, messageId = "" }) => `${name}:${line}:${column} ${messageId}`),
    );

  it("reports files that a record is handed down through", () => {
    const files = {
      "src/unlock.ts": `import { loadAccount } from "./accounts.js";
import { share } from "./share.js";

export async function unlock(id: string): Promise<void> {
  const account = await loadAccount(id);
  share(account);
}
`,
      "src/share.ts": `import { enqueue } from "./queue.js";

export function share(account: { id: string }): void {
  const bag = { who: account };
  enqueue([bag]);
}
`,
      "src/queue.ts": `import { uploadAudience } from "./audience.js";

export function enqueue(list: { who: unknown }[]): void {
  for (const one of list) uploadAudience([one.who]);
}
`,
    };
    expect(reports(files)).toEqual([
      "src/unlock.ts:6:9 origin",
      "src/share.ts:5:11 via",
      "src/queue.ts:4:43 leak",
    ]);
  });

  it("reports files that a list comes up through, by results and by yields", () => {
    const files = {
      "src/pages.ts": `import { allAccounts } from "./accounts.js";

export function* pages() {
  yield allAccounts();
}
`,
      "src/people.ts": `import { pages } from "./pages.js";

export function people() {
  return [...pages()].flat().map((one) => ({ one }));
}
`,
      "src/queue.ts": `import { uploadAudience } from "./audience.js";
import { people } from "./people.js";

export function enqueue(): void {
  for (const { one } of people()) uploadAudience([one.id, one.securityPhone]);
}
`,
    };
    expect(reports(files)).toEqual([
      "src/pages.ts:4:9 origin",
      "src/people.ts:4:10 via",
      "src/queue.ts:5:59 leak",
    ]);
  });

  it("reports each file with a source, though a helper's own parameter is one", () => {
    const form = `${brand}import { enqueue } from "./queue.js";

export function send(phone: SecurityContact): void {
  enqueue(phone);
}
`;
    const files = {
      "src/form.ts": form,
      "src/import.ts": form,
      "src/queue.ts": `${brand}import { uploadAudience } from "./audience.js";

export function enqueue(phone: SecurityContact): void {
  uploadAudience([phone]);
}
`,
    };
    expect(reports(files)).toEqual([
      "src/form.ts:5:11 origin",
      "src/import.ts:5:11 origin",
      "src/queue.ts:5:19 leak",
    ]);
  });
});
