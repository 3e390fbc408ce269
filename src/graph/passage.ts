/**
 * Pipeline stage: value flow → leak. How labelled values get from one file's code into another's. A fact's own trace says
 * so only of the value itself: what an object carries takes no step when the object is handed on.
 */
import type { FileId, SiteId } from "./expression.js";
import type { FlowFact } from "./flow-fact.js";

/** A value is handed from the code of one file to that of another, by itself or in an object. */
export interface Passage {
  readonly kind: "argument" | "returned";
  readonly from: FileId;
  /** The expression of `from` that is handed over. */
  readonly site: SiteId;
  readonly to: FileId;
  /** The call by which it is handed over, as `callKey` names it. */
  readonly call: string;
}

export interface Passages {
  /** Those of what comes from the same source as the fact, in the order in which they were seen first. */
  of(fact: FlowFact): readonly Passage[];
  /** Where the fact's source is a read of a labelled part: facts of the objects that it was read of, from where these came. */
  originsOf(fact: FlowFact): readonly FlowFact[];
}

/** @example callKey("/src/sync.ts", 12) */
export function callKey(file: FileId, site: SiteId): string {
  return `${file}#${String(site)}`;
}
