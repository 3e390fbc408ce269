/**
 * The command line: its commands, and what the process ends with. One file a command, in commands/.
 */
import { Command, CommanderError } from "commander";
import type { CommandContext } from "./command-context.js";
import { addCheck } from "./commands/check.js";
import { addExplain } from "./commands/explain.js";
import { addInit } from "./commands/init.js";
import { addInventory } from "./commands/inventory.js";
import { addReport } from "./commands/report.js";
import { addSummarize } from "./commands/summarize.js";
import { PACKAGE } from "./package-version.js";
import { createPrograms } from "./programs.js";
import { colorsFor, type Terminal } from "./terminal.js";
import { EXIT, WrongUse } from "./wrong-use.js";

const EXIT_CODES = `
Exit codes:
  0  nothing found
  1  leaks
  2  wrong use: an option, a project or a setting`;

/** Runs the command that `parameters` name (without Node and script), and gives what the process ends with. */
export async function runCommandLine(
  parameters: readonly string[],
  terminal: Terminal,
  programOf = createPrograms(),
): Promise<number> {
  let status: number = EXIT.nothingFound;
  const end = (code: number): void => {
    status = code;
  };
  try {
    await commandLine({ terminal, programOf, end }).parseAsync([...parameters], { from: "user" });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.nothingFound : EXIT.wrongUse;
    if (!(error instanceof WrongUse)) throw error;
    terminal.err.write(`${colorsFor(terminal, terminal.err).red("error:")} ${error.message}\n`);
    return EXIT.wrongUse;
  }
}

function commandLine(context: CommandContext): Command {
  const { terminal } = context;
  const program = new Command("eslint-plugin-purpose")
    .description("Keeps personal data to the purpose it was given for.")
    .version(PACKAGE.version)
    .showHelpAfterError("(--help shows what there is)")
    .addHelpText("after", EXIT_CODES)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out.write(text),
      writeErr: (text) => terminal.err.write(text),
      getOutHasColors: () => colorsFor(terminal, terminal.out).isColorSupported,
      getErrHasColors: () => colorsFor(terminal, terminal.err).isColorSupported,
      getOutHelpWidth: () => terminal.out.columns ?? 80,
      getErrHelpWidth: () => terminal.err.columns ?? 80,
    });
  addInit(program, context);
  addCheck(program, context);
  addReport(program, context);
  addExplain(program, context);
  addInventory(program, context);
  addSummarize(program, context);
  return program;
}
