/**
 * Pipeline stage: source file → facts. Decides which scopes exist at run time as records of their own and puts every
 * variable into one: frames always, blocks only where each round of a loop needs its own variables.
 */
import { isFrame, type Scope, type Variable } from "./scope.js";

/**
 * Numbers records and variables.
 * @param scopes every scope of the file, the module's first, outer ones before inner ones
 * @param variables every variable, in the order that their ordinals follow
 */
export function layOutRecords(scopes: readonly Scope[], variables: readonly Variable[]): void {
  const perRound = new Set(variables.filter(isCapturedPerRound).map((variable) => variable.home));
  let records = 0;
  for (const scope of scopes) {
    if (isFrame(scope.kind) || perRound.has(scope)) scope.record = records++;
  }
  variables.forEach((variable, ordinal) => {
    variable.ordinal = ordinal;
    variable.record = recordOf(variable.home);
  });
}

/** Closures made in different rounds of a loop hold different variables. */
function isCapturedPerRound(variable: Variable): boolean {
  return variable.captured && variable.home.inLoop && variable.home.kind === "block";
}

/** The innermost record at a scope. */
export function recordOf(scope: Scope): number {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    if (at.record !== undefined) return at.record;
  }
  // The module's scope is a frame, so that every chain of scopes ends in record 0.
  return 0;
}
