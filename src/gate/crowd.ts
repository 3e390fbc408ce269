/**
 * Pipeline stage: gate. Functions that come together at places with too many to be told apart (tables of handlers, props
 * of components, plugins) are one procedure there, the crowd: whoever calls one of them may call each. Without it, work
 * grows with places times functions.
 */
import { EDGE, type EdgeKind } from "./edge-kinds.js";
import type { Node, ProgramGraph } from "./program-graph.js";

/** The nodes of a procedure in the program's graph. */
export interface ProcedurePlaces {
  readonly parameters: readonly Node[];
  readonly restFrom: number | undefined;
  readonly result: Node;
  readonly receiver: Node;
  readonly arguments: Node;
  readonly guard: Node;
  readonly throwGuard: Node;
}

/** Parameters that the crowd tells apart; all further ones get any argument. */
const PARAMETERS = 6;

export type AddEdge = (from: Node, to: Node, kind: EdgeKind) => void;

export class Crowd {
  /** In the place of a procedure's number: one more than the program has. */
  readonly procedure: number;
  /** Those of the program. */
  readonly members = new Set<number>();
  readonly #joined = new Set<number>();
  readonly places: ProcedurePlaces;

  constructor(readonly graph: ProgramGraph) {
    this.procedure = graph.procedures.length;
    const node = (): Node => graph.node(-1);
    this.places = {
      parameters: Array.from({ length: PARAMETERS }, node),
      restFrom: undefined,
      result: node(),
      receiver: node(),
      arguments: node(),
      guard: node(),
      throwGuard: node(),
    };
  }

  placesOf(procedure: number): ProcedurePlaces {
    return procedure === this.procedure ? this.places : placesOf(this.graph, procedure);
  }

  /** The function is called as any other of the crowd. */
  join(procedure: number, own: ProcedurePlaces, edge: AddEdge): void {
    if (this.#joined.has(procedure)) return;
    this.#joined.add(procedure);
    if (procedure < this.procedure) this.members.add(procedure);
    const all = this.places;
    for (const [index, parameter] of own.parameters.entries()) {
      const from = own.restFrom === index ? undefined : all.parameters[index];
      if (from === undefined)
        edge(all.arguments, parameter, own.restFrom === index ? EDGE.copy : EDGE.element);
      else edge(from, parameter, EDGE.copy);
    }
    edge(all.arguments, own.arguments, EDGE.copy);
    edge(all.receiver, own.receiver, EDGE.copy);
    edge(own.result, all.result, EDGE.copy);
    edge(all.guard, own.guard, EDGE.guard);
    edge(own.throwGuard, all.throwGuard, EDGE.guard);
  }
}

function placesOf(graph: ProgramGraph, procedure: number): ProcedurePlaces {
  const { placed, nodes } = graph.nodesOfProcedure(procedure);
  const at = (local: number): Node => graph.nodeIn(placed, local);
  return {
    parameters: nodes.parameters.map(at),
    restFrom: nodes.restFrom,
    result: at(nodes.result),
    receiver: at(nodes.receiver),
    arguments: at(nodes.arguments),
    guard: at(nodes.guard),
    throwGuard: at(nodes.throwGuard),
  };
}
