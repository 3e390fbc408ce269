/**
 * What values of a type are, without a look at their labels: text, bytes, a container, a record. Libraries' own types
 * are known by name and by where they are declared, never by name alone.
 */
import ts from "typescript";
import type { ShapeKind } from "../graph/type-shape.js";
import { homeOfDeclaration, isOfPlatform } from "./home-of-file.js";
import { baseTypesOf, constraintOf, isOpen, objectFlagsOf, typeOfSymbol } from "./type-references.js";

/** How far up a class's base classes a container is looked for. */
const BASE_DEPTH = 8;

const LIBRARY_KINDS: ReadonlyMap<string, ShapeKind> = new Map<string, ShapeKind>([
  ...named("array", "Array ReadonlyArray"),
  ...named("set", "Set ReadonlySet WeakSet"),
  ...named("map", "Map ReadonlyMap WeakMap"),
  ...named("promise", "Promise PromiseLike"),
  ...named(
    "iterable",
    "Iterable Iterator IterableIterator IteratorObject Generator ArrayIterator MapIterator SetIterator",
  ),
  ...named(
    "iterable",
    "AsyncIterable AsyncIterator AsyncIterableIterator AsyncIteratorObject AsyncGenerator",
  ),
  ...named("iterable", "StringIterator RegExpStringIterator SpecIterator SpecIterable SpecIterableIterator"),
  ...named(
    "iterable",
    "ReadableStream Readable ReadWriteStream Duplex Transform PassThrough ReadStream IncomingMessage",
  ),
  ...named("bytes", "ArrayBuffer SharedArrayBuffer DataView Buffer Blob File ArrayBufferView"),
  ...named("bytes", "Uint8Array Uint8ClampedArray Uint16Array Uint32Array Int8Array Int16Array Int32Array"),
  ...named("bytes", "BigInt64Array BigUint64Array Float16Array Float32Array Float64Array"),
  ...named("text", "String"),
  ...named("number", "Number BigInt"),
  ...named("boolean", "Boolean"),
  ...named("function", "Function CallableFunction NewableFunction"),
  ...named("any", "Object"),
]);

function named(kind: ShapeKind, names: string): [string, ShapeKind][] {
  return names.split(" ").map((name) => [name, kind]);
}

/** @example kindOfType(checker, `SecurityContact | null`) // "text" */
export function kindOfType(checker: ts.TypeChecker, type: ts.Type): ShapeKind {
  const { flags } = type;
  const { TypeFlags } = ts;
  if ((flags & (TypeFlags.Any | TypeFlags.Unknown | TypeFlags.NonPrimitive)) !== 0) return "any";
  if ((flags & TypeFlags.StringLike) !== 0) return "text";
  if ((flags & (TypeFlags.NumberLike | TypeFlags.BigIntLike)) !== 0) return "number";
  if ((flags & TypeFlags.BooleanLike) !== 0) return "boolean";
  if ((flags & (TypeFlags.VoidLike | TypeFlags.Null | TypeFlags.Never | TypeFlags.ESSymbolLike)) !== 0)
    return "nothing";
  if (isOpen(type)) return kindOfOpen(checker, type);
  if (type.isUnion()) return joinKinds(type.types.map((part) => kindOfType(checker, part)));
  if (type.isIntersection()) return meetKinds(type.types.map((part) => kindOfType(checker, part)));
  return kindOfObject(checker, type);
}

/** What a union of values of these kinds is. */
export function joinKinds(kinds: readonly ShapeKind[]): ShapeKind {
  const some = new Set(kinds.filter((kind) => kind !== "nothing"));
  const [first, ...others] = some;
  if (first === undefined) return "nothing";
  if (others.length === 0) return first;
  const only = (...names: ShapeKind[]): boolean => [...some].every((kind) => names.includes(kind));
  if (only("text", "number", "boolean")) return some.has("text") ? "text" : "number";
  return only("array", "tuple") ? "array" : "any";
}

