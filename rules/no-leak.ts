/**
 * purpose/no-leak: reports where labelled values get into code with a purpose that their label does not allow. The
 * analysis is the engine's; this rule asks for the findings of its file.
 */
import type { TSESLint } from "@typescript-eslint/utils";
import {
  checkFile,
  complain,
  locationOf,
  SET_UP_MESSAGES,
  type CheckedFile,
  type SetUpMessageId,
} from "./checked-file.js";
import { createRule } from "./create-rule.js";
import {
  FINDING_MESSAGES,
  analyzeProgram,
  countersInShort,
  findingsOf,
  limitWarning,
  purposesOf,
  rememberTold,
  sourceViewOf,
  type AnalysisResult,
  type FindingMessageId,
  type ReportAt,
  type SourceView,
} from "../src/index.js";

type Options = [{ reportAt?: ReportAt; selection?: "match" | "off" }];
type MessageId = FindingMessageId | SetUpMessageId;
type Context = Readonly<TSESLint.RuleContext<MessageId, Options>>;

export default createRule<Options, MessageId>({
  name: "no-leak",
  meta: {
    type: "problem",
    docs: {
      description: "disallow labelled values in code with a purpose that their label does not allow",
      recommended: true,
      requiresTypeChecking: true,
    },
    schema: [
      {
        type: "object",
        properties: {
          reportAt: {
            description:
              "Where to report: at the expression whose value gets into the sink (`boundary`), or also in every other file that the value passes through, where it leaves the file (`every-file`).",
            type: "string",
            enum: ["every-file", "boundary"],
          },
          selection: {
            description:
              "Whether what was chosen by matching labelled values is followed like these (`match`) or not (`off`).",
            type: "string",
            enum: ["match", "off"],
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ reportAt: "every-file", selection: "match" }],
    messages: { ...FINDING_MESSAGES, ...SET_UP_MESSAGES },
  },
  create(context, [options]) {
    return checkFile(context, (file) => {
      reportLeaks(context, file, options);
    });
  },
});

function reportLeaks(context: Context, { program, source }: CheckedFile, options: Options[0]): void {
  const { sourceCode, cwd } = context;
  const settings = context.settings["purpose"];
  const { reportAt = "every-file", selection = "match" } = options;
  const view = sourceViewOf(program, cwd, (label) => purposesOf(settings, label));
  const answer = analyzeProgram({
    program,
    cwd,
    settings,
    selection,
    keeps: true,
    onResult: (result) => {
      logResult(result, view);
    },
  });
  if (answer.kind === "error") {
    complain(context, "badSettings", { problem: answer.message });
    return;
  }
  const findings = findingsOf(answer.result, source.fileName, { reportAt, ...view });
  rememberTold(source.fileName, findings, view);
  for (const finding of findings) {
    const { messageId, data } = finding;
    context.report({ loc: locationOf(sourceCode, finding), messageId, data });
  }
}

/** On the error output, since neither belongs to a place in the file that happens to be linted first. */
function logResult(result: AnalysisResult, view: SourceView): void {
  const warning = limitWarning(result, view);
  if (warning !== undefined) process.emitWarning(warning, { code: "PURPOSE_LIMIT" });
  if (process.env["PURPOSE_COUNTERS"] !== undefined)
    for (const line of countersInShort(result.counters)) process.stderr.write(`${line}\n`);
}
