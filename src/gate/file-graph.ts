/**
 * Pipeline stage: facts → gate. The value graph of one file: nodes for its variables, parameters, results and the
 * expressions that make values, edges for where values go. It depends on the file's text alone.
 */
import type { ExpressionPlace } from "./places.js";
import type { FileFacts } from "../graph/procedure.js";
import type { ProcedureId, RecordId, SiteId } from "../graph/expression.js";
import type { TypeMention } from "../graph/type-mention.js";
import type { EdgeKind } from "./edge-kinds.js";

/** A node of one file's graph; `NO_NODE`: a value that can carry nothing. */
export type LocalNode = number;
export const NO_NODE: LocalNode = -1;

/** One call, `new`, tag, decorator or JSX element. */
export interface CallSite {
  readonly site: SiteId;
  /** Of what is called. */
  readonly calleeSite: SiteId;
  readonly procedure: ProcedureId;
  /** What is called; for a method the property's node. */
  readonly callee: LocalNode;
  readonly receiver: LocalNode;
  readonly method: string | undefined;
  /** The method, where it is read by its name. */
  readonly property: LocalNode;
  /** Where methods of that name are. */
  readonly methods: LocalNode;
  /** Where those are that may stand in for another class's. */
  readonly overrides: LocalNode;
  readonly arguments: readonly LocalNode[];
  /** From this argument on a spread may stand for several. */
  readonly spreadFrom: number;
  readonly result: LocalNode;
  /** What decides whether it is called at all. */
  readonly guard: LocalNode;
  readonly construct: boolean;
}

/** The nodes of one procedure. */
export interface ProcedureNodes {
  readonly parameters: readonly LocalNode[];
  /** The index of the rest parameter. */
  readonly restFrom: number | undefined;
  readonly result: LocalNode;
  readonly receiver: LocalNode;
  readonly arguments: LocalNode;
  readonly guard: LocalNode;
  /** A match decides whether it throws. */
  readonly throwGuard: LocalNode;
  /** How many expressions it has, without those of functions in it. */
  size: number;
}

export interface ImportNode {
  readonly node: LocalNode;
  readonly specifier: SiteId;
  readonly module: string;
  readonly name: string;
}

export interface FileGraph {
  readonly facts: FileFacts;
  readonly mentions: readonly TypeMention[];
  readonly nodeCount: number;
  /** Names of the nodes that all files share ("m:load", "g:fetch", "t:Account"), by node. */
  readonly shared: ReadonlyMap<LocalNode, string>;
  /** The procedure that each node belongs to; -1: shared. */
  readonly procedureOf: readonly ProcedureId[];
  /** From, to, kind; from, to, kind; … */
  readonly edges: readonly number[];
  readonly calls: readonly CallSite[];
  /** Where a function is made: its node and procedure. */
  readonly functions: readonly (readonly [LocalNode, ProcedureId])[];
  readonly procedures: readonly ProcedureNodes[];
  readonly imports: readonly ImportNode[];
  /** Values of `export default expression`, `export =`. */
  readonly exportValues: ReadonlyMap<string, LocalNode>;
  readonly variables: readonly LocalNode[];
  readonly siteNodes: ReadonlyMap<SiteId, LocalNode>;
  /** Nodes whose objects are changed where they stand. */
  readonly changed: ReadonlySet<LocalNode>;
  /** Expressions are nested so deep that not all of them have nodes: what the file does is not known. */
  readonly tooDeep: boolean;
  /** Places at which a property is read or stored. */
  readonly properties: readonly PropertyPlace[];
  /** Reads of properties by name: object, property, result. */
  readonly reads: readonly PropertyRead[];
  /** Values stored in properties: object and value. */
  readonly stores: readonly (readonly [LocalNode, LocalNode])[];
}

export type PropertyRead = readonly [object: LocalNode, property: LocalNode, result: LocalNode];

/** A property that is read or stored at one place. Which of the properties of its name it is, types say. */
export interface PropertyPlace {
  readonly node: LocalNode;
  readonly name: string;
  readonly site: SiteId;
  readonly access: "read" | "store";
}

