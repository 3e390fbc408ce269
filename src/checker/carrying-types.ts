/**
 * Which types among those that a value is made of carry a label at some part: breadth first over the types of the parts,
 * then back from what is labelled. One type is one node, however many values have it, so recursion ends by itself.
 *
 * What an answer depends on is the root alone, never what was asked before: the bounds count from the root.
 */
import type ts from "typescript";
import type { TypePart, TypeParts } from "./parts-of-type.js";
import { typeArgumentsOf } from "./type-references.js";

/** Types that one value is made of; generated database clients have tens of thousands. */
export const MAXIMAL_TYPES = 3_000;
/** Type arguments in type arguments; `interface Nest<T> { next: Nest<T[]> }` has no end. */
export const MAXIMAL_NESTING = 10;

export type ShapeLimit = "MAXIMAL_TYPES" | "MAXIMAL_NESTING";

/** @example carriersAmong(checker, [`Account`], partsOf).carrying // `Account`, `SecurityContact`, `TwoFactor` … */
export interface Carriers {
  readonly carrying: ReadonlySet<ts.Type>;
  /** Bounds that were hit: there may be more. */
  readonly limits: ReadonlySet<ShapeLimit>;
}

export function carriersAmong(
  checker: ts.TypeChecker,
  roots: readonly ts.Type[],
  partsOf: (type: ts.Type) => TypeParts,
): Carriers {
  const users = new Map<ts.Type, ts.Type[]>(roots.map((root) => [root, []]));
  const limits = new Set<ShapeLimit>();
  const labelled: ts.Type[] = [];
  const nesting = new Map<ts.Type, number>();
  for (const type of users.keys()) {
    const parts = partsOf(type);
    if (isLabelled(parts)) labelled.push(type);
    const within = typesWithin(parts);
    if (within.length > 0 && nestingOf(checker, type, nesting) > MAXIMAL_NESTING) {
      limits.add("MAXIMAL_NESTING");
      continue;
    }
    for (const part of within) {
      const known = users.get(part);
      if (known !== undefined) known.push(type);
      else if (users.size < MAXIMAL_TYPES) users.set(part, [type]);
      else limits.add("MAXIMAL_TYPES");
    }
  }
  return { carrying: usersOf(labelled, users), limits };
}

/** The parts by slot: properties by name, and the places that have no name. */
function* partsWithin(parts: TypeParts): Iterable<TypePart> {
  yield* parts.properties.values();
  yield parts.elements;
  yield parts.keys;
  yield parts.result;
  yield* parts.places ?? [];
}

function typesWithin(parts: TypeParts): readonly ts.Type[] {
  return [...partsWithin(parts)].flatMap((part) => part.types);
}

function isLabelled(parts: TypeParts): boolean {
  if (parts.labels.length > 0) return true;
  for (const part of partsWithin(parts)) if (part.labels.length > 0) return true;
  return false;
}

function usersOf(
  labelled: readonly ts.Type[],
  users: ReadonlyMap<ts.Type, readonly ts.Type[]>,
): ReadonlySet<ts.Type> {
  const carrying = new Set(labelled);
  for (const type of carrying) for (const user of users.get(type) ?? []) carrying.add(user);
  return carrying;
}

/** How deep type arguments nest; a type among its own arguments (`type Tree = [Tree, Tree]`) adds nothing. */
function nestingOf(checker: ts.TypeChecker, type: ts.Type, known: Map<ts.Type, number>): number {
  const before = known.get(type);
  if (before !== undefined) return before;
  known.set(type, 0);
  const within = [...typeArgumentsOf(checker, type), ...(type.aliasTypeArguments ?? [])];
  const nesting =
    within.length === 0 ? 0 : 1 + Math.max(...within.map((part) => nestingOf(checker, part, known)));
  known.set(type, nesting);
  return nesting;
}
