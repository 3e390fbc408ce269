/**
 * Summaries: those of the packages that a program sees as declaration files. Each is checked before it is used: made by
 * this version, with these settings, of the sources as they are (if they are there), with the same files of the packages
 * that it depends on. One that can't be used is told of, and its package is analysed as if it had none.
 */
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import ts from "typescript";
import type { FileId } from "../graph/expression.js";
import type { FileSummary, PackageSummary } from "../graph/package-summary.js";
import type { ProcedureReference } from "../graph/program-view.js";
import { sourceNamedBy } from "../program/mapped-sources.js";
import type { SummarizedCode } from "../program/program-files.js";
import { packageFolderOf } from "./package-folder.js";
import { relocated } from "./relocate.js";
import { decodeSummary, fingerprint, type SummaryHeader } from "./summary-file.js";

export interface SummaryPlace {
  /** The summary's file, relative to each package's folder. */
  readonly file: string;
  /** The plugin's version. */
  readonly tool: string;
  /** Fingerprint of the settings, for a package in this folder. */
  readonly settingsIn: (folder: string) => string;
}

/** A summary that can be used, with absolute paths. */
interface LoadedSummary {
  readonly header: SummaryHeader;
  readonly files: ReadonlyMap<FileId, FileSummary>;
  readonly byDeclarations: ReadonlyMap<FileId, FileId>;
  readonly implementations: PackageSummary["implementations"];
}

export interface SummaryNote {
  /** The package's folder. */
  readonly folder: string;
  /** Half a sentence. */
  readonly reason: string;
}

export class SummaryFinder {
  readonly notes: SummaryNote[] = [];
  readonly #place: SummaryPlace;
  readonly #program: ts.Program;
  readonly #byFolder = new Map<string, LoadedSummary | undefined>();
  readonly #sources = new Map<FileId, FileId | undefined>();

  constructor(program: ts.Program, place: SummaryPlace) {
    this.#program = program;
    this.#place = place;
    // What a program is made of itself has no need of a summary.
    for (const file of program.getRootFileNames()) {
      const folder = packageFolderOf(file);
      if (folder !== undefined) this.#byFolder.set(folder, undefined);
    }
  }

  /** The summarized file that a declaration file was made of. */
  sourceOf(declarations: FileId): FileId | undefined {
    if (!this.#sources.has(declarations)) this.#sources.set(declarations, this.#find(declarations));
    return this.#sources.get(declarations);
  }

  /** The code of all summaries that the program leads to. */
  codeFor(program: ts.Program): SummarizedCode {
    const known = new Map<FileId, FileSummary>();
    const pending = program.getSourceFiles().flatMap(({ fileName }) => this.sourceOf(fileName) ?? []);
    for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
      const isThere = known.has(file) || program.getSourceFile(file) !== undefined;
      const summary = isThere ? undefined : this.#fileSummary(file);
      if (summary === undefined) continue;
      known.set(file, summary);
      for (const link of summary.links.values()) if (link.kind === "file") pending.push(link.file);
    }
    return {
      names: [...known.keys()].sort(),
      get: (file) => known.get(file),
      sourceOf: (declarations) => {
        const source = this.sourceOf(declarations);
        return source !== undefined && known.has(source) ? source : undefined;
      },
      implementationsOf: (file, path) => this.#implementationsOf(`${file} ${path}`, known),
    };
  }

  #find(declarations: FileId): FileId | undefined {
    if (!/\.d\.[cm]?ts$/.test(declarations) || declarations.includes("/node_modules/")) return undefined;
    const folder = packageFolderOf(declarations);
    const summary = folder === undefined ? undefined : this.#load(folder);
    if (summary === undefined) return undefined;
    const known = summary.byDeclarations.get(declarations);
    if (known !== undefined) return known;
    const text = this.#program.getSourceFile(declarations)?.text ?? ts.sys.readFile(declarations) ?? "";
    const named = sourceNamedBy(declarations, text);
    return named !== undefined && summary.files.has(named) ? named : undefined;
  }

  #fileSummary(file: FileId): FileSummary | undefined {
    const folder = packageFolderOf(file);
    return folder === undefined ? undefined : this.#load(folder)?.files.get(file);
  }

  #implementationsOf(key: string, known: ReadonlyMap<FileId, FileSummary>): readonly ProcedureReference[] {
    return [...this.#byFolder.values()].flatMap((summary) =>
      (summary?.implementations.get(key) ?? []).filter(({ file }) => known.has(file)),
    );
  }

  #load(folder: string): LoadedSummary | undefined {
    if (this.#byFolder.has(folder)) return this.#byFolder.get(folder);
    // Packages that depend on each other in a circle don't wait for each other.
    this.#byFolder.set(folder, undefined);
    const path = posix.join(folder, this.#place.file);
    const loaded = ts.sys.fileExists(path) ? this.#read(folder, path) : undefined;
    if (typeof loaded === "string") this.notes.push({ folder, reason: loaded });
    else this.#byFolder.set(folder, loaded);
    return this.#byFolder.get(folder);
  }

  /** The summary, why it can't be used, or undefined where its sources are in the program already. */
  #read(folder: string, path: string): LoadedSummary | string | undefined {
    const bytes = readBytes(path);
    const file = bytes === undefined ? "it can't be read" : decodeSummary(bytes, this.#place.tool);
    if (typeof file === "string") return file;
    const { header } = file;
    const sources = Object.keys(header.sources).map((name) => posix.join(folder, name));
    if (sources.some((source) => this.#program.getSourceFile(source) !== undefined)) return undefined;
    if (header.settings !== this.#place.settingsIn(folder)) return "it was made with other settings";
    const problem = staleness(folder, header) ?? this.#problemOfDependencies(folder, header);
    if (problem !== undefined) return problem;
    const content = file.content();
    return content === undefined ? "it is damaged" : loadedSummary(header, content, folder);
  }

  #problemOfDependencies(folder: string, { dependencies }: SummaryHeader): string | undefined {
    for (const [relative, files] of Object.entries(dependencies)) {
      const other = posix.join(folder, relative);
      const known = this.#load(other)?.header.sources;
      if (known === undefined) return `it needs that of ${relative}, which can't be used`;
      const changed = Object.keys(files).find((name) => known[name] !== files[name]);
      if (changed !== undefined) return `it was made before ${posix.join(relative, changed)} changed`;
    }
    return undefined;
  }
}

function readBytes(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Whether sources that are there are others than those that it was made of. */
function staleness(folder: string, { sources }: SummaryHeader): string | undefined {
  const names = Object.keys(sources);
  const texts = names.map((name) => ts.sys.readFile(posix.join(folder, name)));
  if (texts.every((text) => text === undefined)) return undefined;
  const changed = names.find((name, index) => {
    const text = texts[index];
    return text === undefined || fingerprint(text) !== sources[name];
  });
  return changed === undefined ? undefined : `it was made before ${changed} changed`;
}

function loadedSummary(header: SummaryHeader, content: PackageSummary, folder: string): LoadedSummary {
  const { files, implementations } = relocated(content, (file) => posix.join(folder, file));
  return {
    header,
    files: new Map(files.map((file) => [file.facts.file, file])),
    byDeclarations: new Map(
      files.flatMap(({ declarations, facts }) =>
        declarations === undefined ? [] : [[declarations, facts.file] as const],
      ),
    ),
    implementations,
  };
}
