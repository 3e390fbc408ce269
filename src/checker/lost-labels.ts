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

/** @example lostLabels(checker, shapeOf(`Account`), { type: `PlainAccount`, shape: undefined })[0]?.path // ".securityPhone" */
export interface LostLabel {
  readonly label: string;
  /** Of the part, from the value: `.phones[]`; empty for the value itself. */
  readonly path: string;
  /** The innermost property of the other type on the way there; undefined where the type itself says it. */
  readonly property: ts.Symbol | undefined;
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
  if (from === undefined) return [];
  const comparison = new Comparison(checker);
  return comparison.lost(from, given, { path: "", depth: 0, property: undefined });
}

/** Where the comparison is. */
interface Place {
  readonly path: string;
  readonly depth: number;
  readonly property: ts.Symbol | undefined;
}

class Comparison {
  readonly #checker: ts.TypeChecker;
  readonly #seen = new Set<TypeShape>();

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  lost(from: TypeShape, given: GivenType, place: Place): readonly LostLabel[] {
    if (this.#seen.has(from) || place.depth > COMPARED_DEPTH) return [];
    if ((given.type.flags & ts.TypeFlags.Any) !== 0) return nearestLabels(from, place, new Set());
    const type = this.#checker.getNonNullableType(given.type);
    if (isOpen(type) || (type.flags & (ts.TypeFlags.Unknown | ts.TypeFlags.Never)) !== 0) return [];
    const own = kindOfType(this.#checker, type) === "any" ? [] : from.labels;
    const lost = own.filter((label) => given.shape?.labels.includes(label) !== true);
    if (lost.length > 0) return lost.map((label) => ({ label, ...partOf(place) }));
    this.#seen.add(from);
    const present = { ...given, type };
    return [
      ...this.#lostInProperties(from, present, place),
      ...this.#lostInElements(from, present, place),
      ...this.#lostInResult(from, present, place),
    ];
  }

  #lostInProperties(from: TypeShape, given: GivenType, place: Place): readonly LostLabel[] {
    return [...from.properties].flatMap(([name, part]) => {
      const property = this.#checker.getPropertyOfType(given.type, name);
      const type = property === undefined ? undefined : typeOfSymbol(this.#checker, property);
      if (type === undefined) return [];
      const shape = given.shape?.properties.get(name);
      return this.lost(part, { type, shape }, { ...below(place, `.${name}`), property });
    });
  }

  /** Elements of the same kind of container: a dictionary says nothing of a record's single properties. */
  #lostInElements(from: TypeShape, given: GivenType, place: Place): readonly LostLabel[] {
    const kind = kindOfType(this.#checker, given.type);
    if (kind === "record" || kind === "function" || given.type.isUnion()) return [];
    const { elements, places = [] } = containerParts(this.#checker, given.type, kind);
    const { shape } = given;
    const within = shape?.elements ?? shape?.places?.find((one) => one !== undefined);
    return elementsOf(from).flatMap((part) =>
      [...elements, ...places].flatMap((type) =>
        this.lost(part, { type, shape: within }, below(place, kind === "promise" ? "" : "[]")),
      ),
    );
  }

  /** Of functions themselves; methods of an object are its class's business. */
  #lostInResult(from: TypeShape, given: GivenType, place: Place): readonly LostLabel[] {
    if (from.result === undefined || place.depth > 0) return [];
    const [signature] = this.#checker.getSignaturesOfType(given.type, ts.SignatureKind.Call);
    if (signature === undefined) return [];
    const shape = given.shape?.result;
    return this.lost(from.result, { type: signature.getReturnType(), shape }, below(place, "()"));
  }
}

function below({ path, depth, property }: Place, step: string): Place {
  return { path: path + step, depth: depth + 1, property };
}

function partOf({ path, property }: Place): Pick<LostLabel, "path" | "property"> {
  return { path, property };
}

function elementsOf(from: TypeShape): readonly TypeShape[] {
  return [from.elements, ...(from.places ?? [])].filter((part) => part !== undefined);
}

/** `any` says nothing at all: all that is in the value is lost, of which the nearest parts are told. */
function nearestLabels(from: TypeShape, place: Place, seen: Set<TypeShape>): readonly LostLabel[] {
  if (seen.has(from)) return [];
  seen.add(from);
  if (from.labels.length > 0) return from.labels.map((label) => ({ label, ...partOf(place) }));
  const step = from.kind === "promise" ? "" : "[]";
  return [
    ...[...from.properties].flatMap(([name, part]) => nearestLabels(part, below(place, `.${name}`), seen)),
    ...elementsOf(from).flatMap((part) => nearestLabels(part, below(place, step), seen)),
  ];
}
