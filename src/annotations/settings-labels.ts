/**
 * Labels that the settings give where a declaration can't be branded or tagged: generated types, types of packages.
 */
import ts from "typescript";
import { homeOfFile } from "../checker/home-of-file.js";
import { fileMatcher, fileSubject } from "../settings/file-globs.js";
import { packageNames } from "../settings/package-name.js";
import type { LabelSource, ResolvedSettings } from "../settings/settings.js";
import { packagesGeneratedFor } from "./generated-for.js";

/**
 * @example
 * labelsBySettings(program, settings, cwd)(`twoFactorPhone` in `interface User` of @prisma/client) // ["SecurityContact"]
 */
export function labelsBySettings(
  program: ts.Program,
  settings: ResolvedSettings,
  cwd: string,
): (declaration: ts.Node) => readonly string[] {
  const entries = Object.entries(settings.labels).flatMap(([label, { sources }]) =>
    sources.map((source) => ({ label, declares: declarer(program, source, cwd) })),
  );
  if (entries.length === 0) return () => [];
  return (declaration) => entries.filter(({ declares }) => declares(declaration)).map(({ label }) => label);
}

/** Whether a declaration is what the source names, or what an alias of that name has its property from. */
function declarer(program: ts.Program, source: LabelSource, cwd: string): (declaration: ts.Node) => boolean {
  const isWhere = placeOf(source, cwd);
  let aliased: ReadonlySet<ts.Node> | undefined;
  return (declaration) => {
    const named = nameOf(declaration);
    if (named === undefined || named.property !== source.property) return false;
    if (!isWhere(declaration.getSourceFile())) return false;
    if (named.type === source.type) return true;
    aliased ??= aliasedProperties(program, source, isWhere);
    return aliased.has(declaration);
  };
}

/** Whether a file is where the source says. */
function placeOf(source: LabelSource, cwd: string): (file: ts.SourceFile) => boolean {
  const inFiles = source.files === undefined ? undefined : fileMatcher(source.files);
  const known = new WeakMap<ts.SourceFile, boolean>();
  const isThere = (file: ts.SourceFile): boolean =>
    inFiles?.(fileSubject(file.fileName, cwd)) === true ||
    (source.package !== undefined && isOfPackage(file, source.package));
  return (file) => {
    const answer = known.get(file) ?? isThere(file);
    known.set(file, answer);
    return answer;
  };
}

/** Whether a file is a package's, or generated for it. */
function isOfPackage(file: ts.SourceFile, name: string): boolean {
  const home = homeOfFile(file.fileName);
  const packages = home.kind === "package" ? packageNames(home.name) : packagesGeneratedFor(file);
  return packages.includes(name);
}

/**
 * What an alias is made of is declared under another name: Prisma's `User` has its properties from `$UserPayload`, a row
 * of a table from the table. Every type that is made of the same declarations, as the answer of a query is, has the label then.
 */
function aliasedProperties(
  program: ts.Program,
  { type, property }: LabelSource,
  isWhere: (file: ts.SourceFile) => boolean,
): ReadonlySet<ts.Node> {
  if (property === undefined) return new Set();
  const checker = program.getTypeChecker();
  const aliases = program
    .getSourceFiles()
    .filter((file) => isWhere(file) && file.text.includes(type))
    .flatMap((file) => aliasesNamed(file.statements, type));
  const members = aliases.map((alias) => checker.getTypeAtLocation(alias).getProperty(property));
  return new Set(members.flatMap((member) => member?.declarations ?? []));
}

/** Aliases of that name at the top of a file, or in its namespaces. */
function aliasesNamed(statements: readonly ts.Statement[], type: string): readonly ts.TypeAliasDeclaration[] {
  return statements.flatMap((statement) => {
    if (ts.isTypeAliasDeclaration(statement)) return statement.name.text === type ? [statement] : [];
    const body = ts.isModuleDeclaration(statement) ? statement.body : undefined;
    return body !== undefined && ts.isModuleBlock(body) ? aliasesNamed(body.statements, type) : [];
  });
}

interface DeclaredName {
  readonly type: string;
  readonly property: string | undefined;
}

function nameOf(node: ts.Node): DeclaredName | undefined {
  if (isNamedType(node))
    return node.name === undefined ? undefined : { type: node.name.text, property: undefined };
  const isProperty =
    ts.isPropertySignature(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isAccessor(node) ||
    (ts.isParameter(node) && ts.isParameterPropertyDeclaration(node, node.parent));
  if (!isProperty || (!ts.isIdentifier(node.name) && !ts.isStringLiteral(node.name))) return undefined;
  const owner = ts.findAncestor(node, isNamedType);
  return owner?.name === undefined ? undefined : { type: owner.name.text, property: node.name.text };
}

function isNamedType(
  node: ts.Node,
): node is ts.InterfaceDeclaration | ts.ClassLikeDeclaration | ts.TypeAliasDeclaration | ts.EnumDeclaration {
  return (
    ts.isInterfaceDeclaration(node) ||
    ts.isClassLike(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isEnumDeclaration(node)
  );
}
