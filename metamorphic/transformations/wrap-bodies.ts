/** `function send(phone) { track(phone); }` becomes `function send(phone) {return (() => { track(phone); })();}`. */
import ts from "typescript";
import { editEachCase, nodesWithin, type Edit } from "../sources.js";

export const wrapBodies = editEachCase("wrapping in a closure", (file) =>
  [...nodesWithin(file)].flatMap((node) => {
    const isWrapped =
      ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isGetAccessor(node);
    return isWrapped ? wrapped(node) : [];
  }),
);

/** What a method of a literal returns stands where it is written; from a closure it would come out as a call. */
function wrapped(
  node: ts.FunctionDeclaration | ts.MethodDeclaration | ts.GetAccessorDeclaration,
): readonly Edit[] {
  const { body } = node;
  if (body === undefined || node.asteriskToken !== undefined || ts.isObjectLiteralExpression(node.parent))
    return [];
  const isAsync = node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false;
  const start = body.getStart() + 1;
  const end = body.end - 1;
  return [
    { start, end: start, text: `return (${isAsync ? "async " : ""}() => {` },
    { start: end, end, text: "})();" },
  ];
}
