/**
 * Kept: results on disk, in `node_modules/.cache`, a file each. Anybody may delete them at any time. Several processes may
 * write at once: a file is written beside its place and then renamed, so that it is there as a whole or not at all. One
 * that can't be read, or is not what was written, counts as not there.
 */
import { hash, randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";

/** What is kept at most: the results that were used last. */
const MAXIMAL_FILES = 100;
const MAXIMAL_BYTES = 64 * 1024 * 1024;
/** Files that somebody began to write and never finished, in milliseconds. */
const ABANDONED = 60 * 60 * 1000;

const FOLDER = ["node_modules", ".cache", "eslint-plugin-purpose"];
const ENDING = ".json";

export interface ResultFiles {
  read(key: string): unknown;
  write(key: string, content: unknown): void;
}

/** The nearest folder outwards from `cwd` that has a package and `node_modules`, if there is one. */
export function cacheFolderOf(cwd: string): string | undefined {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json")) && existsSync(join(folder, "node_modules")))
      return join(folder, ...FOLDER);
    if (folder === dirname(folder)) return undefined;
  }
}

/** `version`: of all that the contents depend on besides their keys. Files of another version are not found. */
export function resultFilesIn(folder: string, version: string): ResultFiles {
  const pathOf = (key: string): string =>
    join(folder, `${hash("sha256", `${version} ${key}`, "hex")}${ENDING}`);
  return {
    read: (key) => orUndefined(() => contentOf(pathOf(key))),
    write: (key, content) => {
      // Where nothing can be written, nothing is kept: the analysis goes on without.
      orUndefined(() => {
        mkdirSync(folder, { recursive: true });
        writeWhole(pathOf(key), content);
        removeOldest(folder);
      });
    },
  };
}

function contentOf(path: string): unknown {
  const bytes = readFileSync(path, "utf8");
  const end = bytes.indexOf("\n");
  const text = bytes.slice(end + 1);
  if (bytes.slice(0, end) !== checksum(text)) return undefined;
  const now = new Date();
  // What was used last is removed last. Another process may have removed it by now.
  orUndefined(() => {
    utimesSync(path, now, now);
  });
  return JSON.parse(text);
}

function writeWhole(path: string, content: unknown): void {
  const text = JSON.stringify(content);
  const beside = `${path}.${String(process.pid)}.${randomUUID()}`;
  try {
    writeFileSync(beside, `${checksum(text)}\n${text}`);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

function checksum(text: string): string {
  return hash("sha256", text, "base64url");
}

function removeOldest(folder: string): void {
  const files = readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const found = statSync(path, { throwIfNoEntry: false });
    return found === undefined ? [] : [{ path, name, bytes: found.size, used: found.mtimeMs }];
  });
  let count = 0;
  let bytes = 0;
  for (const file of files.sort((left, right) => right.used - left.used)) {
    if (!file.name.endsWith(ENDING)) {
      if (file.used < Date.now() - ABANDONED) rmSync(file.path, { force: true });
      continue;
    }
    count++;
    bytes += file.bytes;
    if (count > MAXIMAL_FILES || bytes > MAXIMAL_BYTES) rmSync(file.path, { force: true });
  }
}

/** undefined where the file system, or what is in a file, has an error. */
function orUndefined<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && "code" in error)) return undefined;
    throw error;
  }
}
