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

/** The root of the repository that a directory is in; itself where it is in none. */
export function repositoryOf(directory: string): string {
  for (let folder = resolve(directory); ; folder = dirname(folder)) {
    // In work trees and submodules it is a file.
    if (existsSync(join(folder, ".git"))) return slashed(folder);
    if (folder === dirname(folder)) return slashed(directory);
  }
}
