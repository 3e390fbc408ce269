/**
 * Kept: everything that a result depends on, as texts and digests. Two programs with the same digest have the same result.
 */
import { hash } from "node:crypto";
import process from "node:process";
import ts from "typescript";
import type { FilesAround } from "./files-around.js";
import { isOwnSource } from "../program/program-files.js";

export interface ProgramInputs {
  /** Of all there is. */
  readonly digest: string;
  /** Of all but the texts of the program's own files: settings, compiler options, declarations, package files. */
  readonly surroundings: string;
  /** The program's own files, by name. */
  readonly texts: ReadonlyMap<string, string>;
}

/** By source file: after an edit, the others' are the same objects. */
export type TextDigests = WeakMap<ts.SourceFile, string>;

/** `given`: what else the analysis is given (settings, models, …); it has to be plain data. */
export function inputsOf(
  program: ts.Program,
  cwd: string,
  given: readonly unknown[],
  files: FilesAround,
  digests: TextDigests,
): ProgramInputs {
  const texts = new Map<string, string>();
  const own: string[] = [];
  const around = [
    ts.version,
    process.version.split(".")[0],
    cwd,
    program.getCurrentDirectory(),
    JSON.stringify(given),
    JSON.stringify(plainOptions(program.getCompilerOptions())),
  ];
  // In the program's order: declarations that are merged are merged in this order.
  for (const file of program.getSourceFiles()) {
    around.push(file.fileName, String(file.impliedNodeFormat));
    if (isOwnSource(program, file)) {
      texts.set(file.fileName, file.text);
      own.push(digestOfText(file, digests));
    } else {
      around.push(
        String(program.isSourceFileDefaultLibrary(file)),
        String(program.isSourceFileFromExternalLibrary(file)),
        digestOfText(file, digests),
      );
    }
  }
  around.push(...files.parts());
  const surroundings = digestOf(around);
  return { digest: digestOf([surroundings, ...own]), surroundings, texts };
}

function digestOfText(file: ts.SourceFile, digests: TextDigests): string {
  const known = digests.get(file) ?? hash("sha256", file.text, "base64url");
  digests.set(file, known);
  return known;
}

/** With the length of each part: parts can't run into each other. */
function digestOf(parts: readonly (string | undefined)[]): string {
  const joined = parts.map((part = "") => `${String(part.length)}:${part}`).join("");
  return hash("sha256", joined, "base64url");
}

/** The configuration file is there as a syntax tree as well; what it says is in the options. */
function plainOptions(options: ts.CompilerOptions): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(options).filter(([name]) => name !== "configFile"));
}
