/**
 * The plugin in oxlint, which gives its plugins no types: the rules that need none work, and of the others it is said
 * once that they don't.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import plugin from "../src/plugin.js";
import { temporaryProject, type TemporaryProject } from "./temporary-project.js";

const MISSPELT = `/**
 * @module
 * @purpos advertising
 */
export const one = 1;
`;
const USES_SDK = `import { FacebookAdsApi } from "facebook-nodejs-business-sdk";
export const api = FacebookAdsApi.init("token");
`;
const USES_TAG = `export function report(): void {
  fbq("track", "Lead");
}
`;
const OWN_FUNCTION = `function fbq(text: string): string {
  return text;
}
export const two = fbq("track");
`;

interface Diagnostic {
  readonly code: string;
  readonly message: string;
  readonly filename: string;
}

let project: TemporaryProject;
let found: readonly Diagnostic[];

beforeAll(() => {
  const rules = Object.keys(plugin.rules).map((rule) => [`purpose/${rule}`, "error"]);
  project = temporaryProject({
    ".oxlintrc.json": JSON.stringify({
      jsPlugins: [{ name: "purpose", specifier: "eslint-plugin-purpose" }],
      rules: Object.fromEntries(rules) as unknown,
    }),
    "src/misspelt.ts": MISSPELT,
    "src/uses-sdk.js": USES_SDK,
    "src/uses-tag.tsx": USES_TAG,
    "src/own-function.ts": OWN_FUNCTION,
  });
  const { output } = project.run("oxlint", "--format", "json", "src");
  ({ diagnostics: found } = JSON.parse(output) as { diagnostics: readonly Diagnostic[] });
});

afterAll(() => {
  project.remove();
});

describe("in oxlint", () => {
  it("rules that need no types work", () => {
    const shown = found.filter(({ message }) => !message.includes("oxlint"));
    expect(shown.map(({ filename, code }) => `${filename} ${code}`).toSorted()).toEqual([
      "src/misspelt.ts purpose(valid-annotation)",
      "src/uses-sdk.js purpose(require-sink-annotation)",
      "src/uses-tag.tsx purpose(require-sink-annotation)",
    ]);
  });

  it("the others say once what is missing", () => {
    const missing = found.filter(({ message }) => message.includes("gives its plugins no types"));
    expect(missing.length).toBe(1);
    expect(found.length).toBe(4);
  });
});
