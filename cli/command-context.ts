/**
 * What a command is given, besides its own options.
 */
import type { ProgramOf } from "./programs.js";
import type { Terminal } from "./terminal.js";

export interface CommandContext {
  readonly terminal: Terminal;
  readonly programOf: ProgramOf;
  /** Says what the process ends with. */
  readonly end: (status: number) => void;
}
