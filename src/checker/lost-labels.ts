/**
 * Which labels a value loses by being given another type: they are at some part of it, and the other type has that part
 * without them. A part that the other type doesn't have is not lost but out of reach (`Account` as `{ id: string }`), and
 * what the other type leaves open (`unknown`, a type parameter, an index signature) claims nothing.
 */
import ts from "typescript";
import type { TypeShape } from "../graph/type-shape.js";
import { containerParts } from "./container-parts.js";
import { kindOfType } from "./kind-of-type.js";
import { isOpen, typeOfSymbol } from "./type-references.js";

/** Parts of parts that are compared; a type that is written beside a value seldom says more of it. */
const COMPARED_DEPTH = 5;

/** @example lostLabels(checker, shapeOf(`Account`), { type: `PlainAccount`, shape: undefined }) // [{ label: "SecurityContact", path: ".securityPhone" }] */
export interface LostLabel {
  readonly label: string;
  /** Of the part, from the value: `.phones[]`; empty for the value itself. */
  readonly path: string;
}

/** What is said of a value by the type that it is given, and where that carries labels. */
export interface GivenType {
  readonly type: ts.Type;
  readonly shape: TypeShape | undefined;
}

export function lostLabels(
  checker: ts.TypeChecker,
  from: TypeShape | undefined,
  given: GivenType,
): readonly LostLabel[] {
  return from === undefined ? [] : lostBelow({ checker, seen: new Set() }, from, given, "");
}

interface Comparison {
  readonly checker: ts.TypeChecker;
  readonly seen: Set<TypeShape>;
}

function lostBelow(
  comparison: Comparison,
  from: TypeShape,
  given: GivenType,
  path: string,
): readonly LostLabel[] {
  const { checker, seen } = comparison;
  if (seen.has(from) || path.split(/(?=[.[])/).length > COMPARED_DEPTH) return [];
  if ((given.type.flags & ts.TypeFlags.Any) !== 0) return firstLabels(from, path, new Set());
  const type = checker.getNonNullableType(given.type);
  if (isOpen(type) || (type.flags & (ts.TypeFlags.Unknown | ts.TypeFlags.Never)) !== 0) return [];
  const own = kindOfType(checker, type) === "any" ? [] : from.labels;
  const lost = own
    .filter((label) => given.shape?.labels.includes(label) !== true)
    .map((label) => ({ label, path }));
  if (lost.length > 0) return lost;
  seen.add(from);
  return [
    ...lostProperties(comparison, from, { ...given, type }, path),
    ...lostElements(comparison, from, { ...given, type }, path),
  ];
}

function lostProperties(
  comparison: Comparison,
  from: TypeShape,
  given: GivenType,
  path: string,
): readonly LostLabel[] {
  const { checker } = comparison;
  return [...from.properties].flatMap(([name, part]) => {
    const member = checker.getPropertyOfType(given.type, name);
    const type = member === undefined ? undefined : typeOfSymbol(checker, member);
    if (type === undefined) return [];
    return lostBelow(comparison, part, { type, shape: given.shape?.properties.get(name) }, `${path}.${name}`);
  });
}

/** Elements of the same kind of container: a dictionary says nothing of a record's single properties. */
function lostElements(
  comparison: Comparison,
  from: TypeShape,
  given: GivenType,
  path: string,
): readonly LostLabel[] {
  const { checker } = comparison;
  const kind = kindOfType(checker, given.type);
  if (kind === "record" || given.type.isUnion()) return [];
  const { elements, places } = containerParts(checker, given.type, kind);
  const parts = [from.elements, ...(from.places ?? [])].filter((part) => part !== undefined);
  const types = [...elements, ...(places ?? [])];
  const shape = given.shape?.elements ?? given.shape?.places?.find((place) => place !== undefined);
  const below = kind === "promise" ? path : `${path}[]`;
  return parts.flatMap((part) =>
    types.flatMap((type) => lostBelow(comparison, part, { type, shape }, below)),
  );
}

/** `any` says nothing at all: all that is in the value is lost, of which the nearest parts are told. */
function firstLabels(from: TypeShape, path: string, seen: Set<TypeShape>): readonly LostLabel[] {
  if (seen.has(from)) return [];
  seen.add(from);
  if (from.labels.length > 0) return from.labels.map((label) => ({ label, path }));
  const elements = [from.elements, ...(from.places ?? [])].filter((part) => part !== undefined);
  const below = from.kind === "promise" ? path : `${path}[]`;
  return [
    ...[...from.properties].flatMap(([name, part]) => firstLabels(part, `${path}.${name}`, seen)),
    ...elements.flatMap((part) => firstLabels(part, below, seen)),
  ];
}
