/**
 * A place of a program as the lines around it, with a mark under it.
 */
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { codeFrameColumns } from "@babel/code-frame";
import type { ReportPlace } from "../src/report/leak-report.js";

/** As much of a file as a report quotes of it: the rest isn't there where a package is known by its summary. */
export function placeAlone({ start, text }: ReportPlace): string {
  return "\n".repeat(start.line - 1) + " ".repeat(start.column - 1) + text;
}

/** Lines of long expressions that a frame shows: the beginning is what a reader looks for. */
const MAXIMAL_LINES = 4;

export interface Frames {
  frame(place: ReportPlace): string;
}

/** `directory`: what the places' files are relative to. */
export function createFrames(directory: string, hasColors: boolean): Frames {
  const texts = new Map<string, string | undefined>();
  const textOf = (file: string): string | undefined => {
    const path = resolve(directory, file);
    if (!texts.has(file)) texts.set(file, existsSync(path) ? readFileSync(path, "utf8") : undefined);
    return texts.get(file);
  };
  return {
    frame: (place) => {
      const { file, start, end } = place;
      return codeFrameColumns(
        textOf(file) ?? placeAlone(place),
        { start, end: end.line - start.line < MAXIMAL_LINES ? end : { line: start.line } },
        {
          linesAbove: 0,
          linesBelow: 0,
          highlightCode: hasColors,
          forceColor: hasColors,
        },
      );
    },
  };
}
