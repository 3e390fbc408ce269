/** Programs of texts that need not be on disk; the libraries of the language are parsed once for all of them. */
import { dirname } from "node:path";
import ts from "typescript";

/** @type {ts.CompilerOptions} */
const OPTIONS = {
  target: ts.ScriptTarget.ES2023,
  lib: ["lib.esnext.d.ts", "lib.dom.d.ts"],
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

/** @type {Map<string, ts.SourceFile | undefined>} */
const libraries = new Map();

/**
 * @param {ReadonlyMap<string, string>} texts By path; those of programs are the program's files.
 * @returns {ts.Program}
 */
export function programOf(texts) {
  const names = [...texts.keys()].filter((name) => /\.[cm]?[jt]sx?$/.test(name));
  const folders = new Set([...texts.keys()].flatMap(foldersOf));
  return ts.createProgram(names, OPTIONS, {
    fileExists: (name) => texts.has(name),
    readFile: (name) => texts.get(name),
    directoryExists: (name) => folders.has(name),
    getSourceFile: (name, version) => {
      const text = texts.get(name);
      return text === undefined ? library(name, version) : ts.createSourceFile(name, text, version, true);
    },
    getDefaultLibFileName: () => ts.getDefaultLibFilePath(OPTIONS),
    getDefaultLibLocation: () => dirname(ts.getDefaultLibFilePath(OPTIONS)),
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    writeFile: () => undefined,
  });
}

/**
 * @param {string} name
 * @param {ts.ScriptTarget | ts.CreateSourceFileOptions} version
 */
function library(name, version) {
  const text = libraries.has(name) ? undefined : ts.sys.readFile(name);
  if (text !== undefined) libraries.set(name, ts.createSourceFile(name, text, version, true));
  return libraries.get(name);
}

/**
 * @param {string} path
 * @returns {readonly string[]}
 */
function foldersOf(path) {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...foldersOf(parent)];
}
