/**
 * Where the label's type belongs in a declaration that is to have it, so that what is put there still compiles: plain
 * text that comes in within the declaration's own reach stays possible beside it.
 */
import ts from "typescript";
import { containerParts } from "../checker/container-parts.js";
import { kindOfType } from "../checker/kind-of-type.js";
import type { LabelPlace } from "../checker/label-erasures.js";
import { textTypeAt } from "../checker/text-type-at.js";
import { writtenPlaceAt } from "../checker/written-places.js";

/** @example placeOfLabel(checker, `mfaPhone: string = ""`, `string`)?.besides // "string" */
export function placeOfLabel(
  checker: ts.TypeChecker,
  declaration: ts.Declaration,
  written: ts.TypeNode,
): LabelPlace | undefined {
  const place = textTypeAt(written, "");
  if (place === undefined || isDeclaredTwice(checker, declaration)) return undefined;
  if (!valuesOf(checker, declaration).some((value) => isPlainText(checker, value))) return place;
  // A union as an element would need parentheses, and what a getter gives is mended where it is kept.
  const parts: readonly ts.TypeNode[] = ts.isUnionTypeNode(written) ? written.types : [written];
  const isWhole = parts.some((part) => part.getStart() === place.start && part.end === place.end);
  return isWhole && !ts.isAccessor(declaration) ? { ...place, besides: "string" } : undefined;
}

/** Declarations that are merged must have the same type. */
function isDeclaredTwice(checker: ts.TypeChecker, declaration: ts.Declaration): boolean {
  const name = ts.getNameOfDeclaration(declaration);
  const declarations = (name && checker.getSymbolAtLocation(name))?.declarations ?? [];
  return declarations.filter((one) => one.kind === declaration.kind).length > 1;
}

function valuesOf(checker: ts.TypeChecker, declaration: ts.Declaration): readonly ts.Expression[] {
  const { values = [] } = writtenPlaceAt(checker, declaration) ?? {};
  if (!ts.isParameter(declaration) && !ts.isPropertyDeclaration(declaration)) return values;
  const { initializer } = declaration;
  const initial = ts.isParameter(declaration) && initializer !== undefined ? [initializer] : [];
  return [...values, ...initial, ...assignedTo(checker, declaration)];
}

/** What the function assigns to its parameter, and the class to its field. */
function assignedTo(
  checker: ts.TypeChecker,
  declaration: ts.ParameterDeclaration | ts.PropertyDeclaration,
): readonly ts.Expression[] {
  const name = declaration.name.getText();
  const values: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      const target = ts.isPropertyAccessExpression(node.left) ? node.left.name : node.left;
      const declarations = target.getText() === name ? checker.getSymbolAtLocation(target)?.declarations : [];
      if (declarations?.includes(declaration) === true) values.push(node.right);
    }
    ts.forEachChild(node, visit);
  };
  const isField = ts.isParameterPropertyDeclaration(declaration, declaration.parent);
  visit(isField ? declaration.parent.parent : declaration.parent);
  return values;
}

function isPlainText(checker: ts.TypeChecker, value: ts.Expression): boolean {
  const isEmpty = ts.isNewExpression(value) && (value.arguments ?? []).length === 0;
  return !isEmpty && holdsPlainText(checker, checker.getTypeAtLocation(value), CONTAINER_DEPTH);
}

/** Containers in containers that are looked into. */
const CONTAINER_DEPTH = 4;

/** A brand makes an intersection of text. */
function holdsPlainText(checker: ts.TypeChecker, type: ts.Type, depth: number): boolean {
  if (depth === 0 || (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Never)) !== 0) return false;
  if (type.isUnion()) return type.types.some((part) => holdsPlainText(checker, part, depth));
  const kind = kindOfType(checker, type);
  if (kind === "text") return !type.isIntersection();
  const { elements, places = [] } = containerParts(checker, type, kind);
  return [...elements, ...places].some((part) => holdsPlainText(checker, part, depth - 1));
}
