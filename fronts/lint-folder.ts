/**
 * Lints a folder through ESLint's class, in this process: for what depends on the parser's options and the files on
 * disk, and not on the command line.
 */
import { relative, sep } from "node:path";
import { ESLint, type Linter } from "eslint";
import tseslint from "typescript-eslint";
import plugin from "../src/plugin.js";

export interface FolderRequest {
  readonly parserOptions?: Linter.ParserOptions;
  readonly rules?: Linter.RulesRecord;
  readonly patterns?: readonly string[];
  readonly options?: ESLint.Options;
}

const FILES = ["**/*.{ts,tsx,mts,cts}"];

/** Reports as "file:line rule", in the order of files and lines. */
export async function lintFolder(folder: string, request: FolderRequest = {}): Promise<readonly string[]> {
  const results = await resultsIn(folder, request);
  return results
    .flatMap(({ filePath, messages }) => {
      const file = relative(folder, filePath).split(sep).join("/");
      return messages.map(({ line, ruleId, message }) => `${file}:${String(line)} ${ruleId ?? message}`);
    })
    .toSorted();
}

export async function resultsIn(
  folder: string,
  { parserOptions = { projectService: true }, rules, patterns = ["."], options = {} }: FolderRequest,
): Promise<readonly ESLint.LintResult[]> {
  const eslint = new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    overrideConfig: [
      { ignores: ["**/dist/**", "**/*.d.ts"] },
      {
        files: FILES,
        languageOptions: {
          parser: tseslint.parser,
          parserOptions: { tsconfigRootDir: folder, ...parserOptions },
        },
        plugins: { purpose: plugin },
        rules: { "purpose/no-leak": "error", ...rules },
      },
    ],
    ...options,
  });
  const results = await eslint.lintFiles([...patterns]);
  if (options.fix === true) await ESLint.outputFixes(results);
  return results;
}
