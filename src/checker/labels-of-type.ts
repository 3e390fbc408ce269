/**
 * Which labels a type carries itself (not at some part): as a nominal type named like the label, by the tag on its
 * declaration, or by a brand in any idiom in use. An alias name alone is no brand: `type SecurityContact = string` is
 * `string` to the checker. Blind spot: the alias of a *union* is lost when the compiler flattens it into a larger one
 * (`SecurityContact | undefined`), so members of such a union must be branded themselves.
 */
import ts from "typescript";
import { isOfPlatform } from "./home-of-file.js";
import { kindOfType } from "./kind-of-type.js";
import { isBrandKey } from "./member-names.js";
import { baseTypesOf, objectFlagsOf, referenceOf, tupleOf, typeOfSymbol } from "./type-references.js";

/** What labels there are, and what declarations say of them. */
export interface LabelSource {
  readonly labels: ReadonlySet<string>;
  /** Labels that a declaration is given from outside its type: a tag, a setting. */
  readonly labelsOf: (declaration: ts.Node) => readonly string[];
  /** Whether types that packages declare may carry labels of themselves. */
  readonly packagesMayCarry: boolean;
}

/** How far up base classes and interfaces a label's name is looked for. */
const BASE_DEPTH = 8;

/** @example labelsOfType(checker, `string & { readonly __brand: "SecurityContact" }`, source) // ["SecurityContact"] */
export function labelsOfType(checker: ts.TypeChecker, type: ts.Type, source: LabelSource): readonly string[] {
  if (isPlainPrimitive(type)) return [];
  return [
    ...labelsOfAlias(checker, type, source),
    ...labelsOfNominal(checker, type, source, BASE_DEPTH),
    ...labelsOfBrand(checker, type, source),
  ];
}

/** Most types are: nothing names them, nothing can be in them. */
export function isPlainPrimitive(type: ts.Type): boolean {
  const { TypeFlags } = ts;
  const structured = TypeFlags.StructuredOrInstantiable | TypeFlags.EnumLike;
  return (type.flags & structured) === 0;
}

function labelsOfAlias(checker: ts.TypeChecker, type: ts.Type, source: LabelSource): readonly string[] {
  const alias = type.aliasSymbol;
  if (alias === undefined) return [];
  const own = source.labels.has(alias.name) && isNominalAlias(checker, type) ? [alias.name] : [];
  return [...own, ...(alias.declarations ?? []).flatMap(source.labelsOf)];
}

/** Can the checker tell values of the alias from plain text? */
function isNominalAlias(checker: ts.TypeChecker, type: ts.Type): boolean {
  if (type.isUnion()) {
    const parts = type.types.filter((part) => kindOfType(checker, part) !== "nothing");
    return parts.length > 0 && parts.every((part) => isNominalAlias(checker, part));
  }
  if (type.isIntersection()) {
    return type.types.some((part) => isObject(part) && checker.getPropertiesOfType(part).length > 0);
  }
  return isObject(type) && kindOfType(checker, type) === "record";
}

function labelsOfNominal(
  checker: ts.TypeChecker,
  type: ts.Type,
  source: LabelSource,
  depth: number,
): readonly string[] {
  const symbol = type.getSymbol();
  if (symbol === undefined || depth === 0) return [];
  if ((type.flags & ts.TypeFlags.EnumLike) !== 0) return labelsOfEnum(symbol, source);
  const target: ts.Type = referenceOf(type)?.target ?? type;
  // `typeof SecurityContact` has the class's symbol too; only instances are contacts.
  if (!target.isClassOrInterface() || isOfPlatform(symbol)) return [];
  const declarations = symbol.declarations ?? [];
  const own = source.labels.has(symbol.name) ? [symbol.name] : [];
  const bases = [...baseTypesOf(checker, type), ...implementedBy(checker, declarations)];
  const inherited = bases.flatMap((base) => labelsOfNominal(checker, base, source, depth - 1));
  return [...own, ...declarations.flatMap(source.labelsOf), ...inherited];
}

