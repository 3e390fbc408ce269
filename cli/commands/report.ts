/**
 * `report`: what `check` finds, in forms that other programs and other people read. Each form has an option; with a
 * file it is written there, without one to the standard output.
 */
import type { Command } from "commander";
import { asGithubAnnotations } from "../../src/report/formats/github.js";
import { asGitlabCodeQuality } from "../../src/report/formats/gitlab.js";
import { asHistory } from "../../src/report/formats/history.js";
import { asHtml } from "../../src/report/formats/html.js";
import { asJson } from "../../src/report/formats/json.js";
import { asMarkdown } from "../../src/report/formats/markdown.js";
import { asSarif } from "../../src/report/formats/sarif.js";
import type { Report } from "../../src/report/report.js";
import { analyzeProjects, type Analysis, type ProjectOptions } from "../analyze-projects.js";
import type { CommandContext } from "../command-context.js";
import { repositoryOf } from "../paths.js";
import { deliver } from "../deliver.js";
import { openHistory } from "../leak-history.js";
import { projectOptions } from "../project-options.js";
import { reportOf } from "../report-of.js";
import { builtPage, linesIn } from "../report-page.js";
import { EXIT, WrongUse } from "../wrong-use.js";

/** What a form is made from. */
interface ReportInput {
  readonly report: Report;
  readonly analysis: Analysis;
  /** What the report's paths are relative to. */
  readonly directory: string;
}

interface Form {
  /** The name of the option. */
  readonly name: string;
  readonly description: string;
  readonly write: (input: ReportInput) => string;
}

const FORMS: readonly Form[] = [
  {
    name: "sarif",
    description: "SARIF 2.1.0, with the traces as code flows: for code hosts, editors and viewers",
    write: ({ report }) => asSarif(report),
  },
  {
    name: "json",
    description: "plain data (eslint-plugin-purpose/report.schema.json)",
    write: ({ report }) => asJson(report),
  },
  {
    name: "markdown",
    description: "a comment for a pull request",
    write: ({ report }) => asMarkdown(report),
  },
  {
    name: "github",
    description: "annotations of GitHub Actions",
    write: ({ report }) => asGithubAnnotations(report),
  },
  {
    name: "gitlab",
    description: "a code quality report of GitLab",
    write: ({ report }) => asGitlabCodeQuality(report),
  },
  {
    name: "html",
    description: "one page that needs nothing else: a map, and each leak with its code",
    write: ({ report, directory }) => asHtml(report, builtPage(), linesIn(directory)),
  },
];

/** What is written where histories are asked for and no form is. */
const HISTORY: Form = {
  name: "history",
  description: "since when, as text",
  write: ({ report }) => asHistory(report),
};

/** For each form: a file's name, or true for the standard output. */
type ReportOptions = ProjectOptions & { readonly since?: true } & Readonly<Record<string, unknown>>;

export function addReport(program: Command, context: CommandContext): void {
  const command = projectOptions(program.command("report")).description(
    "write what `check` finds down for others: one option for each form",
  );
  for (const { name, description } of FORMS) command.option(`--${name} [file]`, description);
  command.option(
    "--since",
    "since when each leak has been possible, by the history of its trace's lines (git)",
  );
  command.action(async (options: ReportOptions) => {
    context.end(await writeReport(context, options));
  });
}

async function writeReport(context: CommandContext, options: ReportOptions): Promise<number> {
  const { terminal } = context;
  const asked = FORMS.filter(({ name }) => options[name] !== undefined);
  const forms = asked.length === 0 && options.since === true ? [HISTORY] : asked;
  if (forms.length === 0)
    throw new WrongUse(`Which form? Give one of ${FORMS.map(({ name }) => `--${name}`).join(", ")}.`);
  if (forms.filter(({ name }) => options[name] === true).length > 1)
    throw new WrongUse("Only one form can go to the standard output: give the others a file.");
  const directory = repositoryOf(terminal.cwd);
  const addHistories = options.since === true ? await openHistory(directory) : undefined;
  const analysis = await analyzeProjects(context, options);
  const found = reportOf(analysis, directory);
  const report = addHistories === undefined ? found : await addHistories(found);
  const input = { report, analysis, directory };
  for (const { name, write } of forms) deliver(terminal, options[name], write(input));
  return report.leaks.length > 0 ? EXIT.leaks : EXIT.nothingFound;
}
