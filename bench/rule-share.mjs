/**
 * The rule's share of a lint run: `eslint` with one rule that asks for types, alone and with the plugin, in turns. The
 * least of each is compared: what else the machine does only ever adds to a run.
 */
import { eslintRun } from "./eslint-run.mjs";
/** @import { BenchProgram, LintRun, Rules, Usage } from "./eslint-run.mjs" */

/**
 * @typedef {object} Share
 * @property {string} program
 * @property {Usage} base
 * @property {Record<string, Usage>} ratios By the rules that were added.
 * @property {string} found Leaks found, of those that were planted where that is known.
 */

/**
 * @param {BenchProgram} program
 * @param {number} rounds
 * @param {readonly Exclude<Rules, "base">[]} added
 * @returns {{ share: Share, counters: readonly string[] }}
 */
export function ruleShare(program, rounds, added) {
  /** @type {Map<Rules, LintRun[]>} */
  const runs = new Map();
  if (added.includes("kept")) eslintRun(program, "kept");
  for (let round = 0; round < rounds; round++)
    for (const rules of /** @type {Rules[]} */ (["base", ...added]))
      runs.set(rules, [...(runs.get(rules) ?? []), eslintRun(program, rules)]);
  const base = least(runs.get("base") ?? []);
  const ratios = Object.fromEntries(added.map((rules) => [rules, over(least(runs.get(rules) ?? []), base)]));
  const [last] = (runs.get(added[0] ?? "base") ?? []).slice(-1);
  return {
    share: { program: program.name, base, ratios, found: found(last?.leaks ?? [], program.planted) },
    counters: last?.counters ?? [],
  };
}

/**
 * @param {readonly LintRun[]} runs
 * @returns {Usage}
 */
function least(runs) {
  const of = (/** @type {keyof Usage} */ what) => Math.min(...runs.map(({ usage }) => usage[what]));
  return { wall: of("wall"), cpu: of("cpu"), memory: of("memory") };
}

/**
 * @param {Usage} usage
 * @param {Usage} base
 * @returns {Usage}
 */
function over(usage, base) {
  return { wall: usage.wall / base.wall, cpu: usage.cpu / base.cpu, memory: usage.memory / base.memory };
}

/**
 * @param {readonly string[]} reported
 * @param {readonly string[] | undefined} planted
 */
function found(reported, planted) {
  if (planted === undefined) return String(reported.length);
  const right = reported.filter((place) => planted.includes(place)).length;
  const wrong = reported.length - right;
  return `${right} of ${planted.length}${wrong === 0 ? "" : `, ${wrong} wrong`}`;
}
