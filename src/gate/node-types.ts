/**
 * Pipeline stage: gate. What the types of values rule out: a text holds no function and has no parts, a flag says nothing
 * of anybody but whether it was chosen. Asked at the first place that stands for a node, and only where something gets to.
 */
import type { FileId, SiteId } from "../graph/expression.js";
import { HOLDS, HOLDS_ANYTHING, type TypeContent } from "../graph/type-content.js";
import { ALL_BITS, BITS_OF_OUTCOME, BITS_OF_TEXT } from "./edge-kinds.js";
import type { Node, ProgramGraph } from "./program-graph.js";

/** What a value at the place may be or hold, by its type. */
export type ContentQuestion = (file: FileId, site: SiteId) => TypeContent;

/** In the place of an answer: nobody has asked yet. */
const NOT_ASKED = 255;
const NO_SITE = -1;

export class NodeTypes {
  readonly #answers: Uint8Array;
  /** The first place of each node. */
  readonly #sites: Int32Array;

  constructor(
    readonly graph: ProgramGraph,
    readonly ask: ContentQuestion,
  ) {
    this.#answers = new Uint8Array(graph.nodeCount).fill(NOT_ASKED);
    this.#sites = new Int32Array(graph.nodeCount).fill(NO_SITE);
    for (const placed of graph.files.values())
      for (const [site, local] of placed.graph.siteNodes) {
        const node = graph.nodeIn(placed, local);
        if (this.#sites[node] === NO_SITE) this.#sites[node] = site;
      }
  }

  /** Whether it may be a function, or (`is`: false) have one in it. */
  mayHoldFunction(node: Node, is: boolean): boolean {
    return (this.#contentOf(node) & (is ? HOLDS.function : HOLDS.parts)) !== 0;
  }

  /** Of the bits that get to a node, those that a value of its type can have. */
  possibleBits(node: Node): number {
    const content = this.#contentOf(node);
    if ((content & (HOLDS.function | HOLDS.parts)) !== 0) return ALL_BITS;
    return (content & HOLDS.text) === 0 ? BITS_OF_OUTCOME : BITS_OF_TEXT;
  }

  /** Whether a test of it may have an outcome that is known: objects that are there are there in any case. */
  mayDecide(node: Node): boolean {
    return (this.#contentOf(node) & (HOLDS.flag | HOLDS.text)) !== 0;
  }

  #contentOf(node: Node): TypeContent {
    const known = this.#answers[node] ?? HOLDS_ANYTHING;
    if (known !== NOT_ASKED) return known;
    const place = this.siteOf(node);
    const content = place === undefined ? HOLDS_ANYTHING : this.ask(place.file, place.site);
    this.#answers[node] = content;
    return content;
  }

  /** The first place that stands for a node. */
  siteOf(node: Node): { readonly file: FileId; readonly site: SiteId } | undefined {
    const site = this.#sites[node] ?? NO_SITE;
    const file = this.graph.procedures[this.graph.procedureOf[node] ?? -1]?.file;
    return site === NO_SITE || file === undefined ? undefined : { file, site };
  }
}
