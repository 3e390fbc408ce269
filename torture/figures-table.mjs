/** The figures of `npm run torture` as the table of docs/reliability.md. */
/** @import { Analysed } from "./analysed.mjs" */

const SLOW_SECONDS = 20;

/**
 * @typedef {object} Group
 * @property {number} programs How many there are.
 * @property {readonly Analysed[]} analysed What came of those that were analysed.
 */

/**
 * @param {Group} installed
 * @param {Group} hostile
 */
export function figuresTable(installed, hostile) {
  /**
   * @param {string} title
   * @param {(group: Group) => number} figure
   */
  const row = (title, figure) => {
    const cells = [installed, hostile].map((group) => figure(group).toLocaleString("en"));
    return `| ${title.padEnd(33)} | ${(cells[0] ?? "").padStart(12)} | ${(cells[1] ?? "").padStart(16)} |`;
  };
  return [
    "|                                   | node_modules | hostile programs |",
    "| --------------------------------- | -----------: | ---------------: |",
    row("programs", ({ programs }) => programs),
    row("of these analysed", ({ analysed }) => analysed.length),
    row("files in them", ({ analysed }) => sum(analysed, ({ files }) => files)),
    row("lines in them", ({ analysed }) => sum(analysed, ({ lines }) => lines)),
    row("crashes, and no end", ({ analysed }) => crashesIn(analysed).length),
    row("expressions run", ({ analysed }) => sum(analysed, ({ expressions }) => expressions)),
    row("most for one program", ({ analysed }) => most(analysed, ({ expressions }) => expressions)),
    row("programs that hit a bound of work", ({ analysed }) => analysed.filter(({ isCut }) => isCut).length),
    row(
      `programs of over ${SLOW_SECONDS} seconds`,
      ({ analysed }) => analysed.filter(({ seconds }) => seconds > SLOW_SECONDS).length,
    ),
    row("longest, in seconds", ({ analysed }) => Math.ceil(most(analysed, ({ seconds }) => seconds))),
  ].join("\n");
}

/** @param {readonly Analysed[]} all */
export function crashesIn(all) {
  return all.filter(({ crash }) => crash !== undefined);
}

/**
 * @param {readonly Analysed[]} all
 * @param {(one: Analysed) => number} figure
 */
function sum(all, figure) {
  return all.reduce((total, one) => total + figure(one), 0);
}

/**
 * @param {readonly Analysed[]} all
 * @param {(one: Analysed) => number} figure
 */
function most(all, figure) {
  return all.reduce((greatest, one) => Math.max(greatest, figure(one)), 0);
}
