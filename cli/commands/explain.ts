/**
 * `explain FILE:LINE`: why something is reported there, or why not: what the analysis saw at the line, what it called and
 * by which model, and where the search was stopped.
 */
import { resolve } from "node:path";
import type { Command } from "commander";
import type ts from "typescript";
import { explainLine, type LineExplanation } from "../../src/index.js";
import { reportLeaks, reportedLimit, type ReportedLeak } from "../../src/report/leak-report.js";
import { mayMiss } from "../../src/report/limit-notes.js";
import { loadProjects, type Project, type ProjectOptions } from "../analyze-projects.js";
import type { CommandContext } from "../command-context.js";
import { explanationAsText, type Explained } from "../show-explanation.js";
import { slashed } from "../paths.js";
import { createProgress } from "../progress.js";
import { projectOptions } from "../project-options.js";
import { EXIT, WrongUse } from "../wrong-use.js";

export function addExplain(program: Command, context: CommandContext): void {
  projectOptions(program.command("explain"))
    .description("say why something is reported at a line, or why not")
    .argument("<file:line>", "for example src/jobs/sync.ts:42")
    .action(async (place: string, options: ProjectOptions) => {
      context.end(await explain(context, place, options));
    });
}

async function explain(context: CommandContext, place: string, options: ProjectOptions): Promise<number> {
  const { terminal } = context;
  const [, name, number] = /^(.+?):(\d+)(?::\d+)?$/.exec(place) ?? [];
  if (name === undefined) throw new WrongUse(`${place}: give a file and a line, as in src/jobs/sync.ts:42.`);
  const file = slashed(resolve(terminal.cwd, name));
  const projects = await projectsOf(context, options, name);
  const holding = projects.filter(({ program }) => program.getSourceFile(file) !== undefined);
  // Of those with different settings, the one whose settings are the file's.
  const project = holding.find(({ checkedFiles }) => checkedFiles.has(file)) ?? holding[0];
  const source = project?.program.getSourceFile(file);
  if (project === undefined || source === undefined)
    throw new WrongUse(
      `${name} belongs to none of these projects: ${projects.map(({ tsconfig }) => tsconfig).join(", ")}.`,
    );
  const line = Number(number);
  const span = spanOfLine(source, line);
  if (span === undefined) throw new WrongUse(`${name} has ${source.getLineStarts().length} lines.`);
  const answer = explainLine(
    { program: project.program, cwd: terminal.cwd, ...project.settings },
    { file, span },
  );
  if (answer.kind === "error") throw new WrongUse(answer.message);
  terminal.out.write(
    explanationAsText(explained(project, answer.explanation, { file, line }, terminal.cwd), terminal),
  );
  return EXIT.nothingFound;
}

async function projectsOf(
  context: CommandContext,
  options: ProjectOptions,
  name: string,
): Promise<readonly Project[]> {
  const progress = createProgress(context.terminal);
  try {
    const projects: Project[] = [];
    for await (const project of loadProjects(context, options, [name], progress)) projects.push(project);
    return projects;
  } finally {
    progress.end();
  }
}

/** From the line's first character that is no white space to its last one. */
function spanOfLine(source: ts.SourceFile, line: number): { start: number; end: number } | undefined {
  const starts = source.getLineStarts();
  const start = starts[line - 1];
  if (start === undefined) return undefined;
  const text = source.text.slice(start, starts[line] ?? source.text.length).trimEnd();
  return { start: start + (text.length - text.trimStart().length), end: start + text.length };
}

function explained(
  project: Project,
  explanation: LineExplanation,
  { file, line }: { readonly file: string; readonly line: number },
  cwd: string,
): Explained {
  const view = project.viewFrom(cwd);
  const shown = view.relative(file);
  const passes = (leak: ReportedLeak): boolean =>
    leak.trace.some(
      ({ place }) => place.file === shown && place.start.line <= line && line <= place.end.line,
    );
  const leaks = reportLeaks([{ leaks: explanation.result.leaks, view }]);
  const here = leaks.filter(({ place }) => place.file === shown && place.start.line === line);
  return {
    place: { file: shown, line },
    file,
    explanation,
    view,
    here,
    through: leaks.filter((leak) => !here.includes(leak) && passes(leak)),
    limits: explanation.result.limits.filter(mayMiss).map((note) => reportedLimit(note, view)),
    isLinted: project.checkedFiles.has(file),
  };
}
