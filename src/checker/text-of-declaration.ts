/** Whether what is declared holds text that may be any: a `string`, one that may be absent, a list, a promise, a record by key of them. */
import ts from "typescript";
import { containerParts } from "./container-parts.js";
import { kindOfType } from "./kind-of-type.js";
import type { ShapeKind } from "../graph/type-shape.js";

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
  const { elements, places = [] } = containerParts(checker, type, kind);
  const parts = [...elements, ...places];
  return isContainer(checker, type, kind) && parts.length > 0 && parts.every((part) => isText(checker, part));
}

/** What has members of its own is another thing than what is in it. */
function isContainer(checker: ts.TypeChecker, type: ts.Type, kind: ShapeKind): boolean {
  switch (kind) {
    case "array":
    case "set":
    case "map":
    case "tuple":
    case "promise":
    case "iterable":
      return true;
    case "record":
      return checker.getPropertiesOfType(type).length === 0;
    case "text":
    case "number":
    case "boolean":
    case "any":
    case "nothing":
    case "bytes":
    case "function":
      return false;
  }
}
