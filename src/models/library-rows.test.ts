/**
 * The built-in flow models: each file has the format of users' files, each row says where it is known from, each
 * operation of the solver is asked for, and no alias leads nowhere.
 */
import { readdirSync } from "node:fs";
import { isBuiltin } from "node:module";
import { describe, expect, it } from "vitest";
import { OPERATIONS } from "../graph/operations.js";
import aliasesFile from "./library/aliases.json" with { type: "json" };
import { LIBRARY_FILES, libraryRows } from "./library-rows.js";
import { validateModels } from "./model-schema.js";

const rows = libraryRows();

describe("the data files", () => {
  it("are all read", () => {
    const files = readdirSync(new URL("library", import.meta.url));
    expect(Object.keys(LIBRARY_FILES).sort()).toEqual(files.filter((file) => file !== "aliases.json").sort());
  });

  it.each(Object.entries(LIBRARY_FILES))("%s has the format", (file, content) => {
    expect(validateModels(content, file)).not.toHaveProperty("error");
  });

  it("have one row for a function, in whichever file", () => {
    expect(repeated(rows.map(({ module, name }) => `${module}:${name}`))).toEqual([]);
  });

  it("name a page of MDN, TC39 or Node for each row of the platform's, and one of its own for each of a package's", () => {
    const documented =
      /^https:\/\/(?:developer\.mozilla\.org\/en-US\/docs\/Web\/|tc39\.es\/|nodejs\.org\/api\/)\S+$/;
    const isPlatform = (module: string): boolean => module === "" || module.startsWith("node:");
    const wrong = rows.filter(({ module, see }) =>
      isPlatform(module) ? !documented.test(see) : documented.test(see) || !/^https:\/\/\S+$/.test(see),
    );
    expect(wrong).toEqual([]);
  });

  it("write modules of Node with their prefix", () => {
    expect(rows.filter(({ module }) => isBuiltin(module) && !module.startsWith("node:"))).toEqual([]);
  });

  it("ask for each operation of the solver", () => {
    const used = new Set(rows.map(({ operation }) => operation));
    expect(OPERATIONS.filter((operation) => !used.has(operation))).toEqual([]);
  });
});

describe("the aliases", () => {
  const { aliases } = aliasesFile;

  it("are there once", () => {
    expect(repeated(aliases.map((alias) => JSON.stringify(alias)))).toEqual([]);
  });

  it("lead to what has rows, or other names", () => {
    const names = [...rows, ...aliases].map(({ module, name }) => `${module}:${name}.`);
    const leadsNowhere = aliases.filter(({ module, as, asModule = module }: (typeof aliases)[number]) => {
      const target = `${asModule}:${as === "" ? "" : `${as}.`}`;
      return !names.some((name) => name.startsWith(target));
    });
    expect(leadsNowhere).toEqual([]);
  });
});

function repeated(keys: readonly string[]): readonly string[] {
  return keys.filter((key, index) => keys.indexOf(key) !== index);
}
