/**
 * TypeScript programs of tsconfig.json files. What several of them have in common (above all the types of libraries) is
 * parsed once. A referenced project is taken by its sources, as in an editor, and not by what was built of it.
 */
import ts from "typescript";
import type { Tsconfig } from "./tsconfigs.js";

export type ProgramOf = (tsconfig: Tsconfig) => ts.Program;

/** One program for each tsconfig.json, however often it is asked for. */
export function createPrograms(): ProgramOf {
  const parsed = new Map<string, ts.SourceFile | undefined>();
  const programs = new Map<string, ts.Program>();
  return ({ path, parsed: { options, fileNames, projectReferences = [] } }) => {
    const program =
      programs.get(path) ??
      ts.createProgram({
        rootNames: fileNames,
        options: { ...options, noEmit: true },
        projectReferences,
        host: sharingHost(options, parsed),
      });
    programs.set(path, program);
    return program;
  };
}

/** TypeScript asks any host for this; only that of its watch mode has it in its declared type. */
interface SourceRedirectingHost extends ts.CompilerHost {
  readonly useSourceOfProjectReferenceRedirect: () => boolean;
}

function sharingHost(
  options: ts.CompilerOptions,
  parsed: Map<string, ts.SourceFile | undefined>,
): SourceRedirectingHost {
  const host = ts.createCompilerHost(options, true);
  return {
    ...host,
    useSourceOfProjectReferenceRedirect: () => true,
    getSourceFile: (file, version) => {
      // How a file is parsed depends on these options as well: the version's say it all.
      const key = `${file} ${JSON.stringify(version)}`;
      if (!parsed.has(key)) parsed.set(key, host.getSourceFile(file, version));
      return parsed.get(key);
    },
  };
}
