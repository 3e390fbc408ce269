/**
 * Makes a program that is judged wrongly as small as it gets ("delta debugging"): of all programs that are smaller by one
 * cut, the first is taken that is still valid and judged wrongly in the same way; from there it goes on.
 */
import type ts from "typescript";
import { programOf, type Files } from "./analysis.js";
import { smallerPrograms } from "./edits.js";
import { compileProgram, observe, USUAL } from "./execution/observe.js";
import type { CompiledProgram } from "./execution/run.js";
import { judge, type Verdict } from "./judge.js";

export type Wrongness = "missed" | "false";

/** So many candidates share one `ts.Program`. */
const TOGETHER = 12;

export async function shrink(files: Files, wrongness: Wrongness, most = 400): Promise<Files> {
  let smallest = files;
  let tried = 0;
  let from = 0;
  while (tried < most) {
    const candidates = smallerPrograms(smallest);
    const next = await firstWrong(candidates, from, wrongness);
    if (next === undefined && from === 0) break;
    tried += 1;
    // What could not be cut before is tried again last.
    from = next === undefined ? 0 : next.index;
    smallest = next === undefined ? smallest : next.files;
  }
  return smallest;
}

async function firstWrong(
  candidates: readonly Files[],
  from: number,
  wrongness: Wrongness,
): Promise<{ readonly index: number; readonly files: Files } | undefined> {
  for (let index = from; index < candidates.length; index += TOGETHER) {
    const some = candidates.slice(index, index + TOGETHER);
    const running = await runningOnes(some, wrongness);
    if (running.length === 0) continue;
    const all = programOf(running);
    const verdicts = await judge(running, all);
    const found = verdicts.findIndex(
      (verdict, at) => isWrong(verdict, wrongness) && !hasErrors(all.program, at),
    );
    const files = running[found];
    if (files !== undefined) return { index: index + some.indexOf(files), files };
  }
  return undefined;
}

function isWrong(verdict: Verdict, wrongness: Wrongness): boolean {
  // A report where nothing has an id any more would be false by that alone.
  return verdict.unusable === undefined && verdict[wrongness].length > 0 && verdict[wrongness].every(isId);
}

function isId(place: string): boolean {
  return /^s\d+$/.test(place);
}

/** Those that compile and run to their end: cheaper to find out than what the analysis says. */
async function runningOnes(candidates: readonly Files[], wrongness: Wrongness): Promise<readonly Files[]> {
  const running: Files[] = [];
  for (const files of candidates) {
    const program = compiled(files);
    if (program === undefined) continue;
    const { leaked, broken } = await observe(program, USUAL);
    if (broken === undefined && (wrongness === "false" || leaked.size > 0)) running.push(files);
  }
  return running;
}

/** Nothing if what was cut off left no valid program. */
function compiled(files: Files): CompiledProgram | undefined {
  try {
    return compileProgram(files);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whether the compiler finds errors in the program of this number. */
function hasErrors(program: ts.Program, index: number): boolean {
  const files = program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.includes(`/fuzz/p${String(index)}/`));
  return files.some((file) => program.getSemanticDiagnostics(file).length > 0);
}
