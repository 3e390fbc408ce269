/** Globs of files in the settings, with `!` before what is excepted. */
import { isAbsolute, relative, sep } from "node:path";
import picomatch from "picomatch";

export type Matcher<Subject> = (subject: Subject) => boolean;

/** A file as globs of either kind see it. */
export interface FileSubject {
  readonly absolute: string;
  readonly relative: string;
}

/** Globs are relative to `cwd`, absolute ones are taken as they are. */
export function fileSubject(absoluteFile: string, cwd: string): FileSubject {
  return { absolute: posix(absoluteFile), relative: posix(relative(cwd, absoluteFile)) };
}

export function fileMatcher(globs: readonly string[]): Matcher<FileSubject> {
  return unlessExcluded(globs, (glob) => {
    const matches = picomatch([...withContents(glob)], { dot: true });
    return (file) => matches(isAbsolute(glob) ? file.absolute : file.relative);
  });
}

/** `!` before a glob takes away what the others match – or, where there are no others, what everything matches. */
export function unlessExcluded<Subject>(
  globs: readonly string[],
  compile: (glob: string) => Matcher<Subject>,
): Matcher<Subject> {
  const taken = globs.filter((glob) => !isExclusion(glob)).map(compile);
  const excluded = globs.filter(isExclusion).map((glob) => compile(glob.slice(1)));
  return (subject) =>
    (taken.length === 0 || taken.some((matches) => matches(subject))) &&
    !excluded.some((matches) => matches(subject));
}

/** A plain name at the end ("src/ads") means a directory as well: what is in it matches too. */
function withContents(glob: string): readonly string[] {
  const plain = posix(glob).replace(/^\.\//, "").replace(/\/+$/, "");
  const last = plain.slice(plain.lastIndexOf("/") + 1);
  return /[*?[\]{}()]/.test(last) ? [plain] : [plain, `${plain}/**`];
}

/** A leading `!`; `!(a|b)` is a glob of its own. */
function isExclusion(glob: string): boolean {
  return glob.startsWith("!") && !glob.startsWith("!(");
}

function posix(path: string): string {
  return sep === "\\" ? path.replaceAll("\\", "/") : path;
}
