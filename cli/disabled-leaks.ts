/**
 * Which leaks a comment turns off (`eslint-disable-next-line purpose/no-leak`). ESLint itself decides: a rule that reports
 * what was found is run over the files, so that comments mean here what they mean when linting.
 */
import { Linter, type Rule } from "eslint";
import type { Leak } from "../src/index.js";

/** Those of the leaks that are not turned off. */
export async function enabledLeaks(
  textOf: (file: string) => string | undefined,
  leaks: readonly Leak[],
): Promise<readonly Leak[]> {
  const mentioned = leaks.filter(({ file }) => /eslint/.test(textOf(file) ?? ""));
  if (mentioned.length === 0) return leaks;
  // Only where it is needed: the parser takes a while to load.
  const parser = await import("@typescript-eslint/parser");
  const disabled = new Set<Leak>();
  for (const file of new Set(mentioned.map((leak) => leak.file))) {
    const own = leaks.filter((leak) => leak.file === file);
    const told = messagesOn({ file, text: textOf(file) ?? "" }, own, parser);
    for (const [index, leak] of own.entries()) if (!told.has(String(index))) disabled.add(leak);
  }
  return leaks.filter((leak) => !disabled.has(leak));
}

function messagesOn(
  { file, text }: { readonly file: string; readonly text: string },
  leaks: readonly Leak[],
  parser: Linter.Parser,
): ReadonlySet<string> {
  const config: Linter.Config = {
    files: ["**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}"],
    plugins: { purpose: { rules: { "no-leak": reporting(leaks) } } },
    languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: true } } },
    linterOptions: { reportUnusedDisableDirectives: "off" },
    rules: { "purpose/no-leak": "error" },
  };
  const messages = new Linter().verify(text, config, { filename: `file${endingOf(file)}` });
  // What can't be parsed here has no comments that were understood: all its leaks stay.
  if (messages.some(({ ruleId }) => ruleId === null)) return new Set(leaks.map((_, index) => String(index)));
  return new Set(messages.map(({ message }) => message));
}

/** Reports the ordinal of each leak, at its place. */
function reporting(leaks: readonly Leak[]): Rule.RuleModule {
  return {
    create: (context) => ({
      Program() {
        for (const [index, { span }] of leaks.entries()) {
          const at = (offset: number): { line: number; column: number } =>
            context.sourceCode.getLocFromIndex(Math.min(offset, context.sourceCode.text.length));
          context.report({ loc: { start: at(span.start), end: at(span.end) }, message: String(index) });
        }
      },
    }),
  };
}

function endingOf(file: string): string {
  return /\.[cm]?[jt]sx?$/.exec(file)?.[0] ?? ".ts";
}
