/**
 * Whose a source file is, by its path alone: the platform's, a package's or the program's own. Questions that have only
 * a checker at hand (no `ts.Program`) go by this; `origin-of.ts` asks the program as well.
 */
import type ts from "typescript";

/**
 * @example
 * homeOfFile("/app/node_modules/@types/foo__bar/lib/x.d.ts") // { kind: "package", name: "@foo/bar", subpath: "lib/x" }
 */
export type FileHome =
  /** lib.*.d.ts, and packages that stand for the platform's own types. */
  | { readonly kind: "platform" }
  /** `@types/node`: globals are the platform's, `declare module "…"` is Node's. */
  | { readonly kind: "node" }
  | { readonly kind: "package"; readonly name: string; readonly subpath: string }
  | { readonly kind: "program" };

const PLATFORM: FileHome = { kind: "platform" };
const NODE: FileHome = { kind: "node" };
const PROGRAM: FileHome = { kind: "program" };

/** Where compilers keep the language's libraries: TypeScript in JavaScript, the native one on disk and bundled. */
const LIBRARY_FILE = /^bundled:|(?:typescript|native-preview)[^/]*\/lib\/lib(?:\.[a-z0-9-]+)*\.d\.ts$/;
const IN_PACKAGE = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/;
/** Packages whose types are the platform's: `fetch` and its kin, replacements of lib.dom. */
const PLATFORM_PACKAGES = /^(?:undici-types|@types\/web|@typescript\/lib-[a-z0-9-]+)$/;
const SOURCE_EXTENSION = /(?:\.d)?\.[cm]?[jt]sx?$/;

export function homeOfFile(fileName: string): FileHome {
  if (LIBRARY_FILE.test(fileName)) return PLATFORM;
  const match = IN_PACKAGE.exec(fileName);
  const folder = match?.[1];
  if (folder === undefined) return PROGRAM;
  if (PLATFORM_PACKAGES.test(folder)) return PLATFORM;
  if (folder === "@types/node") return NODE;
  const inside = (match?.[2] ?? "").replace(SOURCE_EXTENSION, "");
  // Prisma generates its client into a folder of its own beside the package that re-exports it.
  if (folder === ".prisma")
    return { kind: "package", name: `@prisma/${inside.split("/")[0] ?? ""}`, subpath: "" };
  return { kind: "package", name: packageOfTypes(folder), subpath: inside === "index" ? "" : inside };
}

export function homeOfDeclaration(declaration: ts.Node): FileHome {
  return homeOfFile(declaration.getSourceFile().fileName);
}

/** Is one of the symbol's declarations the platform's (a program may add members of its own to `Array`)? */
export function isOfPlatform(symbol: ts.Symbol | undefined): boolean {
  return (symbol?.declarations ?? []).some((declaration) => {
    const { kind } = homeOfDeclaration(declaration);
    return kind === "platform" || kind === "node";
  });
}

/** `@types/foo__bar` holds the types of `@foo/bar`, `@types/foo` those of `foo`. */
function packageOfTypes(folder: string): string {
  const types = /^@types\/(.+)$/.exec(folder)?.[1];
  if (types === undefined) return folder;
  const scoped = /^(.+?)__(.+)$/.exec(types);
  return scoped === null ? types : `@${scoped[1] ?? ""}/${scoped[2] ?? ""}`;
}
