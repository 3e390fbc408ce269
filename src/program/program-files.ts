/**
 * Pipeline stage: program → facts. The source files of a program that are its own (no library, no declaration file),
 * each with its facts. Facts hang on the `ts.SourceFile` object: an edit of one file leaves the others' as they are.
 */
import ts from "typescript";
import { factsOfFile, type SourceFacts } from "../facts/facts-of-file.js";
import type { FileSummary } from "../graph/package-summary.js";
import type { ProcedureReference } from "../graph/program-view.js";

export interface ProgramFiles {
  readonly program: ts.Program;
  /** By name: the order of a program depends on who made it. */
  readonly names: readonly string[];
  get(file: string): SourceFacts | undefined;
  readonly summarized: SummarizedCode;
}

/** Code of other packages that is known by their summaries, and not by its text. */
export interface SummarizedCode {
  /** Names of the files that the program leads to. */
  readonly names: readonly string[];
  get(file: string): FileSummary | undefined;
  /** The file that a declaration file was made of, if it is one of these. */
  sourceOf(declarations: string): string | undefined;
  /** What implements a member, by its file and its path of names. */
  implementationsOf(file: string, path: string): readonly ProcedureReference[];
}

export const NOTHING_SUMMARIZED: SummarizedCode = {
  names: [],
  get: () => undefined,
  sourceOf: () => undefined,
  implementationsOf: () => [],
};

export type FactsCache = WeakMap<ts.SourceFile, SourceFacts>;

/**
 * Whether a file's code belongs to the program, by where it lies: the sources of another package of the repository are
 * found by way of node_modules, like those of a library, but lie elsewhere.
 */
export function isOwnSource(program: ts.Program, file: ts.SourceFile): boolean {
  const { isDeclarationFile, fileName } = file;
  if (isDeclarationFile || fileName.endsWith(".json") || fileName.includes("/node_modules/")) return false;
  return !program.isSourceFileDefaultLibrary(file);
}

export function programFiles(
  program: ts.Program,
  cache: FactsCache,
  summarized: SummarizedCode = NOTHING_SUMMARIZED,
): ProgramFiles {
  const byName = new Map<string, ts.SourceFile>();
  for (const file of program.getSourceFiles())
    if (isOwnSource(program, file)) byName.set(file.fileName, file);
  const summaries = new Map(
    summarized.names.flatMap((name) => {
      const summary = summarized.get(name);
      return summary === undefined ? [] : [[name, factsOfSummary(summary)] as const];
    }),
  );
  return {
    program,
    names: [...byName.keys(), ...summarized.names].sort(),
    summarized,
    get: (name) => {
      const file = byName.get(name);
      if (file === undefined) return summaries.get(name);
      const known = cache.get(file);
      if (known !== undefined) return known;
      const facts = factsOfFile(file);
      cache.set(file, facts);
      return facts;
    },
  };
}

/** There are no nodes: what is asked of its sites was answered when the summary was made. */
function factsOfSummary({ facts, mentions }: FileSummary): SourceFacts {
  return { facts, mentions, nodes: [], procedureOf: new Map(), classSiteOf: new Map() };
}
