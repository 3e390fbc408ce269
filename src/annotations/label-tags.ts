/**
 * The label that stands on a declaration: property, parameter, variable, function (then it is its result's), type alias,
 * class field, `this.x = …` in JavaScript.
 */
import ts from "typescript";
import { tagsOfDeclaration } from "./jsdoc-tags.js";

/** @example labelOfDeclaration(`const phone = read()` after a block with "@label SecurityContact") // "SecurityContact" */
export function labelOfDeclaration(declaration: ts.Node): string | undefined {
  if (!canBearLabel(declaration)) return undefined;
  const text = tagsOfDeclaration(declaration).find(({ tag }) => tag === "label")?.text;
  // The first word: what follows is prose.
  return text === undefined ? undefined : /^[\w$:-]+/.exec(text)?.[0];
}

function canBearLabel(node: ts.Node): boolean {
  // A file has no label, and its first statement's comments are none of its own.
  return !ts.isSourceFile(node) && !ts.isToken(node);
}
