/**
 * Outcomes of the conditions that nothing decides: one after the other where they are few, at random where they are many.
 */
import type { Random } from "../random.js";

/** The outcomes of one run: some given, the others as `further` says. */
export interface Decisions {
  next(): boolean;
  readonly taken: readonly boolean[];
}

/** More of them in one run are all `false`: what comes then only repeats. */
const MOST = 300;

function createDecisions(given: readonly boolean[], further: () => boolean): Decisions {
  const taken: boolean[] = [];
  return {
    taken,
    next: () => {
      const outcome = given[taken.length] ?? (taken.length < MOST && further());
      taken.push(outcome);
      return outcome;
    },
  };
}

/** What a run came to. */
export interface Came {
  /** Whether further runs are of use. */
  readonly goesOn: boolean;
  /** It got to where no other one did. */
  readonly isNew: boolean;
}

/**
 * Calls `run` for all outcomes, if there are at most `most`; otherwise for these and `random` further ones, half of which begin
 * like one that got to somewhere new: what lies behind many conditions is hardly ever come by otherwise.
 */
export async function forOutcomes(
  limits: { readonly most: number; readonly random: number; readonly source: Random },
  run: (decisions: Decisions) => Promise<Came>,
): Promise<void> {
  const fruitful: (readonly boolean[])[] = [];
  const goesOn = async (decisions: Decisions): Promise<boolean> => {
    const came = await run(decisions);
    if (came.isNew) fruitful.push(decisions.taken);
    return came.goesOn;
  };
  let given: readonly boolean[] | undefined = [];
  for (let count = 0; count < limits.most && given !== undefined; count++) {
    const decisions = createDecisions(given, () => false);
    if (!(await goesOn(decisions))) return;
    given = following(decisions.taken);
  }
  if (given === undefined) return;
  const { source } = limits;
  for (let count = 0; count < limits.random; count++) {
    const bias = source.pick([0.3, 0.5, 0.7]);
    const like = (source.chance(0.5) ? source.any(fruitful) : undefined) ?? [];
    const beginning = like.slice(0, source.below(like.length + 1));
    if (!(await goesOn(createDecisions(beginning, () => source.chance(bias))))) return;
  }
}

/** The next outcomes in order, as of a binary number whose last digits may differ in count. */
function following(taken: readonly boolean[]): readonly boolean[] | undefined {
  const last = taken.lastIndexOf(false);
  return last < 0 ? undefined : [...taken.slice(0, last), true];
}
