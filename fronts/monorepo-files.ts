/**
 * A repository of several packages, each of which others may see as its sources or as what is built from them.
 */
import { mkdirSync, symlinkSync } from "node:fs";
import ts from "typescript";
import type { TemporaryProject } from "./temporary-project.js";
import { COMPILER_OPTIONS } from "./sample-files.js";

const SCOPE = "@acme";

const ACCOUNTS = `export type SecurityContact = string & { readonly __brand: "SecurityContact" };

export interface Account {
  readonly id: string;
  readonly phone: SecurityContact;
}
`;

/** By its declared type, either result may be made of the argument; by its body, only the first one is. */
const TEXT = `export function keyOf(contact: string): string {
  return contact.trim().toLowerCase();
}

export function sizeOf(contact: string): string {
  return String(contact.length);
}
`;

const ADS = `const audience: string[] = [];

export function addToAudience(key: string): void {
  audience.push(key);
}
`;

/** Hands on what it is given, and says nothing of it. */
const GROWTH = `import { addToAudience } from "@acme/ads";

export function save(contact: string): void {
  addToAudience(contact);
}
`;

const APP = `import type { Account } from "@acme/accounts";
import { addToAudience } from "@acme/ads";
import { save } from "@acme/growth";
import { keyOf, sizeOf } from "@acme/text";

export function launch(account: Account): void {
  addToAudience(keyOf(account.phone));
  addToAudience(sizeOf(account.phone));
  save(account.phone);
}
`;

interface Package {
  readonly text: string;
  readonly uses: readonly string[];
  readonly purpose?: string;
}

const PACKAGES: Readonly<Record<string, Package>> = {
  accounts: { text: ACCOUNTS, uses: [] },
  text: { text: TEXT, uses: [] },
  ads: { text: ADS, uses: [], purpose: "advertising" },
  growth: { text: GROWTH, uses: ["ads"] },
  app: { text: APP, uses: ["accounts", "ads", "growth", "text"] },
};

/**
 * - `sources`: packages export their sources.
 * - `declarations`: they export declaration files, with maps to the sources.
 * - `published`: they export declaration files whose maps lead nowhere.
 */
type PackageForm = "sources" | "declarations" | "published";

export interface MonorepoRequest {
  readonly form: PackageForm;
  /** Whether packages' configurations refer to those of the packages that they use. */
  readonly references?: boolean;
}

export function monorepoFiles({ form, references = false }: MonorepoRequest): Record<string, string> {
  const files = Object.entries(PACKAGES).flatMap(([name, part]) => {
    const folder = `packages/${name}`;
    const entry = form === "sources" || name === "app" ? "./src/index.ts" : "./dist/index.d.ts";
    const manifest = {
      name: `${SCOPE}/${name}`,
      type: "module",
      exports: { ".": { types: entry, default: "./dist/index.js" } },
      purpose: part.purpose,
    };
    const config = {
      compilerOptions: references
        ? {
            ...COMPILER_OPTIONS,
            noEmit: false,
            composite: true,
            declarationMap: true,
            rootDir: "src",
            outDir: "dist",
          }
        : COMPILER_OPTIONS,
      include: ["src"],
      references: references ? part.uses.map((used) => ({ path: `../${used}` })) : [],
    };
    return [
      [`${folder}/package.json`, JSON.stringify(manifest)],
      [`${folder}/tsconfig.json`, JSON.stringify(config)],
      ...(form === "published" && name !== "app" ? [] : [[`${folder}/src/index.ts`, part.text]]),
      ...(form === "sources" ? [] : declarationsOf(folder, part.text)),
    ];
  });
  return Object.fromEntries(files) as Record<string, string>;
}

function declarationsOf(folder: string, text: string): readonly (readonly [string, string])[] {
  const { outputText, sourceMapText = "" } = ts.transpileDeclaration(text, {
    fileName: "../src/index.ts",
    compilerOptions: { declaration: true, declarationMap: true },
  });
  const map = { ...(JSON.parse(sourceMapText) as object), sources: ["../src/index.ts"], file: "index.d.ts" };
  return [
    [`${folder}/dist/index.d.ts`, outputText],
    [`${folder}/dist/index.d.ts.map`, JSON.stringify(map)],
  ];
}

/** Packages find each other in the repository's node_modules, as package managers link them there. */
export function linkPackages(project: TemporaryProject): void {
  mkdirSync(project.path(`node_modules/${SCOPE}`));
  for (const name of Object.keys(PACKAGES))
    symlinkSync(project.path(`packages/${name}`), project.path(`node_modules/${SCOPE}/${name}`), "dir");
}
