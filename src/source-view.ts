/**
 * What reports quote of a program: places as people count them, the text there, and paths relative to a directory.
 */
import { relative, sep } from "node:path";
import type ts from "typescript";
import { NOTHING_SUMMARIZED } from "./program/program-files.js";
import type { SourceView } from "./report/finding.js";

/** The texts of summarized code. */
export interface SummarizedTexts {
  get(file: string): { readonly text: string } | undefined;
}

/** `purposes`: what each label may be used for, by the settings that the program was analysed with. */
export function viewOfProgram(
  program: ts.Program,
  cwd: string,
  purposes: SourceView["purposesOf"],
  summarized: SummarizedTexts = NOTHING_SUMMARIZED,
): SourceView {
  const summaries = new Map<string, QuotedText>();
  const sourceFile = (file: string): QuotedText => {
    const found = program.getSourceFile(file) ?? summaries.get(file) ?? textOf(summarized, file);
    if (found === undefined) throw new Error(`${file} is in a trace, but not in the program.`);
    summaries.set(file, found);
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

interface QuotedText {
  readonly text: string;
  getLineAndCharacterOfPosition(offset: number): ts.LineAndCharacter;
}

function textOf(summarized: SummarizedTexts, file: string): QuotedText | undefined {
  const text = summarized.get(file)?.text;
  if (text === undefined) return undefined;
  const ends = Array.from(text.matchAll(LINE_BREAK), (match) => match.index + match[0].length);
  const starts = [0, ...ends];
  return {
    text,
    getLineAndCharacterOfPosition: (offset) => {
      const line = starts.findLastIndex((start) => start <= offset);
      return { line, character: offset - (starts[line] ?? 0) };
    },
  };
}

/** What the compiler takes for the end of a line. */
const LINE_BREAK = /\r\n|[\n\r\u2028\u2029]/g;