function implementedBy(checker: ts.TypeChecker, declarations: readonly ts.Declaration[]): readonly ts.Type[] {
  return declarations
    .filter((declaration) => ts.isClassLike(declaration))
    .flatMap((declaration) => declaration.heritageClauses ?? [])
    .filter((clause) => clause.token === ts.SyntaxKind.ImplementsKeyword)
    .flatMap((clause) => clause.types)
    .map((written) => checker.getTypeAtLocation(written));
}

/** The type of an enum with one member is that member's. */
function labelsOfEnum(symbol: ts.Symbol, source: LabelSource): readonly string[] {
  const enums = (symbol.declarations ?? []).map((declaration) =>
    ts.isEnumMember(declaration) ? declaration.parent : declaration,
  );
  const names = enums.filter((declaration) => ts.isEnumDeclaration(declaration)).map(({ name }) => name.text);
  return [...names.filter((name) => source.labels.has(name)), ...enums.flatMap(source.labelsOf)];
}

function labelsOfBrand(checker: ts.TypeChecker, type: ts.Type, source: LabelSource): readonly string[] {
  if (type.isIntersection()) {
    // On text (bytes, a list) every object is a brand, whatever its key; on a record it may be a discriminant.
    const loose = !["record", "any"].includes(kindOfType(checker, type));
    return type.types.flatMap((part) => labelsOfBrandObject(checker, part, source, loose));
  }
  return labelsOfBrandObject(checker, type, source, false);
}

function labelsOfBrandObject(
  checker: ts.TypeChecker,
  type: ts.Type,
  source: LabelSource,
  loose: boolean,
): readonly string[] {
  if (!isObject(type) || isLibraryObject(type) || checker.isTupleType(type)) return [];
  return checker
    .getPropertiesOfType(type)
    .filter((member) => (member.flags & ts.SymbolFlags.Method) === 0 && (loose || isBrandKey(member)))
    .flatMap((member) => {
      const value = typeOfSymbol(checker, member);
      return value === undefined ? [] : labelsNamedBy(checker, value, source, loose);
    });
}

/** `"L"`, `{ L: true }`, `[string, "L"]`. */
function labelsNamedBy(
  checker: ts.TypeChecker,
  type: ts.Type,
  source: LabelSource,
  loose: boolean,
): readonly string[] {
  const value = withoutUndefined(type);
  if (value === undefined) return [];
  if (value.isStringLiteral()) return source.labels.has(value.value) ? [value.value] : [];
  const tuple = tupleOf(checker, value);
  if (tuple !== undefined) {
    return checker
      .getTypeArguments(tuple)
      .flatMap((part) => (part.isStringLiteral() && source.labels.has(part.value) ? [part.value] : []));
  }
  if (!isObject(value) && !value.isIntersection()) return [];
  if (isLibraryObject(value) || checker.isArrayType(value)) return [];
  return [...source.labels].filter((label) => {
    const key = checker.getPropertyOfType(value, label);
    return key !== undefined && (loose || isMark(checker, key));
  });
}

/** What brands write beside their name: `true`, `"L"`, a unique symbol, `void`; no data and no function. */
function isMark(checker: ts.TypeChecker, key: ts.Symbol): boolean {
  const type = typeOfSymbol(checker, key);
  const { TypeFlags } = ts;
  const data =
    TypeFlags.Object | TypeFlags.Intersection | TypeFlags.String | TypeFlags.Number | TypeFlags.Instantiable;
  return type !== undefined && (type.flags & data) === 0;
}

/** A brand may be optional; a choice of several names is none. */
function withoutUndefined(type: ts.Type): ts.Type | undefined {
  if (!type.isUnion()) return type;
  const parts = type.types.filter(
    (part) => (part.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) === 0,
  );
  return parts.length === 1 ? parts[0] : undefined;
}

function isObject(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Object) !== 0;
}

/** A class or interface of the platform; `Readonly<…>` and other mapped types are declared there, but are the program's. */
function isLibraryObject(type: ts.Type): boolean {
  const anonymous = ts.ObjectFlags.Mapped | ts.ObjectFlags.Anonymous;
  return (objectFlagsOf(type) & anonymous) === 0 && isOfPlatform(type.getSymbol());
}
