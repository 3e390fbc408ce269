/** Whether what is declared holds text that may be any: a `string`, one that may be absent, a list of them. */
import ts from "typescript";
import { containerParts } from "./container-parts.js";
import { kindOfType } from "./kind-of-type.js";

/** @example holdsText(checker, `recoveryEmails: string[] | null`) // true; `channel: "sms" | "email"` is a choice */
export function holdsText(checker: ts.TypeChecker, declaration: ts.Declaration): boolean {
  return isText(checker, checker.getTypeAtLocation(declaration));
}

function isText(checker: ts.TypeChecker, type: ts.Type): boolean {
  if (type.isUnion()) {
    const present = type.types.filter((part) => kindOfType(checker, part) !== "nothing");
    return present.length > 0 && present.every((part) => isText(checker, part));
  }
  const kind = kindOfType(checker, type);
  if (kind === "text") return (type.flags & ts.TypeFlags.StringLiteral) === 0;
  if (kind !== "array" && kind !== "set") return false;
  const { elements } = containerParts(checker, type, kind);
  return elements.length > 0 && elements.every((part) => isText(checker, part));
}
