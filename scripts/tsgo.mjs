/**
 * `npm run tsgo`: lints the sample program and the corpora with TypeScript 7, through typescript-eslint's experimental
 * back end, and with the compiler that users have; tells where the reports differ, and what each run takes. Needs TypeScript 7,
 * which is not installed by default:
 *
 *   npm install --no-save @typescript/native@npm:typescript@7.1.0-dev.20261021.1
 */
import { existsSync } from "node:fs";
import { relative } from "node:path";
import { ESLint } from "eslint";
import tseslint from "typescript-eslint";
import { root, run } from "./set-up.mjs";
/** @import { Linter } from "eslint" */

const PROGRAMS = ["fixtures/incident", "fixtures/conformance", "fixtures/cases"];
/** Differences that are printed for each program. */
const SHOWN = 20;

if (!existsSync(`${root}node_modules/@typescript/native`)) {
  console.error(
    "TypeScript 7 is not installed: npm install --no-save @typescript/native@npm:typescript@<7.1 or later>",
  );
  process.exit(1);
}
// Not by `npx`, which finds the command of the same name that came with TypeScript 7.
run("node", ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"]);
/** @type {typeof import("../src/plugin.js")} */
const { default: purpose } = await import(`${root}dist/src/plugin.js`);

for (const program of PROGRAMS) {
  const classic = await linted(program, { projectService: true });
  const native = await linted(program, { projectService: { EXPERIMENTAL_backend: "tsgo" } });
  const missing = [...classic.reports].filter((report) => !native.reports.has(report));
  const added = [...native.reports].filter((report) => !classic.reports.has(report));
  const ratio = (native.milliseconds / classic.milliseconds).toFixed(2);
  console.log(
    `${program}: ${classic.reports.size} reports, ${missing.length} missing and ${added.length} added with TypeScript 7; ` +
      `${(classic.milliseconds / 1000).toFixed(1)} s and ${(native.milliseconds / 1000).toFixed(1)} s CPU, ratio ${ratio}`,
  );
  for (const report of missing.slice(0, SHOWN)) console.log(`  missing: ${report}`);
  for (const report of added.slice(0, SHOWN)) console.log(`  added: ${report}`);
  if (missing.length + added.length > 0) process.exitCode = 1;
}

/**
 * @param {string} program
 * @param {Linter.ParserOptions} parserOptions
 */
async function linted(program, parserOptions) {
  const folder = `${root}${program}`;
  const before = process.cpuUsage();
  const files = ["**/*.{ts,tsx,mts,cts}"];
  const eslint = new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    overrideConfig: [
      {
        files,
        languageOptions: {
          parser: tseslint.parser,
          parserOptions: { ...parserOptions, tsconfigRootDir: folder },
        },
      },
      ...purpose.configs.recommended.map((part) => ({ ...part, files })),
      { linterOptions: { reportUnusedDisableDirectives: "off" } },
    ],
  });
  const results = await eslint.lintFiles(["."]);
  const { user, system } = process.cpuUsage(before);
  const reports = results.flatMap(({ filePath, messages }) =>
    messages.flatMap(({ line, column, ruleId, messageId }) =>
      // Without a rule, it is the parser that complains of a file outside the program.
      ruleId === null ? [] : [`${relative(folder, filePath)}:${line}:${column} ${ruleId} ${messageId ?? ""}`],
    ),
  );
  return { reports: new Set(reports), milliseconds: (user + system) / 1000 };
}
