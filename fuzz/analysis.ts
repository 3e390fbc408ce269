/**
 * What the analysis reports on generated programs: many of them in one `ts.Program`, which shares the library's files.
 */
import { resolve } from "node:path";
import ts from "typescript";
import { analyzeProgram } from "../src/index.js";
import { programOfText, type ProgramOfText } from "../src/testing/program-of-text.js";

/** Where a program's files would stand as a case: from there its imports lead to the corpus' prelude. */
const CASES = resolve("fixtures/regressions/fuzz");

export type Files = Readonly<Record<string, string>>;

export interface Analysis {
  /** Ids of the places that are reported. */
  readonly reported: ReadonlySet<string>;
  /** "main.ts:7": reported lines that hand nothing over. */
  readonly elsewhere: readonly string[];
  /** Bounds of the search that were hit. */
  readonly limits: readonly string[];
}

export function programOf(programs: readonly Files[]): ProgramOfText {
  const texts = programs.flatMap((files, index) =>
    Object.entries(files).map(([name, text]) => [`${folderOf(index)}/${name}`, text] as const),
  );
  return programOfText(Object.fromEntries(texts), { types: ["node"], target: ts.ScriptTarget.ES2023 });
}

function folderOf(index: number): string {
  return `${CASES}/p${String(index)}`;
}

/** One analysis for each of the programs, all from one run. */
export function analyse(programs: readonly Files[], all = programOf(programs)): readonly Analysis[] {
  const answer = analyzeProgram({ program: all.program, cwd: CASES, settings: undefined, selection: "off" });
  if (answer.kind === "error") throw new Error(answer.message);
  const { leaks, limits } = answer.result;
  return programs.map((files, index) => {
    const folder = `${folderOf(index)}/`;
    const lines = leaks
      .filter(({ file }) => file.startsWith(folder))
      .map(({ file, span }) => ({
        name: file.slice(folder.length),
        line: lineAt(files, file.slice(folder.length), span.start),
      }));
    const places = lines.map(({ name, line }) => ({
      place: `${name}:${String(line)}`,
      id: idOnLine(files, name, line),
    }));
    return {
      reported: new Set(places.flatMap(({ id }) => id ?? [])),
      elsewhere: places.filter(({ id }) => id === undefined).map(({ place }) => place),
      limits: limits.filter(({ file }) => file.startsWith(folder)).map(({ limit }) => limit),
    };
  });
}

/** From 1. */
function lineAt(files: Files, name: string, position: number): number {
  return (files[name] ?? "").slice(0, position).split("\n").length;
}

function idOnLine(files: Files, name: string, line: number): string | undefined {
  return /"(s\d+)"/.exec((files[name] ?? "").split("\n")[line - 1] ?? "")?.[1];
}
