/**
 * What `init` finds in a project: how it is built, what it is linted with, where its data come from, and what it uses
 * of the catalog.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { catalogPurposesOf, isSecurityContactName } from "../../src/index.js";
import { shown, slashed } from "../paths.js";
import { WrongUse } from "../wrong-use.js";

export interface DetectedProject {
  readonly directory: string;
  /** `.js` files are ES modules. */
  readonly isModule: boolean;
  readonly manager: "npm" | "pnpm" | "yarn" | "bun";
  /** Folders of the workspace's packages, relative to the directory. */
  readonly workspaces: readonly string[];
  /** What runs the packages' tasks. */
  readonly runner: "Turborepo" | "Nx" | undefined;
  /** Relative to the directory. */
  readonly tsconfigs: readonly string[];
  /** Folders that the compiler writes to. */
  readonly outputs: readonly string[];
  /** The flat configuration of ESLint; relative. */
  readonly eslintConfig: string | undefined;
  /** A configuration in ESLint's former format, which the plugin does not run with. */
  readonly formerConfig: string | undefined;
  /** Names of the packages that the project and its workspaces depend on. */
  readonly dependencies: ReadonlySet<string>;
  readonly databases: readonly string[];
  readonly sdks: readonly { readonly name: string; readonly purposes: readonly string[] }[];
  /** Fields of a Prisma schema that hold security contacts by their names. */
  readonly contacts: readonly { readonly type: string; readonly property: string }[];
}

const ESLINT_CONFIGS = ["js", "mjs", "cjs", "ts", "mts", "cts"].map((ending) => `eslint.config.${ending}`);
const FORMER_CONFIGS = ["", ".js", ".cjs", ".json", ".yml", ".yaml"].map((ending) => `.eslintrc${ending}`);
const MANAGERS = [
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
] as const;
/** Packages by which a program reads and writes its database. */
const DATABASES = [
  "@prisma/client",
  "drizzle-orm",
  "typeorm",
  "sequelize",
  "@mikro-orm/core",
  "mongoose",
  "kysely",
  "knex",
  "objection",
];
const PRISMA_SCHEMAS = ["prisma/schema.prisma", "schema.prisma"];

interface Manifest {
  readonly type?: string;
  readonly packageManager?: string;
  readonly workspaces?: readonly string[] | { readonly packages?: readonly string[] };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

export function detectProject(directory: string): DetectedProject {
  const manifest = manifestOf(directory);
  if (manifest === undefined)
    throw new WrongUse(`There is no package.json in ${directory}: run init where the project's is.`);
  const workspaces = workspacesOf(directory, manifest);
  const manifests = [manifest, ...workspaces.flatMap((folder) => manifestOf(join(directory, folder)) ?? [])];
  const dependencies = new Set(
    manifests.flatMap((one) => Object.keys({ ...one.dependencies, ...one.devDependencies })),
  );
  const has = (file: string): boolean => existsSync(join(directory, file));
  const tsconfigs = [".", ...workspaces]
    .map((folder) => (folder === "." ? "tsconfig.json" : `${folder}/tsconfig.json`))
    .filter(has);
  return {
    directory,
    isModule: manifest.type === "module",
    manager: managerOf(directory, manifest),
    workspaces,
    runner: has("turbo.json") ? "Turborepo" : has("nx.json") ? "Nx" : undefined,
    tsconfigs,
    outputs: outputsOf(directory, tsconfigs),
    eslintConfig: ESLINT_CONFIGS.find(has),
    formerConfig: FORMER_CONFIGS.find(has),
    dependencies,
    databases: DATABASES.filter((name) => dependencies.has(name)),
    sdks: [...dependencies].sort().flatMap((name) => {
      const purposes = catalogPurposesOf(name);
      return purposes.length === 0 ? [] : [{ name, purposes }];
    }),
    contacts: PRISMA_SCHEMAS.filter(has).flatMap((file) =>
      contactsIn(readFileSync(join(directory, file), "utf8")),
    ),
  };
}

/** Folders of the packages of the workspace in a directory, relative to it. */
export function workspaceFolders(directory: string): readonly string[] {
  return workspacesOf(directory, manifestOf(directory) ?? {});
}

function manifestOf(directory: string): Manifest | undefined {
  const path = join(directory, "package.json");
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Manifest;
  } catch (error) {
    throw new WrongUse(`${path} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function managerOf(directory: string, { packageManager }: Manifest): DetectedProject["manager"] {
  const [named] = packageManager?.split("@") ?? [];
  if (named === "npm" || named === "pnpm" || named === "yarn" || named === "bun") return named;
  return MANAGERS.find(([lock]) => existsSync(join(directory, lock)))?.[1] ?? "npm";
}

function workspacesOf(directory: string, { workspaces = [] }: Manifest): readonly string[] {
  const named = "packages" in workspaces ? (workspaces.packages ?? []) : (workspaces as readonly string[]);
  const globs = [...named, ...pnpmPackages(directory)];
  const [left, taken] = [
    globs.filter((glob) => glob.startsWith("!")),
    globs.filter((glob) => !glob.startsWith("!")),
  ];
  if (taken.length === 0) return [];
  const excluded = ["**/node_modules", ...left.map((glob) => glob.slice(1))];
  return ts.sys
    .readDirectory(
      slashed(directory),
      [".json"],
      excluded,
      taken.map((glob) => `${glob.replace(/\/$/, "")}/package.json`),
    )
    .filter((file) => file.endsWith("/package.json"))
    .map((file) => shown(directory, dirname(file)))
    .filter((folder) => folder !== ".")
    .toSorted();
}

/** The list under `packages:`, which is all that is needed of the file. */
function pnpmPackages(directory: string): readonly string[] {
  const path = join(directory, "pnpm-workspace.yaml");
  if (!existsSync(path)) return [];
  const [, list = ""] =
    /^packages:[ \t]*\n((?:[ \t]*(?:-.*|#.*)?\n?)*)/m.exec(readFileSync(path, "utf8")) ?? [];
  return Array.from(
    list.matchAll(/^[ \t]*-[ \t]*["']?([^"'#\n]+?)["']?[ \t]*(?:#.*)?$/gm),
    ([, glob = ""]) => glob,
  );
}

function outputsOf(directory: string, tsconfigs: readonly string[]): readonly string[] {
  const folders = tsconfigs.flatMap((name) => {
    const path = join(directory, name);
    const { config } = ts.readConfigFile(path, (file) => ts.sys.readFile(file)) as {
      config?: { compilerOptions?: { outDir?: unknown } };
    };
    const outDir = config?.compilerOptions?.outDir;
    return typeof outDir === "string" && !outDir.includes("$")
      ? [shown(directory, join(dirname(path), outDir))]
      : [];
  });
  return [...new Set(folders)].filter((folder) => folder !== "." && !folder.startsWith("..")).sort();
}

/** `model User { twoFactorPhone String? }` */
function contactsIn(schema: string): DetectedProject["contacts"] {
  return Array.from(schema.matchAll(/^model\s+(\w+)\s*\{([^}]*)\}/gm)).flatMap(([, type = "", body = ""]) =>
    Array.from(body.matchAll(/^\s*(\w+)\s+String\b/gm), ([, property = ""]) => ({ type, property })).filter(
      ({ property }) => isSecurityContactName(property),
    ),
  );
}
