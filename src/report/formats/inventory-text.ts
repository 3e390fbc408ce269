/**
 * An inventory as a table for terminals: a row of facts for each datum.
 */
import {
  columnOfDatum,
  nameOfDatum,
  useInWords,
  type Inventory,
  type InventoryDatum,
  type Lawfulness,
} from "../inventory.js";

const ROWS: readonly { readonly lawfulness: Lawfulness; readonly title: string }[] = [
  { lawfulness: "allowed", title: "lawfully" },
  { lawfulness: "repurposed", title: "by consent" },
  { lawfulness: "unlawful", title: "UNLAWFULLY" },
];
const WIDTH = Math.max(...ROWS.map(({ title }) => title.length));

export function asInventoryText({ labels, data }: Inventory): string {
  const parts = labels.map(({ name, purposes }) => {
    const ofLabel = data.filter(({ label }) => label === name);
    const policy = `${name}: may be used for ${purposes.length === 0 ? "nothing" : purposes.join(", ")}`;
    return [policy, ...(ofLabel.length === 0 ? ["  no data"] : ofLabel.map(datumAsText))].join("\n\n");
  });
  return `${parts.join("\n\n")}\n`;
}

function datumAsText(datum: InventoryDatum): string {
  const column = columnOfDatum(datum);
  const { place, enters, uses, query } = datum;
  const head = `  ${nameOfDatum(datum)}${column === "" ? "" : ` (column ${column})`}  ${place.file}:${place.start.line}`;
  const rows = ROWS.flatMap(({ lawfulness, title }) =>
    uses.filter((use) => use.lawfulness === lawfulness).map((use) => row(title, useInWords(use))),
  );
  return [
    head,
    ...(enters.length === 0
      ? []
      : [row("enters", enters.map(({ file, start }) => `${file}:${start.line}`).join(", "))]),
    ...(rows.length === 0 ? [row("uses", "none found")] : rows),
    ...(query === undefined ? [] : [row("people", query)]),
  ].join("\n");
}

function row(title: string, text: string): string {
  return `    ${title.padEnd(WIDTH)}  ${text}`;
}
