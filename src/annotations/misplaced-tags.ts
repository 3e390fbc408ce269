/** Annotations that stand where nothing reads them, and such as are at odds with each other. */
import ts from "typescript";
import type { Policy } from "../settings/policy.js";
import type { AnnotationProblem } from "./annotation-problems.js";
import type { JsDocTag } from "./jsdoc-tags.js";
import { purposeNames, purposesIn } from "./purpose-names.js";
import { isAnnotatable } from "./purposes-of.js";
import { canRelease } from "./repurposing-of.js";

/** Where each annotation belongs, for the message. */
const PLACES = {
  purpose: "on top of the module, or directly before a declaration",
  label: "directly before a property, parameter, variable, function or type",
  repurpose: "directly before a function",
};

export function misplacementOf(
  { tag, pos, end }: JsDocTag,
  isModule: boolean,
  declarations: readonly ts.Node[],
): AnnotationProblem | undefined {
  if (tag !== "purpose" && tag !== "label" && tag !== "repurpose") return undefined;
  const isRead = (tag === "purpose" && isModule) || declarations.some((node) => reads(tag, node));
  const data = { tag: `@${tag}`, place: PLACES[tag] };
  return isRead ? undefined : { kind: "misplaced", start: pos, end, data, mend: undefined };
}

function reads(tag: keyof typeof PLACES, node: ts.Node): boolean {
  switch (tag) {
    case "purpose":
      return isAnnotatable(node);
    case "label":
      return isAnnotatable(node) && !ts.isModuleDeclaration(node) && !ts.isConstructorDeclaration(node);
    case "repurpose":
      return canRelease(node);
  }
}

/** Of the tags in one block. */
export function contradictionsAmong(tags: readonly JsDocTag[], policy: Policy): readonly AnnotationProblem[] {
  const purposes = purposesIn(tags, "purpose");
  const labels = tags.filter(({ tag }) => tag === "label");
  const second = labels.slice(1).filter(({ text }) => text !== labels[0]?.text);
  return [
    ...second.map((tag) =>
      contradiction(tag, `only the first of several labels counts (${labels[0]?.text ?? ""})`),
    ),
    ...labels.slice(0, 1).flatMap((tag) => {
      const forbidden = policy.labels.has(tag.text) ? policy.forbids(tag.text, purposes, []) : undefined;
      return forbidden === undefined
        ? []
        : [
            contradiction(
              tag,
              `${tag.text} may not be used for ${forbidden}, which the same comment states as the purpose`,
            ),
          ];
    }),
    ...tags
      .filter(({ tag }) => tag === "repurpose")
      .flatMap((tag) => {
        const own = purposeNames(tag.text).find((name) => purposes.includes(name));
        return own === undefined
          ? []
          : [
              contradiction(
                tag,
                `code with the purpose ${own} itself can't release values to it: they have got there already`,
              ),
            ];
      }),
  ];
}

function contradiction({ pos, end }: JsDocTag, problem: string): AnnotationProblem {
  return { kind: "contradiction", start: pos, end, data: { problem }, mend: undefined };
}