/** The one owner of what grows while a file's graph is built. */
export class FileGraphBuilder {
  readonly edges: number[] = [];
  readonly calls: CallSite[] = [];
  readonly functions: (readonly [LocalNode, ProcedureId])[] = [];
  readonly imports: ImportNode[] = [];
  readonly exportValues = new Map<string, LocalNode>();
  readonly siteNodes = new Map<SiteId, LocalNode>();
  readonly changed = new Set<LocalNode>();
  /** How many expressions are being gone through, each within the one before. */
  depth = 0;
  tooDeep = false;
  readonly properties: PropertyPlace[] = [];
  readonly reads: PropertyRead[] = [];
  readonly stores: (readonly [LocalNode, LocalNode])[] = [];
  readonly procedureOf: ProcedureId[] = [];
  readonly shared = new Map<LocalNode, string>();
  readonly procedures: ProcedureNodes[];
  readonly variables: LocalNode[];
  readonly #byRecord = new Map<RecordId, LocalNode[]>();
  readonly #sharedNodes = new Map<string, LocalNode>();
  readonly #importNodes = new Map<string, LocalNode>();

  constructor(readonly facts: FileFacts) {
    const owners = ownersOfRecords(facts);
    this.variables = facts.variables.map((variable) => {
      const node = this.node(owners.get(variable.record) ?? 0);
      this.siteNodes.set(variable.site, node);
      const others = this.#byRecord.get(variable.record);
      if (others === undefined) this.#byRecord.set(variable.record, [node]);
      else others.push(node);
      return node;
    });
    this.procedures = facts.procedures.map((procedure) => {
      const parameters = procedure.parameters.map((parameter) => {
        const node = this.node(procedure.id);
        this.siteNodes.set(parameter.site, node);
        return node;
      });
      const rest = procedure.parameters.findIndex((parameter) => parameter.rest);
      return {
        parameters,
        restFrom: rest < 0 ? undefined : rest,
        result: this.node(procedure.id),
        receiver: this.node(procedure.id),
        arguments: this.node(procedure.id),
        guard: this.node(procedure.id),
        throwGuard: this.node(procedure.id),
        size: 0,
      };
    });
  }

  node(procedure: ProcedureId): LocalNode {
    this.procedureOf.push(procedure);
    return this.procedureOf.length - 1;
  }

  /** The node of an expression. */
  at(place: ExpressionPlace, site: SiteId): LocalNode {
    const node = this.node(place.procedure);
    this.siteNodes.set(site, node);
    return node;
  }

  /** The variables that live in a scope record. */
  variablesIn(record: RecordId): readonly LocalNode[] {
    return this.#byRecord.get(record) ?? [];
  }

  /** A node that all files have in common. */
  sharedNode(name: string): LocalNode {
    const known = this.#sharedNodes.get(name);
    if (known !== undefined) return known;
    const node = this.node(-1);
    this.#sharedNodes.set(name, node);
    this.shared.set(node, name);
    return node;
  }

  /** A property at one place of the text. */
  property(access: PropertyPlace["access"], name: string, site: SiteId): LocalNode {
    const node = this.node(-1);
    this.properties.push({ node, name, site, access });
    return node;
  }

  /** Functions that are declared as methods of this name. */
  methods(name: string): LocalNode {
    return this.sharedNode(`m:${name}`);
  }

  /** Methods of this name of classes that extend others. */
  overrides(name: string): LocalNode {
    return this.sharedNode(`o:${name}`);
  }

  importNode(specifier: SiteId, module: string, name: string): LocalNode {
    const key = `${String(specifier)}|${name}`;
    const known = this.#importNodes.get(key);
    if (known !== undefined) return known;
    const node = this.node(0);
    this.#importNodes.set(key, node);
    this.imports.push({ node, specifier, module, name });
    return node;
  }

  edge(from: LocalNode, to: LocalNode, kind: EdgeKind): void {
    if (from !== NO_NODE && to !== NO_NODE && from !== to) this.edges.push(from, to, kind);
  }

  ofProcedure(id: ProcedureId): ProcedureNodes {
    const nodes = this.procedures[id];
    if (nodes === undefined) throw new Error(`no procedure ${String(id)} in ${this.facts.file}`);
    return nodes;
  }

  finish(mentions: readonly TypeMention[]): FileGraph {
    const { facts, procedureOf, shared, edges, calls, functions, procedures } = this;
    const { imports, exportValues, variables, siteNodes, changed, properties, reads, stores, tooDeep } = this;
    const nodeCount = procedureOf.length;
    return {
      facts,
      mentions,
      nodeCount,
      shared,
      procedureOf,
      edges,
      calls,
      functions,
      procedures,
      imports,
      exportValues,
      variables,
      siteNodes,
      changed,
      properties,
      reads,
      stores,
      tooDeep,
    };
  }
}

/** The procedure in which each scope record is made. */
function ownersOfRecords(facts: FileFacts): ReadonlyMap<number, ProcedureId> {
  const owners = new Map<number, ProcedureId>();
  for (const procedure of facts.procedures) owners.set(procedure.record, procedure.id);
  return owners;
}
