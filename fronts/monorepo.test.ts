/**
 * A repository of several packages, linted in one run: each file with the program of its own package, which sees the
 * others as their sources, or as what is built from them.
 */
import { afterEach, describe, expect, it } from "vitest";
import { lintFolder, resultsIn } from "./lint-folder.js";
import { linkPackages, monorepoFiles, type MonorepoRequest } from "./monorepo-files.js";
import { temporaryProject, type TemporaryProject } from "./temporary-project.js";

const SEVERAL_PROGRAMS = 180_000;
const EACH_CONFIGURATION = { projectService: false, project: ["packages/*/tsconfig.json"] };

/** What is reported where the bodies of other packages are looked at, and where only their types are known. */
const BY_BODIES = [
  "packages/app/src/index.ts:7 purpose/no-leak",
  "packages/app/src/index.ts:9 purpose/no-leak",
];
const BY_TYPES = [
  "packages/app/src/index.ts:7 purpose/no-leak",
  "packages/app/src/index.ts:8 purpose/no-leak",
];

let project: TemporaryProject | undefined;

afterEach(() => {
  project?.remove();
});

function repository(request: MonorepoRequest): TemporaryProject {
  project = temporaryProject(monorepoFiles(request));
  linkPackages(project);
  return project;
}

describe("in a repository of several packages", { timeout: SEVERAL_PROGRAMS }, () => {
  it.each<MonorepoRequest>([
    { form: "sources" },
    { form: "declarations" },
    { form: "declarations", references: true },
  ])("bodies are looked at where the sources are there: %j", async (request) => {
    const { folder } = repository(request);
    expect(await lintFolder(folder)).toEqual(BY_BODIES);
    expect(await lintFolder(folder, { parserOptions: EACH_CONFIGURATION })).toEqual(BY_BODIES);
  });

  it("findings say that a body was not seen where only its type is there", async () => {
    const { folder } = repository({ form: "published" });
    expect(await lintFolder(folder)).toEqual(BY_TYPES);
    const [result] = await resultsIn(folder, { patterns: ["packages/app"] });
    const messages = result?.messages.map(({ message }) => message) ?? [];
    expect(messages[0]).toContain(
      "The body of what is called at packages/app/src/index.ts:7 (keyOf(account.phone)) was not seen.",
    );
    expect(messages[1]).toContain("(sizeOf(account.phone)) was not seen.");
  });
});
