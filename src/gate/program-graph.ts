/**
 * Pipeline stage: gate. The value graph of the program: the files' graphs side by side, with imports linked to exports,
 * in arrays of numbers, so that it costs little more than the text it stands for.
 */
import type { FileId, ProcedureId, SiteId } from "../graph/expression.js";
import type { ImportedModule } from "../graph/program-view.js";
import type { TypeHolder, TypeMention } from "../graph/type-mention.js";
import { EDGE, type EdgeKind } from "./edge-kinds.js";
import { NO_NODE, type FileGraph, type LocalNode } from "./file-graph.js";
import { PropertyNodes, type PropertyQuestion } from "./property-nodes.js";

/** A node of the whole program's graph. */
export type Node = number;

/** Where a file's nodes, calls and procedures lie in the program's. */
export interface PlacedFile {
  readonly graph: FileGraph;
  /** Program-wide nodes by local ones. */
  readonly nodes: Int32Array;
  /** The first of its procedures in the program's numbering. */
  readonly firstProcedure: number;
  /** What the properties are called that nodes stand for. */
  readonly propertyNames: ReadonlyMap<LocalNode, string>;
}

export interface ProgramLinks {
  importedModule(file: FileId, specifier: SiteId, module: string): ImportedModule;
}

/** A read of a property, and the node of all that types declare under its name. */
export interface DeclaredRead {
  readonly placed: PlacedFile;
  readonly object: Node;
  readonly declared: Node;
  readonly result: Node;
}

export class ProgramGraph {
  readonly files = new Map<FileId, PlacedFile>();
  /** The procedure of each node, program-wide; -1: shared. */
  readonly procedureOf: number[] = [];
  /** Forward edges as linked lists: first edge of a node, next edge of an edge. */
  readonly first: number[] = [];
  readonly next: number[] = [];
  /** The same backward: edges into a node. */
  readonly firstInto: number[] = [];
  readonly nextInto: number[] = [];
  readonly from: number[] = [];
  readonly to: number[] = [];
  readonly kind: EdgeKind[] = [];
  /** Of each edge, how many places the value may go to instead, if that is known of few: it goes to one of them. */
  readonly alternatives = new Map<number, number>();
  readonly procedures: { readonly file: FileId; readonly procedure: ProcedureId }[] = [];
  readonly changed: Node[] = [];
  /** Reads of properties that some type declares, by what the type says of them. */
  readonly declaredReads: DeclaredRead[] = [];
  /** Functions of libraries and globals, by what they are called there. */
  readonly libraryNames = new Map<Node, string>();
  readonly properties: PropertyNodes;
  readonly #shared = new Map<string, Node>();
  readonly #types = new Set<Node>();
  readonly #ofNames = new Set<Node>();

  constructor(
    graphs: readonly FileGraph[],
    readonly links: ProgramLinks,
    ask: PropertyQuestion,
  ) {
    this.properties = new PropertyNodes(this, ask);
    for (const graph of graphs) this.#place(graph);
    for (const placed of this.files.values()) this.#linkImports(placed);
    for (const placed of this.files.values()) this.#linkTypes(placed.graph.mentions, placed);
    for (const placed of this.files.values()) this.#linkVariables(placed);
  }

  /** Links what is read under names, when all that is stored and declared under them is known. */
  linkNames(): void {
    this.properties.linkFlows();
    this.properties.linkUnclear();
    this.#linkMethods();
    this.#linkReads();
  }

