/** Puts the functions, interfaces and type aliases of a module in reverse order: they are there before anything runs. */
import ts from "typescript";
import { editEachCase, type Edit } from "../sources.js";

export const reorderFunctions = editEachCase("reordering declarations", (file) => {
  const chunks = file.statements.filter((statement) => isMovable(file, statement)).map(linesOf);
  const reversed = chunks.toReversed();
  return chunks.map(({ start, end }, at): Edit => ({
    start,
    end,
    text: textOf(file, reversed[at] ?? { start, end }),
  }));
});

interface Span {
  readonly start: number;
  readonly end: number;
}

function textOf(file: ts.SourceFile, { start, end }: Span): string {
  return file.text.slice(start, end);
}

function isMovable(file: ts.SourceFile, statement: ts.Statement): boolean {
  const isDeclaration =
    ts.isFunctionDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  if (!isDeclaration || statement === file.statements[0]) return false;
  // Overloads and merged declarations stay together.
  const namesakes = file.statements.filter(
    (other) => "name" in other && (other.name as ts.Node).getText() === statement.name?.getText(),
  );
  return namesakes.length === 1 && isOnLinesOfItsOwn(file, statement);
}

function linesOf(statement: ts.Statement): Span {
  const { text } = statement.getSourceFile();
  const start = text.lastIndexOf("\n", statement.getStart(undefined, true)) + 1;
  const end = text.indexOf("\n", statement.end);
  return { start, end: end === -1 ? text.length : end };
}

function isOnLinesOfItsOwn(file: ts.SourceFile, statement: ts.Statement): boolean {
  const { start, end } = linesOf(statement);
  return file.statements.every(
    (other) => other === statement || other.end <= start || other.getStart(undefined, true) >= end,
  );
}
