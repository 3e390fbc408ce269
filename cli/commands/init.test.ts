import { afterEach, describe, expect, it } from "vitest";
import { editEslintConfig } from "../init/edit-eslint-config.js";
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

const MANIFEST = JSON.stringify({ type: "module", devDependencies: { typescript: "1", eslint: "1" } });

describe("init in a new project", () => {
  it("shows what it would write, and writes it when it is answered yes", async () => {
    const folder = folderOf({ "package.json": MANIFEST, "tsconfig.json": TSCONFIG, "src/a.ts": "" });
    const { out, status } = await runIn(folder.path, ["init"], { answer: true });
    expect(status).toBe(0);
    expect(out).toContain('eslint.config.js (new):\n  + import purpose from "eslint-plugin-purpose";\n');
    expect(out).toContain("src/security-contact.ts (new):\n");
    expect(out.slice(out.indexOf("Next steps:"))).toMatch(
      /^Next steps:\n {2}1\. .*src\/security-contact\.ts.*\n {2}2\. .*\n {2}3\. npm install --save-dev typescript-eslint eslint-plugin-purpose, then npx eslint-plugin-purpose check\n$/,
    );
    expect(folder.read("eslint.config.js")).toBe(`import purpose from "eslint-plugin-purpose";
import tseslint from "typescript-eslint";

export default [
  {
    files: ["**/*.{ts,tsx,mts,cts}"],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
  },
  ...purpose.configs.recommended,
];
`);
    expect(folder.read("src/security-contact.ts")).toContain("export function securityContact(");
  });

  it("writes nothing without an answer, nor in a dry run", async () => {
    const folder = folderOf({ "package.json": "{}", "tsconfig.json": TSCONFIG, "src/a.ts": "" });
    const unasked = await runIn(folder.path, ["init"]);
    expect(unasked.out).toContain("eslint.config.mjs (new):");
    expect(unasked.out).toContain("Nothing was written. (--yes writes without asking.)");
    const dry = await runIn(folder.path, ["init", "--dry-run"], { answer: true });
    expect(dry.out).not.toContain("Next steps");
    expect(() => folder.read("eslint.config.mjs")).toThrow();
  });

  it("needs a package.json and a tsconfig.json", async () => {
    const empty = folderOf({});
    expect(await runIn(empty.path, ["init"])).toMatchObject({ status: 2, out: "" });
    const untyped = folderOf({ "package.json": "{}" });
    expect((await runIn(untyped.path, ["init"])).err).toContain("There is no tsconfig.json here");
  });
});

describe("init in a project that is there", () => {
  it("finds the workspace, the database, its contacts, and SDKs, and sets the plugin up for them", async () => {
    const folder = folderOf({
      "package.json": JSON.stringify({ private: true, type: "module" }),
      "pnpm-workspace.yaml": "packages:\n  - 'packages/*' # all\n  - \"!packages/old\"\n",
      "pnpm-lock.yaml": "",
      "turbo.json": "{}",
      "packages/old/package.json": JSON.stringify({ dependencies: { mongoose: "8" } }),
      "packages/api/package.json": JSON.stringify({ dependencies: { "@prisma/client": "6" } }),
      "packages/api/tsconfig.json": '{ "compilerOptions": { "outDir": "dist" } }',
      "packages/web/package.json": JSON.stringify({
        dependencies: { "react-facebook-pixel": "1", mixpanel: "0.24" },
      }),
      "packages/web/tsconfig.json": "{}",
      "prisma/schema.prisma": `model Member {
  id             String  @id
  twoFactorPhone String?
  phoneVerified  Boolean
}
`,
    });
    const { out } = await runIn(folder.path, ["init", "--yes"]);
    expect(out.slice(0, out.indexOf("\n\n"))).toBe(`Found:
  TypeScript  packages/api/tsconfig.json, packages/web/tsconfig.json
  packages    packages/api, packages/web (Turborepo)
  ESLint      not configured yet
  database    @prisma/client
  known SDKs  mixpanel (analytics), react-facebook-pixel (advertising)
  contacts    Member.twoFactorPhone`);
    const config = folder.read("eslint.config.js");
    expect(config).toContain('{ ignores: ["packages/api/dist/**"] },');
    expect(config).toContain('{ package: "@prisma/client", type: "Member", property: "twoFactorPhone" },');
    expect(config).toContain('catalog: ["advertising", "analytics"],');
    expect(out).toContain('import the type from "eslint-plugin-purpose/brand" in each');
    expect(out).toContain("pnpm exec eslint-plugin-purpose check --project 'packages/*/tsconfig.json'");
  });

  it("leaves what is there: the plugin's own configuration, the brand file", async () => {
    const files = {
      "package.json": MANIFEST,
      "tsconfig.json": TSCONFIG,
      "eslint.config.js":
        'import purpose from "eslint-plugin-purpose";\nexport default purpose.configs.strict;\n',
      "src/security-contact.ts": "export type SecurityContact = string;\n",
    };
    const folder = folderOf(files);
    const { out } = await runIn(folder.path, ["init", "--yes"]);
    expect(out).toContain("eslint.config.js has the plugin already: left as it is.");
    expect(out).toContain("src/security-contact.ts exists already: left as it is.");
    expect(out).toContain("There is nothing to write.");
    for (const [name, text] of Object.entries(files)) expect(folder.read(name)).toBe(text);
  });

  it("says what to do by hand where it can't tell", async () => {
    const folder = folderOf({
      "package.json": MANIFEST,
      "tsconfig.json": TSCONFIG,
      "eslint.config.js": "export default await makeConfig();\n",
      "src/a.ts": "",
    });
    const { out } = await runIn(folder.path, ["init", "--yes"]);
    expect(out).toContain("eslint.config.js exports no list that can be added to");
    expect(folder.read("eslint.config.js")).toBe("export default await makeConfig();\n");
  });
});

describe("an ESLint configuration that is there", () => {
  const added = (text: string): string | undefined => editEslintConfig(text, [])?.text;

  it("gets the plugin at the end of its list, and types if it has none", () => {
    expect(
      added(`// @ts-check
import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  eslint.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  { languageOptions: { parserOptions: { projectService: true } } },
);
`),
    ).toBe(`// @ts-check
import eslint from "@eslint/js";
import tseslint from "typescript-eslint";
import purpose from "eslint-plugin-purpose";

export default tseslint.config(
  eslint.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  { languageOptions: { parserOptions: { projectService: true } } },
  ...purpose.configs.recommended,
);
`);
    expect(
      added(`const js = require("@eslint/js");
const config = [
    js.configs.recommended
];
module.exports = config;
`),
    ).toBe(`const js = require("@eslint/js");
const purpose = require("eslint-plugin-purpose").default;
const tseslint = require("typescript-eslint");
const config = [
    js.configs.recommended,
    {
      files: ["**/*.{ts,tsx,mts,cts}"],
      languageOptions: {
        parser: tseslint.parser,
        parserOptions: { projectService: true, tsconfigRootDir: __dirname },
      },
    },
    ...purpose.configs.recommended
];
module.exports = config;
`);
    expect(
      added(
        "export default defineConfig([{ rules: {} }], { languageOptions: { parserOptions: { project: true } } });\n",
      ),
    ).toContain("{ rules: {} },\n  ...purpose.configs.recommended,\n]");
    expect(added("export default [];\n")).toContain("[\n  {\n    files:");
  });
});
