/**
 * Pipeline stage: value flow. What may run any number of times (roots, tasks) runs again only if something that it looks
 * at has changed since it ran last.
 */
import { objectAt, type AbstractObject } from "./heap.js";
import type { Machine } from "./machine.js";
import { isUnchanged, startRecording, passOnRecording, type Objects } from "./summaries.js";
import type { Address } from "./value.js";

/** What something looked at when it ran last. */
export interface Seen {
  readonly objects: Objects;
  /** What it took as out of the reach of what is watched. */
  readonly unreached: ReadonlySet<Address>;
}

/** Whether everything that it looked at is as it was before it ran last. */
export function isUpToDate(machine: Machine, key: string): boolean {
  const last = machine.seen.get(key);
  if (last === undefined || machine.state === undefined) return false;
  return isUnchanged(last.objects, machine.state) && !machine.isReachedNow(last.unreached);
}

/** Runs it, unless everything that it looked at is as it was before it ran last. */
export function runIfChanged(machine: Machine, key: string, run: () => void): void {
  const before = machine.state;
  if (before === undefined || isUpToDate(machine, key)) return;
  const recording = startRecording(machine);
  run();
  machine.recordings.pop();
  const outer = machine.recordings.at(-1);
  if (outer !== undefined) passOnRecording(recording, outer);
  const objects = new Map<Address, AbstractObject | undefined>();
  for (const address of recording.reads) objects.set(address, objectAt(before, address));
  machine.seen.set(key, { objects, unreached: recording.unreached });
}

/** What somebody starts has work of its own. */
export function beginRoot(machine: Machine): void {
  machine.workOfRoot = 0;
  machine.readsBeforeRoot = machine.counters.reads;
}
