/**
 * What a program leaks when it is run: over all outcomes of its undecided conditions where they are few.
 */
import { createRandom } from "../random.js";
import { compile } from "./compile.js";
import { forOutcomes, type Came } from "./decisions.js";
import { exportedCallables, withoutUsed } from "./outside.js";
import { runOnce, type CompiledProgram } from "./run.js";

export interface Observation {
  readonly leaked: ReadonlySet<string>;
  readonly reached: ReadonlySet<string>;
  /** Why the program is no use: it has no end, or an error that the types should have kept away. */
  readonly broken?: string;
}

export interface Effort {
  /** All outcomes are tried if there are at most so many. */
  readonly most: number;
  /** Otherwise so many further ones. */
  readonly random: number;
  /**
   * Whether what may happen at most is done: functions without a body throw now and then, and whatever is exported is
   * called, with instances of the program's classes where they are asked for. Otherwise code outside calls only what the program itself doesn't use: of the rest, the analysis goes by how
   * the program uses it.
   */
  readonly atMost?: boolean;
}

/** What every program gets. */
export const USUAL: Effort = { most: 32, random: 24 };
/** What may still show a leak that was reported and has not been seen. */
const FURTHER: readonly Effort[] = [
  { most: 0, random: 1500 },
  { most: 0, random: 1000, atMost: true },
];

const MAY_WAIT = /\b(?:async|await|Promise|setTimeout|queueMicrotask)\b/;

export function compileProgram(files: Readonly<Record<string, string>>): CompiledProgram {
  const libraries = Object.entries(files).filter(([name]) => name !== "main.ts");
  const whole = Object.values(files).join("\n");
  return {
    files: new Map(Object.entries(files).map(([name, text]) => [name, compile(text)])),
    exported: new Map(libraries.map(([name, text]) => [name, exportedCallables(text)])),
    unused: new Map(libraries.map(([name, text]) => [name, withoutUsed(exportedCallables(text), whole)])),
    isAsync: Object.values(files).some((text) => MAY_WAIT.test(text)),
  };
}

export async function observe(program: CompiledProgram, effort: Effort, seed = 1): Promise<Observation> {
  const leaked = new Set<string>();
  const reached = new Set<string>();
  const source = createRandom(seed);
  let broken: string | undefined;
  await forOutcomes({ ...effort, source }, async (decisions): Promise<Came> => {
    const result = await runOnce(program, { decisions, order: source, atMost: effort.atMost === true });
    // Where code outside throws, a module may be left without what others need: that run alone says nothing.
    if (effort.atMost === true && result.broken !== undefined) return { goesOn: true, isNew: false };
    broken = result.broken;
    if (broken !== undefined) return { goesOn: false, isNew: false };
    const known = leaked.size + reached.size;
    for (const id of result.leaked) leaked.add(id);
    for (const id of result.reached) reached.add(id);
    return { goesOn: true, isNew: leaked.size + reached.size > known };
  });
  return broken === undefined ? { leaked, reached } : { leaked, reached, broken };
}

/** The leaks among `sought` that further runs show. */
export async function sightings(
  program: CompiledProgram,
  sought: readonly string[],
): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  for (const [index, effort] of FURTHER.entries()) {
    if (sought.every((id) => seen.has(id))) break;
    const { leaked } = await observe(program, effort, index + 2);
    for (const id of sought) if (leaked.has(id)) seen.add(id);
  }
  return seen;
}
