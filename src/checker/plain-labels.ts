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
    if (label === undefined) return [];
    const type = checker.getTypeAtLocation(alias.name);
    if (shapes.shapeOf(type) !== undefined || isUndecided(type)) return [];
    const isWord = alias.type.kind === ts.SyntaxKind.StringKeyword;
    const place = { start: alias.name.getStart(file), end: alias.name.end };
    return [{ label, ...place, brandAt: isWord ? alias.type.end : undefined }];
  });
}

/** `any` of a package that isn't installed says nothing; what a conditional or mapped type is, its arguments decide. */
function isUndecided({ flags }: ts.Type): boolean {
  const { Any, Instantiable, TypeParameter, StringLike } = ts.TypeFlags;
  return (flags & (Any | (Instantiable & ~TypeParameter & ~StringLike))) !== 0;
}
