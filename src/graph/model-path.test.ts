import { describe, expect, it } from "vitest";
import { parseModelPath } from "./model-path.js";

describe("parseModelPath", () => {
  it.each([
    ["receiver", { base: { kind: "receiver" }, parts: [] }],
    ["result.resolved", { base: { kind: "result" }, parts: [{ kind: "resolved" }] }],
    ["argument[0].element", { base: { kind: "argument", index: 0 }, parts: [{ kind: "element" }] }],
    ["argument[12]", { base: { kind: "argument", index: 12 }, parts: [] }],
    ["arguments", { base: { kind: "arguments", from: 0 }, parts: [] }],
    ["arguments[2..]", { base: { kind: "arguments", from: 2 }, parts: [] }],
    [
      "argument[0].name(data-set.x).key.value.rejected.anything.property",
      {
        base: { kind: "argument", index: 0 },
        parts: [
          { kind: "name", name: "data-set.x" },
          { kind: "key" },
          { kind: "value" },
          { kind: "rejected" },
          { kind: "anything" },
          { kind: "property" },
        ],
      },
    ],
  ])("%s", (text, parsed) => {
    expect(parseModelPath(text)).toEqual(parsed);
  });

  it.each([
    "",
    "this",
    "receivers",
    "argument",
    "argument[]",
    "argument[-1]",
    "arguments[0]",
    "result[0]",
    " result",
  ])("%j has no base", (text) => {
    expect(parseModelPath(text)).toBe(
      `${JSON.stringify(text)} starts with no base; expected "receiver", "argument[0]", "arguments", "arguments[1..]", "result", "callee" or "owner"`,
    );
  });

  it.each([
    ["result.elements", ".elements"],
    ["result.element.", "."],
    ["result.name()", ".name()"],
    ["result.name", ".name"],
    ["result.key.name(a", ".name(a"],
    ["result.element value", ".element value"],
  ])("%s goes on with something else", (text, rest) => {
    expect(parseModelPath(text)).toMatch(
      `${JSON.stringify(text)} goes on with ${JSON.stringify(rest)}; expected ".element"`,
    );
  });
});
