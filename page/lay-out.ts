/**
 * Where the nodes and edges of the map are drawn, from left to right.
 */
import { Graph, layout } from "@dagrejs/dagre";
import type { GraphEdge, GraphNode, LeakGraph } from "./leak-graph.js";

/** A node with its middle and size. */
export interface PlacedNode extends GraphNode {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface PlacedEdge extends GraphEdge {
  /** An SVG path. */
  readonly path: string;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Width of a letter, at most: the page's font is that of the reader's system. */
const LETTER = 7.6;
const SMALL_LETTER = 6.4;
const PADDING = 28;
/** Letters of a name that are drawn; all of them are in the node's title. */
export const NAME_LENGTH = 30;

export function layOut({ nodes, edges }: LeakGraph): Layout {
  const graph = new Graph()
    .setGraph({ rankdir: "LR", nodesep: 14, edgesep: 8, ranksep: 56, marginx: 8, marginy: 8 })
    .setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) graph.setNode(node.id, { ...sizeOf(node) });
  for (const { from, to } of edges) graph.setEdge(from, to, {});
  layout(graph);
  const placed = new Map(nodes.map((node) => [node.id, placedNode(node, graph.node(node.id) as Point)]));
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width,
    height,
    nodes: [...placed.values()],
    edges: edges.map((edge) => {
      const { points } = graph.edge(edge.from, edge.to) as { points: readonly Point[] };
      return { ...edge, path: pathOf(placed.get(edge.from), points.slice(1, -1), placed.get(edge.to)) };
    }),
  };
}

function sizeOf({ name, within }: GraphNode): { width: number; height: number } {
  const shown = Math.min(name.length, NAME_LENGTH) * LETTER;
  const below = Math.min(within.length, NAME_LENGTH) * SMALL_LETTER;
  return { width: Math.max(64, Math.max(shown, below) + PADDING), height: within === "" ? 32 : 44 };
}

function placedNode(node: GraphNode, { x, y }: Point): PlacedNode {
  return { ...node, ...sizeOf(node), x, y };
}

/** From side to side, through the points between; an edge that goes back leaves on the left. */
function pathOf(from: PlacedNode | undefined, between: readonly Point[], to: PlacedNode | undefined): string {
  if (from === undefined || to === undefined) return "";
  const side = from.x <= to.x ? 1 : -1;
  const start = { x: from.x + (side * from.width) / 2, y: from.y };
  const end = { x: to.x - (side * to.width) / 2, y: to.y };
  const curves = [...between, end].map((point, index) => {
    const previous = index === 0 ? start : (between[index - 1] ?? start);
    const middle = (previous.x + point.x) / 2;
    return `C${middle} ${previous.y} ${middle} ${point.y} ${point.x} ${point.y}`;
  });
  return `M${start.x} ${start.y}${curves.join("")}`;
}
