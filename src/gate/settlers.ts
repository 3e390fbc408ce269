/**
 * Pipeline stage: gate. Functions that a library hands to the callback with which something is made, and that put what
 * they are given into it (`new Promise((resolve, reject) => …)`). They have no text, but travel like other functions: kept
 * in a list of those that wait, one is called where nothing else speaks of the promise.
 */
import type { ProcedurePlaces } from "./crowd.js";
import { EDGE, type EdgeKind } from "./edge-kinds.js";
import type { ProgramCall } from "./program-call.js";
import type { ProgramGraph } from "./program-graph.js";

export class Settlers {
  readonly #ofCalls = new Map<ProgramCall, number>();
  readonly #places: ProcedurePlaces[] = [];

  /** `first`: their numbers come after those of all other procedures. */
  constructor(
    readonly graph: ProgramGraph,
    readonly first: number,
  ) {}

  has(procedure: number): boolean {
    return procedure >= this.first;
  }

  placesOf(procedure: number): ProcedurePlaces | undefined {
    return this.#places[procedure - this.first];
  }

  /** The one for all functions that get to callbacks of a construction: any of them may settle what it gives. */
  of(call: ProgramCall): number {
    const known = this.#ofCalls.get(call);
    if (known !== undefined) return known;
    const procedure = this.first + this.#places.length;
    this.#ofCalls.set(call, procedure);
    this.#places.push(this.#placesFor(call));
    return procedure;
  }

  #placesFor(call: ProgramCall): ProcedurePlaces {
    const { graph } = this;
    const node = (): number => graph.node(-1);
    const edge = (from: number, to: number, kind: EdgeKind): void => {
      graph.edge(from, to, kind);
    };
    const [given, all, guard] = [node(), node(), node()];
    edge(given, call.result, EDGE.copy);
    edge(all, call.result, EDGE.element);
    edge(given, graph.shared("thrown"), EDGE.copy);
    edge(guard, call.result, EDGE.guard);
    return {
      parameters: [given],
      restFrom: undefined,
      result: node(),
      receiver: node(),
      arguments: all,
      guard,
      throwGuard: node(),
    };
  }
}
