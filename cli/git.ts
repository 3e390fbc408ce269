/**
 * What the command line asks git: the program itself, so that the user's own configuration and credentials hold.
 */
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { promisify } from "node:util";
import type { ReportedCommit } from "../src/report/leak-history.js";
import { WrongUse } from "./wrong-use.js";

const run = promisify(execFile);

/** Bytes of output: a blame of many long lines, or all commits of a long history. */
const MAXIMAL_OUTPUT = 512 * 1024 * 1024;

/** A stretch of lines, from 1, both included. */
export type LineRange = readonly [first: number, last: number];

export interface Git {
  /** Those of the files (relative to the directory) that git knows. */
  tracked(files: readonly string[]): Promise<ReadonlySet<string>>;
  /** The commit of each line that is asked for, by line; undefined: not committed. Changes of white space alone don't count. */
  blame(file: string, ranges: readonly LineRange[]): Promise<ReadonlyMap<number, string | undefined>>;
  /** Those commits of several that are an ancestor of no other. */
  independent(commits: readonly string[]): Promise<readonly string[]>;
  /** A commit's descendants up to HEAD, and itself. */
  descendants(commit: string): Promise<ReadonlySet<string>>;
  /** All commits up to HEAD, each after its ancestors. */
  history(): Promise<readonly string[]>;
  commit(revision: string): Promise<ReportedCommit>;
  /** Tags whose state has the commit, in the order of versions. */
  tagsWith(commit: string): Promise<readonly string[]>;
  /** Commits whose ancestors this clone doesn't have; empty for a whole one. */
  shallowEnds(): Promise<ReadonlySet<string>>;
}

/** `directory`: the root of a repository. */
export function createGit(directory: string): Git {
  const ask = async (...parameters: readonly string[]): Promise<string> => {
    try {
      const { stdout } = await run("git", ["--no-pager", ...parameters], {
        cwd: directory,
        maxBuffer: MAXIMAL_OUTPUT,
        env: { ...process.env, LC_ALL: "C" },
      });
      return stdout;
    } catch (error) {
      throw new WrongUse(`git ${parameters[0] ?? ""}: ${reasonOf(error)}`);
    }
  };
  const lines = async (...parameters: readonly string[]): Promise<readonly string[]> =>
    (await ask(...parameters)).split("\n").filter((line) => line !== "");
  return {
    tracked: async (files) => new Set((await ask("ls-files", "-z", "--", ...files)).split("\0")),
    blame: async (file, ranges) => {
      const wanted = ranges.flatMap(([first, last]) => ["-L", `${first},${last}`]);
      return commitsByLine(await ask("blame", "--porcelain", "-w", ...wanted, "--", file));
    },
    independent: (commits) => lines("merge-base", "--independent", ...commits),
    descendants: async (commit) =>
      new Set([commit, ...(await lines("rev-list", "--ancestry-path", `${commit}..HEAD`))]),
    history: () => lines("rev-list", "--topo-order", "--reverse", "HEAD"),
    commit: async (revision) => {
      const [hash = "", date = "", summary = ""] = (
        await ask("show", "--no-patch", "--format=%H%x00%cI%x00%s", revision)
      )
        .trimEnd()
        .split("\0");
      return { hash, date, summary };
    },
    tagsWith: (commit) => lines("tag", "--sort=version:refname", "--contains", commit),
    shallowEnds: async () => {
      const [list = ""] = await lines("rev-parse", "--git-path", "shallow");
      const path = resolve(directory, list);
      return new Set(existsSync(path) ? readFileSync(path, "utf8").split("\n").filter(Boolean) : []);
    },
  };
}

/** Of what is not committed, git says that its commit is all zeros. */
const NOT_COMMITTED = /^0+$/;

/** A line of code begins with a tab; each has a head before it: commit, line there, line here. */
function commitsByLine(porcelain: string): ReadonlyMap<number, string | undefined> {
  const found = new Map<number, string | undefined>();
  for (const [, commit = "", line = ""] of porcelain.matchAll(/^([0-9a-f]{40,64}) \d+ (\d+)(?: \d+)?$/gm))
    found.set(Number(line), NOT_COMMITTED.test(commit) ? undefined : commit);
  return found;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ("code" in error && error.code === "ENOENT") return "there is no such program.";
  const said = "stderr" in error && typeof error.stderr === "string" ? error.stderr.trim() : "";
  return said === "" ? error.message : said;
}
