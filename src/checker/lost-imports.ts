/**
 * Imports of a label's type that lead nowhere: to the checker such a type is `any`, so that nothing of it carries the
 * label, and nothing says so but the compiler.
 */
import ts from "typescript";

/** @example lostImports(checker, labels, file)[0]?.label // "SecurityContact" for `import type { SecurityContact } from "./missing.js"` */
export interface LostImport {
  readonly label: string;
  readonly from: string;
  /** The name in the import. */
  readonly start: number;
  readonly end: number;
}

export function lostImports(
  checker: ts.TypeChecker,
  labels: ReadonlySet<string>,
  file: ts.SourceFile,
): readonly LostImport[] {
  return file.statements.filter(ts.isImportDeclaration).flatMap(({ importClause, moduleSpecifier }) => {
    if (!ts.isStringLiteral(moduleSpecifier)) return [];
    return namesIn(importClause).flatMap(({ imported, name }) => {
      if (!labels.has(imported.text) || !leadsNowhere(checker, name)) return [];
      const place = { start: imported.getStart(file), end: imported.end };
      return [{ label: imported.text, from: moduleSpecifier.text, ...place }];
    });
  });
}

interface ImportedName {
  /** What the other module calls it; for its default, what this one does. */
  readonly imported: ts.ModuleExportName;
  readonly name: ts.Identifier;
}

function namesIn(clause: ts.ImportClause | undefined): readonly ImportedName[] {
  const { name, namedBindings } = clause ?? {};
  const whole = name === undefined ? [] : [{ imported: name, name }];
  if (namedBindings === undefined || !ts.isNamedImports(namedBindings)) return whole;
  return [
    ...whole,
    ...namedBindings.elements.map((element) => ({
      imported: element.propertyName ?? element.name,
      name: element.name,
    })),
  ];
}

/** The compiler's own stand-in for what it doesn't find has no declarations. */
function leadsNowhere(checker: ts.TypeChecker, name: ts.Identifier): boolean {
  const symbol = checker.getSymbolAtLocation(name);
  if (symbol === undefined) return false;
  return (checker.getAliasedSymbol(symbol).declarations ?? []).length === 0;
}
