import { describe, expect, it } from "vitest";
import { closestName, editDistance } from "./name-suggestion.js";

describe("editDistance", () => {
  it.each([
    ["", "", 0],
    ["labels", "labels", 0],
    ["", "abc", 3],
    ["lables", "labels", 1],
    ["file", "files", 1],
    ["marketing", "targeting", 2],
    ["ca", "abc", 3],
  ])("%j to %j: %i", (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance);
    expect(editDistance(to, from)).toBe(distance);
  });
});

describe("closestName", () => {
  it("is the nearest, without regard to case", () => {
    expect(closestName("Sink", ["links", "sinks"], 2)).toBe("sinks");
  });

  it("is none where all are too far away", () => {
    expect(closestName("rules", ["labels", "sinks"], 2)).toBeUndefined();
  });
});
