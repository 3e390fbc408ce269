/**
 * Pipeline stage: report. A trace as people read it: what happens at one and the same place is one step.
 */
import type { ReportedStep } from "./leak-report.js";

/** @example "SecurityContact comes from here, and gets into advertising code: track" */
export function placesOfTrace(trace: readonly ReportedStep[]): readonly ReportedStep[] {
  const steps: ReportedStep[] = [];
  for (const step of trace) {
    const last = steps.at(-1);
    if (last !== undefined && samePlace(last, step))
      steps[steps.length - 1] = { ...step, what: `${last.what}; ${step.what}` };
    else steps.push(step);
  }
  return steps;
}

function samePlace({ place: left }: ReportedStep, { place: right }: ReportedStep): boolean {
  return (
    left.file === right.file &&
    left.start.line === right.start.line &&
    left.start.column === right.start.column &&
    left.end.line === right.end.line &&
    left.end.column === right.end.column
  );
}
