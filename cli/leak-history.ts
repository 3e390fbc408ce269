/**
 * `report --since`: for each leak the commit that completed its way, by the history of the lines of its trace.
 */
import type { ReportedLeak } from "../src/report/leak-report.js";
import type { HistoryState, LeakHistory } from "../src/report/leak-history.js";
import type { Report } from "../src/report/report.js";
import { createGit, type Git, type LineRange } from "./git.js";

/** Processes of git at a time: each is bound by the disk. */
const AT_A_TIME = 4;
const DAY = 24 * 60 * 60 * 1000;
/** A tag that is named after a version. */
const VERSION = /\d+\.\d+/;

/**
 * Gives a report's leaks their histories. Says at once what is wrong where there is none: an analysis takes longer.
 * `directory`: the repository's root, which the report's paths are relative to.
 */
export async function openHistory(directory: string): Promise<(report: Report) => Promise<Report>> {
  const git = createGit(directory);
  const ends = await git.shallowEnds();
  const state: HistoryState = { commit: await git.commit("HEAD"), isShallow: ends.size > 0 };
  const completing = remembered((commits) => completingCommit(git, commits.split(" ")));
  const since = remembered((hash) => sinceCommit(git, hash, state, ends));
  return async (report) => {
    const blamed = await blameTraces(git, report.leaks);
    const leaks: ReportedLeak[] = [];
    for (const leak of report.leaks) {
      const { commits, uncommitted } = linesOf(leak, blamed);
      const history: LeakHistory =
        uncommitted.length > 0
          ? { kind: "uncommitted", files: uncommitted }
          : await since(await completing(commits.join(" ")));
      leaks.push({ ...leak, history });
    }
    return { ...report, leaks, history: state };
  };
}

/** For each file the commit of each line of a trace; a line without one isn't committed. */
type Blamed = ReadonlyMap<string, ReadonlyMap<number, string | undefined>>;

async function blameTraces(git: Git, leaks: readonly ReportedLeak[]): Promise<Blamed> {
  const ranges = new Map<string, Map<string, LineRange>>();
  for (const { place } of leaks.flatMap(({ trace }) => trace)) {
    const ofFile = ranges.get(place.file) ?? new Map<string, LineRange>();
    ranges.set(place.file, ofFile.set(`${place.start.line},${place.end.line}`, linesOfPlace(place)));
  }
  const tracked = await git.tracked([...ranges.keys()]);
  const waiting = [...ranges].filter(([file]) => tracked.has(file));
  const blamed = new Map<string, ReadonlyMap<number, string | undefined>>();
  const worker = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
      blamed.set(next[0], await git.blame(next[0], [...next[1].values()]));
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return blamed;
}

function linesOfPlace({ start, end }: ReportedLeak["place"]): LineRange {
  // An expression that ends at the start of a line has nothing on that line.
  return [start.line, end.column === 1 && end.line > start.line ? end.line - 1 : end.line];
}

function linesOf(
  { trace }: ReportedLeak,
  blamed: Blamed,
): { readonly commits: readonly string[]; readonly uncommitted: readonly string[] } {
  const commits = new Set<string>();
  const uncommitted = new Set<string>();
  for (const { place } of trace) {
    const [first, last] = linesOfPlace(place);
    for (let line = first; line <= last; line += 1) {
      const commit = blamed.get(place.file)?.get(line);
      if (commit === undefined) uncommitted.add(place.file);
      else commits.add(commit);
    }
  }
  return { commits: [...commits].sort(), uncommitted: [...uncommitted].sort() };
}

/**
 * The first commit that has all of some commits: the one of them that comes after all others, or, where they were made side
 * by side, the first merge that brought them together.
 */
async function completingCommit(git: Git, commits: readonly string[]): Promise<string> {
  const [last = "", ...besides] = commits.length === 1 ? commits : await git.independent(commits);
  if (besides.length === 0) return last;
  const descendants = await Promise.all([last, ...besides].map((commit) => git.descendants(commit)));
  const history = await git.history();
  return history.find((commit) => descendants.every((ofOne) => ofOne.has(commit))) ?? "HEAD";
}

async function sinceCommit(
  git: Git,
  hash: string,
  state: HistoryState,
  ends: ReadonlySet<string>,
): Promise<LeakHistory> {
  const commit = await git.commit(hash);
  const tags = await git.tagsWith(hash);
  const stood = Date.parse(state.commit.date) - Date.parse(commit.date);
  return {
    kind: "since",
    commit,
    // A clock that was wrong makes no negative time.
    days: Math.max(0, Math.floor(stood / DAY)),
    tags: tags.filter((tag) => VERSION.test(tag)),
    isCut: ends.has(hash),
  };
}

function remembered<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (key) => {
    const answer = known.get(key) ?? ask(key);
    known.set(key, answer);
    return answer;
  };
}
