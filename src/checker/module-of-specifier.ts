/** Which source file a module specifier leads to: of an import, a re-export, `import(…)`, `require(…)`. */
import ts from "typescript";

/** @example fileOfSpecifier(program, checker, `"./ads.js"` in `require("./ads.js")`) // "/app/src/ads.ts" */
export function fileOfSpecifier(
  program: ts.Program,
  checker: ts.TypeChecker,
  specifier: ts.Node,
): string | undefined {
  const symbol = checker.getSymbolAtLocation(specifier);
  const file = symbol?.declarations?.find((declaration) => ts.isSourceFile(declaration));
  if (file !== undefined) return file.fileName;
  return ts.isStringLiteralLike(specifier) ? resolved(program, specifier) : undefined;
}

/** The checker knows no symbol for a file without exports, nor for `require` in TypeScript. */
function resolved(program: ts.Program, specifier: ts.StringLiteralLike): string | undefined {
  const from = specifier.getSourceFile();
  // TypeScript before 5.5 has no such method.
  const knowsMode = typeof program.getModeForUsageLocation === "function";
  const mode = knowsMode ? program.getModeForUsageLocation(from, specifier) : undefined;
  const options = program.getCompilerOptions();
  const found = ts.resolveModuleName(
    specifier.text,
    from.fileName,
    options,
    hostOf(program),
    undefined,
    undefined,
    mode,
  );
  const name = found.resolvedModule?.resolvedFileName;
  return name === undefined ? undefined : program.getSourceFile(name)?.fileName;
}

/** Files that a program was given (perhaps never written to disk) come before those on disk. */
function hostOf(program: ts.Program): ts.ModuleResolutionHost {
  return {
    fileExists: (name) => program.getSourceFile(name) !== undefined || ts.sys.fileExists(name),
    readFile: (name) => ts.sys.readFile(name),
    directoryExists: () => true,
    getCurrentDirectory: () => program.getCurrentDirectory(),
  };
}
