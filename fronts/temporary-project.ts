/**
 * A project of a user, in a temporary folder: the plugin as it was built, and the tools around it, are found in its
 * node_modules, which links to what is installed here.
 */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const REPOSITORY = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const INSTALLED = [
  "@types/node",
  "@typescript-eslint/parser",
  "eslint",
  "lint-staged",
  "oxlint",
  "typescript",
  "typescript-eslint",
];

/** Longer than any command takes where much else is running. */
const PATIENCE = 300_000;

export interface CommandResult {
  readonly status: number | null;
  readonly output: string;
}

export interface TemporaryProject {
  readonly folder: string;
  path(name: string): string;
  write(files: Readonly<Record<string, string>>): void;
  /** Runs a command of node_modules/.bin, or of the system, in the project's folder. */
  run(command: string, ...parameters: readonly string[]): CommandResult;
  remove(): void;
}

export function temporaryProject(files: Readonly<Record<string, string>>): TemporaryProject {
  if (!existsSync(`${REPOSITORY}/dist/src/plugin.js`))
    throw new Error("These tests use the plugin as it is built: `npm run build` first.");
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "purpose-project-")));
  const project: TemporaryProject = {
    folder,
    path: (name) => join(folder, name),
    write: (texts) => {
      for (const [name, text] of Object.entries(texts)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), text);
      }
    },
    run: (command, ...parameters) => runIn(folder, command, parameters),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
  linkPackages(folder);
  project.write({ "package.json": JSON.stringify({ name: "project", type: "module" }), ...files });
  return project;
}

function linkPackages(folder: string): void {
  const link = (target: string, name: string): void => {
    const path = join(folder, "node_modules", name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(target, path, "dir");
  };
  for (const name of INSTALLED) link(join(REPOSITORY, "node_modules", name), name);
  link(REPOSITORY, "eslint-plugin-purpose");
}

function runIn(folder: string, command: string, parameters: readonly string[]): CommandResult {
  const { status, stdout, stderr, error } = spawnSync(command, parameters, {
    cwd: folder,
    encoding: "utf8",
    // The tools behave otherwise where they find that they are tested.
    env: {
      ...process.env,
      NODE_ENV: "",
      PATH: [`${REPOSITORY}/node_modules/.bin`, process.env["PATH"]].join(delimiter),
    },
    timeout: PATIENCE,
  });
  if (error !== undefined) throw error;
  return { status, output: `${stdout}${stderr}` };
}
