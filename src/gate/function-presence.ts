/**
 * Pipeline stage: gate. How functions get to nodes as values: a node's value is a function, or holds it in some part; and
 * an object that is given one where it stands holds it wherever else the object is.
 */
import { EDGE, type EdgeKind } from "./edge-kinds.js";

/** A procedure at a node, and how it is there, as one number. */
export type Presence = number;

export const IS = 0;
const HOLDS = 1;
/** It holds the function since it was put in here: whoever has the object has it, too. */
const KEPT = 2;
const WAYS = 4;

export function presenceOf(procedure: number, how: number): Presence {
  return procedure * WAYS + how;
}

export function howOf(presence: Presence): number {
  return presence % WAYS;
}

export function procedureAt(presence: Presence): number {
  return (presence - howOf(presence)) / WAYS;
}

export function isKept(presence: Presence): boolean {
  return howOf(presence) === KEPT;
}

/**
 * What becomes of a function along an edge: it stays what it is, is put into something, is kept there, is taken out again, or is in
 * what is made by a class that has it.
 */
export type Passage = "same" | "in" | "keep" | "out" | "made";

export const PASSAGES: ReadonlyMap<EdgeKind, Passage> = new Map<EdgeKind, Passage>([
  [EDGE.copy, "same"],
  [EDGE.gave, "same"],
  [EDGE.member, "in"],
  [EDGE.put, "in"],
  [EDGE.dynamic, "keep"],
  [EDGE.element, "out"],
  [EDGE.any, "out"],
  [EDGE.method, "in"],
  [EDGE.instance, "made"],
]);

export function passed(passage: Passage, presence: Presence): readonly Presence[] {
  const how = howOf(presence);
  const as = (after: number): Presence => presence - how + after;
  switch (passage) {
    case "same":
      return [how === IS ? presence : as(HOLDS)];
    case "in":
      return [as(HOLDS)];
    case "keep":
      return [as(KEPT)];
    case "made":
      return how === IS ? [] : [as(HOLDS)];
    case "out":
      return how === IS ? [] : [as(IS), as(HOLDS)];
  }
}
