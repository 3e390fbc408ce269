/**
 * The generated program is one that a compiler takes, and its leaks are where it marks them: or its figures mean nothing.
 */
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { analyzeProgram } from "../src/index.js";
import { ROOT, programOfText } from "../src/testing/program-of-text.js";
import { generatedProgram, linesOf, plantedLeaks } from "./generated/generated-program.mjs";

const LINES = 1_000;

function leaksIn(program: ts.Program): readonly string[] {
  const answer = analyzeProgram({ program, cwd: ROOT, settings: undefined, selection: "match" });
  if (answer.kind === "error") throw new Error(answer.message);
  return answer.result.leaks.map(({ file, span }) => {
    const line = program.getSourceFile(file)?.getLineAndCharacterOfPosition(span.start).line ?? 0;
    return `${file.slice(ROOT.length + 1)}:${String(line + 1)}`;
  });
}

describe("a generated program", () => {
  it("is the same each time, and about as long as was asked", () => {
    const once = generatedProgram({ lines: LINES, sinks: "few", leaks: true });
    expect(generatedProgram({ lines: LINES, sinks: "few", leaks: true })).toEqual(once);
    expect(linesOf(once)).toBeGreaterThan(LINES);
    expect(linesOf(once)).toBeLessThan(LINES * 2);
  });

  it.each([true, false])("compiles, and leaks where it says so (leaks: %s)", (leaks) => {
    const modules = generatedProgram({ lines: LINES, sinks: "many", leaks });
    const { program, errors } = programOfText(Object.fromEntries(modules), { types: ["node"] });
    expect(errors()).toEqual([]);
    const planted = plantedLeaks(modules);
    expect(planted.length > 0).toBe(leaks);
    expect(leaksIn(program).toSorted()).toEqual([...planted].sort());
  });
});
