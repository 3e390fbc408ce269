/**
 * Runs the command line in a folder, as from a script: no terminal, no colours, nobody to ask.
 */
import { runCommandLine } from "../command-line.js";
import type { ProgramOf } from "../programs.js";

export interface Run {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export interface Setting {
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether the outputs are terminals. */
  readonly isTTY?: boolean;
  /** What is answered to every question. */
  readonly answer?: boolean;
  /** Programs that several runs share. */
  readonly programOf?: ProgramOf;
}

export async function runIn(cwd: string, parameters: readonly string[], setting: Setting = {}): Promise<Run> {
  const written = { out: "", err: "" };
  const output = (name: "out" | "err") => ({
    isTTY: setting.isTTY ?? false,
    columns: 100,
    write: (text: string) => {
      written[name] += text;
      return true;
    },
  });
  const terminal = {
    cwd,
    out: output("out"),
    err: output("err"),
    progressOn: undefined,
    environment: setting.environment ?? {},
    confirm: () => Promise.resolve(setting.answer ?? false),
  };
  const status = await runCommandLine(parameters, terminal, setting.programOf);
  return { status, ...written };
}
