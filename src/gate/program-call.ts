/**
 * Pipeline stage: gate. A call of the program, with the nodes of what takes part in it, and what it may run.
 */
import type { CallSite } from "./file-graph.js";
import type { Node, PlacedFile } from "./program-graph.js";

export interface ProgramCall {
  readonly site: CallSite;
  readonly placed: PlacedFile;
  readonly procedure: number;
  readonly arguments: readonly Node[];
  readonly receiver: Node;
  readonly callee: Node;
  readonly result: Node;
  readonly guard: Node;
  /** The procedures that it may run, program-wide. */
  readonly targets: Set<number>;
  /** Functions that libraries made, which it may call. */
  readonly settlers: Set<number>;
  /** Those that it hands to a library, which may call them back. */
  readonly calledBack: Set<number>;
  isLibrary: boolean;
}
