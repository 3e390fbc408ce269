/**
 * Leaks as a graph: label → code that the value goes through → what takes it → that code's purpose.
 */
import type { ReportedLeak } from "../src/report/leak-report.js";

export type NodeKind = "label" | "code" | "sink" | "purpose";

export interface GraphNode {
  readonly id: string;
  readonly kind: NodeKind;
  readonly name: string;
  /** The folder of a file, below the one that all code has in common. */
  readonly within: string;
  /** Fingerprints of the leaks that go through it. */
  readonly leaks: ReadonlySet<string>;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly leaks: ReadonlySet<string>;
}

export interface LeakGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** What one node of code stands for. */
export type Grain = "file" | "folder";

export function leakGraph(leaks: readonly ReportedLeak[], grain: Grain): LeakGraph {
  const nodes = new Map<string, GraphNode & { leaks: Set<string> }>();
  const edges = new Map<string, GraphEdge & { leaks: Set<string> }>();
  const common = commonFolder(leaks.flatMap(({ trace }) => trace.map(({ place }) => place.file)));
  for (const leak of leaks) {
    const route = routeOf(leak, grain, common);
    for (const [index, node] of route.entries()) {
      const known = nodes.get(node.id) ?? { ...node, leaks: new Set() };
      nodes.set(node.id, known);
      known.leaks.add(leak.fingerprint);
      const previous = route[index - 1];
      if (previous === undefined) continue;
      const key = `${previous.id} → ${node.id}`;
      const edge = edges.get(key) ?? { from: previous.id, to: node.id, leaks: new Set() };
      edges.set(key, edge);
      edge.leaks.add(leak.fingerprint);
    }
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

type Stop = Omit<GraphNode, "leaks">;

/** The nodes that a leak goes through, in its order; one that follows itself is one. */
function routeOf(
  { label, purpose, sink, trace }: ReportedLeak,
  grain: Grain,
  common: string,
): readonly Stop[] {
  const code = trace.map(({ place }) => codeStop(place.file, grain, common));
  const stops: Stop[] = [
    { id: `label ${label}`, kind: "label", name: label, within: "" },
    ...code,
    { id: `sink ${purpose} ${sink}`, kind: "sink", name: sink, within: "" },
    { id: `purpose ${purpose}`, kind: "purpose", name: purpose, within: "" },
  ];
  return stops.filter((stop, index) => stop.id !== stops[index - 1]?.id);
}

function codeStop(file: string, grain: Grain, common: string): Stop {
  const [folder, name] = split(file);
  if (grain === "file") return { id: `code ${file}`, kind: "code", name, within: below(common, folder) };
  const [parent, ownName] = split(folder);
  return { id: `code ${folder}/`, kind: "code", name: `${ownName}/`, within: below(common, parent) };
}

/** @example split("src/ads/audience.ts") // ["src/ads", "audience.ts"] */
function split(path: string): readonly [folder: string, name: string] {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? ["", path] : [path.slice(0, slash), path.slice(slash + 1)];
}

/** @example below("fixtures/incident", "fixtures/incident/src/ads") // "src/ads" */
function below(common: string, folder: string): string {
  return folder === common || !folder.startsWith(`${common}/`) ? folder : folder.slice(common.length + 1);
}

/** The innermost folder above the folders of all files. */
function commonFolder(files: readonly string[]): string {
  const [first = [], ...others] = files.map((file) => file.split("/").slice(0, -2));
  const differs = first.findIndex((part, index) => others.some((other) => other[index] !== part));
  return first.slice(0, differs < 0 ? first.length : differs).join("/");
}

/** Whether a leak goes through a node. */
export function goesThrough(leak: ReportedLeak, node: string, grain: Grain): boolean {
  return routeOf(leak, grain, "").some(({ id }) => id === node);
}
