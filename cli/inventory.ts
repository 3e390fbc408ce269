/**
 * The inventories of several programs as one, with places as reports have them.
 */
import { takeInventory, type DataUse, type LabelledDatum, type SourceView } from "../src/index.js";
import type { Inventory, InventoryDatum, InventoryUse, Lawfulness } from "../src/report/inventory.js";
import type { ReportPlace } from "../src/report/leak-report.js";
import { placeIn } from "../src/report/leak-report.js";
import type { Analysis } from "./analyze-projects.js";
import { PACKAGE } from "./package-version.js";
import { WrongUse } from "./wrong-use.js";

/** `cwd`: what the settings' globs are relative to; `directory`: what the places are. */
export function inventoryOfProjects({ projects }: Analysis, cwd: string, directory: string): Inventory {
  const labels = new Map<string, readonly string[]>();
  const data = new Map<string, GatheredDatum>();
  for (const project of projects) {
    const { program, settings } = project;
    const answer = takeInventory({ program, cwd, ...settings });
    if (answer.kind === "error") throw new WrongUse(answer.message);
    const { inventory } = answer;
    const view = project.viewFrom(directory);
    for (const [label, purposes] of Object.entries(inventory.policy)) labels.set(label, purposes);
    for (const datum of inventory.data) for (const label of datum.labels) gather(data, datum, label, view);
    for (const use of inventory.uses) addUse(data, use, view);
  }
  return {
    version: 1,
    tool: PACKAGE,
    labels: [...labels]
      .map(([name, purposes]) => ({ name, purposes }))
      .sort((left, right) => compare(left.name, right.name)),
    data: [...data.values()].map(finished).sort(inOrder),
  };
}

/** A datum with its uses, by what they are told under. */
interface GatheredDatum {
  readonly datum: Omit<InventoryDatum, "enters" | "uses">;
  readonly enters: Map<string, ReportPlace>;
  readonly uses: Map<string, GatheredUse>;
}

interface GatheredUse {
  readonly purpose: string;
  readonly lawfulness: Lawfulness;
  readonly takenBy: Set<string>;
  readonly at: Map<string, ReportPlace>;
  readonly releases: Set<string>;
}

function gather(
  data: Map<string, GatheredDatum>,
  { kind, owner = "", name, file, start, end, column }: LabelledDatum,
  label: string,
  view: SourceView,
): GatheredDatum {
  return gathered(data, {
    label,
    kind,
    owner,
    name,
    place: placeIn(file, { start, end }, view),
    ...column,
  });
}

function gathered(data: Map<string, GatheredDatum>, datum: GatheredDatum["datum"]): GatheredDatum {
  const key = `${datum.label} ${keyOf(datum.place)}`;
  const known = data.get(key) ?? { datum, enters: new Map(), uses: new Map() };
  data.set(key, known);
  return known;
}

/** A use belongs to each datum that it begins with; where that is an expression without a declaration, to that. */
function addUse(
  data: Map<string, GatheredDatum>,
  { way, data: from, lawfulness, releases }: DataUse,
  view: SourceView,
): void {
  const [source] = way.trace;
  if (source === undefined) return;
  const enters = placeIn(source.file, source.span, view);
  const own = from.filter(({ labels }) => labels.includes(way.label));
  const expression = {
    label: way.label,
    kind: "expression",
    owner: "",
    name: shortened(enters.text),
    place: enters,
  } as const;
  const targets =
    own.length > 0 ? own.map((datum) => gather(data, datum, way.label, view)) : [gathered(data, expression)];
  for (const target of targets) {
    target.enters.set(keyOf(enters), enters);
    const key = `${lawfulness} ${way.sink.purpose}`;
    const use = target.uses.get(key) ?? {
      purpose: way.sink.purpose,
      lawfulness,
      takenBy: new Set(),
      at: new Map(),
      releases: new Set(),
    };
    target.uses.set(key, use);
    const at = placeIn(way.file, way.span, view);
    use.takenBy.add(way.sink.name === "" || way.sink.name.startsWith("(") ? at.file : way.sink.name);
    use.at.set(keyOf(at), at);
    for (const release of releases) use.releases.add(`${release.function} (${release.evidence})`);
  }
}

function finished({ datum, enters, uses }: GatheredDatum): InventoryDatum {
  const query = queryFor(datum, uses.size > 0);
  return {
    ...datum,
    enters: [...enters.values()].sort(byPlace),
    uses: [...uses.values()].map(finishedUse).sort((left, right) => compare(useKey(left), useKey(right))),
    ...(query === undefined ? {} : { query }),
  };
}

function finishedUse({ purpose, lawfulness, takenBy, at, releases }: GatheredUse): InventoryUse {
  return {
    purpose,
    lawfulness,
    takenBy: [...takenBy].sort(),
    at: [...at.values()].sort(byPlace),
    releases: [...releases].sort(),
  };
}

/** A sketch: who is a person, and whether the column holds several of them, only the database's owner knows. */
function queryFor(
  { kind, owner, name, table, column }: GatheredDatum["datum"],
  isUsed: boolean,
): string | undefined {
  if (table !== undefined && column !== undefined)
    return `SELECT count(DISTINCT <person's key>) FROM ${quoted(table)} WHERE ${quoted(column)} IS NOT NULL;`;
  if (kind !== "field" || !isUsed) return undefined;
  return `SELECT count(DISTINCT <person's key>) FROM <table of ${owner}> WHERE <column of ${name}> IS NOT NULL;`;
}

function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

const MAXIMAL_NAME = 60;

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length <= MAXIMAL_NAME ? line : `${line.slice(0, MAXIMAL_NAME - 1)}…`;
}

function keyOf({ file, start, end }: ReportPlace): string {
  return `${file}:${start.line}:${start.column}-${end.line}:${end.column}`;
}

function useKey({ lawfulness, purpose }: InventoryUse): string {
  return `${lawfulness} ${purpose}`;
}

function inOrder(left: InventoryDatum, right: InventoryDatum): number {
  return compare(left.label, right.label) || byPlace(left.place, right.place);
}

function byPlace(left: ReportPlace, right: ReportPlace): number {
  return (
    compare(left.file, right.file) ||
    left.start.line - right.start.line ||
    left.start.column - right.start.column
  );
}

function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
