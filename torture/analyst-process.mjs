/** Has programs analysed in a process of its own, so that a crash or a hang is a result like others. */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
/** @import { ChildProcess } from "node:child_process" */
/** @import { Analysed } from "./analysed.mjs" */

const SCRIPT = fileURLToPath(new URL("analyst.mjs", import.meta.url));
/** What a linter has by default on a small machine. */
const HEAP_IN_MEGABYTES = 2_048;
/** The only bound here that counts time: it says that something hangs, and nothing that is reported depends on it. */
const HANGS_AFTER_MINUTES = 10;
/** Compilers keep what they have parsed: a process that has seen many programs is no measure of the heap that one takes. */
const PROGRAMS_PER_PROCESS = 25;

export class AnalystProcess {
  /** @type {ChildProcess | undefined} */
  #child;
  #programs = 0;

  /**
   * @param {string} name
   * @returns {Promise<Analysed>}
   */
  analyse(name) {
    if (this.#programs++ % PROGRAMS_PER_PROCESS === 0) this.end();
    this.#child ??= fork(SCRIPT, {
      execArgv: [`--max-old-space-size=${HEAP_IN_MEGABYTES}`],
      // What a process says when its heap is full is pages long.
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    const child = this.#child;
    const started = performance.now();
    return new Promise((resolve) => {
      /** @param {string} crash */
      const crashed = (crash) => {
        const seconds = (performance.now() - started) / 1_000;
        settle({ name, files: 0, lines: 0, crash, expressions: 0, isCut: false, seconds, leaks: [] });
        this.end();
      };
      /** @param {Analysed} result */
      const settle = (result) => {
        clearTimeout(timer);
        child.removeAllListeners();
        resolve(result);
      };
      const timer = setTimeout(() => {
        crashed(`no end after ${HANGS_AFTER_MINUTES} minutes`);
      }, HANGS_AFTER_MINUTES * 60_000);
      child.once("message", settle);
      child.once("exit", (code, signal) => {
        crashed(`the process ended with ${String(signal ?? code)}`);
      });
      child.send(name);
    });
  }

  end() {
    this.#child?.kill("SIGKILL");
    this.#child = undefined;
  }
}
