/**
 * Where values of a type carry labels (spec, "Labels"), as a graph that outlives the checker. `carrying-types.ts` says
 * which types are worth it; here what may stand at one place is joined (`Account | null`, members of a union), so that
 * each place is one shape. Recursive types give cyclic graphs. What is not looked into, `limitsOf` says.
 */
import type ts from "typescript";
import { shapeOfKind, type ShapeKind, type TypeShape } from "../graph/type-shape.js";
import { carriersAmong, type Carriers, type ShapeLimit } from "./carrying-types.js";
import { kindOfType } from "./kind-of-type.js";
import type { LabelSource } from "./labels-of-type.js";
import { declaredForm } from "./type-references.js";
import { writtenAliasLabels } from "./written-alias-labels.js";
import {
  joinPart,
  joinParts,
  partsOfType,
  withLabels,
  type TypePart,
  type TypeParts,
} from "./parts-of-type.js";

export interface TypeShapeOptions {
  /** The labels that the policy names. */
  readonly labels: ReadonlySet<string>;
  /** The label tag that stands on a declaration. */
  labelOfDeclaration(declaration: ts.Node): string | undefined;
  /** Labels that settings give to a declaration. */
  extraSources?(declaration: ts.Node): readonly string[];
  /**
   * Whether types of packages may carry labels (`packagesMention`, or settings name sources in packages). Their types
   * are many: without it only what the program puts into them is looked at. Default: true.
   */
  readonly packagesMayCarry?: boolean;
}

export interface TypeShapes {
  /** undefined: carries no label at any part. */
  shapeOf(type: ts.Type): TypeShape | undefined;
  /** The shape of what a declaration declares: its type's, and the labels that stand on it. */
  shapeOfDeclaration(declaration: ts.Declaration): TypeShape | undefined;
  /** Labels that stand on a declaration itself, or on the alias that its type is written as: by tag or settings. */
  labelsOfDeclaration(declaration: ts.Node): readonly string[];
  kindOf(type: ts.Type): ShapeKind;
  /** Bounds that were hit where the type's shape was asked for. */
  limitsOf(type: ts.Type): readonly ShapeLimit[];
}

/** A `TypeShape` while it is put together. */
interface WritableShape extends TypeShape {
  readonly properties: Map<string, TypeShape>;
  elements: TypeShape | undefined;
  keys: TypeShape | undefined;
  places: readonly (TypeShape | undefined)[] | undefined;
  result: TypeShape | undefined;
}

const NO_LIMITS: readonly ShapeLimit[] = [];

/** @example createTypeShapes(checker, options).shapeOf(`Account`)?.properties.get("securityPhone")?.labels // ["SecurityContact"] */
export function createTypeShapes(checker: ts.TypeChecker, options: TypeShapeOptions): TypeShapes {
  const statedOn = (declaration: ts.Node): readonly string[] => {
    const tag = options.labelOfDeclaration(declaration);
    const all = [...(tag === undefined ? [] : [tag]), ...(options.extraSources?.(declaration) ?? [])];
    return all.filter((label) => options.labels.has(label));
  };
  const labelsOfDeclaration = (declaration: ts.Node): readonly string[] => {
    const stated = statedOn(declaration);
    return stated.length > 0 ? stated : writtenAliasLabels(checker, declaration, statedOn);
  };
  const { labels, packagesMayCarry = true } = options;
  const known = new KnownTypes(checker, { labels, labelsOf: labelsOfDeclaration, packagesMayCarry });
  return {
    shapeOf: (type) => known.shapeOf({ types: [type], labels: [] }),
    shapeOfDeclaration: (declaration) =>
      known.shapeOf({
        types: [checker.getTypeAtLocation(declaration)],
        labels: labelsOfDeclaration(declaration),
      }),
    labelsOfDeclaration,
    kindOf: (type) => kindOfType(checker, type),
    limitsOf: (type) => known.limits.get(type) ?? NO_LIMITS,
  };
}

