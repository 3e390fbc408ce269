/**
 * What a value at a place may be or hold, by the declared type of what stands there: what control flow makes of a variable's type
 * doesn't count, since closures may have changed the variable.
 *
 * @example contentAt(checker, `row.phone`) // HOLDS.text
 * @example contentAt(checker, `rows`) // HOLDS.parts
 */
import ts from "typescript";
import { typeOfSymbol } from "./type-references.js";
import { HOLDS, HOLDS_ANYTHING, type TypeContent } from "../graph/type-content.js";

/** Type parameters within each other's bounds that are looked through. */
const DEPTH = 5;

export function contentAt(checker: ts.TypeChecker, node: ts.Node): TypeContent {
  // What stands for a whole statement is no value with a type.
  if (ts.isStatement(node)) return HOLDS_ANYTHING;
  return contentOfType(checker, declaredTypeAt(checker, node), DEPTH);
}

function declaredTypeAt(checker: ts.TypeChecker, node: ts.Node): ts.Type {
  const name = ts.isPropertyAccessExpression(node) ? node.name : node;
  const symbol = ts.isIdentifier(name) ? checker.getSymbolAtLocation(name) : undefined;
  const declared = ts.SymbolFlags.Variable | ts.SymbolFlags.Property | ts.SymbolFlags.Accessor;
  const isDeclared = symbol !== undefined && (symbol.flags & declared) !== 0;
  return (isDeclared ? typeOfSymbol(checker, symbol) : undefined) ?? checker.getTypeAtLocation(node);
}

function contentOfType(checker: ts.TypeChecker, type: ts.Type, depth: number): TypeContent {
  if (depth === 0) return HOLDS_ANYTHING;
  if (type.isUnion()) return allOf(checker, type.types, depth);
  if (type.isIntersection()) {
    // A branded text is a text.
    return type.types.some(isText) ? HOLDS.text : allOf(checker, type.types, depth);
  }
  if (isText(type)) return HOLDS.text;
  if (isOutcome(type)) return HOLDS.flag;
  if ((type.flags & (ts.TypeFlags.Instantiable | ts.TypeFlags.NonPrimitive)) !== 0) {
    const bound = checker.getBaseConstraintOfType(type);
    return bound === undefined || bound === type ? HOLDS_ANYTHING : contentOfType(checker, bound, depth - 1);
  }
  return (type.flags & ts.TypeFlags.Object) === 0 ? HOLDS_ANYTHING : contentOfObject(checker, type);
}

function isText({ flags }: ts.Type): boolean {
  return (flags & (ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BigIntLike)) !== 0;
}

function isOutcome({ flags }: ts.Type): boolean {
  const { BooleanLike, Undefined, Null, Void, ESSymbolLike } = ts.TypeFlags;
  return (flags & (BooleanLike | Undefined | Null | Void | ESSymbolLike)) !== 0;
}

function allOf(checker: ts.TypeChecker, types: readonly ts.Type[], depth: number): TypeContent {
  return types.reduce((content, type) => content | contentOfType(checker, type, depth - 1), 0);
}

function contentOfObject(checker: ts.TypeChecker, type: ts.Type): TypeContent {
  if (type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0)
    return HOLDS.function | HOLDS.parts;
  // `Function`, and types of which so little is asked that functions and texts are of them as well.
  const isAnything = type.getSymbol()?.name === "Function" || checker.getPropertiesOfType(type).length === 0;
  return isAnything ? HOLDS_ANYTHING : HOLDS.parts;
}
