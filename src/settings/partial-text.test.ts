import { describe, expect, it } from "vitest";
import {
  ANY_SEGMENT_TEXT,
  ANY_TEXT,
  haveCommonText,
  literal,
  SOME_SEGMENT_TEXT,
  SOME_TEXT,
  VERSION_NUMBER,
} from "./partial-text.js";

describe("haveCommonText", () => {
  it.each([
    ["the same text", literal("/a/b"), literal("/a/b"), true],
    ["another text", literal("/a/b"), literal("/a/c"), false],
    ["a part of the text", literal("/a/b"), literal("/a"), false],
    ["nothing and nothing", [], [], true],
    ["a segment", [...literal("/"), ...SOME_SEGMENT_TEXT, ...literal("/b")], literal("/a/b"), true],
    [
      "a segment is not empty",
      [...literal("/"), ...SOME_SEGMENT_TEXT, ...literal("/b")],
      literal("//b"),
      false,
    ],
    ["a segment holds no slash", SOME_SEGMENT_TEXT, literal("a/b"), false],
    ["segment text may be empty", [...literal("a"), ...ANY_SEGMENT_TEXT], literal("a"), true],
    ["some text holds slashes", SOME_TEXT, literal("a/b"), true],
    ["some text is not empty", SOME_TEXT, [], false],
    ["any text may be empty", ANY_TEXT, [], true],
    ["a version", [...literal("v"), ...VERSION_NUMBER], literal("v21.0"), true],
    ["no version", [...literal("v"), ...VERSION_NUMBER], literal("video"), false],
    ["unknown text as version", [...literal("v"), ...VERSION_NUMBER], SOME_TEXT, true],
    [
      "unknown on both sides",
      [...literal("/"), ...SOME_SEGMENT_TEXT, ...literal("/users")],
      [...literal("/v"), ...SOME_TEXT, ...literal("s")],
      true,
    ],
    [
      "unknown on both sides, other ends",
      [...SOME_TEXT, ...literal("/users")],
      [...SOME_TEXT, ...literal("/messages")],
      false,
    ],
  ])("%s", (_, left, right, expected) => {
    expect(haveCommonText(left, right)).toBe(expected);
    expect(haveCommonText(right, left)).toBe(expected);
  });
});
