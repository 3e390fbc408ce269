/**
 * What no text of the program speaks of can't be there: a look at the text spares a look at all types of packages, and in
 * a program without labels the whole analysis.
 */
import type ts from "typescript";
import { homeOfFile } from "./home-of-file.js";

/**
 * Whether anything in the program may be labelled by a type or a tag; `texts` belong to it as well.
 *
 * @example programMentions(program, new Set(["SecurityContact"]))
 */
export function programMentions(
  program: ts.Program,
  labels: ReadonlySet<string>,
  texts: readonly string[] = [],
): boolean {
  const isMentioned = (text: string): boolean => mentions(text, labels);
  return texts.some(isMentioned) || program.getSourceFiles().some(({ text }) => isMentioned(text));
}

/** @example packagesMention(program, new Set(["SecurityContact"])) // false in most programs */
export function packagesMention(program: ts.Program, labels: ReadonlySet<string>): boolean {
  return program
    .getSourceFiles()
    .some(({ fileName, text }) => homeOfFile(fileName).kind === "package" && mentions(text, labels));
}

function mentions(text: string, labels: ReadonlySet<string>): boolean {
  return [...labels].some((label) => text.includes(label));
}
