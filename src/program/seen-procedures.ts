/**
 * Pipeline stage: program → value flow. Which procedures' bodies a run has looked at: what is in the others could be anything,
 * and the run would have been the same.
 */
import type ts from "typescript";
import type { SourceFacts } from "../facts/facts-of-file.js";
import type { FileId, ProcedureId, SiteId } from "../graph/expression.js";
import type { FileFacts, Procedure } from "../graph/procedure.js";

export class SeenProcedures {
  readonly #byFile = new Map<FileId, Set<ProcedureId>>();
  readonly #watched = new Map<FileFacts, FileFacts>();

  /** The same facts, which note whose body is asked for. */
  watched(facts: FileFacts): FileFacts {
    const known = this.#watched.get(facts);
    if (known !== undefined) return known;
    const seen = this.in(facts.file);
    const watched = {
      ...facts,
      procedures: facts.procedures.map((procedure) => watchedProcedure(procedure, seen)),
    };
    this.#watched.set(facts, watched);
    return watched;
  }

  /** Something was asked about a site: then the procedure around it is seen as well. */
  askedAt({ facts, nodes, procedureOf }: SourceFacts, site: SiteId): void {
    let node: ts.Node | undefined = nodes[site];
    while (node !== undefined && !procedureOf.has(node)) node = node.parent;
    this.in(facts.file).add(node === undefined ? 0 : (procedureOf.get(node) ?? 0));
  }

  in(file: FileId): Set<ProcedureId> {
    const known = this.#byFile.get(file) ?? new Set();
    this.#byFile.set(file, known);
    return known;
  }

  /** Of each file, in any order. */
  all(): Readonly<Record<FileId, readonly ProcedureId[]>> {
    return Object.fromEntries([...this.#byFile].map(([file, seen]) => [file, [...seen]]));
  }
}

function watchedProcedure(procedure: Procedure, seen: Set<ProcedureId>): Procedure {
  const { body } = procedure;
  return {
    ...procedure,
    get body() {
      seen.add(procedure.id);
      return body;
    },
  };
}
