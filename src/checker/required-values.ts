/**
 * Whether a declaration requires a value with a label: it can't be left out, and what may stand there is the labelled
 * value and nothing else. A list may be empty, a record is required for its other parts as well.
 */
import ts from "typescript";
import { isOptionalParameter } from "./optional-parameter.js";
import type { TypeShapes } from "./type-shape.js";
import { isNullish } from "./values-of-type.js";

type Declaring = ts.ParameterDeclaration | ts.PropertySignature | ts.PropertyDeclaration | ts.BindingElement;

/** @example requiresLabel(checker, shapes, `phone: SecurityContact | null`, "SecurityContact") // false */
export function requiresLabel(
  checker: ts.TypeChecker,
  shapes: TypeShapes,
  declaration: Declaring,
  label: string,
): boolean {
  if (mayBeLeftOut(declaration)) return false;
  const type = checker.getTypeAtLocation(declaration);
  return shapes.labelsOfDeclaration(declaration).includes(label)
    ? !isNullish(type)
    : isLabelled(shapes, type, label);
}

/** Whether values of the type carry the label, all of them: `SecurityContact | Passkey` leaves a choice. */
export function isLabelled(shapes: TypeShapes, type: ts.Type, label: string): boolean {
  if (isNullish(type)) return false;
  const members = type.isUnion() ? type.types : [type];
  return members.every((member) => shapes.shapeOf(member)?.labels.includes(label) === true);
}

function mayBeLeftOut(declaration: Declaring): boolean {
  if (ts.isParameter(declaration)) {
    return declaration.dotDotDotToken !== undefined || isOptionalParameter(declaration);
  }
  if (ts.isBindingElement(declaration)) {
    return declaration.dotDotDotToken !== undefined || declaration.initializer !== undefined;
  }
  return declaration.questionToken !== undefined;
}
