/** A change of a file's text, as mends are made of: plain data that an editor or a fixer carries out. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  /** What stands there afterwards. */
  readonly text: string;
}
