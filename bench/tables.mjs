/** Figures as tables: on the terminal as they come, and in docs/performance.md, which is filled from bench/results.json. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { format } from "prettier";
import { root } from "../scripts/set-up.mjs";

/** @typedef {readonly (string | number)[]} Row The first cell names what was measured. */
/** @typedef {{ columns: readonly string[], rows: Record<string, Row> }} Table */

const RESULTS = `${root}bench/results.json`;
const PAGE = `${root}docs/performance.md`;

/** Figures of the benchmarks by name; a new measurement of the same thing takes the place of the earlier one. */
export class Tables {
  /** @type {Record<string, Table>} */
  #tables = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, "utf8")) : {};

  /**
   * @param {string} name
   * @param {readonly string[]} columns
   * @param {Row} row
   */
  add(name, columns, row) {
    const rows = this.#tables[name]?.rows ?? {};
    this.#tables[name] = { columns, rows: { ...rows, [String(row[0])]: row } };
    console.log(columns.map((column, place) => `${column}: ${row[place] ?? ""}`).join("  "));
  }

  /** Writes all that is known into the page, between the marks that name each table. */
  async write() {
    writeFileSync(RESULTS, await format(JSON.stringify(this.#tables), { parser: "json", printWidth: 110 }));
    const filled = Object.entries(this.#tables).reduce(fill, readFileSync(PAGE, "utf8"));
    writeFileSync(PAGE, await format(filled, { parser: "markdown", printWidth: 110 }));
  }
}

/** What the figures were measured on; only their ratios can be compared with those of another machine. */
export function machine() {
  const [cpu] = cpus();
  return `${cpus().length} × ${cpu?.model.trim() ?? "unknown"}, Node ${process.version}`;
}

/**
 * @param {string} page
 * @param {[string, Table]} table
 */
function fill(page, [name, { columns, rows }]) {
  const place = new RegExp(`(<!-- bench:${name} -->\\n)[^]*?(<!-- /bench:${name} -->)`);
  if (!place.test(page)) throw new Error(`${PAGE} has no place for the table ${name}.`);
  const lines = [
    columns,
    columns.map((_, column) => (column === 0 ? "---" : "---:")),
    ...Object.values(rows),
  ];
  const table = lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  return page.replace(place, (_, start, end) => `${start}\n${table}\n\n${end}`);
}
