/**
 * Where a command reads and writes: the process' own streams, or a test's. Colour is for terminals alone, unless
 * `FORCE_COLOR` asks for it; `NO_COLOR` and `--no-color` turn it off (https://no-color.org, https://force-color.org).
 */
import picocolors from "picocolors";

type Colors = ReturnType<typeof picocolors.createColors>;

interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

export interface Terminal {
  readonly cwd: string;
  /** What was asked for: reports. */
  readonly out: Output;
  /** What is said besides: progress, warnings, errors. */
  readonly err: Output;
  /** Where progress bars are drawn; undefined where that is no terminal. */
  readonly progressOn: NodeJS.WritableStream | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Asks a question that is answered with yes or no; false where nobody is there to answer. */
  readonly confirm: (question: string) => Promise<boolean>;
}

export function colorsFor({ environment }: Pick<Terminal, "environment">, output: Output): Colors {
  const isSet = (name: string): boolean => (environment[name] ?? "") !== "";
  const forced = isSet("FORCE_COLOR") && environment["FORCE_COLOR"] !== "0";
  const isTerminal = output.isTTY === true && environment["TERM"] !== "dumb";
  return picocolors.createColors(!isSet("NO_COLOR") && (forced || isTerminal));
}
