/**
 * A formatter of ESLint for people: the messages file by file, and under those of purpose/no-leak each step of the
 * trace as code. `eslint -f ./node_modules/eslint-plugin-purpose/dist/formatters/traces.js`
 */
import { relative } from "node:path";
import type { ESLint, Linter } from "eslint";
import { createFrames, type Frames } from "../cli/code-frame.js";
import { slashed } from "../cli/paths.js";
import { traceAsText } from "../cli/show-leaks.js";
import { colorsFor } from "../cli/terminal.js";
import { leakOf, RULE, type FormatterContext } from "./lint-run.js";

type Colors = ReturnType<typeof colorsFor>;

interface Style {
  readonly cwd: string;
  /** Leaks whose boundary has a message of its own: their traces are shown there. */
  readonly atBoundary: ReadonlySet<string>;
  readonly colors: Colors;
  readonly frames: Frames;
}

export default function traces(
  results: readonly ESLint.LintResult[],
  context: FormatterContext = {},
): string {
  const cwd = context.cwd ?? process.cwd();
  const environment = context.color === undefined ? process.env : asked(context.color);
  const colors = colorsFor({ environment }, process.stdout);
  const atBoundary = new Set(
    results.flatMap(({ filePath, messages }) =>
      messages.filter(isBoundary).map(({ line }) => key(slashed(relative(cwd, filePath)), line)),
    ),
  );
  const style = { cwd, atBoundary, colors, frames: createFrames(cwd, colors.isColorSupported) };
  const told = results.filter(({ messages }) => messages.length > 0);
  if (told.length === 0) return "";
  return `\n${told.map((result) => fileAsText(result, style)).join("\n")}\n${summary(told, colors)}\n`;
}

function fileAsText({ filePath, messages }: ESLint.LintResult, style: Style): string {
  const { cwd, colors } = style;
  const name = colors.underline(slashed(relative(cwd, filePath)));
  return [name, ...messages.map((message) => messageAsText(filePath, message, style)), ""].join("\n");
}

function messageAsText(file: string, message: Linter.LintMessage, style: Style): string {
  const { cwd, colors, frames } = style;
  const isError = message.severity === 2 || message.fatal === true;
  const severity = isError ? colors.red("error") : colors.yellow("warning");
  const place = colors.dim(`${message.line}:${message.column}`);
  const told = leakOf(file, message, { cwd, directory: cwd });
  const isShownElsewhere =
    told !== undefined &&
    !isBoundary(message) &&
    style.atBoundary.has(key(told.place.file, told.place.start.line));
  const leak = isShownElsewhere ? undefined : told;
  const rule = colors.dim(message.ruleId ?? "");
  // The trace in short is what follows in full.
  const text =
    leak === undefined
      ? message.message
      : message.message.replace(/ Trace: .*?\.(?= \S+ may be used for: )/s, "");
  const head = `  ${place}  ${severity}  ${text}  ${rule}`;
  return leak === undefined ? head : `${head}\n${traceAsText(leak, colors, frames)}`;
}

/** What `--color` and `--no-color` say goes before the environment. */
function asked(color: boolean): NodeJS.ProcessEnv {
  return color ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" };
}

function isBoundary({ messageId, ruleId }: Linter.LintMessage): boolean {
  return ruleId === RULE && (messageId === "leak" || messageId === "selection");
}

function key(file: string, line: number): string {
  return `${file}:${line}`;
}

function summary(results: readonly ESLint.LintResult[], colors: Colors): string {
  const errors = results.reduce((sum, { errorCount }) => sum + errorCount, 0);
  const warnings = results.reduce((sum, { warningCount }) => sum + warningCount, 0);
  const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
  const text = `✖ ${counted(errors + warnings, "problem")} (${counted(errors, "error")}, ${counted(warnings, "warning")})`;
  return errors > 0 ? colors.red(text) : colors.yellow(text);
}
