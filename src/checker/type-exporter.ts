/** From where a file can import a type by its name. */
import { dirname, relative } from "node:path";
import ts from "typescript";
import { homeOfFile } from "./home-of-file.js";

/** The first file of the program that exports such a type. @example exporterOfType(program, "Consent", file, () => true) // "./consent.js" */
export function exporterOfType(
  program: ts.Program,
  name: string,
  file: ts.SourceFile,
  isMeant: (exported: ts.Symbol) => boolean,
): string | undefined {
  const checker = program.getTypeChecker();
  const exporter = program.getSourceFiles().find((other) => {
    if (other === file || homeOfFile(other.fileName).kind !== "program" || !other.text.includes(name))
      return false;
    const module = checker.getSymbolAtLocation(other);
    const exported = module?.exports?.get(ts.escapeLeadingUnderscores(name));
    if (exported === undefined || (exported.flags & ts.SymbolFlags.Alias) !== 0) return false;
    return isMeant(exported);
  });
  return exporter && specifierOf(program, exporter, file);
}

/** Relative, with an extension where the file's other imports have one. */
function specifierOf(program: ts.Program, exporter: ts.SourceFile, file: ts.SourceFile): string {
  const path = relative(dirname(file.fileName), exporter.fileName).replaceAll("\\", "/");
  const bare = path.replace(/(?:\.d)?\.([cm]?)tsx?$/, "");
  const [, flavour = ""] = /\.([cm]?)tsx?$/.exec(path) ?? [];
  const from = bare.startsWith(".") ? bare : `./${bare}`;
  return hasExtensions(program, file) ? `${from}.${flavour}js` : from;
}

function hasExtensions(program: ts.Program, file: ts.SourceFile): boolean {
  const { importedFiles } = ts.preProcessFile(file.text, true, true);
  const relatives = importedFiles.filter(({ fileName }) => fileName.startsWith("."));
  if (relatives.length > 0) return relatives.some(({ fileName }) => /\.[cm]?[jt]sx?$/.test(fileName));
  const { moduleResolution } = program.getCompilerOptions();
  const { Node16, NodeNext } = ts.ModuleResolutionKind;
  return moduleResolution === Node16 || moduleResolution === NodeNext;
}
