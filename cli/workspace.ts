/**
 * A workspace whose packages are analysed one by one: Turborepo or Nx runs `summarize` in each of them, in the order of
 * their dependencies, with its own cache and on its own machines. What is left is to put the packages' reports together.
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { mergedReports } from "../src/report/merge-reports.js";
import type { Report } from "../src/report/report.js";
import { workspaceFolders } from "./init/detect-project.js";
import { PACKAGE } from "./package-version.js";
import { REPORT_FILE } from "./summary-files.js";
import { colorsFor, type Terminal } from "./terminal.js";
import { WrongUse } from "./wrong-use.js";

interface Runner {
  readonly name: string;
  readonly config: string;
  readonly command: string;
  readonly parameters: (task: string) => readonly string[];
}

const RUNNERS: readonly Runner[] = [
  {
    name: "Turborepo",
    config: "turbo.json",
    command: "turbo",
    parameters: (task) => ["run", task, "--output-logs=new-only"],
  },
  { name: "Nx", config: "nx.json", command: "nx", parameters: (task) => ["run-many", `--target=${task}`] },
];

export const DEFAULT_TASK = "purpose";

/** Runs the task in all packages, and gives their reports as one. */
export async function checkWorkspace(terminal: Terminal, task: string): Promise<Report> {
  const { cwd } = terminal;
  const runner = RUNNERS.find(({ config }) => existsSync(join(cwd, config)));
  if (runner === undefined)
    throw new WrongUse(
      `There is neither a turbo.json nor an nx.json in ${cwd}: name the packages' projects instead (--project 'packages/*/tsconfig.json').`,
    );
  const status = await run(terminal, runner, task);
  if (status !== 0)
    throw new WrongUse(`${runner.command} ended with ${String(status)}: what it says is above.`);
  const packages = workspaceFolders(cwd).filter((folder) => existsSync(join(cwd, folder, "tsconfig.json")));
  const [checked, missed] = [
    packages.filter((folder) => existsSync(join(cwd, folder, REPORT_FILE))),
    packages.filter((folder) => !existsSync(join(cwd, folder, REPORT_FILE))),
  ];
  if (checked.length === 0)
    throw new WrongUse(
      `No package has a task "${task}" that runs \`eslint-plugin-purpose summarize\` (init writes it).`,
    );
  tellMissed(terminal, missed, task);
  return mergedReports(checked.map((folder) => readReport(join(cwd, folder, REPORT_FILE))));
}

function run(terminal: Terminal, runner: Runner, task: string): Promise<number | null> {
  const command = binaryOf(terminal.cwd, runner);
  return new Promise((resolve, reject) => {
    // On Windows they are .cmd files, which only a shell starts.
    const child = spawn(command, runner.parameters(task), {
      cwd: terminal.cwd,
      shell: process.platform === "win32",
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (text: Buffer) => terminal.err.write(text.toString()));
    child.on("error", (error: NodeJS.ErrnoException) => {
      const isMissing = error.code === "ENOENT";
      const message = `There is a ${runner.config}, but ${runner.name} is not installed: no ${runner.command} in node_modules/.bin or on the PATH.`;
      reject(isMissing ? new WrongUse(message) : error);
    });
    child.on("close", resolve);
  });
}

/** Its command: installed in the project or around it, or on the PATH. */
function binaryOf(cwd: string, { command }: Runner): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const path = join(folder, "node_modules/.bin", command);
    if (existsSync(path)) return path;
    if (folder === dirname(folder)) return command;
  }
}

function tellMissed(terminal: Terminal, packages: readonly string[], task: string): void {
  if (packages.length === 0) return;
  const { yellow } = colorsFor(terminal, terminal.err);
  const which = packages.join(", ");
  terminal.err.write(`${yellow("warning")} not checked, since they have no task "${task}": ${which}\n`);
}

function readReport(path: string): Report {
  const report = JSON.parse(readFileSync(path, "utf8")) as Report;
  if (report.tool.version === PACKAGE.version) return report;
  throw new WrongUse(
    `${path} was written by version ${report.tool.version}, and this is ${PACKAGE.version}: the version belongs to what the task's cache depends on.`,
  );
}
