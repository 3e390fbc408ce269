/**
 * One level of a type: its kind, its own labels, and the types of its parts. `type-shape.ts` follows the parts.
 *
 * What is not looked into: members of platform types that are not generic (`Date`, `Element`), methods of packages' types
 * that are not generic, and results of functions without a written result type except at the root (inferring them checks
 * whole bodies, and value flow follows those anyway).
 */
import ts from "typescript";
import type { ShapeKind } from "../graph/type-shape.js";
import { containerParts } from "./container-parts.js";
import { isForeign } from "./foreign-types.js";
import { homeOfDeclaration, isOfPlatform } from "./home-of-file.js";
import { joinKinds, kindOfType } from "./kind-of-type.js";
import { isPlainPrimitive, labelsOfType, type LabelSource } from "./labels-of-type.js";
import { isHashPrivate, isSymbolKeyed } from "./member-names.js";
import {
  constraintOf,
  declarationOfSignature,
  isOpen,
  objectFlagsOf,
  typeArgumentsOf,
  typeOfSymbol,
} from "./type-references.js";

/** Overloads of one function that are looked at. */
export const MAXIMAL_SIGNATURES = 16;

/** What may stand at one place: any of the types, with the labels that declarations add. */
export interface TypePart {
  readonly types: readonly ts.Type[];
  readonly labels: readonly string[];
}

/** @example partsOfType(checker, `Account`, source).properties.get("securityPhone")?.types // [`SecurityContact`] */
export interface TypeParts {
  readonly kind: ShapeKind;
  readonly labels: readonly string[];
  readonly properties: ReadonlyMap<string, TypePart>;
  readonly elements: TypePart;
  readonly keys: TypePart;
  readonly places: readonly TypePart[] | undefined;
  readonly result: TypePart;
  /** Functions whose result only their body tells. */
  readonly inferred: readonly ts.Signature[];
}

export const NO_PART: TypePart = { types: [], labels: [] };

const NO_PARTS: TypeParts = {
  kind: "nothing",
  labels: [],
  properties: new Map(),
  elements: NO_PART,
  keys: NO_PART,
  places: undefined,
  result: NO_PART,
  inferred: [],
};

export function partsOfType(checker: ts.TypeChecker, type: ts.Type, source: LabelSource): TypeParts {
  if (isPlainPrimitive(type)) return { ...NO_PARTS, kind: kindOfType(checker, type) };
  const kind = kindOfType(checker, type);
  if (isForeign(checker, type, source)) return { ...NO_PARTS, kind };
  const labels = labelsOfType(checker, type, source);
  if (isOpen(type)) {
    const constraint = constraintOf(checker, type);
    const parts = constraint === undefined ? NO_PARTS : partsOfType(checker, constraint, source);
    return { ...parts, kind, labels: union(labels, parts.labels) };
  }
  if (type.isUnion() || type.isIntersection()) {
    // A choice of literals (`true | false`, an enum) has no parts, but an enum's members have its labels.
    const members = type.types.filter((part) => !isPlainPrimitive(part));
    const parts = joinParts(members.map((part) => partsOfType(checker, part, source)));
    return { ...parts, kind, labels: union(labels, parts.labels) };
  }
  if ((type.flags & ts.TypeFlags.Object) === 0) return { ...NO_PARTS, kind, labels };
  return { ...partsOfObject(checker, type, kind, source), labels };
}

export function joinParts(all: readonly TypeParts[]): TypeParts {
  const [first, ...others] = all;
  if (first === undefined) return NO_PARTS;
  if (others.length === 0) return first;
  const properties = new Map<string, TypePart>();
  for (const parts of all) {
    for (const [name, part] of parts.properties)
      properties.set(name, joinPart(properties.get(name) ?? NO_PART, part));
  }
  const places = all.flatMap((parts) => (parts.places === undefined ? [] : [parts.places]));
  const length = Math.max(0, ...places.map((some) => some.length));
  return {
    kind: joinKinds(all.map((parts) => parts.kind)),
    labels: all.map((parts) => parts.labels).reduce(union),
    properties,
    elements: all.map((parts) => parts.elements).reduce(joinPart),
    keys: all.map((parts) => parts.keys).reduce(joinPart),
    places:
      places.length === 0
        ? undefined
        : Array.from({ length }, (_, at) => places.map((some) => some[at] ?? NO_PART).reduce(joinPart)),
    result: all.map((parts) => parts.result).reduce(joinPart),
    inferred: all.flatMap((parts) => parts.inferred),
  };
}

/** What a label that stands on a declaration means for a value of this kind: a list's elements, a function's result. */
export function withLabels(parts: TypeParts, labels: readonly string[]): TypeParts {
  if (labels.length === 0) return parts;
  const add = (part: TypePart): TypePart => joinPart(part, { types: [], labels });
  switch (parts.kind) {
    case "array":
    case "set":
    case "promise":
    case "iterable":
    case "map":
    case "tuple":
      return { ...parts, elements: add(parts.elements), places: parts.places?.map(add) };
    case "function":
      return { ...parts, result: add(parts.result) };
    case "text":
    case "number":
    case "boolean":
    case "nothing":
    case "any":
    case "bytes":
    case "record":
      return { ...parts, labels: union(parts.labels, labels) };
  }
}

