/**
 * Whether what is put into a place needs a type without the label: other text than labelled one. Constants and absence
 * (`""`, `null`) need none.
 */
import ts from "typescript";
import { containerParts } from "./container-parts.js";
import { kindOfType } from "./kind-of-type.js";
import type { TypeShapes } from "./type-shape.js";

/** Containers in containers that are looked into; what is nested deeper counts as other text. */
const CONTAINER_DEPTH = 4;

interface Asked {
  readonly checker: ts.TypeChecker;
  readonly shapes: TypeShapes;
}

/** @example needsPlainText(asked, [type of `account.marketingEmail`]) // true */
export function needsPlainText(asked: Asked, types: readonly ts.Type[]): boolean {
  return types.some((type) => holdsPlainText(asked, type, CONTAINER_DEPTH));
}

function holdsPlainText(asked: Asked, type: ts.Type, depth: number): boolean {
  if (type.isUnion()) return type.types.some((part) => holdsPlainText(asked, part, depth));
  const { checker, shapes } = asked;
  if (type.isLiteral() || (type.flags & ts.TypeFlags.Never) !== 0 || depth === 0) return depth === 0;
  const shape = shapes.shapeOf(type);
  if (shape !== undefined && shape.labels.length > 0) return false;
  const kind = kindOfType(checker, type);
  switch (kind) {
    case "nothing":
      return false;
    case "array":
    case "tuple":
    case "set":
    case "promise":
    case "iterable": {
      const { elements, places = [] } = containerParts(checker, type, kind);
      return [...elements, ...places].some((part) => holdsPlainText(asked, part, depth - 1));
    }
    case "text":
    case "number":
    case "boolean":
    case "any":
    case "bytes":
      return true;
    case "function":
    case "map":
    case "record":
      return shape === undefined;
  }
}
