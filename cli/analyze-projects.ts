/**
 * The step that all commands share: tsconfigs → programs, settings from ESLint's configuration → results. Where files of
 * one program have different settings, it is analysed once with each, and a leak counts by the settings of the file in
 * which it is reported: as when linting.
 */
import type ts from "typescript";
import {
  analyzeBySummaries,
  countersInShort,
  purposesOf,
  sourceViewOf,
  type AnalysisResult,
  type Leak,
  type SourceView,
  type SummarizedAnalysis,
} from "../src/index.js";
import type { CommandContext } from "./command-context.js";
import { enabledLeaks } from "./disabled-leaks.js";
import {
  DEFAULT_FILE_SETTINGS,
  readEslintSettings,
  type FileSettings,
  type LintedFile,
} from "./eslint-settings.js";
import { PACKAGE } from "./package-version.js";
import { shown } from "./paths.js";
import { SUMMARY_FILE, tellNotes } from "./summary-files.js";
import { createProgress, type Progress } from "./progress.js";
import type { Terminal } from "./terminal.js";
import { findTsconfigs, type Tsconfig } from "./tsconfigs.js";
import { WrongUse } from "./wrong-use.js";

/** Which projects, and how they are looked at: options that all commands take. */
export interface ProjectOptions {
  readonly project?: readonly string[];
  /** A configuration of ESLint, instead of the one that is found. */
  readonly config?: string;
  readonly selection?: "match" | "off";
}

/** One program with one set of settings. */
export interface Project {
  /** Absolute path of the tsconfig.json. */
  readonly tsconfig: string;
  readonly parsed: Tsconfig["parsed"];
  readonly program: ts.Program;
  readonly settings: FileSettings;
  /** The files that have these settings, and for which the rule is on. */
  readonly checkedFiles: ReadonlySet<string>;
  /** The project's own files. */
  readonly files: readonly string[];
  /** How the program is quoted; paths are relative to `directory`. */
  viewFrom(directory: string): SourceView;
}

export interface AnalyzedProject extends Project {
  readonly result: AnalysisResult;
  /** How it was analysed: with which summaries of other packages. */
  readonly analysis: SummarizedAnalysis;
  /** The result's leaks that concern files with these settings, but for those that a comment turns off. */
  readonly leaks: readonly Leak[];
  /** How many a comment turns off. */
  readonly disabled: number;
}

export interface Analysis {
  readonly projects: readonly AnalyzedProject[];
}

type Given = Pick<CommandContext, "terminal" | "programOf">;

/** `paths`: where no project is named, those that these files and folders belong to. */
export async function analyzeProjects(
  given: Given,
  options: ProjectOptions,
  paths: readonly string[] = [],
): Promise<Analysis> {
  const progress = createProgress(given.terminal);
  try {
    const projects: AnalyzedProject[] = [];
    for await (const project of loadProjects(given, options, paths, progress))
      projects.push(await analyzed(project, given.terminal, progress));
    return { projects };
  } finally {
    progress.end();
  }
}

/** The programs, one after another, without analysing them. */
export async function* loadProjects(
  { terminal, programOf }: Given,
  options: ProjectOptions,
  paths: readonly string[],
  progress: Progress,
): AsyncGenerator<Project> {
  const tsconfigs = findTsconfigs(terminal, options.project ?? [], paths);
  const eslint = readEslintSettings(terminal.cwd, options.config);
  for (const [index, tsconfig] of tsconfigs.entries()) {
    progress.show(`${shown(terminal.cwd, tsconfig.path)}: parse`, index, tsconfigs.length);
    const program = programOf(tsconfig);
    const files = ownFiles(program);
    const groups = await bySettings(files, (file) => eslint(file));
    for (const { settings: own, files: checkedFiles } of groups.values()) {
      const settings = { ...own, selection: options.selection ?? own.selection };
      const purposes = (label: string): readonly string[] => purposesOf(settings.settings, label);
      yield {
        tsconfig: tsconfig.path,
        parsed: tsconfig.parsed,
        program,
        settings,
        checkedFiles,
        files,
        viewFrom: (directory) => sourceViewOf(program, directory, purposes),
      };
    }
  }
}

interface SettingsGroup {
  readonly settings: FileSettings;
  readonly files: Set<string>;
}

async function analyzed(project: Project, terminal: Terminal, progress: Progress): Promise<AnalyzedProject> {
  const { program, settings, tsconfig } = project;
  const request = {
    program,
    cwd: terminal.cwd,
    ...settings,
    keeps: true,
    onProgress: (stage: string, done: number, total: number) => {
      progress.show(`${shown(terminal.cwd, tsconfig)}: ${stage}`, done, total);
    },
  };
  const answer = analyzeBySummaries(request, { file: SUMMARY_FILE, tool: PACKAGE.version });
  if (answer.kind === "error") throw new WrongUse(answer.message);
  const { analysis } = answer;
  const { result } = analysis;
  tellCounters(terminal, result);
  tellNotes(terminal, analysis);
  const found = result.leaks.filter((leak) => concerns(project, analysis, leak));
  const leaks = await enabledLeaks((file) => analysis.textOf(file), found);
  const purposes = (label: string): readonly string[] => purposesOf(settings.settings, label);
  return {
    ...project,
    viewFrom: (directory) => analysis.viewFrom(directory, purposes),
    result,
    analysis,
    leaks,
    disabled: found.length - leaks.length,
  };
}

/**
 * Leaks in the project's own files, and those in other packages that these don't find by themselves, because they don't
 * know who hands them what.
 */
function concerns({ checkedFiles, files }: Project, analysis: SummarizedAnalysis, leak: Leak): boolean {
  if (checkedFiles.has(leak.file)) return true;
  if (files.includes(leak.file)) return false;
  return !analysis.seesAll(
    leak.file,
    leak.trace.map(({ file }) => file),
  );
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

/**
 * Files by their settings, without those for which the rule is off; where it is off for all of them, it is left to this
 * command. A file that ESLint ignores goes with the others: it isn't linted, but it is checked.
 */
async function bySettings(
  files: readonly string[],
  linted: (file: string) => Promise<LintedFile | undefined>,
): Promise<ReadonlyMap<string, SettingsGroup>> {
  const all: { readonly file: string; readonly as: LintedFile | undefined }[] = [];
  for (const file of files) all.push({ file, as: await linted(file) });
  const isOnSomewhere = all.some(({ as }) => as?.isOff === false);
  const groups = new Map<string, SettingsGroup>();
  for (const { file, as } of all)
    if (as !== undefined && !(as.isOff && isOnSomewhere)) addTo(groups, as.settings, file);
  const [largest] = [...groups.values()].toSorted((left, right) => right.files.size - left.files.size);
  for (const { file, as } of all)
    if (as === undefined) addTo(groups, largest?.settings ?? DEFAULT_FILE_SETTINGS, file);
  return groups;
}

function addTo(groups: Map<string, SettingsGroup>, settings: FileSettings, file: string): void {
  const key = JSON.stringify(settings);
  const group = groups.get(key) ?? { settings, files: new Set() };
  groups.set(key, group);
  group.files.add(file);
}
