/**
 * How a file can write the type that carries a label: by its name, if that is in scope; otherwise from where the program,
 * or this plugin, exports it.
 */
import ts from "typescript";
import { exporterOfType } from "./type-exporter.js";
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
  const from = exporterOfType(asked.program, label, file, (symbol) => carries(asked, symbol, label));
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
