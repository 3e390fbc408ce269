/**
 * Purposes that the settings give: by file, package, endpoint and global name. What several entries match has the
 * purposes of all of them.
 */
import picomatch from "picomatch";
import { endpointMatcher } from "./endpoint-glob.js";
import { fileMatcher, fileSubject, unlessExcluded, type Matcher } from "./file-globs.js";
import { packageNames, plainSubpath } from "./package-name.js";
import type { ResolvedSettings, ResolvedSink } from "./settings.js";
import { urlTarget, type UrlPattern } from "./url-pattern.js";

export interface SettingsSinks {
  /** Purposes of a source file. Globs are relative to `cwd`, absolute ones are taken as they are. */
  purposesOfFile(absoluteFile: string, cwd: string): readonly string[];
  /** Purposes of an npm package or one of its subpaths ("" for the root). An entry without a subpath covers all of them. */
  purposesOfPackage(name: string, subpath: string): readonly string[];
  /** Purposes of an endpoint: a URL, or the pieces of one that is known in part (null: unknown text). */
  purposesOfEndpoint(url: string | UrlPattern): readonly string[];
  /** Purposes of a global variable. */
  purposesOfGlobal(name: string): readonly string[];
}

/** The purposes that `settings` give to code and endpoints. The globs are compiled once, here. */
export function createSettingsSinks(settings: Pick<ResolvedSettings, "sinks">): SettingsSinks {
  const files = purposesBy(settings.sinks, (sink) => sink.files, fileMatcher);
  const packages = purposesBy(settings.sinks, (sink) => sink.packages, packageMatcher);
  const endpoints = purposesBy(settings.sinks, (sink) => sink.endpoints, endpointMatcher);
  const globals = purposesBy(settings.sinks, (sink) => sink.globals, nameMatcher);
  return {
    purposesOfFile: (absoluteFile, cwd) => files(fileSubject(absoluteFile, cwd)),
    purposesOfPackage: (name, subpath) => {
      const path = plainSubpath(subpath);
      return packages(packageNames(name).map((known) => (path === "" ? known : `${known}/${path}`)));
    },
    purposesOfEndpoint: (url) => {
      const target = urlTarget(typeof url === "string" ? [url] : url);
      return target === undefined ? [] : endpoints(target);
    },
    purposesOfGlobal: globals,
  };
}

/** A look-up of the purposes of all sinks that match a subject by one kind of pattern. */
function purposesBy<Subject>(
  sinks: readonly ResolvedSink[],
  patternsOf: (sink: ResolvedSink) => readonly string[],
  compile: (patterns: readonly string[]) => Matcher<Subject>,
): (subject: Subject) => readonly string[] {
  const rows = sinks
    .filter((sink) => patternsOf(sink).length > 0)
    .map((sink) => ({ matches: compile(patternsOf(sink)), purposes: sink.purposes }));
  return (subject) => [...new Set(rows.flatMap((row) => (row.matches(subject) ? row.purposes : [])))];
}

function packageMatcher(globs: readonly string[]): Matcher<readonly string[]> {
  return unlessExcluded(globs, (glob) => {
    const matches = picomatch([glob, `${glob}/**`], { dot: true });
    return (names) => names.some((name) => matches(name));
  });
}

function nameMatcher(names: readonly string[]): Matcher<string> {
  const known = new Set(names);
  return (name) => known.has(name);
}
