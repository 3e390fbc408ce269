/**
 * purpose/no-leak: reports where labelled values get into code with a purpose that their label does not allow. The
 * analysis is the engine's; this rule asks for the findings of its file.
 */
import { relative, sep } from "node:path";
import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";
import { createRule } from "./create-rule.js";
import {
  FINDING_MESSAGES,
  analyzeProgram,
  countersInShort,
  findingsOf,
  limitWarning,
  purposesOf,
  type AnalysisResult,
  type FindingMessageId,
  type ReportAt,
  type SourceView,
} from "../src/index.js";

type Options = [{ reportAt?: ReportAt; selection?: "match" | "off" }];
type MessageId = FindingMessageId | "noTypes" | "unsupportedTypeScript" | "badSettings";
type Context = Readonly<TSESLint.RuleContext<MessageId, Options>>;

/** The first version without the compiler API that the analysis is written for. */
const UNSUPPORTED_MAJOR = 7;

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
    messages: {
      ...FINDING_MESSAGES,
      noTypes:
        "purpose/no-leak can't check this file: {{missing}}. Parse it with typescript-eslint's parser and give that a program (`languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true } }`, or `project`) whose tsconfig.json includes the file, or turn the rule off for files that belong to no TypeScript project.",
      unsupportedTypeScript:
        "purpose/no-leak can't work with typescript {{version}}, which lacks the compiler API that it needs. Install typescript 6.0 or an earlier version (`npm install --save-dev typescript@6.0`).",
      badSettings: "purpose/no-leak can't work with these settings. {{problem}}",
    },
  },
  create(context, [options]) {
    return {
      Program(program) {
        checkFile(context, program, options);
      },
    };
  },
});

function checkFile(context: Context, root: TSESTree.Program, options: Options[0]): void {
  const complain = (messageId: MessageId, data: Record<string, string>): void => {
    context.report({ loc: firstToken(root), messageId, data });
  };
  if (Number.parseInt(ts.version, 10) >= UNSUPPORTED_MAJOR) {
    complain("unsupportedTypeScript", { version: ts.version });
    return;
  }
  const types = typesOf(context, root);
  if (typeof types === "string") {
    complain("noTypes", { missing: types });
    return;
  }
  const { program, file } = types;
  const settings = context.settings["purpose"];
  const { reportAt = "every-file", selection = "match" } = options;
  const view = sourceViewOf(program, context.cwd, (label) => purposesOf(settings, label));
  const answer = analyzeProgram({
    program,
    cwd: context.cwd,
    settings,
    selection,
    onResult: (result) => {
      logResult(result, view);
    },
  });
  if (answer.kind === "error") {
    complain("badSettings", { problem: answer.message });
    return;
  }
  for (const { start, end, messageId, data } of findingsOf(answer.result, file, { reportAt, ...view })) {
    context.report({ loc: locationOf(context.sourceCode, start, end), messageId, data });
  }
}

/** On the error output, since neither belongs to a place in the file that happens to be linted first. */
function logResult(result: AnalysisResult, view: SourceView): void {
  const warning = limitWarning(result, view);
  if (warning !== undefined) process.emitWarning(warning, { code: "PURPOSE_LIMIT" });
  if (process.env["PURPOSE_COUNTERS"] !== undefined)
    for (const line of countersInShort(result.counters)) process.stderr.write(`${line}\n`);
}

interface Types {
  readonly program: ts.Program;
  /** The file's name, as the compiler has it. */
  readonly file: string;
}

/** The program that the file belongs to, or what is missing, as half a sentence. */
function typesOf({ sourceCode }: Context, root: TSESTree.Program): Types | string {
  const { program, esTreeNodeToTSNodeMap } = sourceCode.parserServices ?? {};
  if (esTreeNodeToTSNodeMap === undefined) return "it was not parsed by typescript-eslint's parser";
  if (program === undefined || program === null) return "its parser was given no TypeScript program";
  return { program, file: esTreeNodeToTSNodeMap.get(root).fileName };
}

function sourceViewOf(program: ts.Program, cwd: string, purposes: SourceView["purposesOf"]): SourceView {
  const sourceFile = (file: string): ts.SourceFile => {
    const found = program.getSourceFile(file);
    if (found === undefined) throw new Error(`${file} is in a trace, but not in the program.`);
    return found;
  };
  return {
    positionOf: (file, offset) => {
      const { line, character } = sourceFile(file).getLineAndCharacterOfPosition(offset);
      return { line: line + 1, column: character + 1 };
    },
    textOf: (file, { start, end }) => sourceFile(file).text.slice(start, end),
    relative: (file) => relative(cwd, file).split(sep).join("/"),
    purposesOf: purposes,
  };
}

/** A program made from an older text of the file may be longer than what is linted. */
function locationOf(
  code: Readonly<TSESLint.SourceCode>,
  start: number,
  end: number,
): TSESTree.SourceLocation {
  const at = (offset: number): TSESTree.Position => code.getLocFromIndex(Math.min(offset, code.text.length));
  return { start: at(start), end: at(end) };
}

/** Where a report about the whole file stands. */
function firstToken(root: TSESTree.Program): TSESTree.SourceLocation {
  const start = { line: 1, column: 0 };
  return root.tokens?.[0]?.loc ?? { start, end: start };
}
