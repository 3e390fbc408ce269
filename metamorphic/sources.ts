/**
 * The corpus as texts in memory, and what every transformation of them needs: parsing, walking, and edits that leave the
 * rest of a text, its marks above all, as it is.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { CONFORMANCE, filesIn, PROGRAM_TEXT } from "../fixtures/corpus.js";
import { programsOnDisk } from "../fixtures/programs-on-disk.js";
import { programOfText, type ProgramOfText } from "../src/testing/program-of-text.js";

/** Where the corpus lies. */
export const CORPUS = CONFORMANCE.folder;

/** Texts by their paths in the corpus. */
export type Sources = ReadonlyMap<string, string>;

/** A change that keeps what a program does, and so must keep its reports. */
export interface Transformation {
  readonly name: string;
  apply(sources: Sources): Sources;
}

/** `text` stands where what is between `start` and `end` was. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Programs of the cases whose path holds `part`, and of the prelude that all of them share. */
export function corpusSources(part = ""): Sources {
  const files = filesIn(CORPUS).filter((file) => PROGRAM_TEXT.test(file));
  const asked = files.filter((file) => !file.startsWith("cases/") || file.includes(part));
  return new Map(asked.map((file) => [file, readFileSync(join(CORPUS, file), "utf8")]));
}

/** The texts as a program in the corpus' place, so that its package files apply to them as well. */
export function programOf(sources: Sources): ProgramOfText {
  const { options } = programsOnDisk(join(CORPUS, "tsconfig.json"));
  return programOfText(
    Object.fromEntries(Array.from(sources, ([path, text]) => [join(CORPUS, path), text])),
    options,
  );
}

/** A transformation that looks at one file of a case at a time. */
export function editEachCase(
  name: string,
  editsOf: (file: ts.SourceFile) => readonly Edit[],
): Transformation {
  return {
    name,
    apply: (sources) =>
      new Map(
        Array.from(sources, ([path, text]) => [
          path,
          isCaseProgram(path) ? withEdits(text, editsOf(parse(path, text))) : text,
        ]),
      ),
  };
}

/** What all cases share has no reports of its own and stays as it is. */
export function isCaseProgram(path: string): boolean {
  return path.startsWith("cases/") && PROGRAM_TEXT.test(path);
}

export function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

/** Applies edits that don't overlap; of two at one place, the first comes first. */
export function withEdits(text: string, edits: readonly Edit[]): string {
  const inOrder = edits.toSorted((left, right) => left.start - right.start || left.end - right.end);
  let result = "";
  let at = 0;
  for (const edit of inOrder) {
    if (edit.start < at) throw new Error(`Edits overlap at "${text.slice(edit.start, edit.end)}".`);
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** Every node of the file, outer ones first. */
export function* nodesWithin(root: ts.Node): Generator<ts.Node> {
  const waiting: ts.Node[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    const children: ts.Node[] = [];
    ts.forEachChild(node, (child) => void children.push(child));
    waiting.push(...children.reverse());
  }
}

/** Whether a node is written on one line, so that it moves as a whole with its mark. */
export function isOnOneLine(node: ts.Node): boolean {
  return !node.getText().includes("\n");
}

export function isJavaScript(file: ts.SourceFile): boolean {
  return /\.[cm]?jsx?$/.test(file.fileName);
}

/** `using` and `await using`, which declare nothing that may stand elsewhere. */
export function isUsing(list: ts.VariableDeclarationList): boolean {
  return /^(?:await\s+)?using\b/.test(list.getText());
}
