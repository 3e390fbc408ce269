/** What a file says of itself as a whole: the purposes in the blocks at its top. */
import type ts from "typescript";
import { tagsInBlock, type JsDocTag } from "./jsdoc-tags.js";
import { moduleBlocks } from "./module-blocks.js";
import { purposesIn } from "./purpose-names.js";

/** @example modulePurposes(file) // ["advertising"] */
export function modulePurposes(file: ts.SourceFile): readonly string[] {
  return purposesIn(moduleTags(file), "purpose");
}

function moduleTags(file: ts.SourceFile): readonly JsDocTag[] {
  return moduleBlocks(file).flatMap(({ pos, end }) => tagsInBlock(file.text.slice(pos, end), pos));
}
