/** The other way round: which declarations a JSDoc block speaks for. */
import ts from "typescript";
import type { JsDocBlock } from "./jsdoc-blocks.js";
import { tagsOfDeclaration } from "./jsdoc-tags.js";

/** @example declarationsUnder(file, block) // [function send …] for a block before it with a tag of this plugin */
export function declarationsUnder(file: ts.SourceFile, block: JsDocBlock): readonly ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    const isAround = node.pos <= block.pos && block.end <= node.end;
    if (!isAround && !isMadeOf(node, block)) return;
    const speaks = tagsOfDeclaration(node).some(({ pos }) => block.pos <= pos && pos < block.end);
    if (speaks && !ts.isSourceFile(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** `send` and its function in `const send = () => …`: the block stands before the whole statement. */
function isMadeOf(node: ts.Node, block: JsDocBlock): boolean {
  if (ts.isBlock(node) || ts.isClassElement(node) || ts.isTypeElement(node)) return false;
  const statement = ts.findAncestor(
    node,
    (outer) => ts.isStatement(outer) || ts.isClassElement(outer) || ts.isObjectLiteralElement(outer),
  );
  return statement !== undefined && statement.pos <= block.pos && block.end <= statement.getStart();
}
