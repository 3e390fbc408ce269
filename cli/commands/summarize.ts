/**
 * `summarize`: analyses one package by itself, for those who come after. What it leaves are build artefacts, so that a task
 * runner can keep and share them: leaks are told in the report, and are no failure of the task.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Option, type Command } from "commander";
import ts from "typescript";
import { asJson } from "../../src/report/formats/json.js";
import { packageFolderOf } from "../../src/index.js";
import { analyzeProjects, type AnalyzedProject, type ProjectOptions } from "../analyze-projects.js";
import type { CommandContext } from "../command-context.js";
import { repositoryOf, shown, slashed } from "../paths.js";
import { reportOf } from "../report-of.js";
import { REPORT_FILE, SUMMARY_FILE, SUMMARY_FOLDER } from "../summary-files.js";
import { EXIT, WrongUse } from "../wrong-use.js";

export function addSummarize(program: Command, context: CommandContext): void {
  program
    .command("summarize")
    .description(
      "analyse the package in this folder, for packages that depend on it and for `check --workspace`",
    )
    .option("-p, --project <tsconfigs...>", "by default the package's tsconfig.json")
    .option("-c, --config <file>", "an ESLint configuration, instead of the one that ESLint finds")
    .addOption(new Option("--selection <what>").choices(["match", "off"]).hideHelp())
    .addHelpText("after", `\nWrites ${SUMMARY_FILE} and ${REPORT_FILE}, and ends with 0 whatever it finds.`)
    .action(async (options: ProjectOptions) => {
      context.end(await summarize(context, options));
    });
}

async function summarize(context: CommandContext, options: ProjectOptions): Promise<number> {
  const { terminal } = context;
  const folder = slashed(terminal.cwd);
  if (packageFolderOf(`${folder}/package.json`) !== folder)
    throw new WrongUse(`There is no package.json with a name in ${folder}: a summary is that of a package.`);
  const analysis = await analyzeProjects(context, options);
  const [project] = analysis.projects.toSorted(
    (left, right) => right.checkedFiles.size - left.checkedFiles.size,
  );
  if (project === undefined) throw new WrongUse(`No files belong to the package in ${folder}.`);
  const report = reportOf(analysis, repositoryOf(folder));
  const summary = project.analysis.summaryOf(folder, declarationsIn(project));
  mkdirSync(join(folder, SUMMARY_FOLDER), { recursive: true });
  writeFileSync(join(folder, SUMMARY_FOLDER, ".gitignore"), "*\n");
  writeFileSync(join(folder, SUMMARY_FILE), summary);
  writeFileSync(join(folder, REPORT_FILE), asJson(report));
  const { used } = project.analysis;
  const by =
    used.length === 0 ? "" : `, by the summaries of ${used.map((one) => shown(folder, one)).join(", ")}`;
  const found = report.leaks.length === 1 ? "1 leak" : `${String(report.leaks.length)} leaks`;
  terminal.out.write(`${SUMMARY_FOLDER} written: ${String(project.files.length)} files, ${found}${by}.\n`);
  return EXIT.nothingFound;
}

/** The declaration file that the compiler makes of a file, by the tsconfig.json. */
function declarationsIn({ parsed }: AnalyzedProject): (file: string) => string | undefined {
  const options = { ...parsed.options, declaration: true };
  const command = { ...parsed, options };
  const own = new Set(parsed.fileNames);
  return (file) =>
    own.has(file)
      ? ts
          .getOutputFileNames(command, file, !ts.sys.useCaseSensitiveFileNames)
          .find((name) => /\.d\.[cm]?ts$/.test(name))
      : undefined;
}
