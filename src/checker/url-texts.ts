/** How URLs that are known in part are put together: as `new URL(path, base)` does, and as clients with a base do. */

/** Pieces of a text in order; null is text that is not known. */
export type KnownText = readonly (string | null)[];

const ORIGIN = /^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/?#]+/i;

/** `new URL(path, base)` @example resolvedTexts([["https://a.test/v1/x"]], [["/v2/y"]]) // [["https://a.test", "/v2/y"]] */
export function resolvedTexts(
  bases: readonly KnownText[],
  paths: readonly KnownText[],
): readonly KnownText[] {
  return combined(bases, paths, (base, path) => [
    ...(beginsWith(path, "/") ? originOf(base) : folderOf(base)),
    ...path,
  ]);
}

/** A client's base and a path: one after the other. @example appendedTexts([["https://a.test/v1/"]], [["/y"]]) // [["https://a.test/v1", "/", "y"]] */
export function appendedTexts(
  bases: readonly KnownText[],
  paths: readonly KnownText[],
): readonly KnownText[] {
  return combined(bases, paths, (base, path) => [
    ...replacedAt(base, base.length - 1, /\/+$/),
    "/",
    ...replacedAt(path, 0, /^\/+/),
  ]);
}

function combined(
  bases: readonly KnownText[],
  paths: readonly KnownText[],
  combine: (base: KnownText, path: KnownText) => KnownText,
): readonly KnownText[] {
  if (bases.length === 0) return paths;
  if (paths.length === 0) return bases;
  return paths.flatMap((path) => (isAbsolute(path) ? [path] : bases.map((base) => combine(base, path))));
}

function isAbsolute([first]: KnownText): boolean {
  return typeof first === "string" && ORIGIN.test(first);
}

function beginsWith([first]: KnownText, start: string): boolean {
  return typeof first === "string" && first.startsWith(start);
}

/** `https://host` of `https://host/path`; of what is not known, all of it. */
function originOf(base: KnownText): KnownText {
  const [first] = base;
  const origin = typeof first === "string" ? ORIGIN.exec(first)?.[0] : undefined;
  return origin === undefined ? base : [origin];
}

/** Without the last segment. */
function folderOf(base: KnownText): KnownText {
  const last = base.length - 1;
  const isOriginAlone = last === 0 && originOf(base)[0] === base[0];
  return isOriginAlone ? [...base, "/"] : replacedAt(base, last, /[^/]*$/);
}

function replacedAt(text: KnownText, index: number, pattern: RegExp): KnownText {
  return text.map((piece, at) => (at === index && piece !== null ? piece.replace(pattern, "") : piece));
}
