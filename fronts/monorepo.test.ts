/** x */
import { afterEach, describe, expect, it } from "vitest";
import { lintFolder } from "./lint-folder.js";
import { linkPackages, monorepoFiles, type MonorepoRequest } from "./monorepo-files.js";
import { temporaryProject, type TemporaryProject } from "./temporary-project.js";

let project: TemporaryProject | undefined;
afterEach(() => { project?.remove(); });

function repository(request: MonorepoRequest): TemporaryProject {
  project = temporaryProject(monorepoFiles(request));
  linkPackages(project);
  return project;
}

describe("x", () => {
  it.each<MonorepoRequest>([{ form: "sources" }, { form: "declarations" }, { form: "declarations", references: true }, { form: "published" }])("%j", async (request) => {
    const { folder, path } = repository(request);
    console.log(JSON.stringify(request), await lintFolder(folder), await lintFolder(folder, { parserOptions: { projectService: false, project: ["packages/*/tsconfig.json"] } }));
  });
});
