/**
 * Which classes a call of an interface's (abstract class's, base class's) method may end in. A class counts when it says
 * so (`implements`, `extends`) or when its instances are assignable; for generic interfaces the former, or having all
 * members that are required.
 */
import ts from "typescript";
import { typeOfSymbol } from "./type-references.js";

/** @example implementationsOf(checker, `send` in `interface Mailer`, [`class SmtpMailer implements Mailer`]) */
export interface Implementation {
  readonly class: ts.ClassLikeDeclaration;
  /** The member's declarations there; a base class's if it is inherited. */
  readonly members: readonly ts.Declaration[];
}

export function implementationsOf(
  checker: ts.TypeChecker,
  method: ts.Declaration,
  candidates: readonly ts.ClassLikeDeclaration[],
): readonly Implementation[] {
  const name = ts.getNameOfDeclaration(method);
  const owner = ownerOf(method);
  const key = name === undefined ? undefined : checker.getSymbolAtLocation(name)?.name;
  if (owner === undefined || key === undefined) return [];
  return candidates.flatMap((candidate) => {
    const instance = checker.getTypeAtLocation(candidate);
    const members = checker.getPropertyOfType(instance, key)?.declarations ?? [];
    const own = members.filter((member) => member !== method);
    return own.length > 0 && implementsOwner(checker, candidate, owner)
      ? [{ class: candidate, members: own }]
      : [];
  });
}

type Owner = ts.InterfaceDeclaration | ts.ClassLikeDeclaration | ts.TypeLiteralNode;

function ownerOf(method: ts.Declaration): Owner | undefined {
  const { parent } = method;
  const isOwner = ts.isInterfaceDeclaration(parent) || ts.isClassLike(parent) || ts.isTypeLiteralNode(parent);
  return isOwner ? parent : undefined;
}

function implementsOwner(checker: ts.TypeChecker, candidate: ts.ClassLikeDeclaration, owner: Owner): boolean {
  const target = checker.getTypeAtLocation(owner);
  if (saysSo(checker, candidate, target.getSymbol(), new Set())) return true;
  // A class is told by its ancestry: that another looks like it is no reason to call it.
  if (ts.isClassLike(owner)) return false;
  const instance = checker.getTypeAtLocation(candidate);
  const generic = ts.isInterfaceDeclaration(owner) && owner.typeParameters !== undefined;
  if (!generic && typeof checker.isTypeAssignableTo === "function")
    return checker.isTypeAssignableTo(instance, target);
  return checker
    .getPropertiesOfType(target)
    .filter((member) => (member.flags & ts.SymbolFlags.Optional) === 0)
    .every((member) => hasLike(checker, instance, member));
}

function hasLike(checker: ts.TypeChecker, instance: ts.Type, member: ts.Symbol): boolean {
  const own = checker.getPropertyOfType(instance, member.name);
  if (own === undefined) return false;
  const callable = (symbol: ts.Symbol): boolean =>
    (typeOfSymbol(checker, symbol)?.getCallSignatures().length ?? 0) > 0;
  return callable(own) === callable(member);
}

/** By its heritage clauses, and those of what it names there. */
function saysSo(
  checker: ts.TypeChecker,
  declaration: ts.ClassLikeDeclaration | ts.InterfaceDeclaration,
  owner: ts.Symbol | undefined,
  seen: Set<ts.Node>,
): boolean {
  if (owner === undefined || seen.has(declaration)) return false;
  seen.add(declaration);
  const named = (declaration.heritageClauses ?? [])
    .flatMap((clause) => clause.types)
    .map((written) => checker.getTypeAtLocation(written).getSymbol());
  return named.some((symbol) => {
    if (symbol === undefined) return false;
    if (symbol === owner) return true;
    return (symbol.declarations ?? []).some(
      (next) =>
        (ts.isClassLike(next) || ts.isInterfaceDeclaration(next)) && saysSo(checker, next, owner, seen),
    );
  });
}
