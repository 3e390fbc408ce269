import { describe, expect, it } from "vitest";
import { programOfText } from "../testing/program-of-text.js";
import { packagesMention, programMentions } from "./label-mentions.js";

const LABELS = new Set(["SecurityContact"]);

describe("a label that is mentioned", () => {
  it("nowhere", () => {
    const { program } = programOfText({ "a.ts": "export const phone = '';" });
    expect(programMentions(program, LABELS)).toBe(false);
  });

  it("in a comment of a file that another imports", () => {
    const { program } = programOfText({
      "a.ts": 'export { phone } from "./b.js";',
      "b.ts": "/** @label SecurityContact */ export const phone = '';",
    });
    expect(programMentions(program, LABELS)).toBe(true);
    expect(packagesMention(program, LABELS)).toBe(false);
  });

  it("in the types of a package", () => {
    const { program } = programOfText({
      "a.ts": 'export { phone } from "accounts";',
      "node_modules/accounts/package.json": '{ "name": "accounts", "types": "index.d.ts", "type": "module" }',
      "node_modules/accounts/index.d.ts":
        "export declare const phone: string & { readonly __brand: 'SecurityContact' };",
    });
    expect(packagesMention(program, LABELS)).toBe(true);
  });
});
