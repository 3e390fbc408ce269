/**
 * TypeScript 7 exports nothing but its version: the rule must load all the same, and say so once.
 */
import { Linter } from "eslint";
import { expect, it, vi } from "vitest";
import plugin from "../src/plugin.js";

vi.mock("typescript", () => ({ default: { version: "7.0.2" } }));

it("names the version and the way out, once a file", () => {
  const rules: Linter.RulesRecord = { "purpose/no-leak": "error" };
  const messages = new Linter().verify("export const one = 1;\n", [{ plugins: { purpose: plugin }, rules }]);
  expect(messages.map(({ messageId }) => messageId)).toEqual(["unsupportedTypeScript"]);
  expect(messages[0]?.message).toMatch(/typescript 7\.0\.2.*npm install --save-dev typescript@6\.0/);
});
