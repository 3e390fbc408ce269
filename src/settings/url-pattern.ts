/**
 * URLs as far as a program states them: constant pieces with unknown text between them. Says what host and path such
 * a URL has; the query and the fragment say nothing about where a request goes and are left out.
 */
import { literal, SOME_TEXT, type Atom } from "./partial-text.js";

/** The pieces of a URL in order; null is unknown text of one or more characters. */
export type UrlPattern = readonly (string | null)[];

/** Where a request to a URL goes. All in lower case. */
export interface UrlTarget {
  /** "https", "wss"; undefined where the URL leaves it to its page (`//host/path`), and for a relative URL. */
  readonly scheme: string | undefined;
  /** Undefined for a relative URL. */
  readonly host: string | undefined;
  /** Undefined where none is written. */
  readonly port: string | undefined;
  /** Begins with a slash and does not end with one ("" for the root); unknown text in it may hold slashes. */
  readonly path: readonly Atom[];
}

/** Stands for unknown text while the pieces are one string; no URL has this character in it. */
const UNKNOWN = "\u0000";

const ABSOLUTE = new RegExp(`^(?:([a-z][a-z0-9+.-]*):)?//([^/${UNKNOWN}]+)(.*)$`, "s");

/**
 * The target of a URL; undefined where the program does not state it: the host is unknown in whole or in part, or it
 * is a relative URL that does not begin with a slash. Unknown text right after a complete host (`HOST + path`) is read
 * as its path.
 */
export function urlTarget(pieces: UrlPattern): UrlTarget | undefined {
  const text = pieces
    .map((piece) => (piece === null ? UNKNOWN : piece.replaceAll(UNKNOWN, "")))
    .join("")
    .trim()
    .toLowerCase()
    .replace(/[?#].*$/s, "");
  if (text.startsWith("/") && !text.startsWith("//")) {
    return { scheme: undefined, host: undefined, port: undefined, path: pathAtoms(text) };
  }
  const [, scheme, authority, path] = ABSOLUTE.exec(text) ?? [];
  if (authority === undefined || path === undefined) return undefined;
  const [, host, port] = /^(?:.*@)?([^:@]+?)\.?(?::(\d*))?$/.exec(authority) ?? [];
  if (host === undefined) return undefined;
  return { scheme, host, port: port === "" ? undefined : port, path: pathAtoms(path) };
}

/** A path as atoms: one slash for several, none at the end. */
function pathAtoms(path: string): readonly Atom[] {
  const rooted = path === "" || path.startsWith("/") ? path : `/${path}`;
  const plain = rooted.replace(/\/{2,}/g, "/").replace(/\/$/, "");
  return plain
    .split(UNKNOWN)
    .flatMap((text, index) => (index === 0 ? literal(text) : [...SOME_TEXT, ...literal(text)]));
}
