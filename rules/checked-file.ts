/**
 * What every rule begins with: the file's program, and settings that are right. Where one of them is missing, the first
 * rule that meets the file says so, and the others are silent: it is said once a file.
 */
import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { relative, sep } from "node:path";
import ts from "typescript";
import { askProgram, deepestCode, isEndOfStack, type ProgramQuestions, type TextEdit } from "../src/index.js";
import { programOfFileAlone } from "./file-alone.js";

/** The first version without the compiler API that the plugin is written for. */
const UNSUPPORTED_MAJOR = 7;

export const SET_UP_MESSAGES = {
  noTypes:
    "eslint-plugin-purpose can't check this file: {{missing}}. Parse it with typescript-eslint's parser and give that a program (`languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true } }`, or `project`) whose tsconfig.json includes the file, or turn the plugin's rules off for files that belong to no TypeScript project.",
  noTypesInOxlint:
    "oxlint gives its plugins no types, and without types the rule {{rule}} finds nothing, like all rules of eslint-plugin-purpose but valid-annotation and require-sink-annotation. Run them with ESLint and typescript-eslint's parser, and turn them off here. This is said once.",
  unsupportedTypeScript:
    "eslint-plugin-purpose can't work with typescript {{version}}, which lacks the compiler API that it needs. Install typescript 6.0 or an earlier version (`npm install --save-dev typescript@6.0`).",
  tooDeep:
    "eslint-plugin-purpose can't check this file: the code at {{place}}, in its program, is nested so deep ({{depth}} levels) that the compiler gets to the end of the stack. Take that code apart, leave its file out of the tsconfig.json, or give Node.js a larger stack (`node --stack-size=…`).",
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

/**
 * What a rule goes by: the types of the whole program, or what the file says, with types where there are some. Rules of
 * the second kind also work where the tool that runs them has no types.
 */
export type Basis = "program" | "file";

/** Which rule has said what is missing, by the file's tree: some linters have one `SourceCode` for all files. */
const complaints = new WeakMap<TSESTree.Program, string>();
/** Which rule has said in which file that the tool has no types, by the tool's parser. */
const complaintsOfTools = new WeakMap<object, { readonly rule: string; readonly file: string }>();

/** Checks the whole file at once, if there is what a rule needs. */
export function checkFile<MessageId extends string, Options extends readonly unknown[]>(
  context: Context<MessageId, Options>,
  check: (file: CheckedFile) => void,
  basis: Basis = "program",
): TSESLint.RuleListener {
  return {
    Program(root) {
      try {
        const file = openFile(context, root, basis);
        if (file !== undefined) check(file);
      } catch (error) {
        // Not even the compiler gets through such a program; other files, and other plugins' rules, have to be linted all the same.
        if (!isEndOfStack(error)) throw error;
        complain(context, "tooDeep", deepPlace(context));
      }
    },
  };
}

/** The file that is linted may be a plain one: the compiler reads others of its program for it. */
function deepPlace<MessageId extends string, Options extends readonly unknown[]>({
  cwd,
  sourceCode,
}: Context<MessageId, Options>): { readonly place: string; readonly depth: string } {
  const { program } = sourceCode.parserServices ?? {};
  const deepest = program ? deepestCode(program) : undefined;
  const source = deepest && program?.getSourceFile(deepest.file);
  if (source === undefined || deepest === undefined) return { place: "some place", depth: "too many" };
  const { line } = source.getLineAndCharacterOfPosition(deepest.span.start);
  const name = relative(cwd, deepest.file).split(sep).join("/");
  return { place: `${name}:${String(line + 1)}`, depth: String(deepest.depth) };
}

function openFile<MessageId extends string, Options extends readonly unknown[]>(
  context: Context<MessageId, Options>,
  root: TSESTree.Program,
  basis: Basis,
): CheckedFile | undefined {
  if (Number.parseInt(ts.version, 10) >= UNSUPPORTED_MAJOR) {
    complain(context, "unsupportedTypeScript", { version: ts.version });
    return undefined;
  }
  const found = typesOf(context.sourceCode, root);
  const types =
    typeof found === "string" && basis === "file"
      ? programOfFileAlone(context.filename, context.sourceCode)
      : found;
  if (typeof types === "string") {
    complainOfMissingTypes(context, types);
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
  const teller = complaints.get(sourceCode.ast) ?? context.id;
  complaints.set(sourceCode.ast, teller);
  if (teller === context.id) context.report({ loc: firstToken(sourceCode.ast), messageId, data });
}

function complainOfMissingTypes<MessageId extends string, Options extends readonly unknown[]>(
  context: Context<MessageId, Options>,
  missing: string,
): void {
  const { parser } = context.languageOptions;
  if (!isOxlint(parser)) {
    complain(context, "noTypes", { missing });
    return;
  }
  // No file will ever have types there, and who runs it may know: once is enough, though again when that file is linted again.
  const teller = complaintsOfTools.get(parser) ?? { rule: context.id, file: context.filename };
  complaintsOfTools.set(parser, teller);
  if (teller.rule === context.id && teller.file === context.filename)
    complain(context, "noTypesInOxlint", { rule: context.id });
}

function isOxlint(parser: unknown): parser is object {
  return typeof parser === "object" && parser !== null && "name" in parser && parser.name === "oxlint";
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
