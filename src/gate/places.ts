/**
 * Pipeline stage: facts → gate. Where in a file the graph is being built: the code that runs, and what decides whether
 * it is reached.
 */
import type { ProcedureId } from "../graph/expression.js";
import type { FileGraphBuilder, LocalNode } from "./file-graph.js";

export interface ExpressionPlace {
  readonly graph: FileGraphBuilder;
  readonly procedure: ProcedureId;
  /** The guard of the branch or loop around, or of the procedure. */
  readonly guard: LocalNode;
}
