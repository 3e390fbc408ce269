/**
 * The tags of this plugin in JSDoc blocks, by an own scanner of the text: the compiler's misses a tag that stands on one
 * line with its member, and the native compiler gives other objects. Only blocks that open with two stars count.
 */
import ts from "typescript";
import { isModuleBlock } from "./module-blocks.js";
import { annotatedNodes } from "./annotated-node.js";
import { blocksBetween, type JsDocBlock } from "./jsdoc-blocks.js";

const TAG_NAMES = [
  "purpose",
  "label",
  "repurpose",
  "module",
  "file",
  "fileoverview",
  "packageDocumentation",
] as const;

type TagName = (typeof TAG_NAMES)[number];

/** @example tagsOfDeclaration(`f` after a block with "@purpose security analytics")[0]?.text // "security analytics" */
export interface JsDocTag {
  readonly tag: TagName;
  /** The rest of the tag's line, trimmed. */
  readonly text: string;
  /** From the at sign to the text's end. */
  readonly pos: number;
  readonly end: number;
}

/** A tag begins its line; further ones may follow on it (`@type {string} @label SecurityContact`). */
const TAG_LINE = /^[ \t]*(?:\/\*\*+|\*(?!\/))?[ \t]*(?=@[A-Za-z])/;
const TAG = /@([A-Za-z]+)(?![\w-])((?:(?![ \t]@[A-Za-z]|\*\/).)*)/g;
const FENCE = /^[ \t]*(?:\/\*\*+|\*(?!\/))?[ \t]*```/;

/** The tags in one block's text, which begins at `pos` of its file. */
export function tagsInBlock(block: string, pos: number): readonly JsDocTag[] {
  return anyTagsInBlock(block, pos).flatMap((written): JsDocTag[] => {
    const tag = TAG_NAMES.find((name) => name === written.name);
    return tag === undefined ? [] : [{ ...written, tag }];
  });
}

/** A tag of whatever name. */
export interface WrittenTag extends Omit<JsDocTag, "tag"> {
  readonly name: string;
}

/** All tags, also those that mean nothing here. */
export function anyTagsInBlock(block: string, pos: number): readonly WrittenTag[] {
  const tags: WrittenTag[] = [];
  let offset = pos;
  let inExample = false;
  for (const line of block.split("\n")) {
    if (FENCE.test(line)) inExample = !inExample;
    const indent = inExample ? undefined : TAG_LINE.exec(line)?.[0].length;
    if (indent !== undefined) tags.push(...tagsInLine(line.slice(indent), offset + indent));
    offset += line.length + 1;
  }
  return tags;
}

function tagsInLine(line: string, pos: number): readonly WrittenTag[] {
  // What an example shows is no annotation.
  const matches = /^@example\b/.test(line) ? [] : [...line.matchAll(TAG)];
  return matches.map((match) => {
    const start = pos + match.index;
    const [whole, name = "", text = ""] = match;
    return { name, text: text.trim(), pos: start, end: start + whole.trimEnd().length };
  });
}

/** The blocks that speak for a declaration: before it, or before the statement that makes it. Not its module's. */
function blocksOfDeclaration(declaration: ts.Node): readonly JsDocBlock[] {
  const file = declaration.getSourceFile();
  const blocks = new Map<number, JsDocBlock>();
  for (const block of annotatedNodes(declaration).flatMap((node) => blocksBefore(node, file))) {
    if (!isModuleBlock(file, block)) blocks.set(block.pos, block);
  }
  return [...blocks.values()];
}

export function tagsOfDeclaration(declaration: ts.Node): readonly JsDocTag[] {
  const { text } = declaration.getSourceFile();
  return blocksOfDeclaration(declaration).flatMap(({ pos, end }) => tagsInBlock(text.slice(pos, end), pos));
}

function blocksBefore(node: ts.Node, file: ts.SourceFile): readonly JsDocBlock[] {
  const decorators = ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : [];
  const starts = [node.pos, ...decorators.map(({ end }) => end)];
  return starts.flatMap((start) => blocksBetween(file.text, start));
}
