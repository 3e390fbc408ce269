/**
 * A type checker that keeps the time: what the analysis asks of it, and how long the answers take. Types and signatures
 * come back to the checker that made them, so that their methods are seen as well.
 */
/** @import ts from "typescript" */

/** @typedef {(...given: unknown[]) => unknown} Method */
/** @typedef {{ method: string, place: string, milliseconds: number }} Query */

/** Shortest query that is kept one by one, in milliseconds. */
const WORTH_KEEPING = 0.2;
const SHOWN_TEXT = 50;

export class CheckerTimes {
  milliseconds = 0;
  questions = 0;
  /** @type {Query[]} */
  #dear = [];
  #isAsked = false;

  /** @param {ts.Program} program */
  constructor(program) {
    const checker = /** @type {Record<string, unknown>} */ (
      /** @type {unknown} */ (program.getTypeChecker())
    );
    for (const [method, original] of Object.entries(checker))
      if (isMethod(original))
        checker[method] = (/** @type {unknown[]} */ ...given) => this.#timed(method, original, given);
  }

  /** @param {number} count */
  dearest(count) {
    return this.#dear.sort((left, right) => right.milliseconds - left.milliseconds).slice(0, count);
  }

  /**
   * @param {string} method
   * @param {Method} original
   * @param {unknown[]} given
   * @returns {unknown}
   */
  #timed(method, original, given) {
    if (this.#isAsked) return original(...given);
    this.#isAsked = true;
    const started = performance.now();
    try {
      return original(...given);
    } finally {
      const milliseconds = performance.now() - started;
      this.#isAsked = false;
      this.milliseconds += milliseconds;
      this.questions += 1;
      if (milliseconds > WORTH_KEEPING) this.#dear.push({ method, place: placeOf(given), milliseconds });
    }
  }
}

/**
 * @param {unknown} value
 * @returns {value is Method}
 */
function isMethod(value) {
  return typeof value === "function";
}

/** @param {unknown[]} given */
function placeOf(given) {
  const node = given.find(isNode);
  if (node === undefined) return "";
  const file = node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
  return `${file.fileName.split("/").slice(-2).join("/")}:${line + 1} ${node.getText(file).slice(0, SHOWN_TEXT).replaceAll(/\s+/g, " ")}`;
}

/**
 * @param {unknown} value
 * @returns {value is ts.Node}
 */
function isNode(value) {
  return (
    typeof value === "object" &&
    value !== null &&
    "kind" in value &&
    "pos" in value &&
    "getSourceFile" in value
  );
}
