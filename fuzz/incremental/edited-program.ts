/** A program that is edited: as an editor's language service keeps it, and made anew. Package files lie on disk. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import type { Texts } from "./random-edits.js";

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts"],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  noEmit: true,
  types: [],
};

export class EditedProgram {
  #texts: Texts = new Map();
  readonly #versions = new Map<string, number>();
  readonly #service: ts.LanguageService;
  readonly #libraries = new Map<string, ts.SourceFile>();

  constructor(readonly folder: string) {
    this.#service = ts.createLanguageService({
      getCompilationSettings: () => OPTIONS,
      getScriptFileNames: () => this.#names(),
      getScriptVersion: (file) => String(this.#versions.get(file) ?? 0),
      getScriptSnapshot: (file) => {
        const text = this.#read(file);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => folder,
      getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
      fileExists: (file) => this.#isThere(file),
      readFile: (file) => this.#read(file),
      directoryExists: () => true,
    });
  }

  set(texts: Texts): void {
    for (const [name, text] of texts) {
      if (this.#texts.get(name) === text) continue;
      const file = join(this.folder, name);
      this.#versions.set(file, (this.#versions.get(file) ?? 0) + 1);
      if (!name.endsWith("package.json")) continue;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    for (const name of this.#texts.keys())
      if (!texts.has(name) && name.endsWith("package.json")) rmSync(join(this.folder, name));
    this.#texts = texts;
  }

  /** The editor's: files without an edit are the objects that they were. */
  incremental(): ts.Program {
    const program = this.#service.getProgram();
    if (program === undefined) throw new Error("The language service has no program.");
    return program;
  }

  cold(): ts.Program {
    const host = ts.createCompilerHost(OPTIONS, true);
    return ts.createProgram(this.#names(), OPTIONS, {
      ...host,
      getCurrentDirectory: () => this.folder,
      directoryExists: () => true,
      fileExists: (file) => this.#isThere(file),
      readFile: (file) => this.#read(file),
      getSourceFile: (file, version) => this.#parsed(file, version),
    });
  }

  #parsed(file: string, version: ts.ScriptTarget | ts.CreateSourceFileOptions): ts.SourceFile | undefined {
    const known = this.#libraries.get(file);
    if (known !== undefined) return known;
    const text = this.#read(file);
    if (text === undefined) return undefined;
    const parsed = ts.createSourceFile(file, text, version, true);
    if (!file.startsWith(this.folder)) this.#libraries.set(file, parsed);
    return parsed;
  }

  #names(): string[] {
    return [...this.#texts.keys()]
      .filter((name) => name.endsWith(".ts"))
      .map((name) => join(this.folder, name));
  }

  #isThere(file: string): boolean {
    return this.#own(file) !== undefined || (!this.#isOwn(file) && ts.sys.fileExists(file));
  }

  #read(file: string): string | undefined {
    return this.#own(file) ?? (this.#isOwn(file) ? undefined : ts.sys.readFile(file));
  }

  #own(file: string): string | undefined {
    return this.#texts.get(file.slice(this.folder.length + 1));
  }

  #isOwn(file: string): boolean {
    return file.startsWith(`${this.folder}/`);
  }
}
