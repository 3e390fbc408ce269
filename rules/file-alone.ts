/**
 * A file as a program of its own, for rules that go by what the file says: where the tool that runs them has no types,
 * or its parser was given no program. What the file imports is unknown there.
 */
import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

interface FileAlone {
  readonly program: ts.Program;
  readonly source: ts.SourceFile;
}

/** Not at the top of the module: TypeScript 7 has none of these, and the plugin must load to say so. */
function options(): ts.CompilerOptions {
  return {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    jsx: ts.JsxEmit.Preserve,
    allowJs: true,
    noLib: true,
    noResolve: true,
    types: [],
  };
}

/** By the file's tree, which all rules see: some linters have one `SourceCode` for all files. */
const programs = new WeakMap<TSESTree.Program, FileAlone>();

export function programOfFileAlone(fileName: string, code: Readonly<TSESLint.SourceCode>): FileAlone {
  const known = programs.get(code.ast);
  if (known !== undefined) return known;
  const source = ts.createSourceFile(fileName, code.text, ts.ScriptTarget.ESNext, true, kindOf(fileName));
  const program = ts.createProgram([fileName], options(), {
    getSourceFile: (name) => (name === fileName ? source : undefined),
    fileExists: (name) => name === fileName,
    readFile: (name) => (name === fileName ? code.text : undefined),
    writeFile: () => undefined,
    getDefaultLibFileName: () => "lib.d.ts",
    getCurrentDirectory: () => "",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
  });
  const made = { program, source };
  programs.set(code.ast, made);
  return made;
}

/** Files of other languages hold scripts: what ESLint and oxlint take for TypeScript there may have JSX. */
function kindOf(fileName: string): ts.ScriptKind {
  if (/\.[cm]?ts$/.test(fileName)) return ts.ScriptKind.TS;
  return /\.[cm]?jsx?$/.test(fileName) ? ts.ScriptKind.JSX : ts.ScriptKind.TSX;
}
