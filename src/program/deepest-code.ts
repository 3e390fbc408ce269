/** Where a program's code is nested deepest: what to name where the compiler itself gets to the end of the stack. */
import ts from "typescript";
import type { FileId } from "../graph/expression.js";

export interface DeepCode {
  readonly file: FileId;
  readonly span: { readonly start: number; readonly end: number };
  /** How many parts of the code it is in. */
  readonly depth: number;
}

/** @example deepestCode(program)?.file // "src/generated/table.ts" */
export function deepestCode(program: ts.Program): DeepCode | undefined {
  return program
    .getSourceFiles()
    .filter(({ isDeclarationFile }) => !isDeclarationFile)
    .map(deepestIn)
    .reduce<DeepCode | undefined>(
      (deepest, one) => (deepest === undefined || one.depth > deepest.depth ? one : deepest),
      undefined,
    );
}

/** With a list of its own instead of the stack, of which there is too little. */
function deepestIn(source: ts.SourceFile): DeepCode {
  let deepest: { readonly node: ts.Node; readonly depth: number } = { node: source, depth: 0 };
  const waiting = [deepest];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.depth > deepest.depth) deepest = next;
    const depth = next.depth + 1;
    ts.forEachChild(next.node, (node) => void waiting.push({ node, depth }));
  }
  const { node, depth } = deepest;
  const start = ts.isSourceFile(node) ? 0 : node.getStart(source);
  return { file: source.fileName, span: { start, end: node.end }, depth };
}
