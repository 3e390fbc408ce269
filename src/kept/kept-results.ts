/** Kept: results of programs that no longer are, by digests of all that they depend on; in memory, and on disk. */
import process from "node:process";
import type { FileId, ProcedureId } from "../graph/expression.js";
import type { AnalysisResult } from "../graph/leak.js";
import { engineVersion } from "./engine-version.js";
import type { ProgramInputs } from "./program-inputs.js";
import { cacheFolderOf, resultFilesIn, type ResultFiles } from "./result-files.js";

/** Results in memory: what an editor goes back and forth between, by undo and redo. */
const MAXIMAL_RESULTS = 32;
/** Programs whose texts are known, so that edits in them are seen as such: one for each project that is open at once. */
const MAXIMAL_PROGRAMS = 8;
/** After so many milliseconds without another result, one that was computed at no cost is written to disk as well. */
const PAUSE = 2_000;

/** Plain data. */
export interface KeptResult extends Pick<AnalysisResult, "leaks" | "limits"> {
  readonly search: KeptSearch;
}

/** What the search that has led to a result has looked at. */
interface KeptSearch {
  /** Procedures whose bodies it has looked into, by file. */
  readonly seen: Readonly<Record<FileId, readonly ProcedureId[]>>;
  /** Places in the text of the program. */
  readonly sites: number;
}

export interface KnownProgram {
  readonly inputs: ProgramInputs;
  readonly result: KeptResult;
}

export class KeptResults {
  readonly #inMemory = new Map<string, KeptResult>();
  readonly #onDisk = new Map<string, ResultFiles | undefined>();
  readonly #programs = new Map<string, KnownProgram>();
  #pending: ReturnType<typeof setTimeout> | undefined;

  /** The result that was computed from the same. */
  find(inputs: ProgramInputs, cwd: string): KeptResult | undefined {
    const { digest } = inputs;
    const found = this.#inMemory.get(digest) ?? (this.#filesFor(cwd)?.read(digest) as KeptResult | undefined);
    if (found !== undefined) this.#remember(inputs, found);
    return found;
  }

  /** The program that was looked at last among those that have all but texts in common. */
  before({ surroundings }: ProgramInputs): KnownProgram | undefined {
    return this.#programs.get(surroundings);
  }

  /** `soon`: it is no great loss if the process ends before that is written. */
  keep(inputs: ProgramInputs, cwd: string, result: KeptResult, soon = false): void {
    this.#remember(inputs, result);
    clearTimeout(this.#pending);
    const write = (): void => {
      this.#filesFor(cwd)?.write(inputs.digest, result);
    };
    if (soon) this.#pending = setTimeout(write, PAUSE).unref();
    else write();
  }

  #remember(inputs: ProgramInputs, result: KeptResult): void {
    putLast(this.#inMemory, inputs.digest, result, MAXIMAL_RESULTS);
    putLast(this.#programs, inputs.surroundings, { inputs, result }, MAXIMAL_PROGRAMS);
  }

  #filesFor(cwd: string): ResultFiles | undefined {
    if (!this.#onDisk.has(cwd)) this.#onDisk.set(cwd, filesFor(cwd));
    return this.#onDisk.get(cwd);
  }
}

/** What was used last is at the end; what is too many at the start is forgotten. */
function putLast<T>(map: Map<string, T>, key: string, value: T, maximal: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > maximal && oldest !== undefined) map.delete(oldest);
}

function filesFor(cwd: string): ResultFiles | undefined {
  const version = process.env["PURPOSE_CACHE"] === "0" ? undefined : engineVersion();
  const folder = version === undefined ? undefined : cacheFolderOf(cwd);
  return version === undefined || folder === undefined ? undefined : resultFilesIn(folder, version);
}
