/**
 * Types that are named, or tagged, as a label and that the checker can't tell from plain text: `type SecurityContact =
 * string`. Nothing of that type carries the label.
 */
import ts from "typescript";
import type { TypeShapes } from "./type-shape.js";

/** @example plainLabels(checker, shapes, labels, file)[0]?.label // "SecurityContact" for `type SecurityContact = string` */
export interface PlainLabel {
  readonly label: string;
  /** The type's name. */
  readonly start: number;
  readonly end: number;
  /** Where a brand can be added: after a type that is written as one word. */
  readonly brandAt: number | undefined;
}

export function plainLabels(
  checker: ts.TypeChecker,
  shapes: TypeShapes,
  labels: ReadonlySet<string>,
  file: ts.SourceFile,
): readonly PlainLabel[] {
  return file.statements.filter(ts.isTypeAliasDeclaration).flatMap((alias) => {
    const named = labels.has(alias.name.text) ? [alias.name.text] : shapes.labelsOfDeclaration(alias);
    const [label] = named;
    if (label === undefined || alias.typeParameters !== undefined) return [];
    const type = checker.getTypeAtLocation(alias.name);
    // `any` of a package that isn't installed says nothing.
    if (shapes.shapeOf(type) !== undefined || (type.flags & ts.TypeFlags.Any) !== 0) return [];
    const isWord = alias.type.kind === ts.SyntaxKind.StringKeyword;
    const place = { start: alias.name.getStart(file), end: alias.name.end };
    return [{ label, ...place, brandAt: isWord ? alias.type.end : undefined }];
  });
}