export function joinPart(one: TypePart, other: TypePart): TypePart {
  if (isEmptyPart(other)) return one;
  if (isEmptyPart(one)) return other;
  return { types: union(one.types, other.types), labels: union(one.labels, other.labels) };
}

export function isEmptyPart(part: TypePart): boolean {
  return part.types.length === 0 && part.labels.length === 0;
}

function union<T>(one: readonly T[], other: readonly T[]): readonly T[] {
  if (other.length === 0) return one;
  return one.length === 0 ? other : [...new Set([...one, ...other])];
}

function partsOfObject(
  checker: ts.TypeChecker,
  type: ts.Type,
  kind: ShapeKind,
  source: LabelSource,
): TypeParts {
  const container = containerParts(checker, type, kind);
  const signatures = checker.getSignaturesOfType(type, ts.SignatureKind.Call).slice(0, MAXIMAL_SIGNATURES);
  const written = signatures.filter((signature) => isResultWritten(declarationOfSignature(signature)));
  return {
    ...NO_PARTS,
    kind,
    elements: { types: container.elements, labels: [] },
    keys: { types: container.keys, labels: [] },
    places: container.places?.map((place) => ({ types: [place], labels: [] })),
    properties: propertiesOf(checker, type, kind, source),
    result: {
      types: written.map((signature) => signature.getReturnType()),
      labels: signatures.flatMap((signature) => labelsOf(declarationOfSignature(signature), source)),
    },
    inferred: signatures.filter((signature) => !written.includes(signature)),
  };
}

function labelsOf(declaration: ts.Declaration | undefined, source: LabelSource): readonly string[] {
  return declaration === undefined ? [] : source.labelsOf(declaration);
}

function isResultWritten(declaration: ts.SignatureDeclaration | undefined): boolean {
  if (declaration === undefined || declaration.type !== undefined) return true;
  if (ts.getJSDocReturnType(declaration) !== undefined) return true;
  return !("body" in declaration) || declaration.body === undefined;
}

function propertiesOf(
  checker: ts.TypeChecker,
  type: ts.Type,
  kind: ShapeKind,
  source: LabelSource,
): ReadonlyMap<string, TypePart> {
  const look = lookInto(checker, type, kind);
  const container = !isOpenKind(kind);
  const properties = new Map<string, TypePart>();
  if (look === "no") return properties;
  for (const member of checker.getPropertiesOfType(type)) {
    if (isSymbolKeyed(member) || isHashPrivate(member) || (member.flags & ts.SymbolFlags.Prototype) !== 0)
      continue;
    const labels = (member.declarations ?? []).flatMap(source.labelsOf);
    if (labels.length === 0 && (isSkipped(member, look) || (container && isOfPlatform(member)))) continue;
    const value = typeOfSymbol(checker, member);
    if (value === undefined || (labels.length === 0 && isPlainPrimitive(value))) continue;
    properties.set(member.name, { types: [value], labels });
  }
  return properties;
}

/** Kinds whose values have parts by name; those of containers are elements, whatever methods give them. */
function isOpenKind(kind: ShapeKind): boolean {
  return kind === "record" || kind === "function" || kind === "any";
}

/** `data`: no methods. */
function lookInto(checker: ts.TypeChecker, type: ts.Type, kind: ShapeKind): "all" | "data" | "no" {
  if (!isOpenKind(kind) && !isOwnClass(type)) return "no";
  const symbol = type.getSymbol();
  if (symbol !== undefined && (symbol.flags & ts.SymbolFlags.Enum) !== 0) return "no";
  if ((objectFlagsOf(type) & ts.ObjectFlags.Mapped) !== 0) return "all";
  if (isOfPlatform(symbol)) return "all";
  const home = symbol?.declarations?.[0];
  const foreign = home !== undefined && homeOfDeclaration(home).kind === "package";
  const generic = [...typeArgumentsOf(checker, type), ...(type.aliasTypeArguments ?? [])].length > 0;
  return foreign && !generic ? "data" : "all";
}

/** A class of the program that extends a container has fields of its own besides. */
function isOwnClass(type: ts.Type): boolean {
  const symbol = type.getSymbol();
  return symbol !== undefined && (symbol.flags & ts.SymbolFlags.Class) !== 0 && !isOfPlatform(symbol);
}

function isSkipped(member: ts.Symbol, look: "all" | "data"): boolean {
  const declarations = member.declarations ?? [];
  const method = (member.flags & ts.SymbolFlags.Method) !== 0;
  if (method && look === "data") return true;
  if (method && declarations.every((one) => ts.isMethodDeclaration(one) && !isResultWritten(one)))
    return true;
  // What a class of the program inherits from the platform, unless a type argument may stand in it.
  return isOfPlatform(member) && declarations.every((one) => !isInGeneric(one));
}

function isInGeneric(declaration: ts.Declaration): boolean {
  const { parent } = declaration;
  if (ts.isInterfaceDeclaration(parent) || ts.isClassLike(parent)) return parent.typeParameters !== undefined;
  return true;
}
