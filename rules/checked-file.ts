/**
 * What every rule begins with: the file's program, and settings that are right. Where one of them is missing, the first
 * rule that meets the file says so, and the others are silent: it is said once a file.
 */
import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";
import { askProgram, type ProgramQuestions, type TextEdit } from "../src/index.js";

/** The first version without the compiler API that the plugin is written for. */
const UNSUPPORTED_MAJOR = 7;

export const SET_UP_MESSAGES = {
  noTypes:
    "eslint-plugin-purpose can't check this file: {{missing}}. Parse it with typescript-eslint's parser and give that a program (`languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true } }`, or `project`) whose tsconfig.json includes the file, or turn the plugin's rules off for files that belong to no TypeScript project.",
  unsupportedTypeScript:
    "eslint-plugin-purpose can't work with typescript {{version}}, which lacks the compiler API that it needs. Install typescript 6.0 or an earlier version (`npm install --save-dev typescript@6.0`).",
  badSettings: "eslint-plugin-purpose can't work with these settings. {{problem}}",
} as const;

export type SetUpMessageId = keyof typeof SET_UP_MESSAGES;

type Context<MessageId extends string, Options extends readonly unknown[]> = Readonly<
  TSESLint.RuleContext<MessageId | SetUpMessageId, Options>
>;

export interface CheckedFile {
  readonly program: ts.Program;
  readonly source: ts.SourceFile;
  readonly questions: ProgramQuestions;
}

/** Which rule has said what is missing, by the file's text as ESLint holds it. */
const complaints = new WeakMap<Readonly<TSESLint.SourceCode>, string>();

/** Checks the whole file at once, if there is what a rule needs. */
export function checkFile<MessageId extends string, Options extends readonly unknown[]>(
  context: Context<MessageId, Options>,
  check: (file: CheckedFile) => void,
): TSESLint.RuleListener {
  return {
    Program(root) {
      const file = openFile(context, root);
      if (file !== undefined) check(file);
    },
  };
}

function openFile<MessageId extends string, Options extends readonly unknown[]>(
  context: Context<MessageId, Options>,
  root: TSESTree.Program,
): CheckedFile | undefined {
  if (Number.parseInt(ts.version, 10) >= UNSUPPORTED_MAJOR) {
    complain(context, "unsupportedTypeScript", { version: ts.version });
    return undefined;
  }
  const types = typesOf(context.sourceCode, root);
  if (typeof types === "string") {
    complain(context, "noTypes", { missing: types });
    return undefined;
  }
  const { program } = types;
  const answer = askProgram({ program, cwd: context.cwd, settings: context.settings["purpose"] });
  if (answer.kind === "error") {
    complain(context, "badSettings", { problem: answer.message });
    return undefined;
  }
  return { ...types, questions: answer.questions };
}

/** Reports at the top of the file what keeps the plugin from checking it, unless another rule has done so. */
export function complain<MessageId extends string, Options extends readonly unknown[]>(
  context: Context<MessageId, Options>,
  messageId: SetUpMessageId,
  data: Readonly<Record<string, string>>,
): void {
  const { sourceCode } = context;
  const teller = complaints.get(sourceCode) ?? context.id;
  complaints.set(sourceCode, teller);
  if (teller === context.id) context.report({ loc: firstToken(sourceCode.ast), messageId, data });
}

/** The program that the file belongs to, or what is missing, as half a sentence. */
function typesOf(
  { parserServices }: Readonly<TSESLint.SourceCode>,
  root: TSESTree.Program,
): Pick<CheckedFile, "program" | "source"> | string {
  const { program, esTreeNodeToTSNodeMap } = parserServices ?? {};
  if (esTreeNodeToTSNodeMap === undefined) return "it was not parsed by typescript-eslint's parser";
  if (program === undefined || program === null) return "its parser was given no TypeScript program";
  return { program, source: esTreeNodeToTSNodeMap.get(root) };
}

/** A program made from an older text of the file may be longer than what is linted. */
export function locationOf(
  code: Readonly<TSESLint.SourceCode>,
  { start, end }: { readonly start: number; readonly end: number },
): TSESTree.SourceLocation {
  const at = (offset: number): TSESTree.Position => code.getLocFromIndex(Math.min(offset, code.text.length));
  return { start: at(start), end: at(end) };
}

/** A mend that is offered: ESLint applies it only when somebody picks it. */
export function suggestion<MessageId extends string>(
  messageId: MessageId,
  data: Readonly<Record<string, string>>,
  edits: readonly TextEdit[],
): TSESLint.ReportSuggestionArray<MessageId>[number] {
  return {
    messageId,
    data,
    fix: (fixer) => edits.map(({ start, end, text }) => fixer.replaceTextRange([start, end], text)),
  };
}

/** Where a report about the whole file stands. */
function firstToken(root: TSESTree.Program): TSESTree.SourceLocation {
  const start = { line: 1, column: 0 };
  return root.tokens?.[0]?.loc ?? { start, end: start };
}
