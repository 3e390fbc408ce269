/**
 * Programs that strain an analysis: each is analysed without a crash, within the bound of work, and with every leak.
 */
import { describe, expect, it } from "vitest";
import { lineAndKind, marksOf } from "../fixtures/marks.js";
import { analyzeProgram } from "../src/index.js";
import { MAXIMAL_WORK } from "../src/solver/limits.js";
import { analysed } from "./analysed.mjs";
import { HOSTILE_PROGRAMS, textsOf } from "./hostile-programs.mjs";
import { programOf } from "./programs-in-memory.mjs";

const HOSTILE = 300_000;

describe("every leak is found, within the bound of work, in", () => {
  it.each(HOSTILE_PROGRAMS)("$name", { timeout: HOSTILE }, (hostile) => {
    const texts = textsOf(hostile);
    const { crash, leaks, expressions } = analysed(analyzeProgram, hostile.name, programOf(texts));
    const expected = Array.from(texts).flatMap(([name, text]) =>
      marksOf(text).map((mark) => `${name}:${lineAndKind(mark)}`),
    );
    expect(crash).toBeUndefined();
    expect(leaks.toSorted()).toEqual(expected.toSorted());
    expect(expressions).toBeLessThan(1.1 * MAXIMAL_WORK);
  });
});
