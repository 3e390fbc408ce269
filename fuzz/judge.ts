/**
 * Runs programs, analyses them, and compares: a leak seen and not reported is missed; a report whose leak was never seen
 * is a false one.
 */
import { analyse, programOf, type Analysis, type Files } from "./analysis.js";
import { compileProgram, observe, sightings, USUAL } from "./execution/observe.js";

export interface Verdict {
  /** Places where a contact got into a sink, by id. */
  readonly leaked: readonly string[];
  readonly missed: readonly string[];
  /** Reported, and never seen; places that hand nothing over among them. */
  readonly false: readonly string[];
  readonly reports: number;
  readonly limits: readonly string[];
  /** Why nothing can be said of the program. */
  readonly unusable?: string;
}

export async function judge(
  programs: readonly Files[],
  all = programOf(programs),
): Promise<readonly Verdict[]> {
  const analyses = analyse(programs, all);
  const verdicts: Verdict[] = [];
  for (const [index, analysis] of analyses.entries())
    verdicts.push(await compared(programs[index] ?? {}, analysis));
  return verdicts;
}

async function compared(files: Files, { reported, elsewhere, limits }: Analysis): Promise<Verdict> {
  const program = compileProgram(files);
  const { leaked, broken } = await observe(program, USUAL);
  const unseen = [...reported].filter((id) => !leaked.has(id));
  const seen = unseen.length === 0 || broken !== undefined ? new Set() : await sightings(program, unseen);
  const verdict = {
    leaked: [...leaked],
    missed: [...leaked].filter((id) => !reported.has(id)),
    false: [...unseen.filter((id) => !seen.has(id)), ...elsewhere],
    reports: reported.size + elsewhere.length,
    limits,
  };
  return broken === undefined ? verdict : { ...verdict, missed: [], false: [], unusable: broken };
}
