/**
 * Many programs, by consecutive seeds: generated, run and analysed in batches, and counted by construct.
 */
import type { Files } from "./analysis.js";
import type { Construct } from "./constructs.js";
import { judge, type Verdict } from "./judge.js";
import { generateProgram } from "./program.js";

/** Programs that share one `ts.Program`. */
const BATCH = 40;

export interface Demand {
  readonly firstSeed: number;
  readonly programs: number;
  /** Constructs that each program takes, besides those drawn for it. */
  readonly constructs: readonly Construct[];
}

/** A program that is judged wrongly. */
export interface WrongProgram {
  readonly seed: number;
  readonly files: Files;
  readonly missed: readonly string[];
  readonly false: readonly string[];
  readonly limits: readonly string[];
}

export interface Counts {
  readonly programs: number;
  readonly unusable: number;
  readonly leaks: number;
  readonly reports: number;
  readonly missed: number;
  readonly false: number;
}

export interface Outcome {
  readonly total: Counts;
  readonly byConstruct: Readonly<Partial<Record<Construct, Counts>>>;
  readonly wrong: readonly WrongProgram[];
}

export const NOTHING: Outcome = {
  total: { programs: 0, unusable: 0, leaks: 0, reports: 0, missed: 0, false: 0 },
  byConstruct: {},
  wrong: [],
};

export async function runCampaign(
  demand: Demand,
  onWrong: (program: WrongProgram) => void = () => undefined,
): Promise<Outcome> {
  let outcome = NOTHING;
  for (let from = 0; from < demand.programs; from += BATCH) {
    const size = Math.min(BATCH, demand.programs - from);
    const programs = Array.from({ length: size }, (_, index) =>
      generateProgram(demand.firstSeed + from + index, demand.constructs),
    );
    const verdicts = await judge(programs.map(({ files }) => files));
    // A bound on the work of a whole run cuts what others of the batch are about.
    const isCut = verdicts.some(({ limits }) => limits.includes("MAXIMAL_WORK"));
    for (const [index, together] of verdicts.entries()) {
      const program = programs[index];
      if (program === undefined) continue;
      const isWrong = together.missed.length + together.false.length > 0;
      const [alone] = isCut && isWrong ? await judge([program.files]) : [];
      const verdict = alone ?? together;
      const one = outcomeOf(program, verdict);
      one.wrong.forEach(onWrong);
      outcome = sumOf(outcome, one);
    }
  }
  return outcome;
}

function outcomeOf(program: ReturnType<typeof generateProgram>, verdict: Verdict): Outcome {
  const isUsable = verdict.unusable === undefined;
  const total: Counts = {
    programs: 1,
    unusable: isUsable ? 0 : 1,
    leaks: isUsable ? verdict.leaked.length : 0,
    reports: isUsable ? verdict.reports : 0,
    missed: verdict.missed.length,
    false: verdict.false.length,
  };
  const { seed, files, constructs } = program;
  const { missed, limits } = verdict;
  const isWrong = total.missed + total.false > 0;
  return {
    total,
    byConstruct: Object.fromEntries(constructs.map((construct) => [construct, total])),
    wrong: isWrong ? [{ seed, files, missed, false: verdict.false, limits }] : [],
  };
}

export function sumOf(one: Outcome, other: Outcome): Outcome {
  const byConstruct = { ...one.byConstruct };
  for (const [construct, counts] of entriesOf(other.byConstruct))
    byConstruct[construct] = addedCounts(byConstruct[construct] ?? NOTHING.total, counts);
  return { total: addedCounts(one.total, other.total), byConstruct, wrong: [...one.wrong, ...other.wrong] };
}

function entriesOf(byConstruct: Outcome["byConstruct"]): readonly (readonly [Construct, Counts])[] {
  return Object.entries(byConstruct) as [Construct, Counts][];
}

function addedCounts(one: Counts, other: Counts): Counts {
  return {
    programs: one.programs + other.programs,
    unusable: one.unusable + other.unusable,
    leaks: one.leaks + other.leaks,
    reports: one.reports + other.reports,
    missed: one.missed + other.missed,
    false: one.false + other.false,
  };
}
