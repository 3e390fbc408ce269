// @ts-check
import eslint from "@eslint/js";
import { defineConfig } from "eslint/config";
import eslintPlugin from "eslint-plugin-eslint-plugin";
import tseslint from "typescript-eslint";
import {
  CLI_MAY,
  COMPOSITION,
  IMPORTS,
  MAXIMAL_LINES,
  PLUGIN_MAY,
  RULES_MAY,
  TESTING,
} from "./house-rules.js";

const TESTS = ["**/*.test.ts", `src/${TESTING}/**`];
const PARTS = [...Object.keys(IMPORTS), ...COMPOSITION, "plugin", "brand", TESTING];
const NO_TYPESCRIPT = {
  name: "typescript",
  message: "Only facts/, checker/, annotations/, program/ and the ESLint edge know the compiler.",
};

/**
 * Keeps `files` from importing parts of src/ that the table of house-rules.js doesn't grant them.
 *
 * @param {string[]} files
 * @param {string} toParts A regular expression for the way from these files to src/.
 * @param {{ own?: string, may: readonly string[], typescript: boolean, why: string }} rule
 */
function importDirection(files, toParts, { own, may, typescript, why }) {
  const forbidden = PARTS.filter((part) => part !== own && !may.includes(part));
  const regex = `^${toParts}(?:${forbidden.join("|")})(?:/|\\.js$)`;
  /** @type {import("eslint").Linter.RuleEntry} */
  const entry = [
    "error",
    { paths: typescript ? [] : [NO_TYPESCRIPT], patterns: [{ regex, message: `${why} (house-rules.js)` }] },
  ];
  return { files, ignores: TESTS, rules: { "no-restricted-imports": entry } };
}

export default defineConfig(
  // The sample programs are input of the analysis: they hold what these rules would forbid.
  {
    ignores: [
      "dist",
      "coverage",
      "fixtures/*/*/",
      "fixtures/*/*.js",
      "bench/out",
      "docs/.vitepress/dist",
      "docs/.vitepress/cache",
    ],
  },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "max-lines": ["error", MAXIMAL_LINES],
      // A new variant of a closed union must be noticed wherever the union is switched on.
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        // What a `default` says on purpose of all other variants stays short; TypeScript's own kinds are hundreds.
        { considerDefaultExhaustiveForUnions: true },
      ],
      // A number in a message reads as one expects; what the rule guards against are objects.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // `while (true)` with an exit in its middle is how a work list reads best.
      "@typescript-eslint/no-unnecessary-condition": [
        "error",
        { allowConstantLoopConditions: "only-allowed-literals" },
      ],
    },
  },
  {
    files: ["**/*.test.ts"],
    rules: {
      // What a callback records is, for the rule, still what the variable was declared with.
      "@typescript-eslint/no-unnecessary-condition": "off",
      // The helpers of tests are records of functions, taken apart.
      "@typescript-eslint/unbound-method": "off",
    },
  },
  {
    files: ["**/*.{js,mjs}"],
    rules: {
      // The compiler knows Node's globals, and checks these files as well (`checkJs`).
      "no-undef": "off",
      // The rule doesn't see JSDoc, by which JavaScript says what `JSON.parse` returns.
      "@typescript-eslint/no-unsafe-assignment": "off",
    },
  },
  { files: ["rules/**/*.ts"], extends: [eslintPlugin.configs.recommended] },
  Object.entries(IMPORTS).map(([own, rule]) =>
    importDirection([`src/${own}/**/*.ts`], "(?:\\.\\./)+", { own, ...rule }),
  ),
  importDirection(["rules/**/*.ts"], "(?:\\.\\./)+src/", {
    may: RULES_MAY,
    typescript: true,
    why: "A rule comes to the engine through its only door, src/index.ts.",
  }),
  importDirection(["cli/**/*.ts", "formatters/**/*.ts"], "(?:\\.\\./)+src/", {
    may: CLI_MAY,
    typescript: true,
    why: "The command line comes to the engine through its only door, src/index.ts, and tells what src/report makes of it.",
  }),
  importDirection(["src/plugin.ts"], "\\./", {
    own: "plugin",
    may: PLUGIN_MAY,
    typescript: true,
    why: "The package's entry comes to the engine through its only door, src/index.ts.",
  }),
  importDirection(
    COMPOSITION.map((file) => `src/${file}.ts`),
    "\\./",
    {
      may: [...Object.keys(IMPORTS), ...COMPOSITION],
      typescript: true,
      why: "The engine knows neither the package's entry nor helpers of tests.",
    },
  ),
);
