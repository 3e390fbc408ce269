/**
 * Pipeline stage: value flow. Sequences: `a, b, c` is a tree that is as deep as it has expressions.
 */
import type { Expression } from "../graph/expression.js";

/** The expressions of a sequence, with those of sequences in it, in the order in which they run. */
export function inOrder(expressions: readonly Expression[]): readonly Expression[] {
  const ordered: Expression[] = [];
  const waiting = expressions.toReversed();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.kind === "sequence") waiting.push(...next.expressions.toReversed());
    else ordered.push(next);
  }
  return ordered;
}
