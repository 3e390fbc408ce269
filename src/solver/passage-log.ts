/**
 * Pipeline stage: value flow. The account of what was handed from one file's code to another's, by source.
 */
import { sourceOf, type FlowFact } from "../graph/flow-fact.js";
import { callKey, type Passage, type Passages } from "../graph/passage.js";

export class PassageLog implements Passages {
  readonly #bySource = new Map<string, Map<string, Passage>>();
  readonly #origins = new Map<string, Map<string, FlowFact>>();

  of(fact: FlowFact): readonly Passage[] {
    return [...(this.#bySource.get(sourceKey(fact))?.values() ?? [])];
  }

  originsOf(fact: FlowFact): readonly FlowFact[] {
    return [...(this.#origins.get(sourceKey(fact))?.values() ?? [])];
  }

  /** `read` starts where a part is read of an object that came with `origin`. */
  noteOrigin(read: FlowFact, origin: FlowFact): void {
    const [key, place] = [sourceKey(read), sourceKey(origin)];
    if (key === place) return;
    const known = this.#origins.get(key) ?? new Map<string, FlowFact>();
    if (!known.has(place)) known.set(place, origin);
    this.#origins.set(key, known);
  }

  add(fact: FlowFact, passage: Passage): void {
    const key = sourceKey(fact);
    const known = this.#bySource.get(key) ?? new Map<string, Passage>();
    const { kind, from, site, to, call } = passage;
    const place = `${kind}|${from}|${String(site)}|${to}|${call}`;
    if (!known.has(place)) known.set(place, passage);
    this.#bySource.set(key, known);
  }
}

function sourceKey(fact: FlowFact): string {
  const { file, site } = sourceOf(fact.trace);
  return `${fact.label}|${callKey(file, site)}`;
}
