/**
 * Which members of an object are parts of it, as far as labels go. Not: what is keyed by a symbol (brands, iterators),
 * `#private` names, what a class inherits from the platform, and functions of packages' objects (a client, a builder, a
 * schema can give a contact; it holds none).
 */
import ts from "typescript";
import type { ShapeKind } from "../graph/type-shape.js";
import { homeOfDeclaration, isOfPlatform } from "./home-of-file.js";
import { isHashPrivate, isPhantom, isSymbolKeyed } from "./member-names.js";

/** @example membersOf(checker, `Account`, "record").map(({ member }) => member.name) // ["id", "securityPhone"] */
export interface Member {
  readonly member: ts.Symbol;
  /** `data`: no function. `tag`: only if a label stands on it. */
  readonly look: "all" | "data" | "tag";
}

export function membersOf(checker: ts.TypeChecker, type: ts.Type, kind: ShapeKind): readonly Member[] {
  const symbol = type.getSymbol();
  if (symbol !== undefined && (symbol.flags & ts.SymbolFlags.Enum) !== 0) return [];
  const open = kind === "record" || kind === "function" || kind === "any";
  // A class of the program that extends a container has fields of its own; what a container's methods give are elements.
  if (!open && (symbol === undefined || (symbol.flags & ts.SymbolFlags.Class) === 0 || isOfPlatform(symbol)))
    return [];
  return checker
    .getPropertiesOfType(type)
    .filter(
      (member) =>
        (member.flags & ts.SymbolFlags.Prototype) === 0 && !isSymbolKeyed(member) && !isHashPrivate(member),
    )
    .map((member) => ({ member, look: lookAt(member, open) }));
}

function lookAt(member: ts.Symbol, open: boolean): Member["look"] {
  const declarations = member.declarations ?? [];
  const method = (member.flags & ts.SymbolFlags.Method) !== 0;
  if (declarations.length > 0 && declarations.every((one) => homeOfDeclaration(one).kind === "package")) {
    return method || isPhantom(member) ? "tag" : "data";
  }
  if (method && declarations.every((one) => ts.isMethodDeclaration(one) && !isResultWritten(one)))
    return "tag";
  // What is inherited from the platform, unless a type argument may stand in it.
  return isOfPlatform(member) && (!open || declarations.every((one) => !isInGeneric(one))) ? "tag" : "all";
}

function isInGeneric(declaration: ts.Declaration): boolean {
  const { parent } = declaration;
  if (ts.isInterfaceDeclaration(parent) || ts.isClassLike(parent)) return parent.typeParameters !== undefined;
  return true;
}

/** Does the function say what it gives, so that its body need not be checked? */
export function isResultWritten(declaration: ts.SignatureDeclaration | undefined): boolean {
  if (declaration === undefined || declaration.type !== undefined) return true;
  return !("body" in declaration) || declaration.body === undefined;
}
