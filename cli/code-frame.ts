/**
 * A place of a program as the lines around it, with a mark under it.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { codeFrameColumns } from "@babel/code-frame";
import type { ReportPlace } from "../src/report/leak-report.js";

/** Lines of long expressions that a frame shows: the beginning is what a reader looks for. */
const MAXIMAL_LINES = 4;

export interface Frames {
  frame(place: ReportPlace): string;
}

/** `directory`: what the places' files are relative to. */
export function createFrames(directory: string, hasColors: boolean): Frames {
  const texts = new Map<string, string>();
  const textOf = (file: string): string => {
    const text = texts.get(file) ?? readFileSync(resolve(directory, file), "utf8");
    texts.set(file, text);
    return text;
  };
  return {
    frame: ({ file, start, end }) =>
      codeFrameColumns(
        textOf(file),
        { start, end: end.line - start.line < MAXIMAL_LINES ? end : { line: start.line } },
        {
          linesAbove: 0,
          linesBelow: 0,
          highlightCode: hasColors,
          forceColor: hasColors,
        },
      ),
  };
}
