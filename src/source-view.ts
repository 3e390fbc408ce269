/**
 * What reports quote of a program: places as people count them, the text there, and paths relative to a directory.
 */
import { relative, sep } from "node:path";
import type ts from "typescript";
import type { SourceView } from "./report/finding.js";

/** `purposes`: what each label may be used for, by the settings that the program was analysed with. */
export function viewOfProgram(
  program: ts.Program,
  cwd: string,
  purposes: SourceView["purposesOf"],
): SourceView {
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
