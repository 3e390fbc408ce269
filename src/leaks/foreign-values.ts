/**
 * Pipeline stage: policy. Values that come out of a sink: comparing a labelled one with them is a match (spec, section 6).
 */
import { flowFact, stepAfter } from "../graph/flow-fact.js";
import type { SiteId } from "../graph/expression.js";
import type { Frame } from "../solver/machine.js";
import { openValue, type FactSet, type Value } from "../solver/value.js";

export function foreignFacts(frame: Frame, site: SiteId): FactSet {
  const fact = flowFact("foreign", "", stepAfter(undefined, "returned", frame.file, site));
  return new Map([[fact.key, fact]]);
}

/** Whoever is handed a function calls it with what it has. */
export function givenBySink(frame: Frame, site: SiteId): Value {
  return openValue(foreignFacts(frame, site));
}
