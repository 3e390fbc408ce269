/**
 * The official JSON schema of SARIF 2.1.0, as its makers publish it in a package of theirs.
 */
import { createRequire } from "node:module";
// Both are CommonJS: what they export is at `default`.
import AjvDraft04 from "ajv-draft-04";
import addFormats from "ajv-formats";

const SCHEMA = "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json";

/** What is wrong with a log: nothing, if it is valid. */
export function sarifErrors(log: unknown): readonly string[] {
  const schema = createRequire(import.meta.url)(SCHEMA) as object;
  // One of its patterns is no regular expression by Unicode's rules.
  const ajv = new AjvDraft04.default({ allErrors: true, strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  if (validate(log)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`);
}
