/**
 * What is in a container: the types of its elements, keys and places. Arrays, tuples, sets, maps, promises, iterables of
 * the platform, classes that extend or iterate like them, and index signatures.
 */
import ts from "typescript";
import type { ShapeKind } from "../graph/type-shape.js";
import { isSubscribable, libraryKindOf } from "./kind-of-type.js";
import { isIteratorMember } from "./member-names.js";
import { tupleOf, typeArgumentsOf, typeOfSymbol } from "./type-references.js";

/** @example containerParts(checker, `Map<string, User>`, "map") // { keys: [`string`], elements: [`User`], places: undefined } */
export interface ContainerParts {
  readonly elements: readonly ts.Type[];
  readonly keys: readonly ts.Type[];
  /** Places of a tuple up to its rest; what may stand at more than one place is an element. */
  readonly places: readonly ts.Type[] | undefined;
}

const NOTHING: ContainerParts = { elements: [], keys: [], places: undefined };

/** `type` is an object type (no union) of this kind. */
export function containerParts(checker: ts.TypeChecker, type: ts.Type, kind: ShapeKind): ContainerParts {
  const tuple = tupleOf(checker, type);
  if (tuple !== undefined) return placesOf(checker, tuple);
  const [first, second] = typeArgumentsOf(checker, type);
  const direct = checker.isArrayType(type) || libraryKindOf(type) === kind;
  switch (kind) {
    case "array":
    case "set":
    case "iterable":
      return {
        ...NOTHING,
        elements: direct || isSubscribable(checker, type) ? present(first) : iterated(checker, type),
      };
    case "map":
      return direct
        ? { ...NOTHING, keys: present(first), elements: present(second) }
        : entriesOf(checker, type);
    case "promise":
      return { ...NOTHING, elements: direct ? present(first) : awaited(checker, type) };
    case "record":
    case "any":
    case "function":
      return { ...NOTHING, elements: [...indexed(checker, type), ...iterated(checker, type)] };
    case "tuple":
    case "text":
    case "number":
    case "boolean":
    case "nothing":
    case "bytes":
      return NOTHING;
  }
}

/** What `await` gives of a class that extends or is like a promise. */
function awaited(checker: ts.TypeChecker, type: ts.Type): readonly ts.Type[] {
  const result = checker.getAwaitedType(type);
  return result === undefined || result === type ? [] : [result];
}

function placesOf(checker: ts.TypeChecker, tuple: ts.TupleTypeReference): ContainerParts {
  const { elementFlags } = tuple.target;
  const types = checker.getTypeArguments(tuple);
  const firstVariable = elementFlags.findIndex((flags) => (flags & ts.ElementFlags.Variable) !== 0);
  const fixed = firstVariable === -1 ? elementFlags.length : firstVariable;
  return { keys: [], places: types.slice(0, fixed), elements: types.slice(fixed, elementFlags.length) };
}

function entriesOf(checker: ts.TypeChecker, type: ts.Type): ContainerParts {
  const places = iterated(checker, type).flatMap((entry) => {
    const tuple = tupleOf(checker, entry);
    return tuple === undefined ? [] : [checker.getTypeArguments(tuple)];
  });
  const column = (index: number): ts.Type[] => places.flatMap((place) => present(place[index]));
  return { ...NOTHING, keys: column(0), elements: column(1) };
}

/** What `for (const x of …)` and `for await` give, by the type's own iterator method. */
function iterated(checker: ts.TypeChecker, type: ts.Type): readonly ts.Type[] {
  return checker
    .getPropertiesOfType(type)
    .filter((member) => isIteratorMember(member))
    .flatMap((member) => present(typeOfSymbol(checker, member)))
    .flatMap((method) => checker.getSignaturesOfType(method, ts.SignatureKind.Call))
    .flatMap((signature) => present(typeArgumentsOf(checker, signature.getReturnType())[0]));
}

function indexed(checker: ts.TypeChecker, type: ts.Type): readonly ts.Type[] {
  return checker.getIndexInfosOfType(type).map((info) => info.type);
}

function present(type: ts.Type | undefined): readonly ts.Type[] {
  return type === undefined ? [] : [type];
}
