/** What is wrong with the names that an annotation gives: none, of another form, unknown. */
import { isPurposeName, purposeProblem } from "../settings/purpose-name.js";
import type { AnnotationProblem, AnnotationQuestion } from "./annotation-problems.js";
import type { JsDocTag } from "./jsdoc-tags.js";
import { isKnownPurpose, meantLabel, meantPurpose } from "./known-names.js";
import { purposeNames } from "./purpose-names.js";

export function nameProblems(tag: JsDocTag, question: AnnotationQuestion): readonly AnnotationProblem[] {
  return tag.tag === "label" ? labelProblems(tag, question) : purposeProblems(tag, question);
}

function purposeProblems(tag: JsDocTag, question: AnnotationQuestion): readonly AnnotationProblem[] {
  const names = purposeNames(tag.text);
  if (names.length === 0) return [noName(tag)];
  if (isProse(names, question)) {
    const problem = `"${tag.text}" reads as a sentence, and each of its words counts as a purpose`;
    return [{ kind: "badPurpose", start: tag.pos, end: tag.end, data: { problem }, mend: undefined }];
  }
  return names.flatMap((name) => purposeNameProblem(tag, name, question));
}

/** More names than a purpose has words, and not one that anybody knows first. */
const MOST_NAMES = 3;

function isProse(names: readonly string[], { known }: AnnotationQuestion): boolean {
  const [first = ""] = names;
  return names.length > MOST_NAMES && !isKnownPurpose(known, first);
}

function purposeNameProblem(
  tag: JsDocTag,
  name: string,
  { known, onlyKnown }: AnnotationQuestion,
): readonly AnnotationProblem[] {
  const place = placeOf(tag, name);
  if (!isPurposeName(name)) {
    return [{ kind: "badPurpose", ...place, data: { problem: purposeProblem(name) ?? "" }, mend: undefined }];
  }
  if (isKnownPurpose(known, name)) return [];
  const meant = meantPurpose(known, name);
  if (meant === undefined && !onlyKnown) return [];
  const hint = meant === undefined ? "the settings name no such purpose" : `did you mean "${meant}"?`;
  const mend = meant === undefined ? undefined : { ...place, text: meant };
  return [{ kind: "unknownPurpose", ...place, data: { name, hint, meant: meant ?? "" }, mend }];
}

function labelProblems(tag: JsDocTag, { known }: AnnotationQuestion): readonly AnnotationProblem[] {
  const [name] = /^[\w$][\w$:-]*/.exec(tag.text) ?? [];
  if (name === undefined) return [noName(tag)];
  if (known.labels.includes(name)) return [];
  const meant = meantLabel(known, name);
  // Other tools have a tag of that name, too, with a text: only a name that stands alone is meant for this one.
  if (meant === undefined && name !== tag.text) return [];
  const place = placeOf(tag, name);
  const hint =
    meant === undefined ? `the policy names ${known.labels.join(", ")}` : `did you mean "${meant}"?`;
  const mend = meant === undefined ? undefined : { ...place, text: meant };
  return [{ kind: "unknownLabel", ...place, data: { name, hint, meant: meant ?? "" }, mend }];
}

function noName({ tag, pos, end }: JsDocTag): AnnotationProblem {
  const what = tag === "label" ? "label" : "purpose";
  return { kind: "noName", start: pos, end, data: { tag: `@${tag}`, what }, mend: undefined };
}

/** Where a name stands in its tag's text. */
function placeOf(
  { tag, text, end }: JsDocTag,
  name: string,
): { readonly start: number; readonly end: number } {
  const textStart = end - text.length;
  const at = Math.max(0, text.indexOf(name));
  return text === ""
    ? { start: end - tag.length - 1, end }
    : { start: textStart + at, end: textStart + at + name.length };
}
