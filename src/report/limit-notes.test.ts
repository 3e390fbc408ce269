import { describe, expect, it } from "vitest";
import type { AnalysisResult, LimitNote } from "../graph/leak.js";
import type { SourceView } from "./finding.js";
import { countersInShort, limitWarning } from "./limit-notes.js";

const VIEW: SourceView = {
  positionOf: (_file, offset) => ({ line: offset, column: 1 }),
  textOf: (_file, { start }) => `call${String(start)}()`,
  relative: (file) => file,
  purposesOf: () => [],
};

function resultOf(...limits: readonly (readonly [limit: string, line: number])[]): AnalysisResult {
  const notes = limits.map(([limit, line]): LimitNote => ({
    limit,
    file: "src/sync.ts",
    span: { start: line, end: line + 1 },
  }));
  return { leaks: [], limits: notes, counters: [] };
}

describe("limitWarning", () => {
  it("is none where the search has looked everywhere", () => {
    expect(limitWarning(resultOf(), VIEW)).toBeUndefined();
  });

  it("is none where a limit has only cost detail", () => {
    expect(limitWarning(resultOf(["MAXIMAL_RECURSION", 3]), VIEW)).toBeUndefined();
  });

  it("names each place once, in the order of the text, with its limit", () => {
    const warning = limitWarning(
      resultOf(["MAXIMAL_PASSES", 5], ["MAXIMAL_CALL_DEPTH", 2], ["MAXIMAL_PASSES", 5]),
      VIEW,
    );
    expect(warning?.split("\n").slice(1)).toEqual([
      "  src/sync.ts:2 (call2()): MAXIMAL_CALL_DEPTH",
      "  src/sync.ts:5 (call5()): MAXIMAL_PASSES",
    ]);
  });

  it("counts what it does not show", () => {
    const lines = [1, 2, 3, 4, 5, 6, 7].map((line) => ["MAXIMAL_PASSES", line] as const);
    expect(
      limitWarning(resultOf(...lines), VIEW)
        ?.split("\n")
        .at(-1),
    ).toBe("  and 2 further places");
  });
});

describe("countersInShort", () => {
  it("gives a line for each stage", () => {
    const stages = [{ stage: "facts", milliseconds: 95.6, counts: { files: 64, sites: 8450 } }];
    expect(countersInShort(stages)).toEqual(["purpose/no-leak: facts 96 ms, files 64, sites 8450"]);
  });
});
