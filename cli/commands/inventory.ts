/**
 * `inventory`: which labelled data there is, where it enters, and what it is used for, lawfully or not.
 */
import type { Command } from "commander";
import { asInventoryCsv } from "../../src/report/formats/inventory-csv.js";
import { asInventoryText } from "../../src/report/formats/inventory-text.js";
import type { Inventory } from "../../src/report/inventory.js";
import { analyzeProjects, type ProjectOptions } from "../analyze-projects.js";
import type { CommandContext } from "../command-context.js";
import { deliver } from "../deliver.js";
import { inventoryOfProjects } from "../inventory.js";
import { repositoryOf } from "../paths.js";
import { projectOptions } from "../project-options.js";
import { EXIT, WrongUse } from "../wrong-use.js";

interface InventoryOptions extends ProjectOptions {
  /** A file's name, or true for the standard output. */
  readonly csv?: string | true;
  readonly json?: string | true;
}

export function addInventory(program: Command, context: CommandContext): void {
  projectOptions(program.command("inventory"))
    .description(
      "list the labelled data, where it enters, and the purposes it is used for: lawfully, by consent, unlawfully",
    )
    .option("--csv [file]", "a row for each datum and purpose, for spreadsheets")
    .option("--json [file]", "plain data (eslint-plugin-purpose/inventory.schema.json)")
    .action(async (options: InventoryOptions) => {
      context.end(await inventory(context, options));
    });
}

async function inventory(context: CommandContext, options: InventoryOptions): Promise<number> {
  const { terminal } = context;
  const { csv, json } = options;
  if (csv === true && json === true)
    throw new WrongUse("Only one form can go to the standard output: give the other a file.");
  const analysis = await analyzeProjects(context, options);
  const found = inventoryOfProjects(analysis, terminal.cwd, repositoryOf(terminal.cwd));
  if (csv === undefined && json === undefined) deliver(terminal, true, asInventoryText(found));
  if (csv !== undefined) deliver(terminal, csv, asInventoryCsv(found));
  if (json !== undefined) deliver(terminal, json, `${JSON.stringify(found, undefined, 2)}\n`);
  return hasUnlawful(found) ? EXIT.leaks : EXIT.nothingFound;
}

function hasUnlawful({ data }: Inventory): boolean {
  return data.some(({ uses }) => uses.some(({ lawfulness }) => lawfulness === "unlawful"));
}
