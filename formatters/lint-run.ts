/**
 * The results of a lint run with the leaks that its messages tell of. Where the rule has run in this process, it has kept
 * their traces. Where it has not (`--cache`, `--concurrency`), the lines of the trace are read back from the message.
 */
import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import type { ESLint, Linter } from "eslint";
import { slashed } from "../cli/paths.js";
import { toldOf } from "../src/index.js";
import {
  movedTo,
  type ReportedLeak,
  type ReportedStep,
  type ReportPlace,
} from "../src/report/leak-report.js";
import { linesOfShortTrace } from "../src/report/trace-text.js";

/** What a formatter is given besides the results; not everything is there in every version of ESLint. */
export interface FormatterContext {
  readonly cwd?: string;
  /** What `--color` or `--no-color` has asked for. */
  readonly color?: boolean;
  readonly rulesMeta?: ESLint.LintResultData["rulesMeta"];
}

export const RULE = "purpose/no-leak";
const LEAK_MESSAGES = /^(?:leak|selection|origin|via)$/;

/** The leak that a message of the rule tells of, with paths relative to `directory`; undefined for other messages. */
export function leakOf(
  file: string,
  message: Linter.LintMessage,
  { cwd, directory }: { readonly cwd: string; readonly directory: string },
): ReportedLeak | undefined {
  if (message.ruleId !== RULE || !LEAK_MESSAGES.test(message.messageId ?? "")) return undefined;
  const nameOf = (name: string): string => slashed(relative(directory, resolve(cwd, name)));
  const told = toldOf(slashed(file)).find(
    ({ at, messageId }) =>
      messageId === message.messageId && at.line === message.line && at.column === message.column,
  );
  const leak = told?.leak ?? leakByText(file, message, cwd);
  return { ...movedTo(leak, nameOf), message: message.message };
}

/** What the message's text says. */
function leakByText(
  file: string,
  { message, messageId, ...at }: Linter.LintMessage,
  cwd: string,
): ReportedLeak {
  const lines = linesOfShortTrace(message).map(({ file: name, line }) => wholeLine(resolve(cwd, name), line));
  const end = { line: at.endLine ?? at.line, column: at.endColumn ?? at.column };
  const own: ReportPlace = { file, start: { line: at.line, column: at.column }, end, text: "" };
  const isBoundary = messageId === "leak" || messageId === "selection";
  const place = isBoundary ? own : (lines.at(-1) ?? own);
  const before = lines.slice(0, -1);
  const [, label = ""] = /(\S+) may be used for: /.exec(message) ?? [];
  const [, purpose = "", sink = ""] = / gets into (\S+) code: (.*?)(?:, at |\. Trace: )/.exec(message) ?? [];
  const [, allowed = ""] = /may be used for: (.*)\.$/s.exec(message) ?? [];
  return {
    fingerprint: "",
    kind:
      /^\S+ from .* is matched/s.test(message) || message.startsWith("What was chosen")
        ? "selection"
        : "leak",
    label,
    allowed: allowed === "nothing" ? [] : allowed.split(", "),
    purpose,
    sink,
    way: "push",
    message,
    place,
    trace: [
      ...before.map((line, index) =>
        stepAt(line, index === 0 ? `${label} comes from here` : "it goes through here"),
      ),
      { kind: "boundary", what: `it gets into ${purpose} code: ${sink}`, place },
    ],
    furtherSources: 0,
  };
}

function stepAt(place: ReportPlace, what: string): ReportedStep {
  return { kind: what.endsWith("comes from here") ? "source" : "derived", what, place };
}

function wholeLine(file: string, line: number): ReportPlace {
  const text = lineOf(file, line);
  const column = text.length - text.trimStart().length + 1;
  return { file, start: { line, column }, end: { line, column: text.length + 1 }, text: text.trim() };
}

function lineOf(file: string, line: number): string {
  try {
    return readFileSync(file, "utf8").split(/\r?\n/)[line - 1] ?? "";
  } catch {
    // The file went away after it was linted: the place is told without its text.
    return "";
  }
}
