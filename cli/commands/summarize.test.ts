import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Report } from "../../src/report/report.js";
import { projectFolder } from "../testing/project-folder.js";
import { runIn } from "../testing/run-in.js";
import { workspaceFiles } from "../testing/workspace-files.js";

/** Real Turborepo, and all ten packages, are in fronts/turborepo.test.ts. */
const links: (readonly [string, string])[] = [];
const all = Object.entries(workspaceFiles((name, folder) => links.push([name, folder])));
const workspace = projectFolder(
  Object.fromEntries(all.filter(([path]) => /^packages\/(?:ads|growth)\/|^[^/]+$/.test(path))),
);
const growth = `${workspace.path}/packages/growth`;
const ads = `${workspace.path}/packages/ads`;
const summary = `${ads}/.purpose/flow-summary`;

/** Hands the label on itself, so that there is a leak to be found. */
const LAUNCH = `import { addToAudience } from "@acme/ads";
type SecurityContact = string & { readonly __brand: "SecurityContact" };
export function launch(phone: SecurityContact): void {
  addToAudience(phone);
}
`;

beforeAll(async () => {
  for (const [name, folder] of links) {
    const path = `${workspace.path}/node_modules/${name}`;
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(`${workspace.path}/${folder}`, path, "dir");
  }
  workspace.write({ "packages/growth/src/launch.ts": LAUNCH });
  expect(await runIn(ads, ["summarize"])).toMatchObject({ status: 0, err: "" });
}, 120_000);

afterAll(() => {
  workspace.remove();
});

async function leaksOfGrowth(): Promise<{ readonly places: readonly string[]; readonly err: string }> {
  const { out, err } = await runIn(growth, ["report", "--json"]);
  const { leaks } = JSON.parse(out) as Report;
  return { places: leaks.map(({ place }) => `${place.file}:${String(place.start.line)}`), err };
}

test("what is wrong with a summary is one message, and the package's sources are taken", async () => {
  const bytes = readFileSync(summary);
  const end = bytes.indexOf("\n");
  const header = bytes.toString("utf8", 0, end);
  const changed = (from: RegExp, to: string): Buffer =>
    Buffer.concat([Buffer.from(header.replace(from, to)), bytes.subarray(end)]);
  const wrong: readonly (readonly [Buffer, string])[] = [
    [bytes.subarray(0, -3), "it is damaged"],
    [Buffer.from("not a summary"), "it is damaged"],
    [changed(/"tool":"[^"]*"/, '"tool":"0.0.1"'), "it was made by version 0.0.1 of the plugin, and this is"],
    [changed(/"settings":"[^"]*"/, '"settings":"other"'), "it was made with other settings"],
    [changed(/("src\/index.ts":)"[^"]*"/, '$1"other"'), "it was made before src/index.ts changed"],
    [
      changed(/"dependencies":\{\}/, '"dependencies":{"../text":{"src/index.ts":"0"}}'),
      "it needs that of ../text, which can't be used",
    ],
  ];
  const expected = await leaksOfGrowth();
  expect(expected).toEqual({ places: ["packages/growth/src/launch.ts:4"], err: "" });
  for (const [content, reason] of wrong) {
    writeFileSync(summary, content);
    const { places, err } = await leaksOfGrowth();
    expect(err).toContain(`warning ../ads/.purpose/flow-summary is not used: ${reason}`);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
    expect(places).toEqual(expected.places);
  }
  writeFileSync(summary, bytes);
}, 120_000);

test("without sources the summary says what the code is for", async () => {
  rmSync(`${ads}/src`, { recursive: true });
  const { out, status } = await runIn(growth, ["check"]);
  expect(out).toContain("src/launch.ts:4:17  ✖ SecurityContact gets into advertising code (addToAudience)");
  expect(status).toBe(1);
}, 120_000);

test("a summary is that of a package", async () => {
  const { err, status } = await runIn(`${growth}/src`, ["summarize"]);
  expect(err).toContain("There is no package.json with a name in");
  expect(status).toBe(2);
});

test("a workspace without a task runner says what to do", async () => {
  const { err, status } = await runIn(growth, ["check", "--workspace"]);
  expect(err).toContain("There is neither a turbo.json nor an nx.json in");
  expect(status).toBe(2);
});
