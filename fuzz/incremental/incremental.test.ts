/**
 * After each of many edits, the result that takes over what it can from before the edit is the result of an analysis that
 * knows of nothing. `npm run incremental` makes more edits than CI, and tells how many of each kind left the result as it was.
 */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import type ts from "typescript";
import { afterAll, describe, expect, it } from "vitest";
import { Random } from "../../bench/generated/random.mjs";
import { createAnalysisCache, type AnalysisCache } from "../../src/analysis-cache.js";
import { analyzeProgram, type AnalysisResult } from "../../src/index.js";
import { EditedProgram } from "./edited-program.js";
import { EDITS, type Texts } from "./random-edits.js";
import { SAMPLE_PACKAGES, SAMPLE_PROGRAM } from "./sample-program.js";

const COUNT = Number(process.env["INCREMENTAL_EDITS"] ?? "40");
const SEED = Number(process.env["INCREMENTAL_SEED"] ?? "20261126");
/** Edits after which it begins again with the sample: what has been edited for long is little but errors. */
const EDITS_OF_ONE = 20;
const EACH = 5_000;

const folder = realpathSync(mkdtempSync(join(tmpdir(), "purpose-incremental-")));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Outcome extends Pick<AnalysisResult, "leaks" | "limits"> {
  readonly how: string;
}

function outcome(program: ts.Program, gateFrom: number, cache: AnalysisCache, keeps: boolean): Outcome {
  const answer = analyzeProgram(
    { program, cwd: folder, settings: undefined, selection: "match", gateFrom, keeps },
    cache,
  );
  if (answer.kind === "error") throw new Error(answer.message);
  const { leaks, limits, counters } = answer.result;
  const [first] = counters;
  return { leaks, limits, how: first?.stage.startsWith("kept") === true ? first.stage : "anew" };
}

function edited(texts: Texts, random: Random): { readonly name: string; readonly texts: Texts } {
  for (;;) {
    const edit = EDITS[random.below(EDITS.length)];
    const changed = edit?.apply(texts, random);
    if (edit !== undefined && changed !== undefined) return { name: edit.name, texts: changed };
  }
}

describe.each([
  ["looked at as a whole", Infinity],
  ["looked at by way of the gate", 0],
])("a program that is %s", (_, gateFrom) => {
  it(
    "has after each edit the result that it has by itself",
    () => {
      const random = new Random(SEED);
      // Package files change without a new program.
      const cache = createAnalysisCache(0);
      const program = new EditedProgram(folder);
      const start: Texts = new Map(Object.entries({ ...SAMPLE_PROGRAM, ...SAMPLE_PACKAGES }));
      const counts = new Map<string, Record<string, number>>();
      let changes = 0;
      let texts = start;
      let earlier = start;
      let last = "";
      for (let round = 0; round < COUNT; round++) {
        if (round % EDITS_OF_ONE === 0) texts = earlier = start;
        const isUndone = random.below(10) === 0;
        const edit = isUndone ? { name: "undo", texts: earlier } : edited(texts, random);
        earlier = texts;
        ({ texts } = edit);
        program.set(texts);
        const { how, ...found } = outcome(program.incremental(), gateFrom, cache, true);
        const { how: none, ...expected } = outcome(program.cold(), gateFrom, createAnalysisCache(), false);
        expect(none).toBe("anew");
        expect(found, `edit ${String(round)}: ${edit.name} (${how})`).toEqual(expected);
        const ofEdit = counts.get(edit.name) ?? {};
        counts.set(edit.name, { ...ofEdit, [how]: (ofEdit[how] ?? 0) + 1 });
        const now = JSON.stringify(expected);
        if (now !== last) changes++;
        last = now;
      }
      if (COUNT > 100) {
        console.table(Object.fromEntries([...counts].sort()));
        console.log(`${String(COUNT)} edits, after ${String(changes)} of which the result was another one`);
      }
      const hows = [...counts.values()].flatMap((ofEdit) => Object.keys(ofEdit));
      expect(new Set(hows)).toEqual(new Set(["kept", "kept over an edit", "anew"]));
    },
    COUNT * EACH,
  );
});
