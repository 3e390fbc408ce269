/**
 * Pipeline stage: checker → value flow. What a type says of the values it describes, as plain data: where they carry
 * labels, and whether they can hold text. Parts that carry no label are left out, so most shapes are a single node.
 * Shapes are graphs: a recursive type refers to itself (read `TypeShape` lazily, compare by identity).
 */

export type ShapeKind =
  | "text"
  | "number"
  | "boolean"
  | "nothing"
  | "function"
  /** `any`, `unknown`, an open type parameter: may be anything. */
  | "any"
  | "array"
  | "tuple"
  | "set"
  | "map"
  | "promise"
  /** Iterators, generators, async iterables, streams that iterate. */
  | "iterable"
  /** Bytes: Uint8Array, Buffer, ArrayBuffer, Blob … */
  | "bytes"
  /** Any other object. */
  | "record";

export interface TypeShape {
  readonly kind: ShapeKind;
  /** Labels of the value itself (`SecurityContact`, `SecurityContact | null`). */
  readonly labels: readonly string[];
  /** Properties that carry labels at some part. */
  readonly properties: ReadonlyMap<string, TypeShape>;
  /** Elements of an array, set or iterable, values of a map or index signature, what a promise resolves to. */
  readonly elements: TypeShape | undefined;
  /** Keys of a map. */
  readonly keys: TypeShape | undefined;
  /** Places of a tuple, by index; undefined where a place carries nothing. */
  readonly places: readonly (TypeShape | undefined)[] | undefined;
  /** What a call of it gives, for functions. */
  readonly result: TypeShape | undefined;
}

/** A shape of which only the kind is known. */
export function shapeOfKind(kind: ShapeKind): TypeShape {
  return {
    kind,
    labels: [],
    properties: new Map(),
    elements: undefined,
    keys: undefined,
    places: undefined,
    result: undefined,
  };
}
