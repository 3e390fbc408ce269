import ts from "typescript";
import { expect, it } from "vitest";
import { labelOfDeclaration } from "../annotations/label-tags.js";
import { programOfText } from "../testing/program-of-text.js";
import { parameterShapes } from "./parameter-shapes.js";
import { createTypeShapes } from "./type-shape.js";

it("gives what the context hands to a callback", () => {
  const program = programOfText({
    "main.ts": `type SecurityContact = string & { __brand: "SecurityContact" };
declare const phones: Map<number, SecurityContact>;
phones.forEach((phone, id) => {});
export function on(/** @label SecurityContact */ to: string, { at }: { at: SecurityContact }) {}`,
  });
  const shapes = createTypeShapes(program.checker, {
    labels: new Set(["SecurityContact"]),
    labelOfDeclaration,
  });
  const shapesOf = (node: ts.Node): readonly (string | undefined)[] => {
    if (!ts.isFunctionLike(node)) throw new Error(`no function: ${node.getText()}`);
    return parameterShapes(shapes, node).map(
      (shape) => shape && [...shape.labels, ...shape.properties.keys()].join(),
    );
  };
  expect(shapesOf(program.node("main.ts", "(phone, id) => {}"))).toEqual(["SecurityContact", undefined]);
  expect(shapesOf(program.node("main.ts", "on").parent)).toEqual(["SecurityContact", "at"]);
});
