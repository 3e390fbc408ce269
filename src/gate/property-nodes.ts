/**
 * Pipeline stage: gate. The nodes of properties. Those of one name that different types declare are different ones, since
 * what is stored as `id` of an order is not read as `id` of an account; where no type says which one is meant, it may be any of that name.
 */
import { OF_LIBRARIES, type DeclaredProperty, type PropertyFlow } from "../graph/declared-property.js";
import type { FileId, SiteId } from "../graph/expression.js";
import { EDGE } from "./edge-kinds.js";
import { NO_NODE, type PropertyPlace } from "./file-graph.js";
import type { Node, ProgramGraph } from "./program-graph.js";

/**
 * The declarations of the property that is read or stored at a place, one for each type that it may be of; empty: nothing is
 * known.
 */
export type PropertyQuestion = (file: FileId, site: SiteId) => readonly DeclaredProperty[];

export class PropertyNodes {
  readonly #declared = new Map<string, Map<string, Node>>();
  /** Where nobody knows the type: what is read there, and what is stored. One node would join all properties of the name. */
  readonly #unclear = { read: new Map<string, Node>(), store: new Map<string, Node>() };
  readonly #isUnclear = new Set<Node>();
  /** Properties that are also read where nobody knows the type: such a name is the program's own, whoever stores under it. */
  readonly #readUnclear = new Set<Node>();
  readonly #ofLibraries = new Set<Node>();
  /** Of a place that may stand for several properties, these. */
  readonly #alternatives = new Map<Node, readonly Node[]>();
  /** From type to type, as far as files say so. */
  readonly #flows: PropertyFlow[] = [];

  constructor(
    readonly graph: ProgramGraph,
    readonly ask: PropertyQuestion,
  ) {}

  /** The node for one place of the text. */
  at(file: FileId, { name, site, access }: PropertyPlace): Node {
    const nodes = this.ask(file, site).map((declaration) => this.declaredAt(name, declaration));
    const [first, ...others] = nodes;
    if (first === undefined) return this.unclear(name, access);
    if (others.length === 0) return first;
    const node = this.graph.node(-1);
    this.#alternatives.set(node, nodes);
    for (const one of nodes)
      if (access === "read") this.graph.edge(one, node, EDGE.copy);
      else this.graph.edge(node, one, EDGE.copy);
    return node;
  }

  /** The property of that name of which nobody knows the type, as it is read or stored. */
  unclear(name: string, access: PropertyPlace["access"]): Node {
    const known = this.#unclear[access].get(name);
    if (known !== undefined) return known;
    const node = this.graph.node(-1);
    this.#unclear[access].set(name, node);
    this.#isUnclear.add(node);
    return node;
  }

  /** Where it is read, if it is. */
  unclearIfRead(name: string): Node | undefined {
    return this.#unclear.read.get(name);
  }

  declaredAt(name: string, declaration: DeclaredProperty): Node {
    let ofName = this.#declared.get(name);
    if (ofName === undefined) this.#declared.set(name, (ofName = new Map<DeclaredProperty, Node>()));
    const known = ofName.get(declaration);
    if (known !== undefined) return known;
    const node = this.graph.node(-1);
    ofName.set(declaration, node);
    if (declaration === OF_LIBRARIES) this.#ofLibraries.add(node);
    return node;
  }

  /** What is a property of one type is taken for that of another one. */
  flow(one: PropertyFlow): void {
    this.#flows.push(one);
  }

  /** Goes on from each property that some text speaks of: a type in between may have no text of its own. */
  linkFlows(): void {
    let left: readonly PropertyFlow[] = this.#flows;
    for (let before = Infinity; left.length < before;) {
      before = left.length;
      left = left.filter(({ name, from, to }) => {
        const source = this.#declared.get(name)?.get(from);
        if (source !== undefined) this.graph.edge(source, this.declaredAt(name, to), EDGE.copy);
        return source === undefined;
      });
    }
  }

  /** All properties of a name. */
  *named(name: string): Generator<Node> {
    for (const nodes of Object.values(this.#unclear)) {
      const unclear = nodes.get(name);
      if (unclear !== undefined) yield unclear;
    }
    yield* this.#declared.get(name)?.values() ?? [];
  }

  *names(): Generator<string> {
    const { read, store } = this.#unclear;
    yield* new Set([...read.keys(), ...store.keys(), ...this.#declared.keys()]);
  }

  /** Whether a library knows the property, since it has declared it. */
  isOfLibraries(node: Node): boolean {
    return (this.#alternatives.get(node) ?? [node]).some((one) => this.#ofLibraries.has(one));
  }

  /** Who declares the property: the program, libraries, or nobody knows. */
  ownerOf(node: Node): "program" | "library" | undefined {
    const ofLibraries = (this.#alternatives.get(node) ?? [node]).map((one) => this.#ofLibraries.has(one));
    if (this.#isUnclear.has(node) || new Set(ofLibraries).size > 1) return undefined;
    return ofLibraries[0] === true ? "library" : "program";
  }

  /** Whether something is stored in the property, or in one of those that the place may stand for. */
  isStored(node: Node, stored: ReadonlySet<Node>): boolean {
    return (this.#alternatives.get(node) ?? [node]).some(
      (one) => stored.has(one) || this.#readUnclear.has(one),
    );
  }

  /** What is stored where nobody knows of which type it is may be read of any, and the other way round. */
  linkUnclear(): void {
    const { read, store } = this.#unclear;
    for (const [name, stored] of store) {
      for (const node of this.#declared.get(name)?.values() ?? []) this.graph.edge(stored, node, EDGE.copy);
      this.graph.edge(stored, read.get(name) ?? NO_NODE, EDGE.copy);
    }
    for (const [name, unclear] of read)
      for (const node of this.#declared.get(name)?.values() ?? []) {
        this.#readUnclear.add(node);
        this.graph.edge(node, unclear, EDGE.copy);
      }
  }
}
