/**
 * One level of a type: its kind, its own labels, and the types of its parts; `carrying-types.ts` and `type-shape.ts`
 * follow the parts. Results of functions without a written result type are not among them, but listed apart: inferring
 * them checks whole bodies, and value flow follows those anyway.
 */
import ts from "typescript";
import type { ShapeKind } from "../graph/type-shape.js";
import { containerParts } from "./container-parts.js";
import { isForeign } from "./foreign-types.js";
import { joinKinds, kindOfType } from "./kind-of-type.js";
import { isPlainPrimitive, labelsOfType, type LabelSource } from "./labels-of-type.js";
import { isResultWritten, membersOf } from "./members-of-type.js";
import { constraintOf, declarationOfSignature, isOpen, typeOfSymbol } from "./type-references.js";

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

const NO_PART: TypePart = { types: [], labels: [] };

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

function isEmptyPart(part: TypePart): boolean {
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
  const signatures = checker.getSignaturesOfType(type, ts.SignatureKind.Call);
  const written = signatures.filter((signature) => isResultWritten(declarationOfSignature(signature)));
  return {
    ...NO_PARTS,
    kind,
    elements: { types: container.elements, labels: [] },
    keys: { types: container.keys, labels: [] },
    places: container.places?.map((place) => ({ types: [place], labels: [] })),
    properties: propertiesOf(checker, type, kind, source),
    result: {
      types: [...new Set(written.map((signature) => signature.getReturnType()))],
      labels: signatures.flatMap((signature) => labelsOf(declarationOfSignature(signature), source)),
    },
    inferred: signatures.filter((signature) => !written.includes(signature)),
  };
}

function labelsOf(declaration: ts.Declaration | undefined, source: LabelSource): readonly string[] {
  return declaration === undefined ? [] : source.labelsOf(declaration);
}

function propertiesOf(
  checker: ts.TypeChecker,
  type: ts.Type,
  kind: ShapeKind,
  source: LabelSource,
): ReadonlyMap<string, TypePart> {
  const properties = new Map<string, TypePart>();
  for (const { member, look } of membersOf(checker, type, kind)) {
    const labels = (member.declarations ?? []).flatMap(source.labelsOf);
    if (labels.length === 0 && look === "tag") continue;
    const value = typeOfSymbol(checker, member);
    if (value === undefined) continue;
    const skipped = isPlainPrimitive(value) || (look === "data" && kindOfType(checker, value) === "function");
    if (labels.length > 0 || !skipped) properties.set(member.name, { types: [value], labels });
  }
  return properties;
}
