/**
 * A progress bar on the error output, where that is a terminal. It shows from the second second on, so that short work
 * leaves no flicker, and goes away when the work is done.
 */
import { performance } from "node:perf_hooks";
import { SingleBar } from "cli-progress";
import type { Terminal } from "./terminal.js";

export interface Progress {
  /** `done` of `total` parts of a stage are done. */
  show(stage: string, done: number, total: number): void;
  end(): void;
}

/** Milliseconds of work before the bar shows. */
const SHOWN_AFTER = 1_000;

export function createProgress({ progressOn }: Terminal): Progress {
  if (progressOn === undefined) return { show: () => undefined, end: () => undefined };
  const started = performance.now();
  let bar: SingleBar | undefined;
  return {
    show: (stage, done, total) => {
      if (performance.now() - started < SHOWN_AFTER) return;
      if (bar === undefined) {
        bar = newBar(progressOn);
        bar.start(total, done, { stage });
      }
      bar.setTotal(total);
      // The work is synchronous: no timer of the bar's own would fire, so that each update draws.
      bar.update(done, { stage });
    },
    end: () => bar?.stop(),
  };
}

function newBar(stream: NodeJS.WritableStream): SingleBar {
  return new SingleBar({
    stream,
    format: "{stage} {bar} {value}/{total}",
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    synchronousUpdate: true,
  });
}
