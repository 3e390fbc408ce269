/**
 * `check [paths]`: the analysis without ESLint, with traces as code.
 */
import { resolve } from "node:path";
import type { Command } from "commander";
import { limitWarning } from "../../src/index.js";
import { reportLeaks, type ReportedLeak } from "../../src/report/leak-report.js";
import { mayMiss } from "../../src/report/limit-notes.js";
import { analyzeProjects, type Analysis, type ProjectOptions } from "../analyze-projects.js";
import type { CommandContext } from "../command-context.js";
import { repositoryOf, slashed } from "../paths.js";
import { projectOptions } from "../project-options.js";
import { leaksAsText, positionOf } from "../show-leaks.js";
import { colorsFor, type Terminal } from "../terminal.js";
import { checkWorkspace, DEFAULT_TASK } from "../workspace.js";
import { EXIT, WrongUse } from "../wrong-use.js";

type CheckOptions = ProjectOptions & { readonly workspace?: string | true };

export function addCheck(program: Command, context: CommandContext): void {
  projectOptions(program.command("check"))
    .description("find where labelled values get into code that their label does not allow")
    .argument("[paths...]", "files and folders: only what goes through them is shown")
    .option(
      "--workspace [task]",
      `all packages, each by itself: Turborepo or Nx runs a task that summarizes it ("${DEFAULT_TASK}")`,
    )
    .action(async (paths: string[], options: CheckOptions) => {
      const { workspace } = options;
      const run =
        workspace === undefined
          ? check(context, paths, options)
          : checkPackages(context, paths, options.project, workspace === true ? DEFAULT_TASK : workspace);
      context.end(await run);
    });
}

async function check(
  context: CommandContext,
  paths: readonly string[],
  options: ProjectOptions,
): Promise<number> {
  const { terminal } = context;
  const analysis = await analyzeProjects(context, options, paths);
  const leaks = reportLeaks(
    analysis.projects.map((project) => ({
      leaks: project.leaks.filter((leak) => goesThrough(leak, terminal.cwd, paths)),
      view: project.viewFrom(terminal.cwd),
    })),
  );
  if (leaks.length > 0) terminal.out.write(`${leaksAsText(leaks, terminal)}\n`);
  tellLimits(terminal, analysis);
  terminal.out.write(summary(terminal, leaks, countsOf(analysis), paths));
  return leaks.length > 0 ? EXIT.leaks : EXIT.nothingFound;
}

/** The packages' own reports, put together. */
async function checkPackages(
  { terminal }: CommandContext,
  paths: readonly string[],
  projects: readonly string[] | undefined,
  task: string,
): Promise<number> {
  if (paths.length > 0 || projects !== undefined)
    throw new WrongUse("--workspace checks all packages: it takes neither paths nor projects.");
  const { leaks, limits, projects: checked } = await checkWorkspace(terminal, task);
  if (leaks.length > 0) terminal.out.write(`${leaksAsText(leaks, terminal, repositoryOf(terminal.cwd))}\n`);
  const { yellow } = colorsFor(terminal, terminal.err);
  for (const { limit, place } of limits.filter(mayMiss))
    terminal.err.write(`${yellow("warning")} ${limit} cut the search short at ${positionOf(place)}\n`);
  const files = checked.reduce((sum, project) => sum + project.files, 0);
  terminal.out.write(summary(terminal, leaks, { files, projects: checked.length, disabled: 0 }, paths));
  return leaks.length > 0 ? EXIT.leaks : EXIT.nothingFound;
}

function goesThrough({ file, trace }: AnalyzedLeak, cwd: string, paths: readonly string[]): boolean {
  if (paths.length === 0) return true;
  const folders = paths.map((path) => slashed(resolve(cwd, path)));
  return [file, ...trace.map((step) => step.file)].some((one) =>
    folders.some((folder) => one === folder || one.startsWith(`${folder}/`)),
  );
}

type AnalyzedLeak = Analysis["projects"][number]["leaks"][number];

function tellLimits(terminal: Terminal, { projects }: Analysis): void {
  const warnings = projects.map((project) => limitWarning(project.result, project.viewFrom(terminal.cwd)));
  const colors = colorsFor(terminal, terminal.err);
  for (const warning of new Set(warnings))
    if (warning !== undefined) terminal.err.write(`${colors.yellow("warning")} ${warning}\n`);
}

interface Counts {
  readonly files: number;
  readonly projects: number;
  /** Leaks that comments turn off. */
  readonly disabled: number;
}

function countsOf({ projects }: Analysis): Counts {
  return {
    files: new Set(projects.flatMap((project) => project.files)).size,
    projects: new Set(projects.map(({ tsconfig }) => tsconfig)).size,
    disabled: projects.reduce((sum, project) => sum + project.disabled, 0),
  };
}

function summary(
  terminal: Terminal,
  leaks: readonly ReportedLeak[],
  { files, projects, disabled }: Counts,
  paths: readonly string[],
): string {
  const colors = colorsFor(terminal, terminal.out);
  const besides = disabled === 0 ? "" : `, ${counted(disabled, "leak")} turned off by comments`;
  const checked = `${counted(files, "file")} in ${counted(projects, "project")} checked${besides}`;
  return leaks.length === 0
    ? `${colors.green("✔")} ${paths.length === 0 ? "No leaks found" : `No leaks go through ${paths.join(", ")}`}: ${checked}.\n`
    : `${colors.red("✖")} ${colors.bold(counted(leaks.length, "leak"))}: ${checked}.\n`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
