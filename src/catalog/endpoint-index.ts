/**
 * The catalog's endpoints, found by host and then by path. Hosts and paths are compared without regard to case; of a
 * URL that is known in part, the unknown text of its path may be anything.
 */
import {
  haveCommonText,
  literal,
  SOME_SEGMENT_TEXT,
  SOME_TEXT,
  VERSION_NUMBER,
  type Atom,
} from "../settings/partial-text.js";
import type { UrlTarget } from "../settings/url-pattern.js";
import type { EndpointRow } from "./catalog-data.js";

/** Schemes by which contact data can be sent. */
const SCHEMES: ReadonlySet<string> = new Set(["http", "https", "ws", "wss"]);

interface Endpoint {
  readonly purpose: string;
  /** Undefined: every path. */
  readonly paths: readonly (readonly Atom[])[] | undefined;
}

/** A look-up of the purposes of all rows that a URL's target fits, or may with what is unknown of it. */
export function createEndpointIndex(rows: readonly EndpointRow[]): (target: UrlTarget) => readonly string[] {
  const byHost = new Map<string, Endpoint[]>();
  for (const row of rows) {
    const endpoint: Endpoint = { purpose: row.purpose, paths: row.paths?.map(pathPattern) };
    for (const host of row.hosts) byHost.set(host, [...(byHost.get(host) ?? []), endpoint]);
  }
  const open = [...byHost]
    .filter(([host]) => host.includes("*"))
    .map(([host, found]) => ({ host: hostPattern(host), found }));
  return ({ scheme, host, path }) => {
    if (host === undefined || (scheme !== undefined && !SCHEMES.has(scheme))) return [];
    const found = [
      ...(byHost.get(host) ?? []),
      ...open.flatMap((entry) => (entry.host.test(host) ? entry.found : [])),
    ];
    return found
      .filter(({ paths }) => paths === undefined || paths.some((pattern) => haveCommonText(pattern, path)))
      .map(({ purpose }) => purpose);
  };
}

/** `rest.*.braze.com` as a regular expression. */
function hostPattern(host: string): RegExp {
  return new RegExp(`^${host.replaceAll(".", "\\.").replaceAll("*", ".+")}$`);
}

/** A path pattern of the data file as atoms; `v*` counts as a version only where it is a segment's beginning. */
function pathPattern(path: string): readonly Atom[] {
  const plain = path.toLowerCase().replace(/\/$/, "");
  return plain.split(/(\{[^}]*\}|\*)/).flatMap((part, index, parts) => {
    if (part.startsWith("{")) return SOME_SEGMENT_TEXT;
    if (part !== "*") return literal(part);
    return parts[index - 1]?.endsWith("/v") ? VERSION_NUMBER : SOME_TEXT;
  });
}
