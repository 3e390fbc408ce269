/** Kept: results of programs that no longer are, by digests of all that they depend on; in memory, and on disk. */
import process from "node:process";
import type { AnalysisResult } from "../graph/leak.js";
import { engineVersion } from "./engine-version.js";
import { cacheFolderOf, resultFilesIn, type ResultFiles } from "./result-files.js";

/** Results in memory: what an editor goes back and forth between, by undo and redo. */
const MAXIMAL_RESULTS = 32;

type KeptResult = Pick<AnalysisResult, "leaks" | "limits">;

export class KeptResults {
  readonly #inMemory = new Map<string, KeptResult>();
  readonly #onDisk = new Map<string, ResultFiles | undefined>();

  /** The result that was computed from the same. */
  find(digest: string, cwd: string): KeptResult | undefined {
    const found = this.#inMemory.get(digest) ?? (this.#filesFor(cwd)?.read(digest) as KeptResult | undefined);
    if (found !== undefined) this.#remember(digest, found);
    return found;
  }

  keep(digest: string, cwd: string, { leaks, limits }: KeptResult): void {
    const result = { leaks, limits };
    this.#remember(digest, result);
    this.#filesFor(cwd)?.write(digest, result);
  }

  #remember(digest: string, result: KeptResult): void {
    // What was asked for last is at the end.
    this.#inMemory.delete(digest);
    this.#inMemory.set(digest, result);
    const [oldest] = this.#inMemory.keys();
    if (this.#inMemory.size > MAXIMAL_RESULTS && oldest !== undefined) this.#inMemory.delete(oldest);
  }

  #filesFor(cwd: string): ResultFiles | undefined {
    if (!this.#onDisk.has(cwd)) this.#onDisk.set(cwd, filesFor(cwd));
    return this.#onDisk.get(cwd);
  }
}

function filesFor(cwd: string): ResultFiles | undefined {
  const version = process.env["PURPOSE_CACHE"] === "0" ? undefined : engineVersion();
  const folder = version === undefined ? undefined : cacheFolderOf(cwd);
  return version === undefined || folder === undefined ? undefined : resultFilesIn(folder, version);
}
