/**
 * The commands on the sample program (fixtures/incident), as somebody runs them there: the same findings as the rule's,
 * and forms that are valid. The program is built once for all of them.
 */
import { readFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
// CommonJS: what it exports is at `default`.
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { filesIn, PROGRAM_TEXT } from "../fixtures/corpus.js";
import { programLinter } from "../fixtures/lint-program.js";
import { marksOf, lineAndKind } from "../fixtures/marks.js";
import schema from "../report.schema.json" with { type: "json" };
import type { Report } from "../src/report/report.js";
import { sarifErrors } from "../src/testing/sarif-schema.js";
import { createPrograms } from "./programs.js";
import { withOutputs } from "./testing/outputs-on-page.js";
import { projectFolder, TSCONFIG } from "./testing/project-folder.js";
import { runIn, type Run } from "./testing/run-in.js";
import { findTsconfigs } from "./tsconfigs.js";

const SAMPLE = fileURLToPath(new URL("../fixtures/incident", import.meta.url));
const SAMPLE_IN_REPOSITORY = "fixtures/incident/";
const programOf = createPrograms();
const written = mkdtempSync(join(tmpdir(), "reports-"));

let checked: Run;
let reported: Run;

beforeAll(async () => {
  checked = await runIn(SAMPLE, ["check"], { programOf });
  const files = ["--json", join(written, "a/report.json"), "--sarif", join(written, "report.sarif")];
  reported = await runIn(SAMPLE, ["report", ...files, "--github"], { programOf });
}, 300_000);

afterAll(() => {
  rmSync(written, { recursive: true });
});

function json(): Report {
  return JSON.parse(readFileSync(join(written, "a/report.json"), "utf8")) as Report;
}

describe("check", () => {
  it("ends with 1 where there are leaks, and says how many", () => {
    expect(checked.status).toBe(1);
    expect(checked.err).toBe("");
    const [last] = checked.out.trimEnd().split("\n").slice(-1);
    expect(last).toBe(`✖ ${json().leaks.length} leaks: 64 files in 1 project checked.`);
  });

  it("shows each step of a trace as code", () => {
    expect(checked.out)
      .toContain(`src/jobs/lookalikes.ts:19:56  ✖ SecurityContact gets into advertising code (seedByContact)
  SecurityContact may be used for: security. Further sources that get there: 4.

  1. SecurityContact comes from here  src/security/second-factors.ts:47:28
     > 47 |     return rows.flatMap(({ phone }) => phone ?? []);
          |                            ^^^^^
`);
  });

  it("shows what goes through given files alone", async () => {
    const { out, status } = await runIn(SAMPLE, ["check", "src/security"], { programOf });
    expect(status).toBe(1);
    const through = json().leaks.filter(({ trace }) =>
      trace.some(({ place }) => place.file.startsWith(`${SAMPLE_IN_REPOSITORY}src/security/`)),
    );
    const places = through.map(({ place: { file, start } }) => `${file}:${start.line}:${start.column}`);
    expect(places.length).toBeGreaterThan(1);
    expect(out.match(/^\S+(?= {2}✖)/gm)?.map((shown) => SAMPLE_IN_REPOSITORY + shown)).toEqual(places);
    const harmless = await runIn(SAMPLE, ["check", "src/main.ts"], { programOf });
    expect(harmless).toMatchObject({
      status: 0,
      out: "✔ No leaks go through src/main.ts: 64 files in 1 project checked.\n",
    });
  });
});

describe("report", () => {
  it("has the findings of the rule, word for word", () => {
    const [tsconfig] = findTsconfigs({ cwd: SAMPLE }, []);
    if (tsconfig === undefined) throw new Error("The sample program has no tsconfig.json.");
    const program = programOf(tsconfig);
    const request = { program, cwd: SAMPLE, options: { reportAt: "boundary" }, settings: {} };
    const lint = programLinter(request);
    const byRule = tsconfig.parsed.fileNames.flatMap((file) =>
      lint(file).map(({ line, column, endLine, endColumn, messageId, message }) => ({
        at: `${file.slice(SAMPLE.length + 1)}:${line}:${column}-${endLine ?? 0}:${endColumn ?? 0} ${messageId ?? ""}`,
        message,
      })),
    );
    const byReport = json().leaks.map(({ place: { file, start, end }, kind, message }) => ({
      at: `${file.slice(SAMPLE_IN_REPOSITORY.length)}:${start.line}:${start.column}-${end.line}:${end.column} ${kind}`,
      message: message.replaceAll(SAMPLE_IN_REPOSITORY, ""),
    }));
    expect(byReport).toEqual(byRule.toSorted((left, right) => (left.at < right.at ? -1 : 1)));
  });

  it("has the lines that the program marks, in all of its files", () => {
    const files = filesIn(SAMPLE).filter((file) => PROGRAM_TEXT.test(file));
    const marked = files.flatMap((file) =>
      marksOf(readFileSync(join(SAMPLE, file), "utf8")).map(
        (mark) => `${SAMPLE_IN_REPOSITORY}${file}:${lineAndKind(mark)}`,
      ),
    );
    const told = json().leaks.map(
      ({ place, kind }) => `${place.file}:${lineAndKind({ line: place.start.line, messageId: kind })}`,
    );
    expect(new Set(told)).toEqual(new Set(marked));
  });

  it("is valid by the schemas: JSON by the published one, SARIF by the official one", () => {
    const ajv = new Ajv();
    addFormats.default(ajv);
    const validate = ajv.compile(schema);
    validate(json());
    expect(validate.errors ?? []).toEqual([]);
    expect(sarifErrors(JSON.parse(readFileSync(join(written, "report.sarif"), "utf8")))).toEqual([]);
  });

  it("gives each leak a fingerprint of its own", () => {
    expect(new Set(json().leaks.map(({ fingerprint }) => fingerprint)).size).toBe(json().leaks.length);
  });

  it("writes one form to the standard output, and says which files it wrote", () => {
    expect(reported.status).toBe(1);
    expect(reported.out.match(/^::error file=fixtures\/incident\/src\//gm)).toHaveLength(json().leaks.length);
    expect(reported.err.match(/written$/gm)).toHaveLength(2);
  });
});

describe("docs/cli.md", () => {
  it("shows what the commands print (npm run cli-page pastes it)", async () => {
    const page = new URL("../docs/cli.md", import.meta.url);
    const files = { "package.json": '{ "type": "module" }', "tsconfig.json": TSCONFIG, "src/main.ts": "" };
    const empty = projectFolder(files);
    const text = await withOutputs(readFileSync(page, "utf8"), async (parameters, note) => {
      const folder = note === "in a new project" ? empty.path : SAMPLE;
      const { out, err } = await runIn(folder, parameters, { programOf });
      expect(err).toBe("");
      return out;
    });
    empty.remove();
    await expect(text).toMatchFileSnapshot(fileURLToPath(page));
  }, 300_000);
});
