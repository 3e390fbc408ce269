/**
 * Changes that keep a program's meaning keep its reports. Each transformation is applied to the whole corpus, as one
 * program; what must be reported says the corpus itself, whose marks move with their lines. `CASE=push/spread npx vitest
 * run metamorphic` looks at the cases whose paths hold that text only.
 */
import { describe, expect, it } from "vitest";
import { lineAndKind, marksOf } from "../fixtures/marks.js";
import { analyzeProgram } from "../src/index.js";
import {
  CORPUS,
  corpusSources,
  isCaseProgram,
  programOf,
  type Sources,
  type Transformation,
} from "./sources.js";
import { awaitValues } from "./transformations/await-values.js";
import { destructureReads } from "./transformations/destructure-reads.js";
import { extractFunctions } from "./transformations/extract-functions.js";
import { moveFunctions } from "./transformations/move-functions.js";
import { renameFiles } from "./transformations/rename-files.js";
import { renameVariables } from "./transformations/rename-variables.js";
import { reorderFunctions } from "./transformations/reorder-functions.js";
import { wrapBodies } from "./transformations/wrap-bodies.js";
import { wrapValues } from "./transformations/wrap-values.js";

const WHOLE_CORPUS = 600_000;
const TRANSFORMATIONS: readonly Transformation[] = [
  renameVariables,
  renameFiles,
  reorderFunctions,
  destructureReads,
  extractFunctions,
  moveFunctions,
  wrapBodies,
  wrapValues,
  awaitValues,
];

/** Places as "cases/push/spread.ts:12 leak". */
interface Outcome {
  readonly missed: readonly string[];
  readonly wrong: readonly string[];
}

function judge(sources: Sources): Outcome {
  const { program, file } = programOf(sources);
  const answer = analyzeProgram({ program, cwd: CORPUS, settings: undefined, selection: "match" });
  if (answer.kind === "error") throw new Error(answer.message);
  const reported = answer.result.leaks.map(({ file: path, span, kind }) => {
    const name = path.slice(CORPUS.length + 1);
    const line = file(path).getLineAndCharacterOfPosition(span.start).line + 1;
    return `${name}:${lineAndKind({ line, messageId: kind })}`;
  });
  const expected = Array.from(sources).flatMap(([name, text]) =>
    isCaseProgram(name) ? marksOf(text).map((mark) => `${name}:${lineAndKind(mark)}`) : [],
  );
  return { missed: without(expected, reported), wrong: without(reported, expected) };
}

function without(places: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return [...new Set(places)].filter((place) => !known.has(place));
}

describe("the corpus has the same reports after", () => {
  const sources = corpusSources(process.env["CASE"]);

  it.each(TRANSFORMATIONS)("$name", { timeout: WHOLE_CORPUS }, ({ apply }) => {
    const changed = apply(sources);
    // A transformation that finds nothing to change tests nothing.
    expect([...changed].some(([path, text]) => sources.get(path) !== text)).toBe(true);
    expect(judge(changed)).toEqual({ missed: [], wrong: [] });
  });
});
