import { describe, expect, it } from "vitest";
import { flowFact, stepAfter, type FactKind, type FlowFact, type Step } from "../graph/flow-fact.js";
import type { TraceStep } from "../graph/leak.js";
import type { Passage, Passages } from "../graph/passage.js";
import { createLeakCollector, limitNotes, type Crossing } from "./leak-collector.js";

const spanOf = (_file: string, site: number) => ({ start: site * 10, end: site * 10 + 5 });

/** A fact that came from `site` of accounts.ts in `length` steps. */
function factFrom(site: number, length = 1, kind: FactKind = "value", label = "Phone"): FlowFact {
  let trace: Step = stepAfter(undefined, "source", "accounts.ts", site);
  while (trace.length < length) trace = stepAfter(trace, "argument", "sync.ts", 50 + trace.length);
  return flowFact(kind, label, trace);
}

function crossing(site: number, fact: FlowFact, more: Partial<Crossing> = {}): Crossing {
  const sink = { name: "track", purpose: "advertising" };
  return { file: "sync.ts", site, fact, calls: new Set(), sink, way: "push", ...more };
}

function leaksOf(...crossings: readonly Crossing[]) {
  return leaksWith({ of: () => [], originsOf: () => [] }, ...crossings);
}

function leaksWith(passages: Passages, ...crossings: readonly Crossing[]) {
  const collector = createLeakCollector(spanOf);
  for (const one of crossings) collector.add(one);
  return collector.leaks(passages);
}

describe("what crosses", () => {
  it("is one leak for each boundary expression and label", () => {
    const leaks = leaksOf(
      crossing(1, factFrom(7)),
      crossing(1, factFrom(7)),
      crossing(1, factFrom(7, 1, "value", "Email")),
      crossing(2, factFrom(7)),
      crossing(1, factFrom(7), { file: "other.ts" }),
    );
    expect(leaks.map(({ file, span, label }) => `${file}:${span.start} ${label}`)).toEqual([
      "other.ts:10 Phone",
      "sync.ts:10 Email",
      "sync.ts:10 Phone",
      "sync.ts:20 Phone",
    ]);
  });

  it("is told with the shortest trace, from the source to the boundary", () => {
    for (const lengths of [
      [4, 2, 3],
      [2, 3, 4],
    ]) {
      const [leak] = leaksOf(...lengths.map((length, index) => crossing(1, factFrom(index, length))));
      expect(leak?.trace.map(({ kind, file }) => `${kind} ${file}`)).toEqual([
        "source accounts.ts",
        "argument sync.ts",
        "boundary sync.ts",
      ]);
    }
  });

  it("counts further sources, each once", () => {
    const [leak] = leaksOf(
      crossing(1, factFrom(7)),
      crossing(1, factFrom(8)),
      crossing(1, factFrom(8, 3)),
      crossing(1, factFrom(9)),
    );
    expect(leak?.furtherSources).toBe(2);
  });

  it("is a leak alone where a labelled value and a selection meet, whichever comes first", () => {
    const value = crossing(1, factFrom(7, 3));
    const match = crossing(1, factFrom(7, 2, "match"));
    expect(leaksOf(value, match).map(({ kind }) => kind)).toEqual(["leak"]);
    expect(leaksOf(match, value).map(({ kind }) => kind)).toEqual(["leak"]);
  });

  it("is a selection beside a leak at another expression or of another label", () => {
    const leaks = leaksOf(
      crossing(1, factFrom(7)),
      crossing(2, factFrom(7, 1, "match")),
      crossing(1, factFrom(7, 1, "match", "Email")),
    );
    expect(leaks.map(({ kind, span, label }) => `${kind} ${span.start} ${label}`)).toEqual([
      "selection 10 Email",
      "leak 10 Phone",
      "selection 20 Phone",
    ]);
  });

  it("has an order of its own, whatever the order in which it was found", () => {
    const crossings = [3, 1, 2].map((site) => crossing(site, factFrom(7)));
    expect(leaksOf(...crossings)).toEqual(leaksOf(...[...crossings].reverse()));
  });
});

describe("a trace", () => {
  const passage = (from: string, site: number, to: string, call = ""): Passage => ({
    kind: "argument",
    from,
    site,
    to,
    call,
  });
  const places = (steps: readonly TraceStep[] = []): readonly string[] =>
    steps.map(({ kind, file, span }) => `${kind} ${file}:${span.start}`);

  it("has the files that an object passes through, by the calls that led to the boundary", () => {
    const passages = [
      passage("accounts.ts", 3, "log.ts"),
      passage("accounts.ts", 4, "bag.ts", "other"),
      passage("accounts.ts", 5, "bag.ts", "this one"),
      passage("bag.ts", 6, "sync.ts"),
    ];
    const [leak] = leaksWith(
      { of: () => passages, originsOf: () => [] },
      crossing(1, factFrom(7), { calls: new Set(["this one"]) }),
    );
    expect(places(leak?.trace)).toEqual([
      "source accounts.ts:70",
      "argument accounts.ts:50",
      "argument bag.ts:60",
      "boundary sync.ts:10",
    ]);
  });

  it("does not tell a step twice that the value itself takes", () => {
    const [leak] = leaksWith(
      { of: () => [passage("accounts.ts", 7, "sync.ts")], originsOf: () => [] },
      crossing(1, factFrom(7)),
    );
    expect(places(leak?.trace)).toEqual(["source accounts.ts:70", "boundary sync.ts:10"]);
  });

  it("is told of further sources where it passes through other files, and of where a record came from", () => {
    const origin = flowFact("value", "Phone", stepAfter(undefined, "source", "loader.ts", 1));
    const other = flowFact("value", "Phone", stepAfter(undefined, "source", "form.ts", 2));
    const [leak] = leaksWith(
      { of: () => [], originsOf: (fact) => (fact.trace.file === "accounts.ts" ? [origin] : []) },
      crossing(1, factFrom(7)),
      crossing(1, factFrom(8)),
      crossing(1, other),
    );
    expect(leak?.furtherSources).toBe(2);
    expect(leak?.furtherTraces.map(places)).toEqual([
      ["source form.ts:20", "boundary sync.ts:10"],
      ["source loader.ts:10", "read accounts.ts:70", "boundary sync.ts:10"],
    ]);
  });
});

describe("bounds that were hit", () => {
  it("are told with their places", () => {
    expect(limitNotes([{ limit: "MAXIMAL_TASKS", file: "a.ts", site: 2 }], spanOf)).toEqual([
      { limit: "MAXIMAL_TASKS", file: "a.ts", span: { start: 20, end: 25 } },
    ]);
  });
});
