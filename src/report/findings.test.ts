import { describe, expect, it } from "vitest";
import type { AnalysisResult, Leak, TraceStep } from "../graph/leak.js";
import type { FindingsRequest, ReportAt } from "./finding.js";
import { findingsOf } from "./findings.js";
import { FINDING_MESSAGES } from "./messages.js";

/** Files whose offset is their line times ten. */
const LINE = 10;
const ACCOUNTS = "/app/src/accounts.ts";
const SYNC = "/app/src/sync.ts";
const AUDIENCE = "/app/src/audience.ts";

function request(reportAt: ReportAt): FindingsRequest {
  return {
    reportAt,
    positionOf: (_, offset) => ({ line: Math.floor(offset / LINE), column: (offset % LINE) + 1 }),
    textOf: (_, { start, end }) => `text${start}\n   of(${end})`,
    relative: (file) => file.replace("/app/", ""),
    purposesOf: (label) => (label === "SecurityContact" ? ["security", "support"] : []),
  };
}

function step(kind: TraceStep["kind"], file: string, line: number): TraceStep {
  return { kind, file, span: { start: line * LINE, end: line * LINE + 5 } };
}

function leak(trace: readonly TraceStep[], other: Partial<Leak> = {}): Leak {
  const last = trace.at(-1) ?? step("boundary", AUDIENCE, 1);
  return {
    kind: "leak",
    label: "SecurityContact",
    sink: { name: "uploadAudience", purpose: "advertising" },
    way: "push",
    file: last.file,
    span: last.span,
    trace,
    furtherSources: 0,
    furtherTraces: [],
    ...other,
  };
}

function resultOf(...leaks: Leak[]): AnalysisResult {
  return { leaks, limits: [], counters: [] };
}

/** Findings as ESLint shows them: line, message id and message. */
function shown(result: AnalysisResult, file: string, reportAt: ReportAt = "every-file"): readonly string[] {
  return findingsOf(result, file, request(reportAt)).map(({ messageId, start, data }) => {
    const text = FINDING_MESSAGES[messageId].replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
      const value = data[name];
      if (value === undefined) throw new Error(`${messageId} has no ${name}`);
      return value;
    });
    return `${start / LINE} ${messageId}: ${text}`;
  });
}

const through = [
  step("source", ACCOUNTS, 12),
  step("returned", ACCOUNTS, 14),
  step("argument", SYNC, 8),
  step("derived", SYNC, 8),
  step("argument", SYNC, 15),
  step("boundary", AUDIENCE, 30),
];

