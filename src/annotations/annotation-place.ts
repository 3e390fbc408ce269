/** Where the annotation of a module belongs in a file's text, for suggestions that write it. */
import ts from "typescript";
import { tagsInBlock } from "./jsdoc-tags.js";
import { isDirective, moduleBlocks } from "./module-blocks.js";

/** What to write, and where: an insertion. */
export interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** A comment about rights stands above everything else. */
const RIGHTS = /^\/\*!|copyright|licen[cs]e|SPDX-|@preserve|all rights reserved/i;

/**
 * `text` is the file's as its author wrote it: ESLint hides `#!` from parsers.
 *
 * @example purposeOfModule(file, text, ["advertising"]).text // "/**\n * @module\n * @purpose advertising\n *\/\n"
 */
export function purposeOfModule(file: ts.SourceFile, text: string, purposes: readonly string[]): Insertion {
  const tag = `@purpose ${purposes.join(" ")}`;
  const line = /\r\n/.test(text) ? "\r\n" : "\n";
  const beside = besideModuleTag(file, tag, line);
  if (beside !== undefined) return beside;
  const block = ["/**", " * @module", ` * ${tag}`, " */"].join(line);
  const { at, isLineStart } = topOf(file, text);
  const next = text.slice(at);
  // Blocks that follow each other stay apart.
  const after = /^[ \t]*\/[/*]/.test(next) ? line + line : line;
  return { at, text: (isLineStart ? "" : line) + block + after };
}

/** A block that speaks for the module already gets one more tag. */
function besideModuleTag(file: ts.SourceFile, tag: string, line: string): Insertion | undefined {
  for (const { pos, end } of moduleBlocks(file)) {
    const own = tagsInBlock(file.text.slice(pos, end), pos).find((one) => one.tag !== "purpose");
    if (own === undefined) continue;
    const isOneLine = !file.text.slice(pos, end).includes("\n");
    const indent = /[^\n]*$/.exec(file.text.slice(0, pos))?.[0] ?? "";
    return { at: own.end, text: isOneLine ? ` ${tag}` : `${line}${indent} * ${tag}` };
  }
  return undefined;
}

interface Top {
  readonly at: number;
  /** Otherwise the line before has to be ended first. */
  readonly isLineStart: boolean;
}

/** After what must come first: `#!`, comments about rights, directives ("use client"). */
function topOf({ statements }: ts.SourceFile, text: string): Top {
  const directive = [...statements].findLast(
    (statement, index) => isDirective(statement) && statements.slice(0, index).every(isDirective),
  );
  if (directive !== undefined) return startOfNextLine(text, directive.end);
  const shebang = /^#!.*/.exec(text)?.[0].length ?? 0;
  const rights = (ts.getLeadingCommentRanges(text, shebang) ?? []).findLast(({ pos, end }) =>
    RIGHTS.test(text.slice(pos, end)),
  );
  if (rights !== undefined) return startOfNextLine(text, rights.end);
  return shebang === 0 ? { at: 0, isLineStart: true } : startOfNextLine(text, shebang);
}

/** A comment at the end of the line stays there. */
function startOfNextLine(text: string, from: number): Top {
  const rest = /^[ \t]*(?:\/\/[^\n]*|\/\*[^\n]*\*\/)?[ \t]*\r?\n/.exec(text.slice(from))?.[0];
  return rest === undefined
    ? { at: from, isLineStart: false }
    : { at: from + rest.length, isLineStart: true };
}
