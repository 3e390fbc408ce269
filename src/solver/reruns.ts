/**
 * Pipeline stage: value flow. What may run any number of times (roots, tasks) runs again only if something that it looks
 * at has changed since it ran last.
 */
import { objectAt } from "./heap.js";
import type { Machine } from "./machine.js";
import { isUnchanged, newRecording } from "./summaries.js";

/** Runs it, unless everything that it looked at is as it was before it ran last. */
export function runIfChanged(machine: Machine, key: string, run: () => void): void {
  const before = machine.state;
  const last = machine.seen.get(key);
  if (before === undefined) return;
  if (last !== undefined && isUnchanged(last, before)) return;
  const recording = newRecording();
  machine.recordings.push(recording);
  run();
  machine.recordings.pop();
  const outer = machine.recordings.at(-1);
  if (outer !== undefined) {
    for (const address of recording.reads) outer.reads.add(address);
    for (const address of recording.writes) outer.writes.add(address);
    for (const address of recording.made) outer.made.add(address);
    if (recording.lasting) outer.lasting = true;
  }
  machine.seen.set(key, new Map([...recording.reads].map((address) => [address, objectAt(before, address)])));
}
