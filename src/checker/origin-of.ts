/**
 * Where a declaration comes from, as plain data: who declares it, and its names from the outside in. The forms of
 * libraries are made alike: `ArrayConstructor.from` and a static `from` of a class `Array` are both Array, static, from.
 */
import { isBuiltin } from "node:module";
import ts from "typescript";
import type { Origin, OriginHome } from "../graph/origin.js";
import { homeOfFile } from "./home-of-file.js";
import { pathOfDeclaration } from "./declaration-path.js";

/** @example originOf(program, `push` in lib.es5.d.ts).path // ["Array", "push"] */
export function originOf(program: ts.Program, declaration: ts.Node): Origin {
  const file = declaration.getSourceFile();
  const declaredIn = homeOf(program, declaration, file);
  const names = pathOfDeclaration(declaration, declaredIn.kind === "platform" || declaredIn.kind === "node");
  const { home, path } = withoutNodeNamespace(declaredIn, names);
  const origin = {
    home,
    path,
    file: file.fileName,
    start: declaration.getStart(file),
    ambient: isAmbient(declaration, file),
  };
  const isMember =
    home.kind === "program" && (ts.isTypeElement(declaration) || ts.isClassElement(declaration));
  return isMember && origin.ambient ? { ...origin, importing: packagesOf(program, file) } : origin;
}

/** The packages that a file imports. */
function packagesOf(program: ts.Program, file: ts.SourceFile): readonly string[] {
  const homes = file.statements.flatMap((statement) =>
    ts.isImportDeclaration(statement) && ts.isStringLiteralLike(statement.moduleSpecifier)
      ? [homeOfModule(program, statement.moduleSpecifier.text, file)]
      : [],
  );
  return [...new Set(homes.flatMap((home) => (home.kind === "package" ? [home.name] : [])))];
}

/**
 * The origin of what `new` calls: a class that inherits its constructor, or declares none, is named as if it had one.
 *
 * @example originOfConstructor(program, `class AsyncLocalStorage`).path // ["AsyncLocalStorage", "new"]
 */
export function originOfConstructor(program: ts.Program, declaration: ts.Node): Origin {
  const origin = originOf(program, declaration);
  return origin.path.at(-1) === "new" ? origin : { ...origin, path: [...origin.path, "new"] };
}

/** `@types/node` declares some of its classes' members in a global namespace, which of them depends on its version. */
const NODE_NAMESPACE: ReadonlyMap<string, { readonly home: OriginHome; readonly name: string }> = new Map([
  ["EventEmitter", { home: { kind: "node", module: "node:events" }, name: "EventEmitter" }],
  ["ReadableStream", { home: { kind: "node", module: "node:stream" }, name: "Readable" }],
  ["WritableStream", { home: { kind: "node", module: "node:stream" }, name: "Writable" }],
  ["ReadWriteStream", { home: { kind: "node", module: "node:stream" }, name: "Duplex" }],
  ["Process", { home: { kind: "platform" }, name: "process" }],
]);

function withoutNodeNamespace(home: OriginHome, path: readonly string[]): Pick<Origin, "home" | "path"> {
  const [namespace, name, ...rest] = path;
  if (home.kind !== "platform" || namespace !== "NodeJS" || name === undefined) return { home, path };
  const known = NODE_NAMESPACE.get(name);
  return known === undefined ? { home, path } : { home: known.home, path: [known.name, ...rest] };
}

function homeOf(program: ts.Program, declaration: ts.Node, file: ts.SourceFile): OriginHome {
  const imported = importedModule(declaration);
  if (imported !== undefined) return homeOfModule(program, imported, file);
  const here = homeOfFile(file.fileName);
  if (here.kind === "platform" || program.isSourceFileDefaultLibrary(file)) return { kind: "platform" };
  const module = enclosingModule(declaration);
  if (here.kind === "node")
    return module === undefined ? { kind: "platform" } : { kind: "node", module: nodeModule(module) };
  // `declare module "x"` in a file that is no module itself declares the package; in a module it only adds to it.
  if (module !== undefined && !ts.isExternalModule(file)) return homeOfModule(program, module, file);
  return here.kind === "package" ? here : { kind: "program", file: file.fileName };
}

/** An import that leads to no declaration: the package has no types. */
function importedModule(declaration: ts.Node): string | undefined {
  if (
    !ts.isImportSpecifier(declaration) &&
    !ts.isImportClause(declaration) &&
    !ts.isNamespaceImport(declaration)
  ) {
    return undefined;
  }
  const statement = ts.findAncestor(declaration, ts.isImportDeclaration);
  const specifier = statement?.moduleSpecifier;
  return specifier !== undefined && ts.isStringLiteralLike(specifier) ? specifier.text : undefined;
}

function homeOfModule(program: ts.Program, specifier: string, file: ts.SourceFile): OriginHome {
  if (specifier.startsWith("node:")) return { kind: "node", module: specifier };
  const [, name, subpath] = /^((?:@[^/*]+\/)?[^./@*#~][^/*]*)(?:\/([^*]*))?$/.exec(specifier) ?? [];
  if (name === undefined) return { kind: "program", file: file.fileName };
  if (isBuiltin(specifier)) return { kind: "node", module: nodeModule(specifier) };
  return { kind: "package", name, subpath: subpath ?? "" };
}

function nodeModule(specifier: string): string {
  return specifier.startsWith("node:") ? specifier : `node:${specifier}`;
}

/** The `declare module "…"` around it, unless `declare global` is nearer. */
function enclosingModule(declaration: ts.Node): string | undefined {
  const module = ts.findAncestor(declaration, (node) => {
    if (!ts.isModuleDeclaration(node)) return false;
    return ts.isStringLiteral(node.name) || (node.flags & ts.NodeFlags.GlobalAugmentation) !== 0;
  });
  return module !== undefined && ts.isModuleDeclaration(module) && ts.isStringLiteral(module.name)
    ? module.name.text
    : undefined;
}

/** An overload signature is not ambient: its function has a body. */
function isAmbient(declaration: ts.Node, file: ts.SourceFile): boolean {
  if (file.isDeclarationFile) return true;
  const found = ts.findAncestor(declaration, (node) => {
    if (ts.isBlock(node) || ts.isSourceFile(node)) return "quit";
    if (ts.isInterfaceDeclaration(node) || ts.isTypeLiteralNode(node) || ts.isTypeAliasDeclaration(node))
      return true;
    if (!ts.canHaveModifiers(node)) return false;
    const modifiers = ts.getModifiers(node) ?? [];
    return modifiers.some(
      ({ kind }) =>
        kind === ts.SyntaxKind.DeclareKeyword ||
        (kind === ts.SyntaxKind.AbstractKeyword && !ts.isClassLike(node)),
    );
  });
  return found !== undefined;
}
