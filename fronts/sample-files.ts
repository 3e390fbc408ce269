/**
 * The smallest program with a source, a helper and a sink in files of their own, in the forms that tests need: with its
 * leak, and mended in each of the files.
 */

const ESLINT_CONFIG = `import purpose from "eslint-plugin-purpose";
import tseslint from "typescript-eslint";

export default [
  {
    files: ["**/*.ts"],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
  },
  ...purpose.configs.recommended,
];
`;

export const COMPILER_OPTIONS = {
  target: "ES2023",
  lib: ["ES2023"],
  module: "NodeNext",
  moduleResolution: "NodeNext",
  strict: true,
  skipLibCheck: true,
  noEmit: true,
  types: [],
};

const SOURCE = `import type { SecurityContact } from "eslint-plugin-purpose/brand";
import { saveContact } from "./helper.js";

export function enrol(memberId: string, phone: SecurityContact): void {
  saveContact(memberId, phone);
}
`;

const HELPER = `import { addToAudience } from "./sink.js";

export function saveContact(memberId: string, contact: string): void {
  addToAudience(memberId, contact.trim());
}
`;

const SINK = `/**
 * @module
 * @purpose advertising
 */
const audience = new Map<string, string>();

export function addToAudience(memberId: string, key: string): void {
  audience.set(memberId, key);
}
`;

/** The files of the program by their part in the leak. */
export const FILES = { source: "src/source.ts", helper: "src/helper.ts", sink: "src/sink.ts" } as const;

export type Part = keyof typeof FILES;

export const PARTS = ["source", "helper", "sink"] as const satisfies readonly Part[];

export const LEAKING: Readonly<Record<Part, string>> = { source: SOURCE, helper: HELPER, sink: SINK };

/** Each part in a form in which nothing leaks, whatever the others are. */
export const MENDED: Readonly<Record<Part, string>> = {
  source: SOURCE.replace(
    "saveContact(memberId, phone);",
    'saveContact(memberId, phone === "" ? "" : memberId);',
  ),
  helper: HELPER.replace("contact.trim()", "String(contact.length > 0)"),
  sink: SINK.replace("@purpose advertising", "@purpose security"),
};

/** All that a project of these files needs. */
export function sampleFiles(texts: Readonly<Record<Part, string>> = LEAKING): Record<string, string> {
  return {
    "eslint.config.js": ESLINT_CONFIG,
    "tsconfig.json": JSON.stringify({ compilerOptions: COMPILER_OPTIONS, include: ["src"] }),
    [FILES.source]: texts.source,
    [FILES.helper]: texts.helper,
    [FILES.sink]: texts.sink,
  };
}
