/**
 * The options that all commands take which analyse a program.
 */
import { Option, type Command } from "commander";

export function projectOptions(command: Command): Command {
  return command
    .option(
      "-p, --project <tsconfigs...>",
      "tsconfig.json files, folders with one, or globs; by default the nearest one",
    )
    .option("-c, --config <file>", "an ESLint configuration, instead of the one that ESLint finds")
    .addOption(
      new Option("--selection <what>", "whether to follow what a match of labelled values chose").choices([
        "match",
        "off",
      ]),
    );
}
