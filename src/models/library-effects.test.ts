import { describe, expect, it } from "vitest";
import type { LibraryEffects } from "../graph/library-effects.js";
import { effectsOfModel } from "./library-effects.js";
import { createModelIndex } from "./read-models.js";

const index = createModelIndex([]);

function effectsOf(...path: readonly string[]): LibraryEffects {
  const model = index.modelOf("", path);
  if (model === undefined) throw new Error(`no model of ${path.join(".")}`);
  return effectsOfModel(model, path, () => false);
}

describe("the coarse view of a flow model", () => {
  it.each([
    ["Array", "push"],
    ["Map", "set"],
    ["Set", "add"],
    ["Storage", "setItem"],
  ])("%s.%s keeps what it is given", (...path) => {
    expect(effectsOf(...path).keeps).toBe(true);
  });

  it.each([
    ["Array", "map"],
    ["Array", "includes"],
    ["String", "trim"],
  ])("%s.%s keeps nothing", (...path) => {
    expect(effectsOf(...path).keeps).toBe(false);
  });

  it("tells what decides on a match", () => {
    expect(effectsOf("Set", "has").matches).toBe("keys");
    expect(effectsOf("Set", "difference").matches).toBe("keys");
    expect(effectsOf("Array", "find").matches).toBe("callbacks");
    expect(effectsOf("String", "localeCompare").matches).toBe("content");
    expect(effectsOf("Array", "map").matches).toBeUndefined();
  });

  it("says that a list calls no function that is put into it, and hands it out again", () => {
    expect(effectsOf("Array", "push")).toMatchObject({ calls: false, keepsFunctions: true });
    expect(effectsOf("Array", "map")).toMatchObject({ calls: true, givesFunctions: true });
  });
});
