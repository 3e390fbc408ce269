/**
 * Code in the program's own folders that was generated for a package (the client of a database, the types of an API):
 * who uses it thinks of it as the package's, and so settings that name the package mean it as well.
 */
import ts from "typescript";
import { packageOfSpecifier } from "../settings/package-name.js";
import { homeOfFile } from "../checker/home-of-file.js";

/** So much of a file's beginning may say that it is generated. */
const HEAD = 1_000;
const SAYS_GENERATED =
  /@generated\b|\b(?:auto-?)?generated (?:by|from|with|code|file)\b|\bdo not (?:edit|modify|change)\b/iu;

/**
 * @example
 * packagesGeneratedFor(`src/generated/prisma/models/User.ts`, which says so and imports "@prisma/client/runtime/client")
 * // ["@prisma/client"]
 */
export function packagesGeneratedFor(file: ts.SourceFile): readonly string[] {
  if (homeOfFile(file.fileName).kind !== "program") return [];
  if (!file.isDeclarationFile && !SAYS_GENERATED.test(file.text.slice(0, HEAD))) return [];
  return packagesImportedBy(file);
}

function packagesImportedBy(file: ts.SourceFile): readonly string[] {
  const names = file.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const specifier = statement.moduleSpecifier;
    if (specifier === undefined || !ts.isStringLiteral(specifier)) return [];
    const name = packageOfSpecifier(specifier.text)?.name;
    return name === undefined ? [] : [name];
  });
  return [...new Set(names)];
}
