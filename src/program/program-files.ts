/**
 * Pipeline stage: program → facts. The source files of a program that are its own (no library, no declaration file),
 * each with its facts. Facts hang on the `ts.SourceFile` object: an edit of one file leaves the others' as they are.
 */
import ts from "typescript";
import { factsOfFile, type SourceFacts } from "../facts/facts-of-file.js";

export interface ProgramFiles {
  readonly program: ts.Program;
  /** By name: the order of a program depends on who made it. */
  readonly names: readonly string[];
  get(file: string): SourceFacts | undefined;
}

export type FactsCache = WeakMap<ts.SourceFile, SourceFacts>;

/**
 * Whether a file's code belongs to the program, by where it lies: the sources of another package of the repository are
 * found by way of node_modules, like those of a library, but lie elsewhere.
 */
function isOwnSource(program: ts.Program, file: ts.SourceFile): boolean {
  const { isDeclarationFile, fileName } = file;
  if (isDeclarationFile || fileName.endsWith(".json") || fileName.includes("/node_modules/")) return false;
  return !program.isSourceFileDefaultLibrary(file);
}

export function programFiles(program: ts.Program, cache: FactsCache): ProgramFiles {
  const byName = new Map<string, ts.SourceFile>();
  for (const file of program.getSourceFiles())
    if (isOwnSource(program, file)) byName.set(file.fileName, file);
  return {
    program,
    names: [...byName.keys()].sort(),
    get: (name) => {
      const file = byName.get(name);
      if (file === undefined) return undefined;
      const known = cache.get(file);
      if (known !== undefined) return known;
      const facts = factsOfFile(file);
      cache.set(file, facts);
      return facts;
    },
  };
}
