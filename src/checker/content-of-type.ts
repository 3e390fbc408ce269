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

const TEXTS = ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BigIntLike;
const OUTCOMES =
  ts.TypeFlags.BooleanLike |
  ts.TypeFlags.Undefined |
  ts.TypeFlags.Null |
  ts.TypeFlags.Void |
  ts.TypeFlags.ESSymbolLike;
const COMPUTED = ts.TypeFlags.Instantiable | ts.TypeFlags.NonPrimitive;

export function contentAt(checker: ts.TypeChecker, node: ts.Node): TypeContent {
  // What stands for a whole statement is no value with a type.
  if (ts.isStatement(node)) return HOLDS_ANYTHING;
  return contentOfType(checker, declaredTypeAt(checker, node), DEPTH);
}

const DECLARED = ts.SymbolFlags.Variable | ts.SymbolFlags.Property | ts.SymbolFlags.Accessor;

function declaredTypeAt(checker: ts.TypeChecker, node: ts.Node): ts.Type {
  const name = ts.isPropertyAccessExpression(node) ? node.name : node;
  const symbol = ts.isIdentifier(name) ? checker.getSymbolAtLocation(name) : undefined;
  const isDeclared = symbol !== undefined && (symbol.flags & DECLARED) !== 0;
  return (isDeclared ? typeOfSymbol(checker, symbol) : undefined) ?? checker.getTypeAtLocation(node);
}

function contentOfType(checker: ts.TypeChecker, type: ts.Type, depth: number): TypeContent {
  if (depth === 0) return HOLDS_ANYTHING;
  if (type.isUnion()) return allOf(checker, type.types, depth);
  if (type.isIntersection()) {
    // A branded text is a text.
    const isText = type.types.some(({ flags }) => (flags & TEXTS) !== 0);
    return isText ? HOLDS.text : allOf(checker, type.types, depth);
  }
  if ((type.flags & TEXTS) !== 0) return HOLDS.text;
  if ((type.flags & OUTCOMES) !== 0) return HOLDS.flag;
  if ((type.flags & COMPUTED) !== 0) {
    const bound = checker.getBaseConstraintOfType(type);
    return bound === undefined || bound === type ? HOLDS_ANYTHING : contentOfType(checker, bound, depth - 1);
  }
  return (type.flags & ts.TypeFlags.Object) === 0 ? HOLDS_ANYTHING : contentOfObject(checker, type);
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
