/**
 * The ESLint configuration of a measured run: typescript-eslint's parser and one of its rules that ask for types, and
 * with it, as BENCH_RULES says, nothing else (`base`), `no-leak`, or all of `recommended`.
 */
import process from "node:process";
import tseslint from "typescript-eslint";

/** @type {typeof import("../src/plugin.js")} */
const { default: purpose } = await import(new URL("../dist/src/plugin.js", import.meta.url).href);

const { BENCH_RULES: rules = "base", BENCH_TSCONFIG: tsconfig } = process.env;
const program = tsconfig === undefined ? { projectService: true } : { project: [tsconfig] };
const files = ["**/*.{ts,tsx,mts,cts}"];

/** @type {import("eslint").Linter.Config[]} */
const added =
  rules === "recommended"
    ? purpose.configs.recommended.map((part) => ({ ...part, files }))
    : [{ files, plugins: { purpose }, rules: rules === "no-leak" ? { "purpose/no-leak": "error" } : {} }];

export default [
  { ignores: ["**/*.{js,mjs,cjs,jsx}", "**/dist/**", "**/*.d.ts"] },
  {
    files,
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { ...program, tsconfigRootDir: process.cwd() },
    },
    plugins: { "@typescript-eslint": tseslint.plugin },
    rules: { "@typescript-eslint/no-floating-promises": "error" },
  },
  ...added,
];
