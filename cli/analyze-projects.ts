/**
 * The step that all commands share: tsconfigs → programs, settings from ESLint's configuration → results. Where files of
 * one program have different settings, it is analysed once with each, and a leak counts by the settings of the file in
 * which it is reported: as when linting.
 */
import type ts from "typescript";
import {
  analyzeProgram,
  countersInShort,
  purposesOf,
  sourceViewOf,
  type AnalysisResult,
  type Leak,
  type SourceView,
} from "../src/index.js";
import type { CommandContext } from "./command-context.js";
import { DEFAULT_FILE_SETTINGS, readEslintSettings, type FileSettings } from "./eslint-settings.js";
import { shown } from "./paths.js";
import { createProgress, type Progress } from "./progress.js";
import type { Terminal } from "./terminal.js";
import { findTsconfigs } from "./tsconfigs.js";
import { WrongUse } from "./wrong-use.js";

/** Which projects, and how they are looked at: options that all commands take. */
export interface ProjectOptions {
  readonly project?: readonly string[];
  /** A configuration of ESLint, instead of the one that is found. */
  readonly config?: string;
  readonly selection?: "match" | "off";
}

/** One program with one set of settings. */
interface AnalyzedProject {
  /** Absolute path of the tsconfig.json. */
  readonly tsconfig: string;
  readonly program: ts.Program;
  readonly settings: FileSettings;
  readonly result: AnalysisResult;
  /** The result's leaks in files that have these settings. */
  readonly leaks: readonly Leak[];
  /** The project's own files. */
  readonly files: readonly string[];
  /** How the program is quoted; paths are relative to `directory`. */
  viewFrom(directory: string): SourceView;
}

export interface Analysis {
  readonly projects: readonly AnalyzedProject[];
  /** ESLint configurations that the settings come from. */
  readonly configFiles: readonly string[];
}

export async function analyzeProjects(
  { terminal, programOf }: Pick<CommandContext, "terminal" | "programOf">,
  options: ProjectOptions,
  paths: readonly string[] = [],
): Promise<Analysis> {
  const tsconfigs = findTsconfigs(terminal, options.project ?? [], paths);
  const settings = readEslintSettings(terminal.cwd, options.config);
  const progress = createProgress(terminal);
  const projects: AnalyzedProject[] = [];
  try {
    for (const [index, tsconfig] of tsconfigs.entries()) {
      const name = shown(terminal.cwd, tsconfig.path);
      progress.show(`${name}: parse`, index, tsconfigs.length);
      const program = programOf(tsconfig);
      const groups = await bySettings(ownFiles(program), (file) => settings.for(file));
      for (const group of groups.values())
        projects.push(
          analyzed({ tsconfig: tsconfig.path, name, program, group, terminal, options, progress }),
        );
    }
  } finally {
    progress.end();
  }
  return { projects, configFiles: [...settings.configFiles] };
}

interface SettingsGroup {
  readonly settings: FileSettings;
  readonly files: Set<string>;
}

interface Request {
  readonly tsconfig: string;
  readonly name: string;
  readonly program: ts.Program;
  readonly group: SettingsGroup;
  readonly terminal: Terminal;
  readonly options: ProjectOptions;
  readonly progress: Progress;
}

function analyzed({ tsconfig, name, program, group, terminal, options, progress }: Request): AnalyzedProject {
  const { settings } = group.settings;
  const selection = options.selection ?? group.settings.selection;
  const answer = analyzeProgram({
    program,
    cwd: terminal.cwd,
    settings,
    selection,
    onProgress: (stage, done, total) => {
      progress.show(`${name}: ${stage}`, done, total);
    },
  });
  if (answer.kind === "error") throw new WrongUse(answer.message);
  tellCounters(terminal, answer.result);
  return {
    tsconfig,
    program,
    settings: { settings, selection },
    result: answer.result,
    leaks: answer.result.leaks.filter(({ file }) => group.files.has(file)),
    files: ownFiles(program),
    viewFrom: (directory) => sourceViewOf(program, directory, (label) => purposesOf(settings, label)),
  };
}

function tellCounters({ environment, err }: Terminal, { counters }: AnalysisResult): void {
  if (environment["PURPOSE_COUNTERS"] === undefined) return;
  for (const line of countersInShort(counters)) err.write(`${line}\n`);
}

/** The files that are no library's and no declarations. */
function ownFiles(program: ts.Program): readonly string[] {
  return program
    .getSourceFiles()
    .filter((file) => !file.isDeclarationFile && !program.isSourceFileFromExternalLibrary(file))
    .map(({ fileName }) => fileName)
    .toSorted();
}

/** Files by their settings. One that ESLint ignores goes with the others: it isn't linted, but it is checked. */
async function bySettings(
  files: readonly string[],
  settingsFor: (file: string) => Promise<FileSettings | "off" | undefined>,
): Promise<ReadonlyMap<string, SettingsGroup>> {
  const groups = new Map<string, SettingsGroup>();
  const ignored: string[] = [];
  for (const file of files) {
    const settings = await settingsFor(file);
    if (settings === undefined) ignored.push(file);
    else if (settings !== "off") addTo(groups, settings, file);
  }
  const [largest] = [...groups.values()].toSorted((left, right) => right.files.size - left.files.size);
  for (const file of ignored) addTo(groups, largest?.settings ?? DEFAULT_FILE_SETTINGS, file);
  return groups;
}

function addTo(groups: Map<string, SettingsGroup>, settings: FileSettings, file: string): void {
  const key = JSON.stringify(settings);
  const group = groups.get(key) ?? { settings, files: new Set() };
  groups.set(key, group);
  group.files.add(file);
}
