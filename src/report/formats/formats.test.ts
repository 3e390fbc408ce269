/**
 * What each form makes of one small report: places, links, and texts that would break the form.
 */
import { describe, expect, it } from "vitest";
import type { ReportedLeak, ReportPlace } from "../leak-report.js";
import type { Report } from "../report.js";
import { sarifErrors } from "../../testing/sarif-schema.js";
import { asGithubAnnotations } from "./github.js";
import { asGitlabCodeQuality } from "./gitlab.js";
import { asMarkdown } from "./markdown.js";
import { asSarif, sarifLog } from "./sarif.js";

function place(file: string, line: number, text: string): ReportPlace {
  return { file, start: { line, column: 3 }, end: { line, column: 3 + text.length }, text };
}

const source = place("src/two factor.ts", 12, "account.phone");
const hash = place("src/sync.ts", 7, "hash(`${phone}|x`)");
const boundary = place("src/ads/#1.ts", 30, "rows[0](key)");

const leak: ReportedLeak = {
  fingerprint: "00112233445566778899aabbccddeeff",
  kind: "leak",
  label: "SecurityContact",
  allowed: ["security"],
  purpose: "advertising",
  sink: "add|to",
  way: "push",
  message:
    "SecurityContact from src/two factor.ts:12 (a[0](b), 100%\nmore) gets into advertising code: add|to.",
  place: boundary,
  trace: [
    { kind: "source", what: "SecurityContact comes from here", place: source },
    { kind: "derived", what: "another value is made of it", place: hash },
    { kind: "argument", what: "it is passed on as an argument", place: boundary },
    { kind: "boundary", what: "it gets into advertising code: add|to", place: boundary },
  ],
  furtherSources: 0,
};

const report: Report = {
  version: 1,
  tool: { name: "eslint-plugin-purpose", version: "1.2.3" },
  projects: [{ tsconfig: "tsconfig.json", files: 3 }],
  leaks: [leak],
  limits: [{ limit: "MAXIMAL_PASSES", place: hash }],
};
const nothing: Report = { ...report, leaks: [], limits: [] };

describe("SARIF", () => {
  const run = sarifLog(report).runs[0];
  const result = run?.results?.[0];

  it("is valid by the official schema, with and without leaks", () => {
    expect(sarifErrors(JSON.parse(asSarif(report)))).toEqual([]);
    expect(sarifErrors(JSON.parse(asSarif(nothing)))).toEqual([]);
    expect(sarifErrors({ version: "2.1.0" })).not.toEqual([]);
  });

  it("has the trace as a code flow, in the order in which the value goes", () => {
    const locations = result?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
    expect(
      locations.map(({ location, kinds }) => [
        location?.physicalLocation?.artifactLocation?.uri,
        location?.physicalLocation?.region?.startLine,
        location?.message?.text,
        kinds?.[0],
      ]),
    ).toEqual([
      ["src/two%20factor.ts", 12, "SecurityContact comes from here", "source"],
      ["src/sync.ts", 7, "another value is made of it", "taint"],
      ["src/ads/%231.ts", 30, "it is passed on as an argument", "call"],
      ["src/ads/%231.ts", 30, "it gets into advertising code: add|to", "sink"],
    ]);
  });

  it("links the message to the source alone, which is a related location", () => {
    expect(result?.message.text).toMatch(
      /^\[SecurityContact\]\(1\) from src\/two factor\.ts:12 \(a\\\[0\]\(b\)/,
    );
    expect(result?.relatedLocations?.map(({ id, message }) => [id, message?.text])).toEqual([
      [1, "SecurityContact comes from here"],
      [2, "SecurityContact passes through here"],
    ]);
  });

  it("says where the search was cut short", () => {
    const [told] = run?.invocations?.[0]?.toolExecutionNotifications ?? [];
    expect(told?.descriptor?.id).toBe("MAXIMAL_PASSES");
    expect(told?.locations?.[0]?.physicalLocation?.region?.startLine).toBe(7);
  });
});

describe("annotations of GitHub", () => {
  it("are a line each, whatever is in the message", () => {
    expect(asGithubAnnotations(report)).toBe(
      "::error file=src/ads/#1.ts,line=30,endLine=30,col=3,endColumn=15,title=SecurityContact in advertising code::SecurityContact from src/two factor.ts:12 (a[0](b), 100%25%0Amore) gets into advertising code: add|to.\n",
    );
    expect(asGithubAnnotations(nothing)).toBe("");
  });

  it("leave out the columns of a place on several lines, which GitHub doesn't take", () => {
    const end = { line: 32, column: 4 };
    const long = { ...report, leaks: [{ ...leak, place: { ...boundary, end } }] };
    expect(asGithubAnnotations(long)).toContain("line=30,endLine=32,title=");
  });
});

describe("GitLab's code quality report", () => {
  it("has what GitLab requires", () => {
    expect(JSON.parse(asGitlabCodeQuality(report))).toMatchObject([
      {
        description: leak.message,
        check_name: "purpose/no-leak",
        fingerprint: leak.fingerprint,
        severity: "critical",
        location: { path: "src/ads/#1.ts", lines: { begin: 30 } },
      },
    ]);
    expect(asGitlabCodeQuality(nothing)).toBe("[]\n");
  });
});

describe("Markdown", () => {
  const text = asMarkdown(report);

  it("has a row for each leak, that no text of the program breaks", () => {
    expect(text).toContain("| 1 | `SecurityContact` | advertising | `add\\|to` | `src/ads/#1.ts:30` |");
  });

  it("has the trace to unfold, with one step for one place", () => {
    expect(text).toContain("2. `src/sync.ts:7` another value is made of it: ``hash(`${phone}|x`)``");
    expect(text).toContain(
      "3. `src/ads/#1.ts:30` it is passed on as an argument; it gets into advertising code: add\\|to: `rows[0](key)`",
    );
  });

  it("says where the search was cut short, and that nothing was found", () => {
    expect(text).toContain("`src/sync.ts:7` (MAXIMAL\\_PASSES)");
    expect(asMarkdown(nothing)).toBe("### No leaks\n\n3 files checked.\n");
  });
});
