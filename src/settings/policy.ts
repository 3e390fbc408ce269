/**
 * The policy: which label may be used for which purpose. Purposes are hierarchical: what is allowed for `security` is
 * allowed for `security:two-factor`, and not for `security-newsletter` or `analytics:security`.
 */
import { coversPurpose } from "./purpose-name.js";
import type { ResolvedSettings } from "./settings.js";

export interface Policy {
  /** The labels that are followed. */
  readonly labels: ReadonlySet<string>;
  /** Whether values with `label` may be used for `purpose`. A label that the policy does not name may be used for nothing. */
  allows(label: string, purpose: string): boolean;
  /** Whether there is a label that may not be used for the purpose: code that has it is a sink. */
  restricts(purpose: string): boolean;
  /**
   * The first of a sink's purposes that `label` may not be used for: not by the policy, and not because the value was
   * released to it (`released`: purposes of the `@repurpose` functions that the value went through).
   * Undefined: the value may go there, or the code has no purpose.
   */
  forbids(label: string, purposes: readonly string[], released: readonly string[]): string | undefined;
}

/** The policy that the settings state. */
export function createPolicy(settings: Pick<ResolvedSettings, "labels">): Policy {
  const allowed = new Map(Object.entries(settings.labels).map(([label, policy]) => [label, policy.purposes]));
  const allows = (label: string, purpose: string): boolean => coveredByAny(allowed.get(label) ?? [], purpose);
  const restricted = new Map<string, boolean>();
  return {
    labels: new Set(allowed.keys()),
    allows,
    restricts: (purpose) => {
      const known = restricted.get(purpose) ?? [...allowed.keys()].some((label) => !allows(label, purpose));
      restricted.set(purpose, known);
      return known;
    },
    forbids: (label, purposes, released) =>
      purposes.find((purpose) => !allows(label, purpose) && !coveredByAny(released, purpose)),
  };
}

function coveredByAny(generals: readonly string[], purpose: string): boolean {
  return generals.some((general) => coversPurpose(general, purpose));
}
