/** Kept: a result from before an edit that changes nothing in it but where things stand. */
import type { FileId, ProcedureId } from "../graph/expression.js";
import type { SiteSpan } from "../graph/procedure.js";
import { comparedFile, readText, type MovedPlaces, type ReadText } from "./compared-file.js";
import type { KeptResult, KnownProgram } from "./kept-results.js";
import type { ProgramInputs } from "./program-inputs.js";

/** Files that are compared at most: where more have changed, somebody has checked out another version. */
const MAXIMAL_CHANGES = 8;

export interface Unchanging {
  /** What counts of a text wherever it stands in it. */
  mentionsIn(text: string): string;
  /** Whether a program with so many places is looked at by way of the gate. */
  isGated(sites: number): boolean;
}

/** Read texts by content, so that the next edit finds this one's. */
export class ReadTexts {
  readonly #known = new Map<string, ReadText>();

  read(file: FileId, text: string): ReadText {
    const key = `${file}\n${text}`;
    const read = this.#known.get(key) ?? readText(file, text);
    this.#known.delete(key);
    this.#known.set(key, read);
    const [oldest] = this.#known.keys();
    if (this.#known.size > 2 * MAXIMAL_CHANGES && oldest !== undefined) this.#known.delete(oldest);
    return read;
  }
}

/** undefined: the search has to be done again. */
export function movedResult(
  known: KnownProgram,
  after: ProgramInputs,
  texts: ReadTexts,
  unchanging: Unchanging,
): KeptResult | undefined {
  const changed = changedFiles(known.inputs, after);
  if (changed === undefined) return undefined;
  const { search } = known.result;
  const isGated = unchanging.isGated(search.sites);
  const moved = new Map<FileId, MovedPlaces>();
  let { sites } = search;
  for (const [file, textBefore, textAfter] of changed) {
    if (unchanging.mentionsIn(textBefore) !== unchanging.mentionsIn(textAfter)) return undefined;
    const [before, now] = [texts.read(file, textBefore), texts.read(file, textAfter)];
    const seen = new Set<ProcedureId>(search.seen[file]);
    const places = comparedFile(before, now, seen, isGated);
    if (places === undefined) return undefined;
    moved.set(file, places);
    sites += now.facts.facts.spans.length - before.facts.facts.spans.length;
  }
  if (unchanging.isGated(sites) !== isGated) return undefined;
  return withPlaces({ ...known.result, search: { ...search, sites } }, moved);
}

/** undefined: there are too many, or not the same files. */
function changedFiles(
  before: ProgramInputs,
  after: ProgramInputs,
): readonly (readonly [FileId, string, string])[] | undefined {
  const changed: (readonly [FileId, string, string])[] = [];
  if (before.texts.size !== after.texts.size) return undefined;
  for (const [file, text] of after.texts) {
    const known = before.texts.get(file);
    if (known === undefined) return undefined;
    if (known !== text) changed.push([file, known, text]);
    if (changed.length > MAXIMAL_CHANGES) return undefined;
  }
  return changed;
}

/** undefined: one of its places is not to be found. */
function withPlaces(result: KeptResult, moved: ReadonlyMap<FileId, MovedPlaces>): KeptResult | undefined {
  const lost: FileId[] = [];
  const at = <T extends { readonly file: FileId; readonly span: SiteSpan }>(place: T): T => {
    const places = moved.get(place.file);
    if (places === undefined) return place;
    const span = places(place.span);
    if (span === undefined) lost.push(place.file);
    return span === undefined ? place : { ...place, span };
  };
  const leaks = result.leaks.map((leak) => ({
    ...at(leak),
    trace: leak.trace.map(at),
    furtherTraces: leak.furtherTraces.map((trace) => trace.map(at)),
  }));
  const limits = result.limits.map(at);
  return lost.length > 0 ? undefined : { ...result, leaks, limits };
}
