/**
 * What is wrong with the annotations of a file: misspelt, unknown, empty, where nothing reads them, at odds with each
 * other. An annotation that isn't understood is worse than none, since its author relies on it.
 */
import ts from "typescript";
import type { TextEdit } from "../graph/text-edit.js";
import { closestName } from "../settings/name-suggestion.js";
import type { Policy } from "../settings/policy.js";
import { declarationsUnder } from "./annotated-places.js";
import { isJsDoc, type JsDocBlock } from "./jsdoc-blocks.js";
import { anyTagsInBlock, tagsInBlock, type JsDocTag, type WrittenTag } from "./jsdoc-tags.js";
import type { KnownNames } from "./known-names.js";
import { isModuleBlock } from "./module-blocks.js";
import { contradictionsAmong, misplacementOf } from "./misplaced-tags.js";
import { nameProblems } from "./tag-names.js";

export type AnnotationProblemKind =
  | "misspeltTag"
  | "noJsDoc"
  | "noName"
  | "badPurpose"
  | "unknownPurpose"
  | "unknownLabel"
  | "misplaced"
  | "contradiction"
  | "plainLabel"
  | "lostLabel";

/** @example { kind: "misspeltTag", data: { found: "@purpouse", meant: "@purpose" }, … } */
export interface AnnotationProblem {
  readonly kind: AnnotationProblemKind;
  readonly start: number;
  readonly end: number;
  readonly data: Readonly<Record<string, string>>;
  readonly mend: TextEdit | undefined;
}

export interface AnnotationQuestion {
  readonly known: KnownNames;
  readonly policy: Policy;
  /** Whether purposes that neither the plugin nor the settings know are problems. */
  readonly onlyKnown: boolean;
}

/** The tags that this plugin reads for their own sake. */
const ANNOTATIONS = ["purpose", "label", "repurpose"] as const;

/** `comments` are all comments of the file. */
export function annotationProblems(
  file: ts.SourceFile,
  comments: readonly JsDocBlock[],
  question: AnnotationQuestion,
): readonly AnnotationProblem[] {
  return comments
    .filter(({ pos, end }) => file.text.slice(pos, end).includes("@"))
    .flatMap((comment) =>
      isJsDoc(file.text, comment.pos) && file.text.startsWith("/*", comment.pos)
        ? problemsInBlock(file, comment, question)
        : problemsInOtherComment(file, comment),
    )
    .sort((one, other) => one.start - other.start);
}

function problemsInBlock(
  file: ts.SourceFile,
  block: JsDocBlock,
  question: AnnotationQuestion,
): readonly AnnotationProblem[] {
  const text = file.text.slice(block.pos, block.end);
  const misspelt = anyTagsInBlock(text, block.pos).flatMap((tag) => misspeltTag(file, tag));
  const tags = tagsInBlock(text, block.pos).filter(isAnnotation);
  if (tags.length === 0) return misspelt;
  const isModule = isModuleBlock(file, block);
  const declarations = isModule ? [] : declarationsUnder(file, block);
  const placed = tags
    .map((tag) => misplacementOf(tag, isModule, declarations))
    .filter((one) => one !== undefined);
  const names = tags.flatMap((tag) => nameProblems(tag, question));
  return [...misspelt, ...placed, ...names, ...contradictionsAmong(tags, question.policy)];
}

function isAnnotation({ tag }: JsDocTag): boolean {
  return ANNOTATIONS.some((name) => name === tag);
}

/** Two slips in the long names; in the short one two slips lead to other words. */
const LONG_TAG_SLIPS = 2;
const SHORT_TAG_SLIPS = 1;

function misspeltTag(file: ts.SourceFile, { name, pos }: WrittenTag): readonly AnnotationProblem[] {
  const meant = meantTag(name);
  const [start, end] = [pos, pos + 1 + name.length];
  // `@babel/core` is no tag.
  if (meant === undefined || file.text[end] === "/") return [];
  const mend = { start, end, text: `@${meant}` };
  return [{ kind: "misspeltTag", start, end, data: { found: `@${name}`, meant: mend.text }, mend }];
}

function meantTag(name: string): string | undefined {
  if (ANNOTATIONS.some((known) => known === name)) return undefined;
  const short = closestName(name, ["label"], SHORT_TAG_SLIPS);
  return closestName(name, ["purpose", "repurpose"], LONG_TAG_SLIPS) ?? short;
}

/** An annotation, alone in a comment that nobody reads: `// @purpose advertising`, or a block that opens with one star. */
const IN_OTHER_COMMENT = /^(?:\/\/|\/\*)[ \t]*@(purpose|label|repurpose)[ \t]+\S[^\n]*$/;

function problemsInOtherComment(file: ts.SourceFile, { pos, end }: JsDocBlock): readonly AnnotationProblem[] {
  const text = file.text.slice(pos, end);
  const [, tag = ""] = IN_OTHER_COMMENT.exec(text) ?? [];
  if (tag === "") return [];
  const content = text.replace(/^\/[/*][ \t]*/, "").replace(/[ \t]*(?:\*\/)?$/, "");
  const mend = { start: pos, end, text: `/** ${content} */` };
  return [{ kind: "noJsDoc", start: pos, end, data: { tag: `@${tag}` }, mend }];
}
