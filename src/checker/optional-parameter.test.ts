import ts from "typescript";
import { expect, test } from "vitest";
import { programOfText } from "../testing/program-of-text.js";
import { isOptionalParameter } from "./optional-parameter.js";

/** Of each parameter of the first function in a file: what is said here, and by the compiler. */
function answers(name: string, text: string): readonly (readonly [string, boolean, boolean])[] {
  const { checker, file } = programOfText({ [name]: text });
  const [statement] = file(name).statements;
  if (statement === undefined || !ts.isFunctionDeclaration(statement)) throw new Error("No function.");
  return statement.parameters.map((parameter) => [
    parameter.name.getText(),
    isOptionalParameter(parameter),
    checker.isOptionalParameter(parameter),
  ]);
}

test.each([
  ["a.ts", "function f(one: string, two?: string, three = 3, ...rest: string[]) {}", ["two", "three"]],
  ["b.ts", "function f(one = 1, two: string) {}", []],
  ["c.ts", "function f(one = 1, two = 2, ...rest: string[]) {}", ["one", "two"]],
  [
    "d.js",
    "/**\n * @param {string} one\n * @param {string} [two]\n * @param {string=} three\n */\nfunction f(one, two, three) {}",
    ["two", "three"],
  ],
])("%s: callers may leave out what the compiler lets them", (name, text, expected) => {
  const all = answers(name, text);
  expect(all.filter(([, said]) => said).map(([parameter]) => parameter)).toEqual(expected);
  for (const [parameter, said, compiler] of all) expect([parameter, said]).toEqual([parameter, compiler]);
});
