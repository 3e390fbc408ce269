/** Summaries: the folder of the package that a file belongs to: the nearest one with a package.json that has a name. */
import { posix } from "node:path";
import ts from "typescript";

/** @example packageFolderOf("/repo/packages/text/dist/index.d.ts") // "/repo/packages/text" */
export function packageFolderOf(file: string): string | undefined {
  for (let folder = posix.dirname(file); ; folder = posix.dirname(folder)) {
    if (nameOfPackage(folder) !== undefined) return folder;
    if (folder === posix.dirname(folder)) return undefined;
  }
}

/** What the package.json in a folder calls its package. */
export function nameOfPackage(folder: string): string | undefined {
  const path = posix.join(folder, "package.json");
  const text = ts.sys.fileExists(path) ? ts.sys.readFile(path) : undefined;
  if (text === undefined) return undefined;
  const { config } = ts.parseConfigFileTextToJson(path, text) as { readonly config?: unknown };
  const isNamed = typeof config === "object" && config !== null && "name" in config;
  return isNamed && typeof config.name === "string" ? config.name : undefined;
}
