/**
 * Kept: what of a file's text means anything. Two texts with the same form differ in spaces, comments that no annotation is
 * in, and bodies that are hidden; each place in one of them has its place in the other.
 */
import ts from "typescript";

export interface SyntaxForm {
  /** Kinds of nodes, texts of tokens, and comments with annotations, in the order of the text. */
  readonly parts: readonly string[];
  /** Where tokens start and end. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** `stubOf`: what stands for a node in place of its text; undefined: its text does. */
export function syntaxForm(
  file: ts.SourceFile,
  stubOf: (node: ts.Node) => string | undefined = () => undefined,
): SyntaxForm {
  const writer = new FormWriter(file, stubOf);
  writer.write(file);
  return writer;
}

/** Annotations, directives and pragmas: comments with anything like it count as they stand. */
const MEANS_SOMETHING = /[@#]|\/\/\//;

class FormWriter implements SyntaxForm {
  readonly parts: string[] = [];
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly #scanner: ts.Scanner;
  /** The end of the last token. */
  #written = 0;

  constructor(
    private readonly file: ts.SourceFile,
    private readonly stubOf: (node: ts.Node) => string | undefined,
  ) {
    this.#scanner = ts.createScanner(ts.ScriptTarget.Latest, true, file.languageVariant, file.text);
  }

  write(node: ts.Node): void {
    this.parts.push(`<${String(node.kind)}`);
    if (node.kind <= ts.SyntaxKind.LastToken) this.#leaf(node);
    else this.#inner(node);
    this.parts.push(">");
  }

  #leaf(node: ts.Node): void {
    // Nothing of what is between two tags is a comment.
    const start = ts.isJsxText(node) ? node.pos : node.getStart(this.file);
    if (node.end > start || node.kind === ts.SyntaxKind.EndOfFileToken) this.#token(start, node.end);
  }

  #inner(node: ts.Node): void {
    const stub = this.stubOf(node);
    if (stub !== undefined) {
      const start = node.getStart(this.file);
      this.#token(start, start + 1);
      this.parts.push(stub);
      this.#written = node.end - 1;
      this.#token(node.end - 1, node.end);
      return;
    }
    let written = node.pos;
    ts.forEachChild(node, (child) => {
      this.#punctuation(written, child.pos);
      this.write(child);
      written = child.end;
    });
    this.#punctuation(written, node.end);
  }

  /** Tokens that are no nodes. */
  #punctuation(from: number, to: number): void {
    if (to <= from) return;
    this.#scanner.resetTokenState(from);
    for (;;) {
      const kind = this.#scanner.scan();
      const end = this.#scanner.getTokenEnd();
      if (kind === ts.SyntaxKind.EndOfFileToken || end > to) return;
      this.#token(this.#scanner.getTokenStart(), end);
    }
  }

  #token(start: number, end: number): void {
    if (start > this.#written) {
      const between = this.file.text.slice(this.#written, start);
      if (MEANS_SOMETHING.test(between)) this.parts.push(between);
    }
    this.parts.push(this.file.text.slice(start, end));
    this.starts.push(start);
    this.ends.push(end);
    this.#written = end;
  }
}
