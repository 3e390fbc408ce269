/**
 * Where values of a type carry labels (spec, "Labels"), as a graph that outlives the checker. Breadth first over the
 * types of the parts, then back from what is labelled: parts that carry nothing are left out. Recursive types give cyclic
 * graphs. What types can't say, values may: a bound that was hit is noted in `limits()`.
 */
import type ts from "typescript";
import type { ShapeKind, TypeShape } from "../graph/type-shape.js";
import { kindOfType } from "./kind-of-type.js";
import type { LabelSource } from "./labels-of-type.js";
import {
  isEmptyPart,
  joinPart,
  joinParts,
  partsOfType,
  withLabels,
  type TypePart,
  type TypeParts,
} from "./parts-of-type.js";

/** Steps from a value to a part of it: deeper ones are reached by reading, and asked for then. */
export const MAXIMAL_DEPTH = 10;
/** Parts of one type that are looked at; generated database clients have tens of thousands. */
export const MAXIMAL_PARTS = 2_000;

export interface TypeShapeOptions {
  /** The labels that the policy names. */
  readonly labels: ReadonlySet<string>;
  /** The label tag that stands on a declaration. */
  labelOfDeclaration(declaration: ts.Node): string | undefined;
  /** Labels that settings give to a declaration. */
  extraSources?(declaration: ts.Node): readonly string[];
}

export interface ShapeLimit {
  readonly limit: "depth" | "parts";
  /** The type whose parts were not all looked at. */
  readonly type: string;
}

export interface TypeShapes {
  /** undefined: carries no label at any part. */
  shapeOf(type: ts.Type): TypeShape | undefined;
  /** The shape of what a declaration declares: its type's, and the labels that stand on it. */
  shapeOfDeclaration(declaration: ts.Declaration): TypeShape | undefined;
  /** Labels that stand on a declaration itself: by tag or settings. */
  labelsOfDeclaration(declaration: ts.Node): readonly string[];
  kindOf(type: ts.Type): ShapeKind;
  /** Types that were not looked into to their end. */
  limits(): readonly ShapeLimit[];
}

/** One part under exploration. */
interface Place {
  readonly key: string;
  readonly parts: TypeParts;
  readonly depth: number;
  readonly shape: WritableShape;
  readonly users: Place[];
  children: readonly Child[];
  carries: boolean;
  /** Something below was not looked at. */
  partial: boolean;
}

interface Child {
  readonly attach: (to: WritableShape, shape: TypeShape) => void;
  readonly place: Place | undefined;
  /** Known from an earlier exploration. */
  readonly known: TypeShape | undefined;
}

/** A `TypeShape` while it is put together. */
interface WritableShape extends TypeShape {
  readonly properties: Map<string, TypeShape>;
  elements: TypeShape | undefined;
  keys: TypeShape | undefined;
  places: (TypeShape | undefined)[] | undefined;
  result: TypeShape | undefined;
}

/** @example createTypeShapes(checker, options).shapeOf(`Account`)?.properties.get("securityPhone")?.labels // ["SecurityContact"] */
export function createTypeShapes(checker: ts.TypeChecker, options: TypeShapeOptions): TypeShapes {
  const labelsOfDeclaration = (declaration: ts.Node): readonly string[] => {
    const tag = options.labelOfDeclaration(declaration);
    const all = [...(tag === undefined ? [] : [tag]), ...(options.extraSources?.(declaration) ?? [])];
    return all.filter((label) => options.labels.has(label));
  };
  const explorer = new Explorer(checker, { labels: options.labels, labelsOf: labelsOfDeclaration });
  return {
    shapeOf: (type) => explorer.shapeOf({ types: [type], labels: [] }),
    shapeOfDeclaration: (declaration) =>
      explorer.shapeOf({
        types: [checker.getTypeAtLocation(declaration)],
        labels: labelsOfDeclaration(declaration),
      }),
    labelsOfDeclaration,
    kindOf: (type) => kindOfType(checker, type),
    limits: () => [...explorer.limits.values()],
  };
}

/** Owns what is known of one checker's types: it lives and dies with the program. */
class Explorer {
  readonly limits = new Map<string, ShapeLimit>();
  readonly #checker: ts.TypeChecker;
  readonly #source: LabelSource;
  readonly #parts = new Map<ts.Type, TypeParts>();
  readonly #numbers = new Map<ts.Type, number>();
  /** Explored to their end: the same whatever was asked before. */
  readonly #complete = new Map<string, TypeShape | undefined>();
  readonly #roots = new Map<string, TypeShape | undefined>();

  constructor(checker: ts.TypeChecker, source: LabelSource) {
    this.#checker = checker;
    this.#source = source;
  }

