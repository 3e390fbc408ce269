import { describe, expect, it } from "vitest";
import { flowFact, stepAfter, type FactKind, type FlowFact, type Step } from "../graph/flow-fact.js";
import { MAXIMAL_CONSTANTS, MAXIMAL_NUMBERS, MAXIMAL_SOURCES } from "./limits.js";
import {
  addressValue,
  certainConstant,
  constantValue,
  includesValue,
  isNothing,
  joinAll,
  joinValues,
  mapFacts,
  NO_FACTS,
  NOTHING,
  onlyConstants,
  openValue,
  sameValue,
  UNDEFINED,
  UNKNOWN,
  withFacts,
  withoutFacts,
  type FactSet,
  type Value,
} from "./value.js";

/** A trace of `length` steps from the source at `site`. */
function traceFrom(site: number, length = 1): Step {
  let trace = stepAfter(undefined, "source", "toy.ts", site);
  while (trace.length < length) trace = stepAfter(trace, "derived", "toy.ts", 100 + trace.length);
  return trace;
}

function factAt(site: number, length = 1, kind: FactKind = "value", label = "Phone"): FlowFact {
  return flowFact(kind, label, traceFrom(site, length));
}

function factsOf(...facts: readonly FlowFact[]): FactSet {
  return new Map(facts.map((fact) => [fact.key, fact]));
}

/** Values of every kind. */
const VALUES: readonly Value[] = [
  NOTHING,
  UNKNOWN,
  UNDEFINED,
  constantValue(null),
  constantValue("sms"),
  constantValue(1),
  addressValue(2),
  addressValue(2, 4),
  joinValues(addressValue(4), UNDEFINED),
  joinValues(UNKNOWN, UNDEFINED),
  openValue(factsOf(factAt(1))),
  openValue(factsOf(factAt(2, 1, "match"))),
  withFacts(addressValue(6), factsOf(factAt(1), factAt(3))),
  { ...UNKNOWN, patterns: new Set(["https://a.example/\u0000"]) },
  { ...UNKNOWN, patterns: new Set(["user:\u0000"]), whole: true },
  { ...UNKNOWN, patterns: new Set(["user:\u0000", "sms"]), whole: true },
  joinAll(Array.from({ length: MAXIMAL_CONSTANTS }, (_, index) => constantValue(`text ${index}`))),
];

const pairs = VALUES.flatMap((left) => VALUES.map((right) => [left, right] as const));

describe("the join of two values", () => {
  it("is the value itself with itself, with no value, and with what it includes already", () => {
    for (const value of VALUES) {
      expect(joinValues(value, value)).toBe(value);
      expect(joinValues(value, NOTHING)).toBe(value);
      expect(joinValues(NOTHING, value)).toBe(value);
    }
    for (const [left, right] of pairs) {
      const joined = joinValues(left, right);
      expect(joinValues(joined, right)).toBe(joined);
      expect(joinValues(joined, left)).toBe(joined);
    }
  });

  it("includes both, and is the same whichever comes first", () => {
    for (const [left, right] of pairs) {
      const joined = joinValues(left, right);
      expect([includesValue(joined, left), includesValue(joined, right)]).toEqual([true, true]);
      expect(sameValue(joined, joinValues(right, left))).toBe(true);
    }
  });

  it("is the same however three are grouped", () => {
    for (const [left, right] of pairs) {
      for (const third of VALUES) {
        const one = joinValues(joinValues(left, right), third);
        expect(sameValue(one, joinValues(left, joinValues(right, third)))).toBe(true);
      }
    }
  });

  it("only grows: what includes an operand has a join that includes the join", () => {
    for (const [left, right] of pairs) {
      if (!includesValue(left, right)) continue;
      for (const third of VALUES) {
        expect(includesValue(joinValues(left, third), joinValues(right, third))).toBe(true);
      }
    }
  });
});

