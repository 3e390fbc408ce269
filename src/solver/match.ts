/**
 * Pipeline stage: value flow. Selection (spec, section 6): turns facts about a labelled value into facts about what a
 * match of it chose, and marks points of the program as reached only because a match came out one way.
 */
import type { SiteId } from "../graph/expression.js";
import { flowFact, stepAfter, type FlowFact, type StepKind } from "../graph/flow-fact.js";
import { NO_GUARDS, type Guard } from "./heap.js";
import type { Frame, Machine } from "./machine.js";
import { mapFacts, NO_FACTS, withFacts, type FactSet, type Value, joinFacts } from "./value.js";

export function hasKind(facts: FactSet, kind: FlowFact["kind"]): boolean {
  for (const fact of facts.values()) if (fact.kind === kind) return true;
  return false;
}

export function factsOfKind(facts: FactSet, ...kinds: readonly FlowFact["kind"][]): FactSet {
  return mapFacts(facts, (fact) => (kinds.includes(fact.kind) ? fact : undefined));
}

/** What was looked up or compared by a value with these facts: chosen by its labels. */
export function matchedFacts(frame: Frame, facts: FactSet, site: SiteId): FactSet {
  return mapFacts(facts, (fact) => {
    if (fact.kind === "match") return fact;
    if (fact.kind !== "value") return undefined;
    return flowFact(
      "match",
      fact.label,
      stepAfter(fact.trace, "matched", frame.file, site),
      fact.released,
      fact.entered,
    );
  });
}

/** Marks a value as an element of a collection that is being gone through (spec, section 6). */
export function asElement(frame: Frame, site: SiteId, value: Value): Value {
  const fact = flowFact("element", "", stepAfter(undefined, "read", frame.file, site));
  return withFacts(value, new Map([[fact.key, fact]]));
}

/** What the names of an object's properties carry. */
export function keyFactsOf(machine: Machine, value: Value): FactSet {
  let facts = NO_FACTS;
  for (const address of value.addresses)
    facts = joinFacts(facts, machine.object(address)?.keyFacts ?? NO_FACTS);
  return facts;
}

/** Facts of what is computed from values with these facts as text or number: all but what a single comparison leaves. */
export function derivedFacts(
  frame: Frame,
  facts: FactSet,
  site: SiteId,
  how: "derived" | "unseen" = "derived",
): FactSet {
  return mapFacts(facts, (fact) =>
    fact.kind === "value" && fact.trace.kind !== how
      ? { ...fact, trace: stepAfter(fact.trace, how, frame.file, site) }
      : fact,
  );
}

/** The value with one step more on the way of everything that it carries. */
export function withStep(frame: Frame, value: Value, kind: StepKind, site: SiteId): Value {
  if (value.facts.size === 0) return value;
  const facts = mapFacts(value.facts, (fact) =>
    fact.kind === "value" || fact.kind === "match"
      ? { ...fact, trace: stepAfter(fact.trace, kind, frame.file, site) }
      : fact,
  );
  return { ...value, facts };
}

/** From here on the code runs only if `test` came out as `outcome`. */
export function guard(machine: Machine, frame: Frame, test: Value, site: SiteId, outcome: boolean): void {
  const state = machine.state;
  if (state === undefined || !hasKind(test.facts, "match")) return;
  const guards = new Map<string, Guard>(state.guards);
  for (const fact of test.facts.values()) {
    if (fact.kind !== "match") continue;
    // The same test in another round or call is the same reason: who gets past any of them was chosen by it.
    const key = `${frame.file}|${String(site)}|${String(outcome)}|${fact.key}`;
    guards.set(key, { key, fact });
  }
  machine.state = { ...state, guards };
}

/** Facts of the matches that decided that this point is reached. */
export function guardFacts(machine: Machine): FactSet {
  const guards = machine.state?.guards ?? NO_GUARDS;
  if (guards.size === 0) return NO_FACTS;
  return new Map([...guards.values()].map(({ fact }) => [fact.key, fact]));
}

/** The value as it is when it is stored or given back at this point: chosen by what decided that it is reached. */
export function guarded(machine: Machine, value: Value): Value {
  return withFacts(value, guardFacts(machine));
}
