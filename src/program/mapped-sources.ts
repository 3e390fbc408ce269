/**
 * Pipeline stage: program → program. What other packages of a repository have built, a program sees as declaration
 * files. Where their maps lead to sources that are there, the analysis looks at a program with the sources in their place:
 * a body says more than a declared type. All files that both programs have are the same objects.
 */
import { dirname, resolve } from "node:path";
import ts from "typescript";

/** By the program as it is linted. Itself, where there is nothing to put in place. */
export type MappedPrograms = WeakMap<ts.Program, ts.Program>;

export function withMappedSources(program: ts.Program, known: MappedPrograms): ts.Program {
  const made = known.get(program) ?? mapped(program);
  known.set(program, made);
  return made;
}

/** `isSummarized`: of declaration files whose code is known without the sources, which then stay as they are. */
export function mapped(
  program: ts.Program,
  isSummarized: (declarations: string) => boolean = () => false,
): ts.Program {
  if (!isOfThisCompiler(program)) return program;
  const sources = new SourcesOfDeclarations(isSummarized);
  const isMapped = program
    .getSourceFiles()
    .some((file) => mayHaveSource(file.fileName) && sources.of(file.fileName, file.text) !== undefined);
  if (!isMapped) return program;
  const options = program.getCompilerOptions();
  return ts.createProgram({
    rootNames: program.getRootFileNames(),
    options: { ...options, noEmit: true },
    host: hostWithSources(program, options, sources),
  });
}

/** Files of TypeScript 7 can't be in a program of an earlier one; its programs have a getter there, which throws. */
export function isOfThisCompiler(program: ts.Program): boolean {
  return typeof Object.getOwnPropertyDescriptor(program, "emit")?.value === "function";
}

/** Libraries are known by models, and not by what their authors' sources happen to be. */
function mayHaveSource(fileName: string): boolean {
  return /\.d\.[cm]?ts$/.test(fileName) && !fileName.includes("/node_modules/");
}

function hostWithSources(
  program: ts.Program,
  options: ts.CompilerOptions,
  sources: SourcesOfDeclarations,
): ts.CompilerHost {
  const host = ts.createCompilerHost(options, true);
  const cache = ts.createModuleResolutionCache(
    host.getCurrentDirectory(),
    (name) => host.getCanonicalFileName(name),
    options,
  );
  return {
    ...host,
    getCurrentDirectory: () => program.getCurrentDirectory(),
    getSourceFile: (name, version) => program.getSourceFile(name) ?? host.getSourceFile(name, version),
    resolveModuleNameLiterals: (literals, containingFile, redirected, compilerOptions, file) =>
      literals.map((literal) => {
        const mode = ts.getModeForUsageLocation(file, literal, compilerOptions);
        const resolution = ts.resolveModuleName(
          literal.text,
          containingFile,
          compilerOptions,
          host,
          cache,
          redirected,
          mode,
        );
        return { ...resolution, resolvedModule: toSource(resolution.resolvedModule, sources) };
      }),
  };
}

function toSource(
  module: ts.ResolvedModuleFull | undefined,
  sources: SourcesOfDeclarations,
): ts.ResolvedModuleFull | undefined {
  if (module === undefined || !mayHaveSource(module.resolvedFileName)) return module;
  const source = sources.of(module.resolvedFileName);
  if (source === undefined) return module;
  const extension = /\.[cm]?tsx?$/.exec(source)?.[0] ?? ts.Extension.Ts;
  return { resolvedFileName: source, extension, isExternalLibraryImport: false };
}

/** The file that a declaration file was made of, by its map, if it is there. */
class SourcesOfDeclarations {
  readonly #known = new Map<string, string | undefined>();

  constructor(private readonly isSummarized: (declarations: string) => boolean) {}

  of(declarations: string, text = ts.sys.readFile(declarations)): string | undefined {
    if (!this.#known.has(declarations)) this.#known.set(declarations, this.#find(declarations, text));
    return this.#known.get(declarations);
  }

  #find(declarations: string, text: string | undefined): string | undefined {
    const source = text === undefined ? undefined : sourceNamedBy(declarations, text);
    const isThere = source !== undefined && ts.sys.fileExists(source);
    return isThere && !this.isSummarized(declarations) ? source : undefined;
  }
}

/** The source that the map of a declaration file names, which need not be there. */
export function sourceNamedBy(declarations: string, text: string): string | undefined {
  const [, url] = /^\/\/# sourceMappingURL=(\S+)\s*$/m.exec(text.slice(text.lastIndexOf("//#"))) ?? [];
  const map = url === undefined ? undefined : mapAt(declarations, url);
  // A file that was bundled of several has no one source to stand for it.
  if (map?.sources.length !== 1) return undefined;
  const [source = ""] = map.sources;
  const path = resolve(dirname(declarations), map.sourceRoot, source).replaceAll("\\", "/");
  return /(?<!\.d)\.[cm]?tsx?$/.test(path) ? path : undefined;
}

interface DeclarationMap {
  readonly sources: readonly string[];
  readonly sourceRoot: string;
}

function mapAt(declarations: string, url: string): DeclarationMap | undefined {
  const inline = /^data:application\/json[^,]*;base64,(.*)$/.exec(url)?.[1];
  const text =
    inline === undefined
      ? ts.sys.readFile(resolve(dirname(declarations), url))
      : Buffer.from(inline, "base64").toString("utf8");
  const { config } = ts.parseConfigFileTextToJson(url, text ?? "") as { config: unknown };
  if (typeof config !== "object" || config === null || !("sources" in config)) return undefined;
  const { sources } = config;
  if (!Array.isArray(sources)) return undefined;
  const sourceRoot = "sourceRoot" in config && typeof config.sourceRoot === "string" ? config.sourceRoot : "";
  return { sources: sources.filter((one) => typeof one === "string"), sourceRoot };
}
