/**
 * Types of packages and the platform in which nothing of the program's can be: not worth a look, and there are many
 * (a program's syntax tree, a component library, a generated client).
 */
import ts from "typescript";
import { homeOfDeclaration } from "./home-of-file.js";
import type { LabelSource } from "./labels-of-type.js";
import { isOpen, objectFlagsOf, tupleOf, typeArgumentsOf } from "./type-references.js";

/** Arguments of arguments that are looked at; what is nested deeper counts as the program's. */
const ARGUMENT_DEPTH = 6;

/** @example isForeign(checker, `Map<string, ts.Node>`, source) // true, `Map<string, Account>` is not */
export function isForeign(checker: ts.TypeChecker, type: ts.Type, source: LabelSource): boolean {
  return new Foreigners(checker, source).includes(type, ARGUMENT_DEPTH);
}

class Foreigners {
  readonly #checker: ts.TypeChecker;
  readonly #source: LabelSource;

  constructor(checker: ts.TypeChecker, source: LabelSource) {
    this.#checker = checker;
    this.#source = source;
  }

  includes(type: ts.Type, depth: number): boolean {
    if (depth === 0 || isOpen(type)) return false;
    // The argument of a brand: `Brand<"SecurityContact">`.
    if (type.isStringLiteral()) return !this.#source.labels.has(type.value) && !this.#isOwn(type);
    if (type.isUnionOrIntersection()) return type.types.every((part) => this.includes(part, depth - 1));
    if ((type.flags & ts.TypeFlags.Object) === 0) return !this.#isOwn(type);
    return !this.#isOwn(type) && this.#areForeign(this.#argumentsOf(type), depth);
  }

  /** Does the program declare it, or add to it? */
  #isOwn(type: ts.Type): boolean {
    return [type.getSymbol(), type.aliasSymbol].some((symbol) =>
      (symbol?.declarations ?? []).some((declaration) => {
        const { kind } = homeOfDeclaration(declaration);
        return kind === "program" || (kind === "package" && this.#source.packagesMayCarry);
      }),
    );
  }

  /** undefined: something was put in that can't be seen any more. */
  #argumentsOf(type: ts.Type): readonly ts.Type[] | undefined {
    const flags = objectFlagsOf(type);
    const tuple = tupleOf(this.#checker, type);
    if (tuple !== undefined) return this.#checker.getTypeArguments(tuple);
    if ((flags & ts.ObjectFlags.Reference) !== 0) return typeArgumentsOf(this.#checker, type);
    const instantiated = ts.ObjectFlags.Instantiated | ts.ObjectFlags.Mapped | ts.ObjectFlags.ReverseMapped;
    if ((flags & instantiated) === 0) return type.getSymbol() === undefined ? undefined : [];
    return type.aliasTypeArguments;
  }

  #areForeign(types: readonly ts.Type[] | undefined, depth: number): boolean {
    return types?.every((type) => this.includes(type, depth - 1)) ?? false;
  }
}