  /**
   * What no text of the program stores or declares under a name is a library's: it may be any part of the object. What a
   * type declares under it is there for whoever asks whether the object is of such a type.
   */
  #linkReads(): void {
    const stored = new Set(this.to);
    for (const placed of this.files.values()) {
      for (const [object, property, local] of placed.graph.reads) {
        const name = placed.propertyNames.get(property) ?? "";
        const declared = this.sharedIfKnown(`declared:${name}`);
        const result = this.nodeIn(placed, local);
        if (declared !== undefined)
          this.declaredReads.push({ placed, object: this.nodeIn(placed, object), declared, result });
        else if (!this.properties.isStored(this.nodeIn(placed, property), stored))
          this.edge(this.nodeIn(placed, object), result, EDGE.any);
      }
    }
  }

  /**
   * Reading a method's name without calling it gives the method, unless data is stored under the same name: then the
   * name says too little (a service's method `user`, and the `user` of a request).
   */
  #linkMethods(): void {
    const stored = new Set(this.to);
    for (const [name, node] of [...this.#shared]) {
      if (!name.startsWith("m:")) continue;
      if (this.sharedIfKnown(`declared:${name.slice(2)}`) !== undefined) continue;
      const property = this.properties.unclearIfRead(name.slice(2));
      if (property !== undefined && !stored.has(property)) this.edge(node, property, EDGE.copy);
    }
  }

  get nodeCount(): number {
    return this.procedureOf.length;
  }

  node(procedure: number): Node {
    this.procedureOf.push(procedure);
    this.first.push(-1);
    this.firstInto.push(-1);
    return this.procedureOf.length - 1;
  }

  shared(name: string): Node {
    const known = this.#shared.get(name);
    if (known !== undefined) return known;
    const node = this.node(-1);
    this.#shared.set(name, node);
    if (/^(?:t|typeof|declared|L):/.test(name)) this.#types.add(node);
    if (name.startsWith("m:") || name.startsWith("o:")) this.#ofNames.add(node);
    if (name.startsWith("g:")) this.libraryNames.set(node, name.slice(2));
    return node;
  }

  /** The node of that name, if anything speaks of it. */
  sharedIfKnown(name: string): Node | undefined {
    return this.#shared.get(name);
  }

  isType(node: Node): boolean {
    return this.#types.has(node);
  }

  /** Whether it stands for all methods of a name. */
  isOfName(node: Node): boolean {
    return this.#ofNames.has(node);
  }

  sharedNames(): Iterable<readonly [string, Node]> {
    return this.#shared;
  }

  edge(from: Node, to: Node, kind: EdgeKind): void {
    if (from === NO_NODE || to === NO_NODE || from === to) return;
    this.from.push(from);
    this.to.push(to);
    this.kind.push(kind);
    this.next.push(this.first[from] ?? -1);
    this.first[from] = this.to.length - 1;
    this.nextInto.push(this.firstInto[to] ?? -1);
    this.firstInto[to] = this.to.length - 1;
  }

  /** Types that a declaration file names. */
  addMentions(mentions: readonly TypeMention[]): void {
    this.#linkTypes(mentions, undefined);
  }

  nodeIn(placed: PlacedFile, local: LocalNode): Node {
    return local === NO_NODE ? NO_NODE : (placed.nodes[local] ?? NO_NODE);
  }

  nodesOfProcedure(program: number): {
    readonly placed: PlacedFile;
    readonly nodes: FileGraph["procedures"][number];
  } {
    const { file, procedure } = this.procedures[program] ?? { file: "", procedure: 0 };
    const placed = this.files.get(file);
    const nodes = placed?.graph.procedures[procedure];
    if (placed === undefined || nodes === undefined) throw new Error(`no procedure ${String(program)}`);
    return { placed, nodes };
  }

  #place(graph: FileGraph): void {
    const firstProcedure = this.procedures.length;
    const { file } = graph.facts;
    for (const { id } of graph.facts.procedures) this.procedures.push({ file, procedure: id });
    const nodes = new Int32Array(graph.nodeCount);
    const properties = new Map(graph.properties.map((place) => [place.node, place]));
    for (let local = 0; local < graph.nodeCount; local++) {
      const place = properties.get(local);
      const name = graph.shared.get(local);
      const owner = graph.procedureOf[local] ?? -1;
      if (place !== undefined) nodes[local] = this.properties.at(file, place);
      else if (name !== undefined) nodes[local] = this.shared(name);
      else nodes[local] = this.node(owner < 0 ? -1 : firstProcedure + owner);
    }
    const propertyNames = new Map(graph.properties.map(({ node, name }) => [node, name]));
    const placed = { graph, nodes, firstProcedure, propertyNames };
    this.files.set(file, placed);
    const { edges } = graph;
    for (let at = 0; at < edges.length; at += 3) {
      const [from = 0, to = 0, kind = 0] = [edges[at], edges[at + 1], edges[at + 2]];
      this.edge(nodes[from] ?? NO_NODE, nodes[to] ?? NO_NODE, kind as EdgeKind);
    }
    if (graph.tooDeep) this.#joinAll(placed);
    for (const local of graph.changed) this.changed.push(this.nodeIn(placed, local));
  }

  /** In a file that is not known as a whole, what is at one place may be at any other. */
  #joinAll(placed: PlacedFile): void {
    const anywhere = this.node(placed.firstProcedure);
    for (const node of placed.nodes) {
      this.edge(node, anywhere, EDGE.any);
      this.edge(anywhere, node, EDGE.any);
    }
  }

  #linkImports(placed: PlacedFile): void {
    const { facts, imports } = placed.graph;
    for (const { node, specifier, module, name } of imports) {
      const target = this.links.importedModule(facts.file, specifier, module);
      const binding = this.nodeIn(placed, node);
      if (target.kind === "library") {
        const whole = this.shared(`L:${target.module}`);
        // What a library keeps in one of its things is not in all of them.
        const thing = this.shared(`L#${name}:${target.module}`);
        this.edge(whole, thing, EDGE.copy);
        this.edge(thing, binding, EDGE.copy);
        this.libraryNames.set(binding, name);
        this.changed.push(binding);
        continue;
      }
      if (name === "*" || name === "export=") this.#linkNamespace(target.file, binding);
      for (const exported of this.exported(target.file, name, new Set()))
        this.edge(exported, binding, EDGE.copy);
    }
    for (const one of facts.exports) {
      if (one.kind === "local") continue;
      const target = this.links.importedModule(facts.file, one.specifier, one.module);
      if (target.kind === "library") this.shared(`L:${target.module}`);
    }
  }

  /** A module's namespace as a value: an object with all that it exports. */
  #linkNamespace(file: FileId, binding: Node): void {
    for (const name of this.#exportedNames(file, new Set())) {
      for (const exported of this.exported(file, name, new Set())) {
        this.edge(exported, binding, EDGE.member);
        this.edge(exported, this.properties.unclear(name, "store"), EDGE.copy);
      }
    }
  }

  #exportedNames(file: FileId, seen: Set<FileId>): string[] {
    const facts = this.files.get(file)?.graph.facts;
    if (facts === undefined || seen.has(file)) return [];
    seen.add(file);
    return facts.exports.flatMap((one) => {
      if (one.kind !== "all") return [one.name];
      const target = this.links.importedModule(file, one.specifier, one.module);
      return target.kind === "file" ? this.#exportedNames(target.file, seen) : [];
    });
  }

  /** The nodes of what a file exports under a name. */
  exported(file: FileId, name: string, seen: Set<string>): Node[] {
    const placed = this.files.get(file);
    const key = `${file}|${name}`;
    if (placed === undefined || seen.has(key)) return [];
    seen.add(key);
    const { facts, exportValues } = placed.graph;
    const value = exportValues.get(name) ?? (name === "default" ? exportValues.get("export=") : undefined);
    const nodes = value === undefined ? [] : [this.nodeIn(placed, value)];
    if (facts.commonJs)
      nodes.push(
        this.properties.unclear("exports", "read"),
        ...(name === "*" ? [] : [this.properties.unclear(name, "read")]),
      );
    for (const one of facts.exports) {
      if (one.kind === "local") {
        const variable = placed.graph.variables[one.reference.variable];
        if (one.name === name && variable !== undefined) nodes.push(this.nodeIn(placed, variable));
        continue;
      }
      if (one.kind === "reexport" && one.name !== name) continue;
      const imported = one.kind === "reexport" ? one.imported : name;
      const target = this.links.importedModule(file, one.specifier, one.module);
      if (target.kind === "library") nodes.push(this.shared(`L:${target.module}`));
      else if (imported === "*") {
        const whole = this.node(-1);
        this.#linkNamespace(target.file, whole);
        nodes.push(whole);
      } else nodes.push(...this.exported(target.file, imported, seen));
    }
    return nodes;
  }

  #linkTypes(mentions: readonly TypeMention[], placed: PlacedFile | undefined): void {
    for (const { holder, name, kind, ofVariable } of mentions) {
      const from = this.shared(nameOfMention(name, ofVariable));
      const edge = kind === "whole" ? EDGE.copy : kind === "part" ? EDGE.contain : EDGE.any;
      this.edge(from, this.#holderNode(holder, placed), edge);
    }
  }

  /** What a variable has is what `typeof` it says; a class or enum is a type as well. */
  #linkVariables(placed: PlacedFile): void {
    const { facts, variables } = placed.graph;
    for (const [index, { name, declaredBy, record }] of facts.variables.entries()) {
      const variable = variables[index];
      if (variable === undefined) continue;
      const node = this.nodeIn(placed, variable);
      const typeOfIt = this.sharedIfKnown(`typeof:${name}`);
      if (typeOfIt !== undefined && record === 0) this.edge(node, typeOfIt, EDGE.any);
      const type = this.sharedIfKnown(`t:${name}`);
      if (type !== undefined && (declaredBy === "class" || declaredBy === "enum"))
        this.edge(type, node, EDGE.copy);
    }
  }

  #holderNode(holder: TypeHolder, placed: PlacedFile | undefined): Node {
    switch (holder.kind) {
      case "type":
        return this.shared(`t:${holder.name}`);
      case "property":
        return this.shared(`declared:${holder.name}`);
      case "site": {
        const local = placed?.graph.siteNodes.get(holder.site);
        return placed === undefined || local === undefined ? NO_NODE : this.nodeIn(placed, local);
      }
      case "result": {
        const nodes = placed?.graph.procedures[holder.procedure];
        return placed === undefined || nodes === undefined ? NO_NODE : this.nodeIn(placed, nodes.result);
      }
    }
  }
}

/** The shared node of a type that is named. */
function nameOfMention(name: string, ofVariable: boolean): string {
  if (name.startsWith("property:")) return `declared:${name.slice("property:".length)}`;
  return ofVariable ? `typeof:${name}` : `t:${name}`;
}
