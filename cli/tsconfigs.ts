/**
 * Which TypeScript projects a command is about: those that are named, or the one that the paths or the working
 * directory belong to. A configuration that only refers to others stands for these.
 */
import { dirname, resolve } from "node:path";
import ts from "typescript";
import { shown, slashed } from "./paths.js";
import type { Terminal } from "./terminal.js";
import { WrongUse } from "./wrong-use.js";

export interface Tsconfig {
  /** Absolute. */
  readonly path: string;
  readonly parsed: ts.ParsedCommandLine;
}

/** Folders in which nobody keeps a project of his own. */
const NOT_SEARCHED = ["**/node_modules", "**/dist", "**/.*"];

/** `projects`: files, folders with a tsconfig.json, or globs of files, as on the command line. */
export function findTsconfigs(
  { cwd }: Pick<Terminal, "cwd">,
  projects: readonly string[],
  paths: readonly string[] = [],
): readonly Tsconfig[] {
  const named = projects.length > 0 ? projects.flatMap((one) => namedBy(cwd, one)) : nearest(cwd, paths);
  const found = new Map<string, Tsconfig>();
  for (const path of named) addWithReferences(path, found);
  const tsconfigs = [...found.values()].filter(({ parsed }) => parsed.fileNames.length > 0);
  if (tsconfigs.length > 0) return tsconfigs;
  throw new WrongUse(`${named.map((path) => shown(cwd, path)).join(", ")}: no files belong to it.`);
}

function namedBy(cwd: string, project: string): readonly string[] {
  const path = slashed(resolve(cwd, project));
  if (ts.sys.directoryExists(path)) return namedBy(cwd, `${path}/tsconfig.json`);
  if (ts.sys.fileExists(path)) return [path];
  const matching = /[*?{]/.test(project)
    ? ts.sys.readDirectory(slashed(cwd), [".json"], NOT_SEARCHED, [project])
    : [];
  if (matching.length > 0) return matching.toSorted();
  throw new WrongUse(`--project ${project}: there is no such file.`);
}

/** Of each path, or else of the working directory, the tsconfig.json that is nearest upwards. */
function nearest(cwd: string, paths: readonly string[]): readonly string[] {
  const starts = paths.length === 0 ? [cwd] : paths.map((path) => folderOf(cwd, path));
  return [...new Set(starts)].map((start) => {
    const found = ts.findConfigFile(start, (file) => ts.sys.fileExists(file));
    if (found !== undefined) return found;
    throw new WrongUse(`There is no tsconfig.json in ${start} or above it: name one with --project.`);
  });
}

function folderOf(cwd: string, path: string): string {
  const absolute = slashed(resolve(cwd, path));
  if (ts.sys.directoryExists(absolute)) return absolute;
  if (ts.sys.fileExists(absolute)) return dirname(absolute);
  throw new WrongUse(`${path}: there is no such file or folder.`);
}

function addWithReferences(path: string, found: Map<string, Tsconfig>): void {
  const file = slashed(resolve(path));
  if (found.has(file)) return;
  const parsed = parse(file);
  found.set(file, { path: file, parsed });
  for (const reference of parsed.projectReferences ?? [])
    addWithReferences(ts.resolveProjectReferencePath(reference), found);
}

function parse(file: string): ts.ParsedCommandLine {
  const host: ts.ParseConfigFileHost = {
    useCaseSensitiveFileNames: ts.sys.useCaseSensitiveFileNames,
    readDirectory: ts.sys.readDirectory.bind(ts.sys),
    fileExists: ts.sys.fileExists.bind(ts.sys),
    readFile: ts.sys.readFile.bind(ts.sys),
    getCurrentDirectory: ts.sys.getCurrentDirectory.bind(ts.sys),
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new WrongUse(ts.flattenDiagnosticMessageText(messageText, "\n"));
    },
  };
  const parsed = ts.getParsedCommandLineOfConfigFile(file, {}, host);
  if (parsed === undefined) throw new WrongUse(`${file} can't be read.`);
  // That no files belong to it is said where nothing else does: a solution has none of its own.
  const [error] = parsed.errors.filter(({ code }) => code !== NO_INPUTS);
  if (error !== undefined)
    throw new WrongUse(`${file}: ${ts.flattenDiagnosticMessageText(error.messageText, "\n")}`);
  return parsed;
}

/** "No inputs were found in config file …" */
const NO_INPUTS = 18003;
