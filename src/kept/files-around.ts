/**
 * Kept: files that are no part of a program and still say something about it: the `package.json` files of all folders from
 * those of its files outwards, and files with flow models. A program may stay the same object while they change.
 */
import { statSync } from "node:fs";
import ts from "typescript";

/** Milliseconds for which nobody looks whether there is a new one, or one within node_modules has changed. */
export const LOOK_AGAIN_AFTER = 1_000;

export class FilesAround {
  readonly #candidates: readonly string[];
  #stamps: ReadonlyMap<string, string>;
  #looked = performance.now();

  constructor(
    program: ts.Program,
    models: readonly string[],
    private readonly lookAgainAfter: number,
  ) {
    this.#candidates = [...packageFiles(program), ...models];
    this.#stamps = stampsOf(this.#candidates);
  }

  /** Their names, and what they say. */
  parts(): readonly string[] {
    return [...this.#stamps.keys()].flatMap((path) => [path, ts.sys.readFile(path) ?? ""]);
  }

  /** Whether all of them are as they were: asked for each file that is linted. */
  areUnchanged(): boolean {
    const now = performance.now();
    if (now - this.#looked >= this.lookAgainAfter) {
      this.#looked = now;
      const stamps = stampsOf(this.#candidates);
      return stamps.size === this.#stamps.size && isPartOf(stamps, this.#stamps);
    }
    const near = [...this.#stamps.keys()].filter((path) => !path.includes("/node_modules/"));
    const stamps = stampsOf(near);
    return stamps.size === near.length && isPartOf(stamps, this.#stamps);
  }
}

function isPartOf(some: ReadonlyMap<string, string>, all: ReadonlyMap<string, string>): boolean {
  return [...some].every(([path, stamp]) => all.get(path) === stamp);
}

/** Of those that are there. A look whether one is costs a tenth of the attempt to read it. */
function stampsOf(paths: readonly string[]): ReadonlyMap<string, string> {
  const stamps = new Map<string, string>();
  for (const path of paths) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found !== undefined)
      stamps.set(path, `${String(found.mtimeMs)} ${String(found.size)} ${String(found.ino)}`);
  }
  return stamps;
}

function packageFiles(program: ts.Program): readonly string[] {
  const folders = new Set<string>();
  for (const { fileName } of program.getSourceFiles()) {
    let folder = folderOf(fileName);
    while (!folders.has(folder)) {
      folders.add(folder);
      folder = folderOf(folder);
    }
  }
  return [...folders].sort().map((folder) => `${folder}/package.json`);
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? path : path.slice(0, slash);
}
