/**
 * The map: the graph of all leaks, drawn. A node is a button that shows the leaks going through it alone. The map is one
 * stop for the tab key; the arrow keys go from node to node.
 */
import type { JSX } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import { layOut, NAME_LENGTH, type PlacedNode } from "./lay-out.js";
import type { LeakGraph, NodeKind } from "./leak-graph.js";
import { counted } from "./words.js";

interface MapProps {
  readonly graph: LeakGraph;
  /** Fingerprints of the leaks that are shown; all else is dimmed. */
  readonly shown: ReadonlySet<string>;
  /** The node that is chosen; empty: none. */
  readonly chosen: string;
  readonly onChoose: (node: string) => void;
}

const KINDS: Readonly<Record<NodeKind, string>> = {
  label: "label",
  code: "code",
  sink: "taken by this",
  purpose: "purpose",
};

/** Narrower than this share of its own width the map is no longer readable: then it scrolls. */
const MINIMAL_SCALE = 0.7;

export function LeakMap({ graph, shown, chosen, onChoose }: MapProps): JSX.Element {
  const { width, height, nodes, edges } = useMemo(() => layOut(graph), [graph]);
  const [stop, setStop] = useState("");
  const drawing = useRef<SVGSVGElement>(null);
  const stopNode = nodes.find(({ id }) => id === stop) ?? nodes[0];
  const hasShown = (leaks: ReadonlySet<string>): boolean => [...leaks].some((leak) => shown.has(leak));

  const onKeyDown = (event: KeyboardEvent, node: PlacedNode): void => {
    if (event.key === "Enter" || event.key === " ") onChoose(node.id);
    else {
      const next = nextNode(nodes, node, event.key);
      if (next === undefined) return;
      setStop(next.id);
      const index = nodes.indexOf(next);
      drawing.current?.querySelectorAll<SVGGElement>("[role=button]")[index]?.focus();
    }
    event.preventDefault();
  };

  return (
    <div class="map">
      <svg
        ref={drawing}
        role="group"
        aria-label="Map of the leaks, from label to purpose. The arrow keys go from node to node."
        viewBox={`0 0 ${width} ${height}`}
        style={{ width: `min(100%, ${width}px)`, minWidth: `${width * MINIMAL_SCALE}px` }}
      >
        {edges.map(({ from, to, leaks, path }) => (
          <path
            key={`${from} → ${to}`}
            class={hasShown(leaks) ? "edge" : "edge dimmed"}
            d={path}
            stroke-width={1.25 + Math.log2(leaks.size)}
          />
        ))}
        {nodes.map((node) => (
          <g
            key={node.id}
            role="button"
            tabindex={node === stopNode ? 0 : -1}
            aria-pressed={node.id === chosen}
            class={`node ${node.kind}${hasShown(node.leaks) ? "" : " dimmed"}`}
            transform={`translate(${node.x - node.width / 2} ${node.y - node.height / 2})`}
            onClick={() => {
              setStop(node.id);
              onChoose(node.id);
            }}
            onKeyDown={(event) => {
              onKeyDown(event, node);
            }}
          >
            <title>{nodeInWords(node)}</title>
            <rect width={node.width} height={node.height} rx={node.kind === "code" ? 6 : node.height / 2} />
            <text class="name" x={node.width / 2} y={node.within === "" ? node.height / 2 : 17}>
              {cut(node.name)}
            </text>
            {node.within === "" ? null : (
              <text class="within" x={node.width / 2} y={33}>
                {cutStart(node.within)}
              </text>
            )}
          </g>
        ))}
      </svg>
    </div>
  );
}

/** The node's name for all who don't see the map. Begins with what is to be seen: it can be said to a computer that listens. */
function nodeInWords({ kind, name, within, leaks }: PlacedNode): string {
  const what = [name, ...(within === "" ? [] : [within])].join(" ");
  return `${what}, ${KINDS[kind]}, ${counted(leaks.size, "leak")}`;
}

function cut(text: string): string {
  return text.length <= NAME_LENGTH ? text : `${text.slice(0, NAME_LENGTH - 1)}…`;
}

function cutStart(text: string): string {
  return text.length <= NAME_LENGTH ? text : `…${text.slice(1 - NAME_LENGTH)}`;
}

const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/** The nearest node in the direction of an arrow key; what lies aside of it counts as further away. */
function nextNode(nodes: readonly PlacedNode[], from: PlacedNode, key: string): PlacedNode | undefined {
  const direction = DIRECTIONS[key];
  if (direction === undefined) return undefined;
  const [dx, dy] = direction;
  const distance = ({ x, y }: PlacedNode): number => {
    const ahead = (x - from.x) * dx + (y - from.y) * dy;
    const aside = Math.abs((x - from.x) * dy) + Math.abs((y - from.y) * dx);
    return ahead <= 0 ? Infinity : ahead + 2 * aside;
  };
  const [nearest] = nodes.toSorted((left, right) => distance(left) - distance(right));
  return nearest === undefined || distance(nearest) === Infinity ? undefined : nearest;
}
