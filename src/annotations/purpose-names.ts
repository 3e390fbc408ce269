/** The names in an annotation: `security:two-factor analytics` are two, and a dash ends them. */
import type { JsDocTag } from "./jsdoc-tags.js";

/** @example purposeNames("security, analytics - for the login") // ["security", "analytics"] */
export function purposeNames(text: string): readonly string[] {
  const list = text.split(/(?:^|\s)(?:-+|–|—)(?:\s|$)/, 1)[0] ?? "";
  const names = list.split(/[\s,;]+/).map((name) => name.replace(/\.+$/, ""));
  return [...new Set(names.filter((name) => name !== ""))];
}

/** All names that tags of this kind give. */
export function purposesIn(tags: readonly JsDocTag[], kind: "purpose" | "repurpose"): readonly string[] {
  return [...new Set(tags.filter(({ tag }) => tag === kind).flatMap(({ text }) => purposeNames(text)))];
}