/** In an intersection, records are brands or further members of what the other part is. */
function meetKinds(kinds: readonly ShapeKind[]): ShapeKind {
  return (
    kinds.find((kind) => kind !== "record" && kind !== "any") ?? (kinds.includes("record") ? "record" : "any")
  );
}

function kindOfOpen(checker: ts.TypeChecker, type: ts.Type): ShapeKind {
  const constraint = constraintOf(checker, type);
  if (constraint === undefined) return "any";
  const kind = kindOfType(checker, constraint);
  // `T extends object` may be an array, a map, bytes: a constraint says what a value is at least.
  return kind === "record" ? "any" : kind;
}

function kindOfObject(checker: ts.TypeChecker, type: ts.Type): ShapeKind {
  if (checker.isTupleType(type)) return "tuple";
  if (checker.isArrayType(type)) return "array";
  const known = libraryKindOf(type);
  if (known !== undefined) return known;
  if (isCallable(checker, type)) return "function";
  const inherited = inheritedKind(checker, type, BASE_DEPTH);
  if (inherited !== undefined) return inherited;
  if (hasMethod(checker, type, "then")) return "promise";
  if (isSubscribable(checker, type)) return "iterable";
  return isEmptyObject(checker, type) ? "any" : "record";
}

/** @example libraryKindOf(`WeakMap<object, string>`) // "map" */
export function libraryKindOf(type: ts.Type): ShapeKind | undefined {
  const symbol = type.getSymbol();
  if (symbol === undefined || (symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface)) === 0)
    return undefined;
  // `typeof Map` has the class's symbol as well, but is an anonymous type.
  if ((objectFlagsOf(type) & ts.ObjectFlags.Anonymous) !== 0) return undefined;
  const kind = LIBRARY_KINDS.get(symbol.name);
  return kind !== undefined && isOfPlatform(symbol) ? kind : undefined;
}

function inheritedKind(checker: ts.TypeChecker, type: ts.Type, depth: number): ShapeKind | undefined {
  if (depth === 0) return undefined;
  for (const base of baseTypesOf(checker, type)) {
    if (checker.isTupleType(base) || checker.isArrayType(base)) return "array";
    const kind = libraryKindOf(base) ?? inheritedKind(checker, base, depth - 1);
    if (kind === undefined || kind === "any") continue;
    // Node makes hashes and ciphers streams too; those that one iterates are named above.
    if (kind !== "iterable" || !isOfPlatform(type.getSymbol())) return kind;
  }
  return undefined;
}

/** Observables, stores and signals of packages: what comes out of them is their type argument. */
export function isSubscribable(checker: ts.TypeChecker, type: ts.Type): boolean {
  if (!hasMethod(checker, type, "subscribe")) return false;
  const declaration = type.getSymbol()?.declarations?.[0];
  return declaration !== undefined && homeOfDeclaration(declaration).kind === "package";
}

/** Also one that is written as a property, or that a mapped type (`Omit<Query, "where">`) makes of a method. */
function hasMethod(checker: ts.TypeChecker, type: ts.Type, name: string): boolean {
  const member = checker.getPropertyOfType(type, name);
  if (member === undefined) return false;
  if ((member.flags & ts.SymbolFlags.Method) !== 0) return true;
  const value = typeOfSymbol(checker, member);
  return value !== undefined && isCallable(checker, value);
}

function isCallable(checker: ts.TypeChecker, type: ts.Type): boolean {
  return (
    checker.getSignaturesOfType(type, ts.SignatureKind.Call).length > 0 ||
    checker.getSignaturesOfType(type, ts.SignatureKind.Construct).length > 0
  );
}

/** `{}` as a type is anything but null and undefined; as a value it is an empty record. */
function isEmptyObject(checker: ts.TypeChecker, type: ts.Type): boolean {
  const flags = objectFlagsOf(type);
  if ((flags & ts.ObjectFlags.Anonymous) === 0 || (flags & ts.ObjectFlags.ObjectLiteral) !== 0) return false;
  return checker.getPropertiesOfType(type).length === 0 && checker.getIndexInfosOfType(type).length === 0;
}
