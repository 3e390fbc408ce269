import { expect, test } from "vitest";
import { HOLDS, HOLDS_ANYTHING } from "../graph/type-content.js";
import { programOfText } from "../testing/program-of-text.js";
import { contentAt } from "./content-of-type.js";

test.each([
  ["string", HOLDS.text],
  ["number", HOLDS.text],
  ['string & { __brand: "Phone" }', HOLDS.text],
  ["boolean", HOLDS.flag],
  ["string | undefined", HOLDS.text | HOLDS.flag],
  ["{ id: string }", HOLDS.parts],
  ["readonly string[]", HOLDS.parts],
  ["() => void", HOLDS.function | HOLDS.parts],
  ["Function", HOLDS_ANYTHING],
  ["{}", HOLDS_ANYTHING],
  ["unknown", HOLDS_ANYTHING],
  ["any", HOLDS_ANYTHING],
  ["never", HOLDS_ANYTHING],
])("a variable of type %s", (type, expected) => {
  const { checker, node } = programOfText({ "a.ts": `declare let it: ${type};\nvoid it;` });
  expect(contentAt(checker, node("a.ts", "it", -1))).toBe(expected);
});

test("a variable is what it is declared as, whatever control flow says", () => {
  const { checker, node } = programOfText({
    "a.ts": "let it: string | undefined = undefined;\nconst set = () => { it = 'x'; };\nset();\nvoid it;",
  });
  expect(contentAt(checker, node("a.ts", "it", -1))).toBe(HOLDS.text | HOLDS.flag);
});

test("a type parameter may be what its bound says", () => {
  const { checker, node } = programOfText({
    "a.ts": "function f<T extends string, U>(one: T, two: U) { return [one, two]; }",
  });
  expect(contentAt(checker, node("a.ts", "one", -1))).toBe(HOLDS.text);
  expect(contentAt(checker, node("a.ts", "two", -1))).toBe(HOLDS_ANYTHING);
});
