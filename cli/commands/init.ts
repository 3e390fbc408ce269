/**
 * `init`: sets the plugin up in a project. It says what it has found and what it would write, asks, writes, and tells
 * the next three steps. A file that is there is never overwritten: it is added to, or left.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import type { CommandContext } from "../command-context.js";
import { detectProject, type DetectedProject } from "../init/detect-project.js";
import { planFor, type Plan, type PlannedFile } from "../init/plan.js";
import { colorsFor, type Terminal } from "../terminal.js";
import { EXIT, WrongUse } from "../wrong-use.js";

interface InitOptions {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

export function addInit(program: Command, context: CommandContext): void {
  program
    .command("init")
    .description("set the plugin up in the project in this folder")
    .option("-y, --yes", "write without asking")
    .option("-n, --dry-run", "show what would be written, and write nothing")
    .action(async (options: InitOptions) => {
      context.end(await init(context, options));
    });
}

async function init({ terminal }: CommandContext, options: InitOptions): Promise<number> {
  const project = detectProject(terminal.cwd);
  if (project.tsconfigs.length === 0)
    throw new WrongUse(
      "There is no tsconfig.json here: values are followed by the types of a TypeScript program. (`npx tsc --init` makes one; with allowJs it takes JavaScript.)",
    );
  const plan = planFor(project);
  terminal.out.write([...found(project), "", ...planned(plan, terminal)].join("\n"));
  if (options.dryRun === true) return EXIT.nothingFound;
  const isWanted = plan.files.length > 0 && (options.yes === true || (await terminal.confirm("Write this?")));
  if (!isWanted && plan.files.length > 0) {
    terminal.out.write("Nothing was written. (--yes writes without asking.)\n");
    return EXIT.nothingFound;
  }
  for (const file of plan.files) write(project.directory, file);
  terminal.out.write(`${nextSteps(project, plan).join("\n")}\n`);
  return EXIT.nothingFound;
}

function write(directory: string, { path, text, added }: PlannedFile): void {
  const absolute = join(directory, path);
  mkdirSync(dirname(absolute), { recursive: true });
  // What has come to be there since it was looked for is not overwritten either.
  writeFileSync(absolute, text, { flag: added === undefined ? "wx" : "w" });
}

function found(project: DetectedProject): readonly string[] {
  const { tsconfigs, workspaces, runner, eslintConfig, formerConfig, databases, sdks, contacts } = project;
  const rows: readonly (readonly [string, string])[] = [
    ["TypeScript", tsconfigs.join(", ")],
    ["packages", workspaces.length === 0 ? "" : `${workspaces.join(", ")}${runner ? ` (${runner})` : ""}`],
    ["ESLint", eslintConfig ?? formerConfig ?? "not configured yet"],
    ["database", databases.join(", ")],
    ["known SDKs", sdks.map(({ name, purposes }) => `${name} (${purposes.join(", ")})`).join(", ")],
    ["contacts", contacts.map(({ type, property }) => `${type}.${property}`).join(", ")],
  ];
  const shown = rows.filter(([, text]) => text !== "");
  return ["Found:", ...shown.map(([name, text]) => `  ${name.padEnd(11)} ${text}`)];
}

function planned({ files, notes }: Plan, terminal: Terminal): readonly string[] {
  const { bold, green } = colorsFor(terminal, terminal.out);
  return [
    ...files.flatMap(({ path, text, added }) => [
      added === undefined ? `${bold(path)} (new):` : `${bold(path)}, in which these lines are added:`,
      ...(added ?? text.trimEnd().split("\n")).map((line) => green(`  + ${line}`.trimEnd())),
      "",
    ]),
    ...notes.flatMap((note) => [note, ""]),
    ...(files.length === 0 ? ["There is nothing to write.", ""] : []),
    "",
  ];
}

const INSTALL = {
  npm: "npm install --save-dev",
  pnpm: "pnpm add --save-dev",
  yarn: "yarn add --dev",
  bun: "bun add --dev",
} as const;
const RUN = { npm: "npx", pnpm: "pnpm exec", yarn: "yarn", bun: "bunx" } as const;

function nextSteps(
  { dependencies, manager, contacts, sdks, tsconfigs }: DetectedProject,
  { files }: Plan,
): readonly string[] {
  const missing = ["eslint", "typescript", "typescript-eslint", "eslint-plugin-purpose"].filter(
    (name) => !dependencies.has(name),
  );
  const brand = files.find(({ path }) => path.endsWith("security-contact.ts"))?.path;
  const install = missing.length === 0 ? "" : `${INSTALL[manager]} ${missing.join(" ")}, then `;
  const fields =
    contacts.length === 0
      ? ""
      : ` (${contacts.map(({ type, property }) => `${type}.${property}`).join(", ")} are labelled by the settings)`;
  const known = sdks.filter(({ purposes }) => purposes.includes("advertising")).map(({ name }) => name);
  const globs = [
    ...new Set(tsconfigs.map((path) => path.replace(/[^/]+\/tsconfig\.json$/, "*/tsconfig.json"))),
  ];
  const projects = tsconfigs.includes("tsconfig.json")
    ? ""
    : ` --project ${globs.map((glob) => `'${glob}'`).join(" ")}`;
  return [
    "Next steps:",
    `  1. Give what holds a security contact its type, SecurityContact of ${brand ?? '"eslint-plugin-purpose/brand"'}: fields, parameters, columns${fields}.`,
    `  2. Say what code is for: /** @module @purpose advertising */ at the top of modules for ads, @purpose security for those that may have contacts${known.length === 0 ? "" : ` (${known.join(", ")} need none)`}.`,
    `  3. ${install}${RUN[manager]} eslint-plugin-purpose check${projects}`,
  ];
}
