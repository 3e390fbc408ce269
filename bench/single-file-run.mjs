/**
 * A program of one file, analysed in a fresh process: `node bench/single-file-run.mjs`. Prints as JSON the milliseconds
 * from the call to the report, with parsing and types, and since the process was started.
 */
import process from "node:process";
import { Linter } from "eslint";
import * as parser from "@typescript-eslint/parser";
import ts from "typescript";

/** @type {typeof import("../src/plugin.js")} */
const { default: purpose } = await import(new URL("../dist/src/plugin.js", import.meta.url).href);

const NAME = "single.ts";
const TEXT = `type SecurityContact = string & { readonly __brand: "SecurityContact" };
/** @purpose advertising */
function track(key: string): void {}
export function enrol(phone: SecurityContact): void {
  track(phone.trim());
}
`;

const called = performance.now();
const options = { target: ts.ScriptTarget.ES2023, strict: true, noEmit: true, types: [] };
const host = ts.createCompilerHost(options, true);
const program = ts.createProgram([NAME], options, {
  ...host,
  getSourceFile: (name, version) =>
    name.endsWith(NAME) ? ts.createSourceFile(name, TEXT, version, true) : host.getSourceFile(name, version),
});
const messages = new Linter({ cwd: process.cwd() }).verify(
  TEXT,
  {
    files: ["**/*.ts"],
    plugins: { purpose },
    languageOptions: { parser, parserOptions: { programs: [program] } },
    rules: { "purpose/no-leak": "error" },
  },
  NAME,
);
const reported = performance.now();
if (messages.length !== 1)
  throw new Error(`${messages.length} messages instead of one: ${messages[0]?.message}`);
console.log(JSON.stringify({ call: reported - called, process: reported }));
