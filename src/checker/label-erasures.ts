/**
 * Where a file gives labelled values a type without the label, though nothing needs it: by assertions, by types that are
 * written at declarations and functions, by conversions of text to text. What a call is handed is left alone: code that
 * takes any text may be given a contact.
 */
import ts from "typescript";
import type { TextEdit } from "../graph/text-edit.js";
import { assertionErasures } from "./assertion-erasures.js";
import type { LostLabel } from "./lost-labels.js";
import { createPropertyWriters } from "./property-writers.js";
import { conversionErasures } from "./text-conversions.js";
import type { TypeShapes } from "./type-shape.js";
import { writtenTypeErasures } from "./written-type-erasures.js";

/**
 * How the value is given the type: `asserted`, `converted` (`String(x)`), by the type of a variable, parameter or class
 * field (`declared`), as a function's result (`returned`), or by the type of a property that it is put into (`property`).
 */
export type ErasureKind = "asserted" | "converted" | "declared" | "returned" | "property";

/** @example labelErasures(question, file)[0]?.lost.path // ".securityPhone" */
export interface LabelErasure {
  readonly kind: ErasureKind;
  readonly start: number;
  readonly end: number;
  readonly lost: LostLabel;
  /** The value, as it is written. */
  readonly value: string;
  /** The type without the label, as it is written. */
  readonly written: string;
  /** What would leave the value as it is. */
  readonly undo: TextEdit | undefined;
  /** Where the label's type belongs instead, and what has to stay possible beside it. */
  readonly labelPlace: LabelPlace | undefined;
}

export interface LabelPlace {
  readonly start: number;
  readonly end: number;
  readonly besides: string | undefined;
}

/** What the question needs to know. */
export interface ErasureQuestion {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  readonly shapes: TypeShapes;
  /** Whether a function gives up a label on purpose, and by law. */
  readonly isReleasing: (declaration: ts.Node) => boolean;
}

export type ErasureFinder = (file: ts.SourceFile) => readonly LabelErasure[];

/** What is known of a program is kept for all its files. */
export function createLabelErasures(question: ErasureQuestion): ErasureFinder {
  const writers = createPropertyWriters(question.program, question.checker);
  return (file) => {
    const erasures: LabelErasure[] = [];
    const visit = (node: ts.Node): void => {
      const found = [
        ...assertionErasures(question, node),
        ...conversionErasures(question, node),
        ...writtenTypeErasures(question, writers, node),
      ];
      if (found.length > 0 && !isReleased(question, node)) erasures.push(...found);
      ts.forEachChild(node, visit);
    };
    visit(file);
    return erasures;
  };
}

/** What stands in a function that releases values is its business. */
function isReleased({ isReleasing }: ErasureQuestion, node: ts.Node): boolean {
  return ts.findAncestor(node, (outer) => ts.isFunctionLike(outer) && isReleasing(outer)) !== undefined;
}
