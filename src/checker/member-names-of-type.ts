/**
 * Which properties a value has by its type, where that is all: of a record, or of the records in a list or promise.
 */
import type ts from "typescript";
import { containerParts } from "./container-parts.js";
import { kindOfType } from "./kind-of-type.js";

/** Lists of lists are looked into so far. */
const CONTAINER_DEPTH = 4;

/** @example memberNamesOf(checker, `Promise<Pick<Account, "id">[]>`) // ["id"] */
export function memberNamesOf(
  checker: ts.TypeChecker,
  type: ts.Type,
  depth = CONTAINER_DEPTH,
): readonly string[] | undefined {
  if (type.isUnion()) {
    const parts = type.types.filter((part) => kindOfType(checker, part) !== "nothing");
    const names = parts.map((part) => memberNamesOf(checker, part, depth));
    return names.some((some) => some === undefined) ? undefined : names.flatMap((some) => some ?? []);
  }
  const kind = kindOfType(checker, type);
  switch (kind) {
    case "record":
      return checker.getIndexInfosOfType(type).length > 0
        ? undefined
        : checker.getPropertiesOfType(type).map(({ name }) => name);
    case "array":
    case "promise":
    case "set":
    case "map":
    case "iterable": {
      const [element] = depth === 0 ? [] : containerParts(checker, type, kind).elements;
      return element === undefined ? undefined : memberNamesOf(checker, element, depth - 1);
    }
    case "text":
    case "number":
    case "boolean":
    case "nothing":
    case "function":
    case "any":
    case "tuple":
    case "bytes":
      return undefined;
  }
}