/** Owns what is known of one checker's types: it lives and dies with the program. */
class KnownTypes {
  readonly limits = new Map<ts.Type, readonly ShapeLimit[]>();
  readonly #checker: ts.TypeChecker;
  readonly #source: LabelSource;
  readonly #parts = new Map<ts.Type, TypeParts>();
  readonly #numbers = new Map<ts.Type, number>();
  readonly #roots = new Map<string, TypeShape | undefined>();
  /** Shapes of places that no bound cut: the same under whatever root. */
  readonly #shapes = new Map<string, TypeShape>();

  constructor(checker: ts.TypeChecker, source: LabelSource) {
    this.#checker = checker;
    this.#source = source;
  }

  shapeOf(part: TypePart): TypeShape | undefined {
    const key = this.#keyOf(part);
    if (this.#roots.has(key)) return this.#roots.get(key);
    const shape = this.#shapeOfRoot(part);
    this.#roots.set(key, shape);
    return shape;
  }

  #shapeOfRoot(part: TypePart): TypeShape | undefined {
    const declared = this.#partsOf(part);
    // Of the root alone the result is asked that only a function's body tells.
    const inferred = { types: declared.inferred.map((signature) => signature.getReturnType()), labels: [] };
    const roots = [...part.types, ...inferred.types];
    const carriers = carriersAmong(this.#checker, roots, (type) => this.#partsOfType(type));
    if (carriers.limits.size > 0) for (const type of part.types) this.limits.set(type, [...carriers.limits]);
    if (part.labels.length === 0 && !roots.some((type) => carriers.carrying.has(type))) return undefined;
    const shapes = carriers.limits.size === 0 ? this.#shapes : new Map<string, TypeShape>();
    if (inferred.types.length === 0) return this.#shapeOfPlace(part, carriers, shapes);
    const parts = { ...declared, result: joinPart(declared.result, inferred) };
    return this.#fill(newShape(parts), parts, carriers, shapes);
  }

  /** A shape is known before its parts are: one that refers to itself finds itself. */
  #shapeOfPlace(part: TypePart, carriers: Carriers, shapes: Map<string, TypeShape>): TypeShape | undefined {
    const carries = part.labels.length > 0 || part.types.some((type) => carriers.carrying.has(type));
    if (!carries) return undefined;
    const key = this.#keyOf(part);
    const known = shapes.get(key);
    if (known !== undefined) return known;
    const parts = this.#partsOf(part);
    const shape = newShape(parts);
    shapes.set(key, shape);
    return this.#fill(shape, parts, carriers, shapes);
  }

  #fill(
    shape: WritableShape,
    parts: TypeParts,
    carriers: Carriers,
    shapes: Map<string, TypeShape>,
  ): TypeShape {
    const of = (part: TypePart): TypeShape | undefined => this.#shapeOfPlace(part, carriers, shapes);
    for (const [name, part] of parts.properties) {
      const property = of(part);
      if (property !== undefined) shape.properties.set(name, property);
    }
    shape.elements = of(parts.elements);
    shape.keys = of(parts.keys);
    shape.places = parts.places?.map(of);
    shape.result = of(parts.result);
    return shape;
  }

  #partsOf(part: TypePart): TypeParts {
    const parts = joinParts(part.types.map((type) => this.#partsOfType(type)));
    return withLabels(part.types.length === 0 ? { ...parts, kind: "any" } : parts, part.labels);
  }

  #partsOfType(written: ts.Type): TypeParts {
    const type = declaredForm(this.#checker, written);
    const known = this.#parts.get(type) ?? partsOfType(this.#checker, type, this.#source);
    this.#parts.set(type, known);
    return known;
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

function newShape(parts: TypeParts): WritableShape {
  return { ...shapeOfKind(parts.kind), labels: [...parts.labels].sort(), properties: new Map() };
}
