/**
 * How a file can write the type that carries a label: by its name, if that is in scope; otherwise from where the program,
 * or this plugin, exports it.
 */
import { dirname, relative } from "node:path";
import ts from "typescript";
import { homeOfFile } from "./home-of-file.js";
import type { TypeShapes } from "./type-shape.js";

/** @example labelType(asked, "SecurityContact", file) // { text: "SecurityContact", imported: { name: "SecurityContact", from: "./brand.js" } } */
export interface LabelType {
  readonly text: string;
  /** What has to be imported for it; undefined where it is in scope. */
  readonly imported: { readonly name: string; readonly from: string } | undefined;
}

interface Asked {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  readonly shapes: TypeShapes;
}

const BRAND_MODULE = "eslint-plugin-purpose/brand";
/** The label whose type that module has by its name. */
const BRANDED_LABEL = "SecurityContact";

/** undefined: the name is another thing's there. */
export function labelType(asked: Asked, label: string, file: ts.SourceFile): LabelType | undefined {
  const { checker } = asked;
  const known = checker.resolveName(label, file, ts.SymbolFlags.Type, false);
  if (known !== undefined)
    return carries(asked, known, label) ? { text: label, imported: undefined } : undefined;
  const from = exporterOf(asked, label, file);
  if (from !== undefined) return { text: label, imported: { name: label, from } };
  if (label === BRANDED_LABEL) return { text: label, imported: { name: label, from: BRAND_MODULE } };
  return {
    text: `Labelled<string, ${JSON.stringify(label)}>`,
    imported: { name: "Labelled", from: BRAND_MODULE },
  };
}

function carries({ checker, shapes }: Asked, symbol: ts.Symbol, label: string): boolean {
  const target = (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
  return shapes.shapeOf(checker.getDeclaredTypeOfSymbol(target))?.labels.includes(label) === true;
}

/** The first file of the program that exports a type of that name. */
function exporterOf(asked: Asked, label: string, file: ts.SourceFile): string | undefined {
  const exporter = asked.program.getSourceFiles().find((other) => {
    if (other === file || homeOfFile(other.fileName).kind !== "program" || !other.text.includes(label))
      return false;
    return exportsType(asked, other, label);
  });
  return exporter && specifierOf(asked.program, exporter, file);
}

function exportsType(asked: Asked, file: ts.SourceFile, label: string): boolean {
  const module = asked.checker.getSymbolAtLocation(file);
  const exported = module?.exports?.get(ts.escapeLeadingUnderscores(label));
  if (exported === undefined || (exported.flags & ts.SymbolFlags.Alias) !== 0) return false;
  return carries(asked, exported, label);
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
