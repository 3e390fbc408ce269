/** Where a written type says "text" (or `any`) of a part of a value: there the label's type belongs. */
import ts from "typescript";
import type { LabelPlace } from "./label-erasures.js";
import { isInComment } from "./types-in-comments.js";

/** @example textTypeAt(`Promise<{ phone: string | null }>`, ".phone") // the place of `string` */
export function textTypeAt(written: ts.TypeNode, path: string): LabelPlace | undefined {
  if (isInComment(written)) return undefined;
  // A function's result.
  const isResult = path.startsWith("()") && ts.isFunctionTypeNode(written);
  let type: ts.TypeNode | undefined = isResult ? written.type : written;
  for (const [, name] of path.matchAll(/\.([^.[(]+)/g)) {
    const literal: ts.TypeLiteralNode | undefined = type && onlyOne(type, ts.isTypeLiteralNode);
    const member: ts.TypeElement | undefined = literal?.members.find((one) => one.name?.getText() === name);
    type = member !== undefined && ts.isPropertySignature(member) ? member.type : undefined;
  }
  const text = type && onlyOne(type, isTextKeyword);
  return text && { start: text.getStart(), end: text.end, besides: undefined };
}

function isTextKeyword(node: ts.Node): node is ts.KeywordTypeNode {
  return node.kind === ts.SyntaxKind.StringKeyword || node.kind === ts.SyntaxKind.AnyKeyword;
}

/** The outermost node of a kind in a type, if there is one alone. */
function onlyOne<T extends ts.Node>(root: ts.Node, is: (node: ts.Node) => node is T): T | undefined {
  const found: T[] = [];
  const visit = (node: ts.Node): void => {
    if (is(node)) found.push(node);
    else if (!ts.isFunctionTypeNode(node) && !ts.isMethodSignature(node)) ts.forEachChild(node, visit);
  };
  visit(root);
  return found.length === 1 ? found[0] : undefined;
}
