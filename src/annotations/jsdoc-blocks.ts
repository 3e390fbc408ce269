/** The JSDoc blocks that stand before a token. */
import ts from "typescript";

export interface JsDocBlock {
  readonly pos: number;
  readonly end: number;
}

/**
 * The blocks between `start` (the end of the token before) and the next token. A block at the end of the line of the
 * token before belongs to that, unless the next token stands on the same line too or the
 * one before opens a list of parameters.
 */
export function blocksBetween(text: string, start: number): readonly JsDocBlock[] {
  const trailing = start === 0 ? [] : (ts.getTrailingCommentRanges(text, start) ?? []);
  const leading = ts.getLeadingCommentRanges(text, start) ?? [];
  const end = [...trailing, ...leading].at(-1)?.end ?? start;
  const sameLine = !hasLineBreak(text, start, end) && !/^[ \t]*[\r\n]/.test(text.slice(end));
  const kept = sameLine || text[start - 1] === "(" ? [...trailing, ...leading] : leading;
  return kept.filter(({ pos, kind }) => kind === ts.SyntaxKind.MultiLineCommentTrivia && isJsDoc(text, pos));
}

/** Opens with two stars, neither more (a box) nor closed at once. */
export function isJsDoc(text: string, pos: number): boolean {
  return text.startsWith("/**", pos) && text[pos + 3] !== "*" && text[pos + 3] !== "/";
}

function hasLineBreak(text: string, from: number, to: number): boolean {
  return /[\r\n]/.test(text.slice(from, to));
}
