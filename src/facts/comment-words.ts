/**
 * Pipeline stage: source file → facts. Words of comments that may name labels and types: after `@label`, and between
 * the braces of JSDoc tags in JavaScript.
 */
import ts from "typescript";

/** @example labelWordsBefore(file, `let phone` after a block with "@label SecurityContact") // ["SecurityContact"] */
export function labelWordsBefore(file: ts.SourceFile, node: ts.Node): readonly string[] {
  const ranges = ts.getLeadingCommentRanges(file.text, node.pos) ?? [];
  return ranges.flatMap(({ pos, end }) =>
    Array.from(file.text.slice(pos, end).matchAll(/@label\s+([\w$:-]+)/g), ([, word = ""]) => word),
  );
}

/** Every word between braces in the file's JSDoc comments, once. */
export function wordsInComments(file: ts.SourceFile): readonly string[] {
  const words = new Set<string>();
  for (const [comment] of file.text.matchAll(/\/\*\*.*?\*\//gs)) {
    for (const [, type = ""] of comment.matchAll(/@\w+\s+\{([^@]*)\}/g))
      for (const [word] of type.matchAll(/[\w$]+/g)) words.add(word);
    for (const [, label = ""] of comment.matchAll(/@label\s+([\w$:-]+)/g)) words.add(label);
  }
  return [...words];
}
