/**
 * May types of packages carry labels? Only if some package's types speak of one: a look at their text spares a look at
 * all their types.
 */
import type ts from "typescript";
import { homeOfFile } from "./home-of-file.js";

/** @example packagesMention(program, new Set(["SecurityContact"])) // false in most programs */
export function packagesMention(program: ts.Program, labels: ReadonlySet<string>): boolean {
  return program
    .getSourceFiles()
    .some(
      ({ fileName, text }) =>
        homeOfFile(fileName).kind === "package" && [...labels].some((label) => text.includes(label)),
    );
}
