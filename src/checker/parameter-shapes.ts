/** What a function written as a callback is given, by the types that its context (or its author) gives its parameters. */
import type ts from "typescript";
import type { TypeShape } from "../graph/type-shape.js";
import type { TypeShapes } from "./type-shape.js";

/** @example parameterShapes(shapes, `(account) => …` in `accounts.map((account) => …)`)[0]?.properties.has("securityPhone") */
export function parameterShapes(
  shapes: TypeShapes,
  callback: ts.SignatureDeclaration,
): readonly (TypeShape | undefined)[] {
  return callback.parameters.map((parameter) => shapes.shapeOfDeclaration(parameter));
}
