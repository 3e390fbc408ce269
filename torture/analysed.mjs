/** Analyses one program, and measures what it took. */
/** @import ts from "typescript" */

/** @typedef {typeof import("../src/index.js").analyzeProgram} AnalyzeProgram */

/**
 * What came of one program.
 *
 * @typedef {object} Analysed
 * @property {string} name
 * @property {number} files
 * @property {number} lines
 * @property {string | undefined} crash Where it happened.
 * @property {number} expressions
 * @property {boolean} isCut A bound of work was hit.
 * @property {number} seconds
 * @property {readonly string[]} leaks "/main.ts:7 leak", each once.
 */

/**
 * @param {AnalyzeProgram} analyzeProgram
 * @param {string} name
 * @param {ts.Program} program
 * @returns {Analysed}
 */
export function analysed(analyzeProgram, name, program) {
  const roots = program.getRootFileNames();
  const lines = roots.map((file) => program.getSourceFile(file)?.getLineStarts().length ?? 0);
  const base = { name, files: roots.length, lines: lines.reduce((sum, one) => sum + one, 0) };
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1_000;
  try {
    const answer = analyzeProgram({ program, cwd: "/", settings: undefined, selection: "match" });
    if (answer.kind === "error") throw new Error(answer.message);
    const { leaks, limits, counters } = answer.result;
    return {
      ...base,
      crash: undefined,
      expressions: counters.at(-1)?.counts["expressions"] ?? 0,
      isCut: limits.some(({ limit }) => /^MAXIMAL_(?:WORK|READS)/.test(limit)),
      seconds: seconds(),
      leaks: [
        ...new Set(
          leaks.map(({ file, span, kind }) => `${file}:${lineAt(program, file, span.start)} ${kind}`),
        ),
      ],
    };
  } catch (error) {
    const crash = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ...base, crash, expressions: 0, isCut: false, seconds: seconds(), leaks: [] };
  }
}

/**
 * @param {ts.Program} program
 * @param {string} file
 * @param {number} offset
 */
function lineAt(program, file, offset) {
  return (program.getSourceFile(file)?.getLineAndCharacterOfPosition(offset).line ?? -1) + 1;
}
