/**
 * Labels that the settings give where a declaration can't be branded or tagged: generated types, types of packages.
 */
import ts from "typescript";
import { homeOfFile } from "../checker/home-of-file.js";
import { fileMatcher, fileSubject } from "../settings/file-globs.js";
import { packageNames } from "../settings/package-name.js";
import type { LabelSource, ResolvedSettings } from "../settings/settings.js";

/** @example labelsBySettings(settings, cwd)(`twoFactorPhone` in `interface User` of @prisma/client) // ["SecurityContact"] */
export function labelsBySettings(
  settings: ResolvedSettings,
  cwd: string,
): (declaration: ts.Node) => readonly string[] {
  const entries = Object.entries(settings.labels).flatMap(([label, { sources }]) =>
    sources.map((source) => ({ label, source, declares: declarer(source, cwd) })),
  );
  if (entries.length === 0) return () => [];
  return (declaration) => {
    const named = nameOf(declaration);
    if (named === undefined) return [];
    return entries
      .filter(
        ({ source, declares }) =>
          source.type === named.type && source.property === named.property && declares(declaration),
      )
      .map(({ label }) => label);
  };
}

/** Whether a declaration stands where the source says. */
function declarer(source: LabelSource, cwd: string): (declaration: ts.Node) => boolean {
  const inFiles = source.files === undefined ? undefined : fileMatcher(source.files);
  return (declaration) => {
    const { fileName } = declaration.getSourceFile();
    if (inFiles?.(fileSubject(fileName, cwd)) === true) return true;
    if (source.package === undefined) return false;
    const home = homeOfFile(fileName);
    return home.kind === "package" && packageNames(home.name).includes(source.package);
  };
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
