/**
 * Summaries: which packages of a program lead to which others by their imports: what the analysis of a package by itself
 * sees.
 */
import type { FileId } from "../graph/expression.js";
import type { AnalyzedCode } from "./summarize.js";
import { packageFolderOf } from "./package-folder.js";

/** Whether the package of a file, analysed by itself, has all of these files in its program. */
export type SeesAll = (file: FileId, others: readonly FileId[]) => boolean;

export function createPackageGraph({ files, links }: Pick<AnalyzedCode, "files" | "links">): SeesAll {
  const folders = new Map(files.names.map((name) => [name, packageFolderOf(name) ?? ""]));
  const edges = new Map<string, Set<string>>();
  for (const [name, folder] of folders) {
    const to = edges.get(folder) ?? new Set();
    edges.set(folder, to);
    const { requests = [], exports = [] } = files.get(name)?.facts ?? {};
    const reexports = exports.flatMap((one) => (one.kind === "local" ? [] : [one]));
    for (const { specifier, module } of [...requests, ...reexports]) {
      const target = links.importedModule(name, specifier, module);
      if (target.kind === "file") to.add(folders.get(target.file) ?? "");
    }
  }
  const known = new Map<string, ReadonlySet<string>>();
  return (file, others) => {
    const folder = folders.get(file) ?? "";
    const seen = known.get(folder) ?? reachableFrom(folder, edges);
    known.set(folder, seen);
    return others.every((other) => seen.has(folders.get(other) ?? ""));
  };
}

function reachableFrom(start: string, edges: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const found = new Set<string>();
  const pending = [start];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    if (found.has(folder)) continue;
    found.add(folder);
    pending.push(...(edges.get(folder) ?? []));
  }
  return found;
}