describe("known constants", () => {
  it("are certain where there is one and nothing else", () => {
    expect(certainConstant(constantValue(undefined))).toEqual({ constant: undefined });
    expect(certainConstant(joinValues(constantValue(1), constantValue(2)))).toBeUndefined();
    expect(certainConstant(joinValues(constantValue(1), addressValue(2)))).toBeUndefined();
    expect(certainConstant(joinValues(constantValue(1), UNKNOWN))).toBeUndefined();
  });

  it("are all known up to the bound, and anything past it", () => {
    const values = Array.from({ length: MAXIMAL_CONSTANTS + 1 }, (_, index) =>
      constantValue(`text ${index}`),
    );
    expect(onlyConstants(joinAll(values.slice(1)))).toHaveLength(MAXIMAL_CONSTANTS);
    const widened = joinAll(values);
    expect(widened.open).toBe(true);
    expect(widened.constants.size).toBe(0);
  });

  it("are fewer for numbers, since they are a counter's", () => {
    const numbers = Array.from({ length: MAXIMAL_NUMBERS + 1 }, (_, index) => constantValue(index));
    expect(onlyConstants(joinAll(numbers.slice(1)))).toHaveLength(MAXIMAL_NUMBERS);
    expect(joinAll(numbers).open).toBe(true);
  });

  it("go where anything else is possible, but for the absence of a value", () => {
    const joined = joinAll([constantValue("sms"), UNDEFINED, constantValue(null), UNKNOWN]);
    expect([...joined.constants]).toEqual([undefined, null]);
    expect(joined.open).toBe(true);
  });

  it("make a value that can't be reached into one that can", () => {
    expect(isNothing(NOTHING)).toBe(true);
    expect(VALUES.filter(isNothing)).toEqual([NOTHING]);
  });
});

describe("facts of values", () => {
  it("keep the shorter of two traces, whichever comes first", () => {
    const long = openValue(factsOf(factAt(1, 5)));
    const short = openValue(factsOf(factAt(1, 2)));
    const lengths = [joinValues(long, short), joinValues(short, long)].map(({ facts }) =>
      [...facts.values()].map(({ trace }) => trace.length),
    );
    expect(lengths).toEqual([[2], [2]]);
  });

  it("are no others because of a longer trace", () => {
    const short = openValue(factsOf(factAt(1, 2)));
    expect(joinValues(short, openValue(factsOf(factAt(1, 5))))).toBe(short);
    expect(sameValue(short, openValue(factsOf(factAt(1, 5))))).toBe(true);
  });

  it("differ by kind, label and source, and by what they were released to", () => {
    const facts = [
      factAt(1),
      factAt(2),
      factAt(1, 1, "match"),
      factAt(1, 1, "value", "Email"),
      flowFact("value", "Phone", traceFrom(1), ["advertising"]),
      flowFact("value", "Phone", traceFrom(1), [], true),
    ];
    expect(new Set(facts.map(({ key }) => key)).size).toBe(facts.length);
  });

  it("are counted up to the bound; the value stays labelled", () => {
    const all = Array.from({ length: MAXIMAL_SOURCES + 5 }, (_, site) => openValue(factsOf(factAt(site))));
    expect(joinAll(all).facts.size).toBe(MAXIMAL_SOURCES);
    const full = joinAll(all);
    expect(joinValues(full, openValue(factsOf(factAt(999))))).toBe(full);
  });

  it("can be taken away and changed", () => {
    const value = openValue(factsOf(factAt(1), factAt(2)));
    expect(withoutFacts(value)).toEqual(UNKNOWN);
    expect(withoutFacts(UNKNOWN)).toBe(UNKNOWN);
    const entered = mapFacts(value.facts, (fact) =>
      fact.key === factAt(1).key ? undefined : flowFact(fact.kind, fact.label, fact.trace, [], true),
    );
    expect([...entered.values()].map(({ entered: isIn, trace }) => [isIn, trace.site])).toEqual([[true, 2]]);
    expect(mapFacts(value.facts, () => undefined)).toBe(NO_FACTS);
  });
});
