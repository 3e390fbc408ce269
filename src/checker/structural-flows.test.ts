import { describe, expect, it } from "vitest";
import { programOfText } from "../testing/program-of-text.js";
import { StructuralFlows, type FlowsInFile } from "./structural-flows.js";

const TYPES = `interface Account { id: string; inner: { phone: string } }
interface Row { id: string; inner: { phone: string } }
declare const account: Account;
`;

function flowsIn(text: string): FlowsInFile {
  const { checker, file } = programOfText({ "a.ts": TYPES + text });
  return new StructuralFlows(checker, (one) => !one.isDeclarationFile).flowsIn(file("a.ts"));
}

/** "name: what is around the one declaration → what is around the other". */
function told(text: string): readonly string[] {
  return flowsIn(text).flows.map(
    ({ name, from, to }) => `${name}: ${lineOf(from.parent)} → ${lineOf(to.parent)}`,
  );
}

function lineOf(node: { getText(): string }): string {
  return (
    node
      .getText()
      .replace(/\s*\{.*/s, "")
      .replace("interface ", "") || "literal"
  );
}

describe("properties become those of another type", () => {
  it.each([
    ["an argument", "declare function show(row: Row): void; show(account);"],
    ["a variable with a type", "const row: Row = account;"],
    ["what is returned", "function row(): Row { return account; }"],
    ["an assertion", "const row = account as Row;"],
    ["an element of a list", "declare const all: Account[]; const rows: readonly Row[] = all;"],
    [
      "what a callback gets",
      "declare function each(f: (one: Account) => void): void; each((row: Row) => row.id);",
    ],
  ])("with %s", (_, text) => {
    expect(told(text)).toContain("id: Account → Row");
    expect(told(text)).toContain("phone: literal → literal");
  });

  it("where a generic function says what it reads", () => {
    expect(told("declare function idOf<T extends { id: string }>(row: T): string; idOf(account);")).toEqual([
      "id: Account → literal",
    ]);
  });

  it("not where the type stays what it is, or has no such property", () => {
    const text =
      "const same: Account = account; const other: { name?: string; id: string } | undefined = undefined;";
    expect(told(text)).toEqual([]);
  });
});

it("says where types are nested too deep", () => {
  const text = `interface Nest<T> { value: T; next: Nest<T[]> }
interface Other<T> { value: T; next: Other<T[]> }
declare const nest: Nest<Account>;
const other: Other<Row> = nest;`;
  expect(flowsIn(text).isCut).toBe(true);
  expect(flowsIn("const row: Row = account;").isCut).toBe(false);
});
