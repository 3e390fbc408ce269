/** Where the import of a type goes: to the others from that module, after the last import, or on top of the file. */
import ts from "typescript";
import type { TextEdit } from "../graph/text-edit.js";
import { moduleBlocks } from "./module-blocks.js";

/** @example importEdit(file, "SecurityContact", "./brand.js").text // 'import type { SecurityContact } from "./brand.js";\n' */
export function importEdit(file: ts.SourceFile, name: string, from: string): TextEdit {
  const imports = file.statements.filter((statement) => ts.isImportDeclaration(statement));
  const added = imports
    .map((statement) => additionTo(statement, name, from))
    .find((edit) => edit !== undefined);
  if (added !== undefined) return added;
  const text = `import type { ${name} } from ${quoted(from, imports, file)};`;
  const last = imports.at(-1);
  if (last !== undefined) return insertion(last.end, `\n${text}`);
  const block = moduleBlocks(file).at(-1);
  if (block !== undefined) return insertion(block.end, `\n${text}`);
  return insertion(topOf(file), `${text}\n`);
}

/** `{ Labelled }` → `{ Labelled, SecurityContact }`, in a list that is there. */
function additionTo(statement: ts.ImportDeclaration, name: string, from: string): TextEdit | undefined {
  const { importClause, moduleSpecifier } = statement;
  if (!ts.isStringLiteral(moduleSpecifier) || moduleSpecifier.text !== from) return undefined;
  const list = importClause?.namedBindings;
  if (importClause === undefined || list === undefined || !ts.isNamedImports(list)) return undefined;
  const last = list.elements.at(-1);
  const isTypeOnly = /^type\s*[{\w]/.test(importClause.getText());
  return last && insertion(last.end, `, ${isTypeOnly ? "" : "type "}${name}`);
}

function insertion(at: number, text: string): TextEdit {
  return { start: at, end: at, text };
}

/** In the quotation marks that the file's imports have. */
function quoted(from: string, imports: readonly ts.ImportDeclaration[], file: ts.SourceFile): string {
  const isSingle = imports[0]?.moduleSpecifier.getText(file).startsWith("'") === true;
  return isSingle ? `'${from}'` : JSON.stringify(from);
}

/** After directives, and after a first line for the shell. */
function topOf(file: ts.SourceFile): number {
  const shebang = /^#!.*\n/.exec(file.text)?.[0].length ?? 0;
  const first = file.statements.find(
    (statement) => !ts.isExpressionStatement(statement) || !ts.isStringLiteral(statement.expression),
  );
  if (first === undefined || first === file.statements[0]) return shebang;
  const start = first.getFullStart();
  return start + (/^[ \t]*\r?\n/.exec(file.text.slice(start))?.[0].length ?? 0);
}
