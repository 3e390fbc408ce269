/**
 * What the public API says of an object type only through flags and casts: instantiated references, their arguments,
 * base types, and the type of a symbol. The one place of these casts.
 */
import ts from "typescript";

export function objectFlagsOf(type: ts.Type): ts.ObjectFlags {
  // `objectFlags` is declared on `ObjectType`, which only this flag tells from other types.
  return (type.flags & ts.TypeFlags.Object) !== 0 ? (type as ts.ObjectType).objectFlags : ts.ObjectFlags.None;
}

/** @example referenceOf(`Map<string, number>`)?.target is `Map<K, V>` */
export function referenceOf(type: ts.Type): ts.TypeReference | undefined {
  // A reference is told from other objects by its flag alone.
  return (objectFlagsOf(type) & ts.ObjectFlags.Reference) !== 0 ? (type as ts.TypeReference) : undefined;
}

/** @example tupleOf(`[a: string, ...rest: number[]]`)?.target.elementFlags */
export function tupleOf(checker: ts.TypeChecker, type: ts.Type): ts.TupleTypeReference | undefined {
  // `isTupleType` is no type predicate.
  return checker.isTupleType(type) ? (type as ts.TupleTypeReference) : undefined;
}

/** @example typeArgumentsOf(`Map<string, number>`) // [`string`, `number`] */
export function typeArgumentsOf(checker: ts.TypeChecker, type: ts.Type): readonly ts.Type[] {
  const reference = referenceOf(type);
  if (reference === undefined) return [];
  const all = checker.getTypeArguments(reference);
  // The last argument may be the `this` type, which no one wrote.
  return all.slice(0, reference.target.typeParameters?.length ?? 0);
}

/** Base classes and interfaces, uninstantiated. @example baseTypesOf(`class Book extends Map<string, T>`) */
export function baseTypesOf(checker: ts.TypeChecker, type: ts.Type): readonly ts.Type[] {
  const target: ts.Type = referenceOf(type)?.target ?? type;
  return target.isClassOrInterface() ? checker.getBaseTypes(target) : [];
}

/** `location` serves compilers that know only `getTypeOfSymbolAtLocation`. */
export function typeOfSymbol(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Type | undefined {
  if (typeof checker.getTypeOfSymbol === "function") return checker.getTypeOfSymbol(symbol);
  const location = symbol.valueDeclaration ?? symbol.declarations?.[0];
  return location === undefined ? undefined : checker.getTypeOfSymbolAtLocation(symbol, location);
}

/**
 * Where a signature is written. The API says "always somewhere"; signatures that the compiler made up (a default
 * constructor, an element of JSX) have no declaration, or one that is in no file.
 */
export function declarationOfSignature(signature: ts.Signature): ts.SignatureDeclaration | undefined {
  const declaration: ts.SignatureDeclaration | ts.JSDocSignature | undefined = signature.declaration;
  if (declaration === undefined || declaration.pos < 0 || ts.isJSDocSignature(declaration)) return undefined;
  return declaration;
}

/** What an open type is known to be at least; a closed type itself. @example constraintOf(`T extends string`) is `string` */
export function constraintOf(checker: ts.TypeChecker, type: ts.Type): ts.Type | undefined {
  const constraint = checker.getBaseConstraintOfType(type);
  return constraint === type || constraint === undefined || isOpen(constraint) ? undefined : constraint;
}

/** A type parameter, or a type that waits for one: `T`, `T[K]`, `T extends U ? X : Y`, `keyof T`. */
export function isOpen(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Instantiable) !== 0 && (type.flags & ts.TypeFlags.StringLike) === 0;
}

/** A generic type that waits for all its arguments, as it is declared: `Box<U>` is `Box<T>`, whichever method's `U` it is. */
export function declaredForm(checker: ts.TypeChecker, type: ts.Type): ts.Type {
  const reference = referenceOf(type);
  const known = typeArgumentsOf(checker, type);
  if (reference === undefined || known.length === 0 || tupleOf(checker, type) !== undefined) return type;
  const isUnknown = known.every((one) => isOpen(one) && constraintOf(checker, one) === undefined);
  return isUnknown ? reference.target : type;
}