  shapeOf(part: TypePart): TypeShape | undefined {
    const key = this.#keyOf(part);
    if (this.#roots.has(key)) return this.#roots.get(key);
    const shape = this.#explore(key, part);
    this.#roots.set(key, shape);
    return shape;
  }

  #explore(rootKey: string, part: TypePart): TypeShape | undefined {
    const parts = this.#withInferredResults(this.#partsOf(part));
    if (parts.inferred.length === 0 && this.#complete.has(rootKey)) return this.#complete.get(rootKey);
    // A root whose result was inferred says more than the same function as a part: it has a key of its own.
    const key = parts.inferred.length === 0 ? rootKey : `root ${rootKey}`;
    const root = newPlace(key, parts, 0);
    const places = new Map<string, Place>([[key, root]]);
    for (const place of places.values()) this.#expand(place, places);
    spread(
      [...places.values()].filter(({ parts: own, carries }) => carries || own.labels.length > 0),
      "carries",
    );
    spread(
      [...places.values()].filter(({ partial }) => partial),
      "partial",
    );
    this.#finish([...places.values()], root);
    return root.carries ? root.shape : undefined;
  }

  /** Adds the places of its parts to those under exploration: the loop in `#explore` comes to them in turn. */
  #expand(place: Place, places: Map<string, Place>): void {
    const within = [...partsWithin(place.parts)];
    if (place.depth >= MAXIMAL_DEPTH && within.length > 0) {
      place.partial = true;
      within.forEach(({ part }) => {
        this.#note("depth", part);
      });
      return;
    }
    place.children = within.flatMap(({ part, attach }): Child[] => {
      const key = this.#keyOf(part);
      if (this.#complete.has(key)) {
        const known = this.#complete.get(key);
        if (known !== undefined) place.carries = true;
        return known === undefined ? [] : [{ attach, place: undefined, known }];
      }
      const child = places.get(key) ?? this.#visit(key, part, place, places);
      if (child === undefined) return [];
      child.users.push(place);
      return [{ attach, place: child, known: undefined }];
    });
  }

  #visit(key: string, part: TypePart, from: Place, places: Map<string, Place>): Place | undefined {
    if (places.size >= MAXIMAL_PARTS) {
      from.partial = true;
      this.#note("parts", part);
      return undefined;
    }
    const parts = this.#partsOf(part);
    const place = newPlace(key, parts, from.depth + 1);
    places.set(key, place);
    return place;
  }

  #note(limit: ShapeLimit["limit"], part: TypePart): void {
    const type = part.types.map((one) => this.#checker.typeToString(one)).join(" | ");
    this.limits.set(`${limit} ${type}`, { limit, type });
  }

  #finish(places: readonly Place[], root: Place): void {
    for (const place of places) {
      for (const { attach, place: child, known } of place.children) {
        const shape = known ?? (child?.carries === true ? child.shape : undefined);
        if (shape !== undefined) attach(place.shape, shape);
      }
      if (!place.partial && !(place === root && root.parts.inferred.length > 0)) {
        this.#complete.set(place.key, place.carries ? place.shape : undefined);
      }
    }
  }

  #partsOf(part: TypePart): TypeParts {
    const own = part.types.map((type) => {
      const known = this.#parts.get(type) ?? partsOfType(this.#checker, type, this.#source);
      this.#parts.set(type, known);
      return known;
    });
    const joined = own.length === 0 ? { ...joinParts([]), kind: "any" as const } : joinParts(own);
    return withLabels(joined, part.labels);
  }

  #withInferredResults(parts: TypeParts): TypeParts {
    if (parts.inferred.length === 0) return parts;
    const types = parts.inferred.map((signature) => signature.getReturnType());
    return { ...parts, result: joinPart(parts.result, { types, labels: [] }) };
  }

  #keyOf(part: TypePart): string {
    const numbers = part.types.map((type) => {
      const number = this.#numbers.get(type) ?? this.#numbers.size;
      this.#numbers.set(type, number);
      return number;
    });
    return `${numbers.sort((a, b) => a - b).join(" ")}|${[...part.labels].sort().join(" ")}`;
  }
}

function newPlace(key: string, parts: TypeParts, depth: number): Place {
  const shape: WritableShape = {
    kind: parts.kind,
    labels: [...parts.labels].sort(),
    properties: new Map(),
    elements: undefined,
    keys: undefined,
    places: undefined,
    result: undefined,
  };
  return { key, parts, depth, shape, users: [], children: [], carries: false, partial: false };
}

function* partsWithin(parts: TypeParts): Iterable<{ part: TypePart; attach: Child["attach"] }> {
  for (const [name, part] of parts.properties) {
    yield { part, attach: (to, shape) => to.properties.set(name, shape) };
  }
  if (!isEmptyPart(parts.elements))
    yield { part: parts.elements, attach: (to, shape) => (to.elements = shape) };
  if (!isEmptyPart(parts.keys)) yield { part: parts.keys, attach: (to, shape) => (to.keys = shape) };
  if (!isEmptyPart(parts.result)) yield { part: parts.result, attach: (to, shape) => (to.result = shape) };
  const { places } = parts;
  for (const [at, part] of (places ?? []).entries()) {
    if (isEmptyPart(part)) continue;
    yield {
      part,
      attach: (to, shape) =>
        ((to.places ??= Array.from({ length: places?.length ?? 0 }, () => undefined))[at] = shape),
    };
  }
}

/** Sets the mark on these places and on all that have them as parts. */
function spread(from: readonly Place[], mark: "carries" | "partial"): void {
  const todo = [...from];
  for (let place = todo.pop(); place !== undefined; place = todo.pop()) {
    place[mark] = true;
    todo.push(...place.users.filter((user) => !user[mark]));
  }
}