describe("findingsOf", () => {
  it("tells label, source, sink, purpose, trace and policy at the boundary", () => {
    expect(shown(resultOf(leak(through)), AUDIENCE)).toEqual([
      "30 leak: SecurityContact from src/accounts.ts:12 (text120 of(125)) gets into advertising code: uploadAudience. Trace: src/accounts.ts:12, 14 → src/sync.ts:8, 15 → src/audience.ts:30. SecurityContact may be used for: security, support.",
    ]);
  });

  it("tells where the value leaves each other file, once a file", () => {
    expect(shown(resultOf(leak(through)), ACCOUNTS)).toEqual([
      "14 origin: SecurityContact from src/accounts.ts:12 (text120 of(125)) leaves its file here and gets into advertising code: uploadAudience, at src/audience.ts:30. Trace: src/accounts.ts:12, 14 → src/sync.ts:8, 15 → src/audience.ts:30. SecurityContact may be used for: security, support.",
    ]);
    expect(shown(resultOf(leak(through)), SYNC)).toEqual([
      "15 via: SecurityContact from src/accounts.ts:12 (text120 of(125)) passes through here and gets into advertising code: uploadAudience, at src/audience.ts:30. Trace: src/accounts.ts:12, 14 → src/sync.ts:8, 15 → src/audience.ts:30. SecurityContact may be used for: security, support.",
    ]);
  });

  it("tells the boundary alone when asked to", () => {
    const result = resultOf(leak(through));
    expect([ACCOUNTS, SYNC, AUDIENCE].map((file) => shown(result, file, "boundary").length)).toEqual([
      0, 0, 1,
    ]);
  });

  it("takes the last of several ways out of a file, and none of the boundary's own file", () => {
    const back = [
      step("source", ACCOUNTS, 1),
      step("argument", SYNC, 2),
      step("returned", AUDIENCE, 3),
      step("argument", SYNC, 4),
      step("boundary", AUDIENCE, 5),
    ];
    const result = resultOf(leak(back));
    const lines = (file: string): readonly number[] =>
      findingsOf(result, file, request("every-file")).map(({ start }) => start / LINE);
    expect([ACCOUNTS, SYNC, AUDIENCE].map(lines)).toEqual([[1], [4], [5]]);
  });

  it("tells of a file that only a further trace passes through, and once where several do", () => {
    const further = [step("source", SYNC, 2), step("argument", SYNC, 3), step("boundary", AUDIENCE, 5)];
    const result = resultOf(
      leak([step("source", ACCOUNTS, 1), step("boundary", AUDIENCE, 5)], {
        furtherSources: 2,
        furtherTraces: [further, [step("source", SYNC, 7), step("boundary", AUDIENCE, 5)]],
      }),
    );
    expect(shown(result, SYNC)).toEqual([
      "3 origin: SecurityContact from src/sync.ts:2 (text20 of(25)) leaves its file here and gets into advertising code: uploadAudience, at src/audience.ts:5. Trace: src/sync.ts:2, 3 → src/audience.ts:5. SecurityContact may be used for: security, support.",
    ]);
  });

  it("tells one of several leaks that leave at one place: the value before a choice, then the shortest", () => {
    const longer = leak([
      step("source", ACCOUNTS, 1),
      step("derived", SYNC, 2),
      step("boundary", AUDIENCE, 3),
    ]);
    const shorter = leak([step("source", ACCOUNTS, 1), step("boundary", AUDIENCE, 4)]);
    const choice = leak([step("source", ACCOUNTS, 1), step("boundary", AUDIENCE, 5)], { kind: "selection" });
    const other = leak([step("source", ACCOUNTS, 1), step("boundary", AUDIENCE, 6)], {
      label: "HealthRecord",
    });
    const [health, contact, ...rest] = findingsOf(
      resultOf(choice, longer, other, shorter),
      ACCOUNTS,
      request("every-file"),
    );
    expect(rest).toEqual([]);
    expect(health?.data).toMatchObject({ label: "HealthRecord", allowed: "nothing" });
    expect(contact?.data).toMatchObject({ boundary: "src/audience.ts:4 (and at 2 further places)" });
  });

  it("says where a selection was matched, and what leaves a file before and after that", () => {
    const chosen = leak(
      [
        step("source", ACCOUNTS, 12),
        step("matched", SYNC, 8),
        step("chosen", SYNC, 9),
        step("boundary", AUDIENCE, 30),
      ],
      { kind: "selection", furtherSources: 2 },
    );
    expect(shown(resultOf(chosen), AUDIENCE)).toEqual([
      "30 selection: SecurityContact from src/accounts.ts:12 (text120 of(125)), and from 2 further sources, is matched at src/sync.ts:8 (text80 of(85)); what that chooses gets into advertising code: uploadAudience. Trace: src/accounts.ts:12 → src/sync.ts:8, 9 → src/audience.ts:30. SecurityContact may be used for: security, support.",
    ]);
    expect(shown(resultOf(chosen), SYNC)[0]).toContain(
      "9 via: What was chosen by matching SecurityContact from",
    );
    expect(shown(resultOf(chosen), ACCOUNTS)[0]).toContain("12 origin: SecurityContact from");
  });

  it("counts the middle of a long trace, and cuts long texts", () => {
    const long = leak(Array.from({ length: 15 }, (_, index) => step("derived", SYNC, index + 1)));
    const view = { ...request("boundary"), textOf: () => "x".repeat(100) };
    expect(findingsOf(resultOf(long), SYNC, view)[0]?.data).toMatchObject({
      source: `src/sync.ts:1 (${"x".repeat(59)}…)`,
      trace: "src/sync.ts:1, 2, 3, 4, 5, 6 → … 3 more … → src/sync.ts:10, 11, 12, 13, 14, 15",
    });
  });

  it("takes a leak without steps as its own source", () => {
    const bare = leak([], { file: AUDIENCE, span: { start: 70, end: 75 } });
    expect(findingsOf(resultOf(bare), AUDIENCE, request("every-file"))[0]?.data).toMatchObject({
      source: "src/audience.ts:7 (text70 of(75))",
      trace: "src/audience.ts:7",
    });
  });

  it("names a sink without a name by its file, or says that it has none", () => {
    const trace = [step("boundary", AUDIENCE, 1)];
    const nameless = (way: Leak["way"], name: string): Leak =>
      leak(trace, { way, sink: { name, purpose: "advertising" } });
    const sinks = [nameless("pull", "(anonymous)"), nameless("pull", ""), nameless("push", "")].map(
      (one) => findingsOf(resultOf(one), AUDIENCE, request("boundary"))[0]?.data["sink"],
    );
    expect(sinks).toEqual(["src/audience.ts", "src/audience.ts", "code without a name"]);
  });

  it("goes by the order of the text", () => {
    const leaks = [9, 3, 6].map((line) => leak([step("boundary", SYNC, line)]));
    const findings = findingsOf(resultOf(...leaks), SYNC, request("every-file"));
    expect(findings.map(({ start }) => start / LINE)).toEqual([3, 6, 9]);
  });
});
