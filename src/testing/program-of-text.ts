/**
 * Programs for tests, from texts in memory. Libraries and installed packages are read from disk, and parsed once for all
 * programs of a test file.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** @example programOfText({ "a.ts": "export const one = 1;" }).file("a.ts").statements */
export interface ProgramOfText {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  /** A file by the name that it was given under. */
  file(name: string): ts.SourceFile;
  /** The innermost node whose text this is; the `occurrence`-th such place, from 0, or from -1 backwards. */
  node(name: string, text: string, occurrence?: number): ts.Node;
  /** Errors of the compiler, in the files that were given. */
  errors(): readonly string[];
  readFile(path: string): string | undefined;
}

const REPOSITORY = dirname(dirname(dirname(fileURLToPath(import.meta.url)))).replaceAll("\\", "/");
/** Below the repository, so that imports find its installed packages. */
export const ROOT = `${REPOSITORY}/in-memory`;

/** Never written to after parsing: the compiler shares source files between programs in the same way. */
const PARSED = new Map<string, ts.SourceFile>();

const DEFAULTS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ["lib.es2023.d.ts"],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  noEmit: true,
  allowJs: true,
  checkJs: true,
  skipLibCheck: true,
  jsx: ts.JsxEmit.Preserve,
  types: [],
};

export function programOfText(
  files: Readonly<Record<string, string>>,
  options: ts.CompilerOptions = {},
): ProgramOfText {
  const texts = new Map(
    Object.entries({ "package.json": '{ "type": "module" }', ...files }).map(([name, text]) => [
      pathOf(name),
      text,
    ]),
  );
  const compilerOptions = { ...DEFAULTS, ...options };
  const names = [...texts.keys()].filter(
    (name) => /\.[cm]?[jt]sx?$/.test(name) && !name.includes("/node_modules/"),
  );
  const program = ts.createProgram(names, compilerOptions, hostOf(texts, compilerOptions));
  const file = (name: string): ts.SourceFile => {
    const found = program.getSourceFile(pathOf(name));
    if (found === undefined) throw new Error(`No file ${name} in the program.`);
    return found;
  };
  return {
    program,
    checker: program.getTypeChecker(),
    file,
    node: (name, text, occurrence = 0) => nodeOfText(file(name), text, occurrence),
    errors: () => names.flatMap((name) => errorsIn(program, program.getSourceFile(name))),
    readFile: (path) => texts.get(path) ?? ts.sys.readFile(path),
  };
}

function pathOf(name: string): string {
  return name.startsWith("/") ? name : `${ROOT}/${name}`;
}

function hostOf(texts: ReadonlyMap<string, string>, options: ts.CompilerOptions): ts.CompilerHost {
  const folders = new Set([...texts.keys()].flatMap(foldersOf));
  return {
    fileExists: (name) => texts.has(name) || existsSync(name),
    readFile: (name) => texts.get(name) ?? ts.sys.readFile(name),
    directoryExists: (name) => folders.has(name) || existsSync(name),
    getSourceFile: (name, languageVersion) => {
      const text = texts.get(name);
      return text === undefined ? parsedOnce(name, languageVersion) : parse(name, text, languageVersion);
    },
    getDefaultLibFileName: () => ts.getDefaultLibFilePath(options),
    getDefaultLibLocation: () => dirname(ts.getDefaultLibFilePath(options)),
    getCurrentDirectory: () => ROOT,
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    writeFile: () => undefined,
  };
}

function foldersOf(path: string): readonly string[] {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...foldersOf(parent)];
}

function parsedOnce(
  name: string,
  version: ts.ScriptTarget | ts.CreateSourceFileOptions,
): ts.SourceFile | undefined {
  const key = `${name} ${JSON.stringify(version)}`;
  const known = PARSED.get(key);
  if (known !== undefined || !existsSync(name)) return known;
  const parsed = parse(name, readFileSync(name, "utf8"), version);
  PARSED.set(key, parsed);
  return parsed;
}

function parse(
  name: string,
  text: string,
  version: ts.ScriptTarget | ts.CreateSourceFileOptions,
): ts.SourceFile {
  return ts.createSourceFile(name, text, version, true);
}

function errorsIn(program: ts.Program, file: ts.SourceFile | undefined): readonly string[] {
  if (file === undefined) return [];
  const all = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  return all.map(
    ({ messageText }) => `${file.fileName}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
  );
}

/** Searches by text, so that a test names the code that it is about. */
function nodeOfText(file: ts.SourceFile, text: string, occurrence: number): ts.Node {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    const before = found.length;
    ts.forEachChild(node, visit);
    if (found.length === before && node.getText(file) === text) found.push(node);
  };
  visit(file);
  const node = found.at(occurrence);
  if (node === undefined) throw new Error(`No "${text}" (${occurrence}) in ${file.fileName}.`);
  return node;
}
