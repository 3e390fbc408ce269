/**
 * Can the result of a call hold text or bytes, by what the callee *declares*? (spec, end of "Labels": what a call without
 * a body and without a model passes on.) The declared result counts, not the instantiated one: `parse<T>(text): T` may
 * give anything, whatever `T` is here.
 *
 * Objects of libraries (`Hash`, `URL`, an SDK's request) are opaque: what was put in may come out of their methods, so
 * they hold text, as a record. Records of the program's own domain don't: there the type says what is in them.
 */
import ts from "typescript";
import type { ShapeKind } from "../graph/type-shape.js";
import { containerParts } from "./container-parts.js";
import { homeOfDeclaration } from "./home-of-file.js";
import { kindOfType } from "./kind-of-type.js";
import {
  constraintOf,
  declarationOfSignature,
  isOpen,
  objectFlagsOf,
  typeOfSymbol,
} from "./type-references.js";

/** @example resultOf(checker, `hash.digest("hex")`) // { holdsText: true, kind: "text" } */
export interface CallResult {
  readonly holdsText: boolean;
  readonly kind: ShapeKind;
}

/** Containers in containers are looked into so far; deeper ones hold text. */
const CONTAINER_DEPTH = 6;

export function resultOf(checker: ts.TypeChecker, call: ts.Node): CallResult {
  const signature = isCallLike(call) ? checker.getResolvedSignature(call) : undefined;
  const declaration = signature === undefined ? undefined : declarationOfSignature(signature);
  const declared =
    declaration === undefined ? signature : (checker.getSignatureFromDeclaration(declaration) ?? signature);
  const here = checker.getTypeAtLocation(call);
  const type = declared?.getReturnType() ?? here;
  const holds = holdsText(checker, type, CONTAINER_DEPTH);
  if (!holds || declared === undefined || handsParameterBack(checker, declared, type, CONTAINER_DEPTH)) {
    return { holdsText: holds, kind: kindOfType(checker, type) };
  }
  return { holdsText: holdsText(checker, here, CONTAINER_DEPTH), kind: kindOfType(checker, here) };
}

/**
 * `<T>(value: T) => T[]`: what comes back is what was handed over, whatever type a caller says that it has. A type
 * parameter of the object that is called on (a query builder's row) stands for the type that it has here.
 */
function handsParameterBack(
  checker: ts.TypeChecker,
  signature: ts.Signature,
  result: ts.Type,
  depth: number,
): boolean {
  const own = signature.getTypeParameters() ?? [];
  if (own.length === 0 || depth === 0) return false;
  const parameters = signature.getParameters().map((parameter) => typeOfSymbol(checker, parameter));
  return own.some(
    (open) =>
      mentions(checker, result, open, depth) &&
      parameters.some((type) => type !== undefined && mentions(checker, type, open, depth)),
  );
}

/** `T[K]`. */
function isIndexedAccess(type: ts.Type): type is ts.IndexedAccessType {
  return (type.flags & ts.TypeFlags.IndexedAccess) !== 0;
}

function mentions(checker: ts.TypeChecker, type: ts.Type, open: ts.Type, depth: number): boolean {
  if (type === open) return true;
  if (depth === 0) return false;
  if (isIndexedAccess(type)) return mentions(checker, type.objectType, open, depth - 1);
  if (type.isUnionOrIntersection())
    return type.types.some((part) => mentions(checker, part, open, depth - 1));
  const kind = kindOfType(checker, type);
  return (
    kind !== "record" && partsOf(checker, type, kind).some((part) => mentions(checker, part, open, depth - 1))
  );
}

function isCallLike(node: ts.Node): node is ts.CallLikeExpression {
  return (
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isDecorator(node) ||
    ts.isJsxOpeningElement(node) ||
    ts.isJsxSelfClosingElement(node)
  );
}

export function holdsText(checker: ts.TypeChecker, type: ts.Type, depth: number): boolean {
  if (depth === 0) return true;
  const holds = (part: ts.Type): boolean => holdsText(checker, part, depth - 1);
  // A choice of literals was written by the library's author: no text of a caller is in it.
  if ((type.flags & ts.TypeFlags.StringLike) !== 0) return (type.flags & ts.TypeFlags.StringLiteral) === 0;
  if (isOpen(type)) return openHoldsText(checker, type, depth);
  if (type.isUnionOrIntersection()) return type.types.some(holds);
  const kind = kindOfType(checker, type);
  switch (kind) {
    case "any":
    case "text":
    case "bytes":
      return true;
    case "number":
    case "boolean":
    case "nothing":
    case "function":
      return false;
    case "array":
    case "tuple":
    case "set":
    case "map":
    case "promise":
    case "iterable":
      return partsOf(checker, type, kind).some(holds);
    case "record":
      return !isOwnRecord(checker, type) || partsOf(checker, type, kind).some(holds);
  }
}

function partsOf(checker: ts.TypeChecker, type: ts.Type, kind: ShapeKind): readonly ts.Type[] {
  const { elements, keys, places } = containerParts(checker, type, kind);
  return [...elements, ...keys, ...(places ?? [])];
}

/** `T`, `T extends object`, `T[K]`, `keyof T` may hold text; `T extends number`, `T extends "a" | "b"` don't. */
function openHoldsText(checker: ts.TypeChecker, type: ts.Type, depth: number): boolean {
  const constraint = constraintOf(checker, type);
  if (constraint === undefined) return true;
  const kind = kindOfType(checker, constraint);
  return kind === "record" || kind === "any" || holdsText(checker, constraint, depth - 1);
}

/** Written in the program: an interface, a class, a type literal, an object literal. */
function isOwnRecord(checker: ts.TypeChecker, type: ts.Type): boolean {
  // What a library computes property by property from the program's own types (a row of a query) is the program's.
  if ((objectFlagsOf(type) & ts.ObjectFlags.Mapped) !== 0) return true;
  const mapped = type.aliasSymbol !== undefined || type.getSymbol()?.name === "__type";
  // `Partial<Account>` is declared in the platform's library, its properties are the program's.
  const written = mapped ? checker.getPropertiesOfType(type)[0] : undefined;
  const declaration = written?.declarations?.[0] ?? type.getSymbol()?.declarations?.[0];
  return declaration === undefined || homeOfDeclaration(declaration).kind === "program";
}
