import { afterEach, describe, expect, it } from "vitest";
import { projectFolder, TSCONFIG } from "../testing/project-folder.js";
import { runIn } from "../testing/run-in.js";

type Folder = ReturnType<typeof projectFolder>;
const folders: Folder[] = [];

function folderOf(files: Readonly<Record<string, string>>): Folder {
  const folder = projectFolder(files);
  folders.push(folder);
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

const SYNC = `type SecurityContact = string & { readonly __brand: "SecurityContact" };
/** @purpose advertising */
declare function track(contact: string): void;
export function sync(phone: SecurityContact): void {
  track(phone);
  // eslint-disable-next-line purpose/no-leak -- agreed
  track(phone);
}
`;
/** A configuration that needs nothing to be installed. */
const configOf = (part: string): string =>
  `export default [{ files: ["**/*.ts"], plugins: { purpose: { rules: { "no-leak": { create: () => ({}) } } } } }, ${part}];\n`;

describe("check", () => {
  it("takes projects, folders with one, globs and references, and tells what two of them have once", async () => {
    const folder = folderOf({
      "package.json": '{ "type": "module" }',
      "packages/api/tsconfig.json": TSCONFIG,
      "packages/api/src/sync.ts": SYNC,
      "packages/jobs/tsconfig.json": JSON.stringify({
        ...(JSON.parse(TSCONFIG) as object),
        include: ["src", "../api/src"],
      }),
      "packages/jobs/src/main.ts": "export const one = 1;\n",
      "tsconfig.json": '{ "files": [], "references": [{ "path": "packages/api" }] }',
    });
    const last = "✖ 1 leak: 2 files in 2 projects checked, 2 leaks turned off by comments.";
    for (const projects of [["packages/api", "packages/jobs/tsconfig.json"], ["packages/*/tsconfig.json"]]) {
      const { out, err, status } = await runIn(folder.path, ["check", "--project", ...projects]);
      expect(err).toBe("");
      expect(out.trimEnd().split("\n").at(-1)).toBe(last);
      expect(status).toBe(1);
    }
    const { out } = await runIn(folder.path, ["check"]);
    expect(out).toContain(
      "packages/api/src/sync.ts:5:9  ✖ SecurityContact gets into advertising code (track)",
    );
    expect(out).toContain("✖ 1 leak: 1 file in 1 project checked, 1 leak turned off by comments.");
  }, 120_000);

  it("goes by the settings, the options and the files of ESLint's configuration", async () => {
    const folder = folderOf({
      "package.json": '{ "type": "module" }',
      "tsconfig.json": TSCONFIG,
      "src/sync.ts": SYNC,
      "src/other.ts": "export const one = 1;\n",
    });
    const statusWith = async (part: string): Promise<number> => {
      folder.write({ "eslint.config.mjs": configOf(part) });
      return (await runIn(folder.path, ["check", "--config", "eslint.config.mjs"])).status;
    };
    expect(await statusWith('{ rules: { "purpose/no-leak": "error" } }')).toBe(1);
    const off = '{ files: ["src/sync.ts"], rules: { "purpose/no-leak": "off" } }';
    expect(await statusWith(`{ rules: { "purpose/no-leak": "error" } }, ${off}`)).toBe(0);
    // Off everywhere: then it is left to this command.
    expect(await statusWith('{ rules: { "purpose/no-leak": "off" } }')).toBe(1);
  }, 120_000);

  it("says what is wrong: with settings, projects, options", async () => {
    const folder = folderOf({
      "package.json": '{ "type": "module" }',
      "tsconfig.json": TSCONFIG,
      "src/sync.ts": SYNC,
      "wrong.config.js": configOf("{ settings: { purpose: { lables: {} } } }"),
    });
    const wrong = [
      [["check", "--config", "wrong.config.js"], "settings.purpose.lables"],
      [["check", "--project", "other.json"], "--project other.json: there is no such file."],
      [["check", "src/other.ts"], "src/other.ts: there is no such file or folder."],
      [["check", "--selection", "some"], "Allowed choices are match, off."],
      [["chek"], "unknown command 'chek'\n(Did you mean check?)"],
    ] as const;
    for (const [parameters, message] of wrong) {
      const { status, out, err } = await runIn(folder.path, parameters);
      expect(err).toContain(message);
      expect({ status, out }).toEqual({ status: 2, out: "" });
    }
  }, 120_000);

  it("says what to do where ESLint's configuration can't be loaded", async () => {
    const folder = folderOf({
      "package.json": '{ "type": "module" }',
      "tsconfig.json": TSCONFIG,
      "src/sync.ts": SYNC,
      "eslint.config.js": 'import "nobody-installed-this";\n',
    });
    const { status, err } = await runIn(folder.path, ["check"]);
    expect(err).toContain("eslint.config.js: Cannot find package 'nobody-installed-this'");
    expect(err).toContain("Another configuration can be given: --config <file>.");
    expect(status).toBe(2);
  }, 120_000);

  it("has colours on a terminal alone", async () => {
    const folder = folderOf({ "package.json": "{}", "tsconfig.json": TSCONFIG, "src/a.ts": "export {};\n" });
    const escape = "\u001B[";
    expect((await runIn(folder.path, ["check"])).out).not.toContain(escape);
    expect((await runIn(folder.path, ["check"], { isTTY: true })).out).toContain(escape);
    const environment = { NO_COLOR: "1" };
    expect((await runIn(folder.path, ["check"], { isTTY: true, environment })).out).not.toContain(escape);
  }, 120_000);
});
