import { describe, expect, it } from "vitest";
import { mayBeSameName } from "./key-forms.js";
import { UNKNOWN_TEXT } from "./value.js";

describe("mayBeSameName", () => {
  it.each([
    ["a", "a", true],
    ["a", "b", false],
    ["user:*", "user:5", true],
    ["user:*", "user:", true],
    ["user:*", "mail:5", false],
    ["user:*:name", "user:5:name", true],
    ["user:*:name", "user:5:phone", false],
    ["user:*:name", "user:*:phone", false],
    ["user:*", "*:name", true],
    ["*", "", true],
    ["a*b*c", "ac", false],
    ["a*b*c", "a*c", true],
    ["a*", "b*", false],
  ])("%s and %s", (one, other, expected) => {
    const [left, right] = [one, other].map((name) => name.replaceAll("*", UNKNOWN_TEXT));
    expect(mayBeSameName(left ?? "", right ?? "")).toBe(expected);
    expect(mayBeSameName(right ?? "", left ?? "")).toBe(expected);
  });
});
