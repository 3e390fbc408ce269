/**
 * Checks the house rules that the compiler and ESLint can't: how long files are, which folder imports which (exactly,
 * with paths resolved), and that each rule has a page.
 */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import {
  CLI_MAY,
  COMPOSITION,
  FORMATTERS_MAY,
  IMPORTS,
  MAXIMAL_LINES,
  NOT_RULES,
  PLUGIN_MAY,
  RULES_MAY,
  TESTING,
} from "../house-rules.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const files = [
  ...sourceFiles("src"),
  ...sourceFiles("rules"),
  ...sourceFiles("cli"),
  ...sourceFiles("formatters"),
];
const FOLDERS = Object.keys(IMPORTS);

/** Paths of the TypeScript files in a folder, from the repository's root and with slashes. */
function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}/${name.split(sep).join("/")}`)
    .sort();
}

function isTest(file: string): boolean {
  return file.endsWith(".test.ts") || file.startsWith(`src/${TESTING}/`);
}

function textOf(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

/** The part of the program that a file belongs to: a folder under src/, a file directly there, or "rules". */
function partOf(file: string): string {
  const [top = "", part = ""] = file.split("/");
  return top === "src" ? part.replace(/\.(?:js|ts)$/, "") : top;
}

function importsOf(file: string): string[] {
  return ts.preProcessFile(textOf(file), true, true).importedFiles.map(({ fileName }) => fileName);
}

/** What a part may import besides itself; undefined for a part that the table doesn't know. */
function allowedFor(part: string): readonly string[] | undefined {
  if (part === "rules") return RULES_MAY;
  if (part === "cli") return CLI_MAY;
  if (part === "formatters") return FORMATTERS_MAY;
  if (part === "plugin") return ["rules", ...PLUGIN_MAY];
  if (part === "brand") return [];
  if (COMPOSITION.includes(part)) return [...FOLDERS, ...COMPOSITION];
  return IMPORTS[part]?.may;
}

/** A sentence for each import of a file that the table doesn't allow. */
function wrongImports(file: string): string[] {
  const part = partOf(file);
  const allowed = allowedFor(part);
  if (allowed === undefined) return [`${file}: house-rules.js has no row for ${part}`];
  return importsOf(file).flatMap((specifier) => {
    if (specifier === "typescript" && IMPORTS[part]?.typescript === false)
      return [`${file} imports typescript`];
    if (!specifier.startsWith(".")) return [];
    const target = relative(root, join(root, dirname(file), specifier))
      .split(sep)
      .join("/");
    const imported = partOf(target);
    return imported === part || allowed.includes(imported) ? [] : [`${file} imports ${target}`];
  });
}

describe("house rules", () => {
  const sources = files.filter((file) => !isTest(file));

  test(`no source file has more than ${MAXIMAL_LINES} lines`, () => {
    const lines = (file: string): number => textOf(file).trimEnd().split("\n").length;
    expect(sources.filter((file) => lines(file) > MAXIMAL_LINES)).toEqual([]);
  });

  test("imports follow the table of house-rules.js", () => {
    expect(sources.flatMap(wrongImports)).toEqual([]);
  });

  test("the table names folders that exist", () => {
    expect(FOLDERS.filter((folder) => !existsSync(join(root, "src", folder)))).toEqual([]);
  });

  test("each rule has a page in docs/rules/, and each page a rule", () => {
    const rules = sources
      .filter((file) => file.startsWith("rules/"))
      .map((file) => file.slice("rules/".length, -".ts".length))
      .filter((name) => !NOT_RULES.includes(name));
    const pages = readdirSync(join(root, "docs/rules"))
      .filter((name) => name.endsWith(".md"))
      .map((name) => name.slice(0, -".md".length));
    expect(pages.sort()).toEqual(rules);
  });
});
