/**
 * An inventory as CSV (RFC 4180): a row for each datum and purpose.
 */
import { nameOfDatum, type Inventory, type InventoryDatum, type InventoryUse } from "../inventory.js";
import type { ReportPlace } from "../leak-report.js";

const HEAD = [
  "label",
  "data",
  "kind",
  "table",
  "column",
  "declared at",
  "enters at",
  "purpose",
  "lawfulness",
  "taken by",
  "used at",
  "released by",
  "count of people",
];

export function asInventoryCsv({ data }: Inventory): string {
  const rows = data.flatMap((datum) =>
    datum.uses.length === 0 ? [rowOf(datum)] : datum.uses.map((use) => rowOf(datum, use)),
  );
  return [HEAD, ...rows].map((cells) => `${cells.map(cell).join(",")}\r\n`).join("");
}

function rowOf(datum: InventoryDatum, use?: InventoryUse): readonly string[] {
  const { label, kind, table = "", column = "", place, enters, query = "" } = datum;
  return [
    label,
    nameOfDatum(datum),
    kind,
    table,
    column,
    placesOf([place]),
    placesOf(enters),
    use?.purpose ?? "",
    use?.lawfulness ?? "",
    use?.takenBy.join("; ") ?? "",
    placesOf(use?.at ?? []),
    use?.releases.join("; ") ?? "",
    query,
  ];
}

function placesOf(places: readonly ReportPlace[]): string {
  return places.map(({ file, start }) => `${file}:${start.line}`).join("; ");
}

/** What a spreadsheet would take for a formula is marked as text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
