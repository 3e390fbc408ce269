/**
 * Pipeline stage: report. Since when a leak has been possible, as far as the history of its trace's lines tells.
 *
 * What is known is a bound: all lines of the trace stand as they do now since one commit. Before it, one of them was
 * missing or read otherwise, and the same way may have been there in other words; after it, code beside the trace may have
 * kept values from going it for some time.
 */
export interface ReportedCommit {
  readonly hash: string;
  /** When it came into the history, ISO 8601. */
  readonly date: string;
  /** The first line of its message. */
  readonly summary: string;
}

export type LeakHistory =
  | {
      readonly kind: "since";
      /** The first commit in which all lines of the trace stand as they do now. */
      readonly commit: ReportedCommit;
      /** Whole days from there to the commit that was looked at. */
      readonly days: number;
      /** Names of version tags whose state has all these lines, in the order of versions. */
      readonly tags: readonly string[];
      /** The clone's history ends at this commit: the lines may be older. */
      readonly isCut: boolean;
    }
  /** Lines of these files are not committed yet. */
  | { readonly kind: "uncommitted"; readonly files: readonly string[] };

/** What a report's histories go by. */
export interface HistoryState {
  /** The commit that was looked at. */
  readonly commit: ReportedCommit;
  /** The clone does not have the whole history. */
  readonly isShallow: boolean;
}

export const HISTORY_NOTE =
  "“Since” is the first commit in which all lines of a trace stand as they do now. The same way may have been there before in other words, and code beside the trace may have blocked it for a time after.";

/** @example "since 2025-03-04 (1a2b3c4 “Upload audiences”), for 412 days; in 3 version tags, v1.2.0 to v1.4.0" */
export function historyInWords(history: LeakHistory): string {
  if (history.kind === "uncommitted") return `not committed yet: ${history.files.join(", ")}`;
  const { commit, days, tags, isCut } = history;
  const at = `${commit.date.slice(0, 10)} (${commit.hash.slice(0, 7)} “${commit.summary}”)`;
  const first = isCut ? `since ${at} or earlier: this clone's history ends there` : `since ${at}`;
  return `${first}, for ${isCut ? "at least " : ""}${days} ${days === 1 ? "day" : "days"}; ${tagsInWords(tags)}`;
}

function tagsInWords(tags: readonly string[]): string {
  const [first, ...others] = tags;
  if (first === undefined) return "in no version tag";
  const last = others.at(-1);
  return last === undefined
    ? `in one version tag, ${first}`
    : `in ${tags.length} version tags, ${first} to ${last}`;
}
