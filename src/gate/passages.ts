/**
 * Pipeline stage: gate. How functions go along the edges of the value graph: as themselves, into something, or out of it.
 */
import { EDGE, type EdgeKind } from "./edge-kinds.js";

/** A function at a node: the node's value is the function, or holds it in some part. */
export type Presence = number;
export const IS = 0;
export const HOLDS = 1;

/** What becomes of a function along an edge: it stays what it is, is put into something, or is taken out again. */
export type Passage = "same" | "in" | "out";

export const PASSAGES: ReadonlyMap<EdgeKind, Passage> = new Map<EdgeKind, Passage>([
  [EDGE.copy, "same"],
  [EDGE.gave, "same"],
  [EDGE.member, "in"],
  [EDGE.put, "in"],
  [EDGE.dynamic, "in"],
  [EDGE.element, "out"],
  [EDGE.any, "out"],
]);

export function passed(passage: Passage, presence: Presence): readonly Presence[] {
  const how = presence & 1;
  const procedure = presence - how;
  if (passage === "same") return [presence];
  if (passage === "in") return [procedure + HOLDS];
  return how === HOLDS ? [procedure + IS, procedure + HOLDS] : [];
}
