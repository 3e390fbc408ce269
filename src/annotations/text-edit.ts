/** What suggestions change in a file's text. */

/** One replacement. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function insertion(at: number, text: string): TextEdit {
  return { start: at, end: at, text };
}
