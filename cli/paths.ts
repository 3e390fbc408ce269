/**
 * Paths as TypeScript and reports write them: with slashes, on every system.
 */
import { existsSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

export function slashed(path: string): string {
  return path.split(sep).join("/");
}

/** Relative to a directory. */
export function shown(directory: string, path: string): string {
  return slashed(relative(directory, path)) || ".";
}

/** The root of the repository that a directory is in; of the workspace, where it is in none; or else itself. */
export function repositoryOf(directory: string): string {
  // In work trees and submodules it is a file.
  const root = folderWith(directory, [".git"]) ?? folderWith(directory, WORKSPACES);
  return slashed(root ?? resolve(directory));
}

const WORKSPACES = ["turbo.json", "nx.json", "pnpm-workspace.yaml"];

/** The nearest folder upwards that has one of these. */
function folderWith(directory: string, names: readonly string[]): string | undefined {
  for (let folder = resolve(directory); ; folder = dirname(folder)) {
    if (names.some((name) => existsSync(join(folder, name)))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}
