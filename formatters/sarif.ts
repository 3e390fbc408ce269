/**
 * A formatter of ESLint: all messages of the run as SARIF 2.1.0, those of purpose/no-leak with their traces as code
 * flows. `eslint -f ./node_modules/eslint-plugin-purpose/dist/formatters/sarif.js`
 */
import { relative } from "node:path";
import type { ESLint, Linter } from "eslint";
import type { Log, ReportingDescriptor, Result } from "sarif";
import { repositoryOf, slashed } from "../cli/paths.js";
import { withFingerprints, type ReportedLeak, type ReportPlace } from "../src/report/leak-report.js";
import { locationOf, NO_LEAK_RULE, resultOfLeak, SARIF_SCHEMA } from "../src/report/formats/sarif.js";
import { leakOf, RULE, type FormatterContext } from "./lint-run.js";

/** One message with its file, and the leak that it tells of. */
interface Told {
  readonly message: Linter.LintMessage | Linter.SuppressedLintMessage;
  readonly place: ReportPlace;
  readonly leak: ReportedLeak | undefined;
}

export default function sarif(results: readonly ESLint.LintResult[], context: FormatterContext = {}): string {
  const cwd = context.cwd ?? process.cwd();
  const directory = repositoryOf(cwd);
  const told = results.flatMap(({ filePath, messages, suppressedMessages }) =>
    [...messages, ...suppressedMessages].map((message): Told => ({
      message,
      place: placeOf(slashed(relative(directory, filePath)), message),
      leak: leakOf(filePath, message, { cwd, directory }),
    })),
  );
  return `${JSON.stringify(logOf(withoutRepeats(withIdentities(told)), context), undefined, 2)}\n`;
}

function logOf(told: readonly Told[], { rulesMeta = {} }: FormatterContext): Log {
  const names = [...new Set(told.flatMap(({ message }) => message.ruleId ?? []))].sort();
  const rules = names.map((id) => (id === RULE ? NO_LEAK_RULE : ruleOf(id, rulesMeta[id])));
  const notifications = told.filter(({ message }) => message.ruleId === null);
  return {
    $schema: SARIF_SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "ESLint", informationUri: "https://eslint.org", rules } },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            // A file that can't be parsed was not linted.
            executionSuccessful: !notifications.some(({ message }) => message.fatal),
            toolExecutionNotifications: notifications.map(({ message, place }) => ({
              level: levelOf(message),
              message: { text: message.message },
              locations: [locationOf(place)],
            })),
          },
        ],
        results: told
          .filter(({ message }) => message.ruleId !== null)
          .map((one) => resultOf(one, names.indexOf(one.message.ruleId ?? ""))),
      },
    ],
  };
}

function resultOf({ message, place, leak }: Told, ruleIndex: number): Result {
  const result: Result =
    leak === undefined
      ? {
          ruleId: message.ruleId ?? "",
          ruleIndex,
          message: { text: message.message },
          locations: [locationOf(place)],
        }
      : resultOfLeak(leak, ruleIndex);
  const suppressions = "suppressions" in message ? message.suppressions : [];
  return {
    ...result,
    level: levelOf(message),
    ...(suppressions.length === 0
      ? {}
      : { suppressions: suppressions.map(({ justification }) => ({ kind: "inSource", justification })) }),
  };
}

/** Where a leak's value leaves the files before its boundary is told by the leak's own result, if that is there. */
function withoutRepeats(told: readonly Told[]): readonly Told[] {
  const atBoundary = new Set(
    told.flatMap(({ message, leak }) => (isBoundary(message) && leak ? placeKey(leak) : [])),
  );
  const seen = new Set<string>();
  return told.filter(({ message, leak }) => {
    if (leak === undefined || isBoundary(message)) return true;
    const key = placeKey(leak);
    if (atBoundary.has(key) || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function withIdentities(told: readonly Told[]): readonly Told[] {
  const leaks = withFingerprints(told.flatMap(({ leak }) => leak ?? []));
  let next = 0;
  return told.map((one) => (one.leak === undefined ? one : { ...one, leak: leaks[next++] }));
}

function placeKey({ place: { file, start }, label, kind }: ReportedLeak): string {
  return JSON.stringify([file, start.line, label, kind]);
}

function isBoundary({ messageId }: Linter.LintMessage): boolean {
  return messageId === "leak" || messageId === "selection";
}

function levelOf({ severity, fatal }: Linter.LintMessage): "error" | "warning" {
  return severity === 2 || fatal === true ? "error" : "warning";
}

type RuleMeta = NonNullable<FormatterContext["rulesMeta"]>[string];

function ruleOf(id: string, meta: RuleMeta | undefined): ReportingDescriptor {
  const { description, url } = meta?.docs ?? {};
  return {
    id,
    ...(description === undefined ? {} : { shortDescription: { text: description } }),
    ...(url === undefined || !URL.canParse(url) ? {} : { helpUri: url }),
  };
}

/** A message may have no place, or only a line: a file as a whole is at its beginning. */
function placeOf(file: string, message: Linter.LintMessage): ReportPlace {
  const start = { line: Math.max(1, message.line), column: Math.max(1, message.column) };
  const end = { line: message.endLine ?? start.line, column: message.endColumn ?? start.column };
  return { file, start, end, text: "" };
}
