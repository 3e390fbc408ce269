import ts from "typescript";
import { expect, it } from "vitest";
import { programOfText } from "../testing/program-of-text.js";
import { ComputedColumns } from "./computed-columns.js";

const TYPES = `
type Answer<P extends { own: object; others: object }, S> = {
  [K in keyof S]: S[K] extends { select: infer I }
    ? K extends keyof P["others"]
      ? P["others"][K] extends infer O extends { own: object; others: object } ? Answer<O, I> : never
      : never
    : P extends { own: { [k in K]: infer V } } ? V : never;
};
type Member = { own: { id: string; phone: string }; others: { friend: Member } };
declare function first<S extends object>(select: S): Answer<Member, S>;
`;

/** What is known of the answer where a friend of a friend … is asked for, so many of them. */
function answer(friends: number): ReturnType<ComputedColumns["shapeOf"]> {
  const asked = `${"{ friend: { select: ".repeat(friends)}{ id: true, phone: true }${" } }".repeat(friends)}`;
  const { checker, node } = programOfText({ "a.ts": `${TYPES}export const answer = first(${asked});` });
  const isPhone = (one: ts.Node): boolean => ts.isPropertySignature(one) && one.name.getText() === "phone";
  const columns = new ComputedColumns(checker, (one) => (isPhone(one) ? ["SecurityContact"] : []));
  return columns.shapeOf(node("a.ts", `first(${asked})`));
}

it("looks into the relations of what is asked for", () => {
  const { shape, limits } = answer(1);
  const friend = shape?.properties.get("friend");
  expect([...(friend?.properties.keys() ?? [])]).toEqual(["phone"]);
  expect(friend?.properties.get("phone")?.labels).toEqual(["SecurityContact"]);
  expect(limits).toEqual([]);
});

it("says where relations go deeper than it looks", () => {
  expect(answer(9).limits).toEqual([]);
  expect(answer(12).limits).toEqual(["MAXIMAL_NESTING"]);
});
