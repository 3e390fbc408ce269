/**
 * The plugin in continuous integration: what `eslint` says with the options that are used there.
 */
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { lintFolder } from "./lint-folder.js";
import { FILES, LEAKING, MENDED, sampleFiles } from "./sample-files.js";
import { temporaryProject, type TemporaryProject } from "./temporary-project.js";

const REPORTS = ["src/helper.ts:4 purpose/no-leak", "src/source.ts:5 purpose/no-leak"];
const SEVERAL_RUNS = 240_000;

let project: TemporaryProject | undefined;

afterEach(() => {
  project?.remove();
});

function projectOf(files: Readonly<Record<string, string>>): TemporaryProject {
  project = temporaryProject(files);
  return project;
}

/** What the stylish output reports, as "file:line rule". */
function reportsIn(output: string): readonly string[] {
  let file = "";
  return output.split("\n").flatMap((line) => {
    file = /(src\/\S+\.ts)$/.exec(line)?.[1] ?? file;
    const [, at, rule] = /^\s+(\d+):\d+\s+\w+\s.*\s(\S+)$/.exec(line) ?? [];
    return at === undefined || rule === undefined ? [] : [`${file}:${at} ${rule}`];
  });
}

describe("eslint", () => {
  it("--concurrency finds the same, whichever worker lints a file", { timeout: SEVERAL_RUNS }, () => {
    const { status, output } = projectOf(sampleFiles()).run("eslint", ".", "--concurrency", "2");
    expect(reportsIn(output).toSorted()).toEqual(REPORTS);
    expect(status).toBe(1);
  });

  it("--max-warnings counts findings that are warnings", { timeout: SEVERAL_RUNS }, () => {
    const files = sampleFiles();
    const config = (files["eslint.config.js"] ?? "").replace(
      "...purpose.configs.recommended,",
      '...purpose.configs.recommended, { files: ["**/*.ts"], rules: { "purpose/no-leak": "warn" } },',
    );
    const made = projectOf({ ...files, "eslint.config.js": config });
    const { status, output } = made.run("eslint", ".", "--max-warnings", "1");
    expect(output).toContain("2 warnings");
    expect(status).toBe(1);
  });

  it("bulk suppressions hide what was there, and nothing that comes after", { timeout: SEVERAL_RUNS }, () => {
    const made = projectOf(sampleFiles());
    expect(made.run("eslint", ".", "--suppress-rule", "purpose/no-leak").status).toBe(0);
    const known = JSON.parse(readFileSync(made.path("eslint-suppressions.json"), "utf8")) as unknown;
    expect(known).toEqual({
      "src/helper.ts": { "purpose/no-leak": { count: 1 } },
      "src/source.ts": { "purpose/no-leak": { count: 1 } },
    });
    const again = '\nexport function saveAgain(contact: string): void {\n  addToAudience("", contact);\n}\n';
    const source = LEAKING.source
      .replace("{ saveContact }", "{ saveAgain, saveContact }")
      .replace("phone);", "phone);\n  saveAgain(phone);");
    made.write({ [FILES.helper]: LEAKING.helper + again, [FILES.source]: source });
    const { status, output } = made.run("eslint", ".");
    expect(status).toBe(1);
    expect(reportsIn(output)).toContain("src/helper.ts:8 purpose/no-leak");
  });

  it("--fix reports what is left where it is after the fixes", { timeout: SEVERAL_RUNS }, async () => {
    const source = LEAKING.source.replace(
      "saveContact(memberId, phone);",
      "let kept = phone; /* Twice. */ saveContact(memberId, kept);\n  void 0;",
    );
    const { folder, path } = projectOf(sampleFiles({ ...LEAKING, source }));
    const reports = await lintFolder(folder, { rules: { "prefer-const": "error" }, options: { fix: true } });
    expect(reports).toEqual(REPORTS);
    expect(readFileSync(path(FILES.source), "utf8")).toContain("const kept = phone;");
  });

  it(
    "--cache doesn't see what an edit means for other files; without it, all is seen",
    { timeout: SEVERAL_RUNS },
    async () => {
      const { folder, path, write } = projectOf(sampleFiles({ ...LEAKING, sink: MENDED.sink }));
      const cached = { options: { cache: true, cacheLocation: path(".eslintcache") } };
      expect(await lintFolder(folder, cached)).toEqual([]);
      write({ [FILES.sink]: LEAKING.sink });
      expect(await lintFolder(folder, cached)).toEqual([]);
      expect(await lintFolder(folder)).toEqual(REPORTS);
    },
  );
});
