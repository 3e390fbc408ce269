/** Pipeline stage: policy. The URLs that values say, as far as the program states them: texts, URL objects, options, markup. */
import { BASE_OPTIONS, HOST_OPTIONS, PATH_OPTIONS } from "../catalog/request-rows.js";
import type { Machine } from "../solver/machine.js";
import { NOTHING, patternsOf, UNKNOWN_TEXT, type Value } from "../solver/value.js";

/** A path below its base; a whole URL stays what it is. */
export function joined(base: string, path: string): string {
  if (base === "" || path === "" || /^(?:[a-z][a-z0-9+.-]*:)?\/\//i.test(path))
    return path === "" ? base : path;
  return `${base.replace(/\/+$/, "")}/${path.replace(/^\/+/, "")}`;
}

/** What a text, a URL object or an options object says of an address. */
export function urlsIn(machine: Machine, value: Value, scheme: string | undefined): readonly string[] {
  const urls = [...patternsOf({ ...value, addresses: NOTHING.addresses })];
  for (const address of value.addresses) {
    const object = machine.object(address);
    const slot = (name: string): string | undefined => {
      const held = object?.slots.get(name)?.value;
      return held === undefined ? undefined : patternsOf(held)[0];
    };
    const first = (names: readonly string[]): string | undefined =>
      names.map(slot).find((part) => part !== undefined);
    const host = first(HOST_OPTIONS);
    const path = first(PATH_OPTIONS);
    const named = object?.slots.get("@url")?.value;
    if (named !== undefined) {
      urls.push(...patternsOf(named).map((url) => withParts(url, host, path)));
      continue;
    }
    const base = host === undefined ? first(BASE_OPTIONS) : `${scheme ?? "https"}://${host}`;
    if (base !== undefined || path !== undefined) urls.push(joined(base ?? "", path ?? ""));
  }
  return urls;
}

/** What a `URL` says after its host or its path was set: `url.pathname = "/tr"`. */
function withParts(url: string, host: string | undefined, path: string | undefined): string {
  const [, scheme = "", oldHost = "", rest = ""] = /^([^/]*\/\/)([^/?#]*)(.*)$/s.exec(url) ?? [];
  if (scheme === "" || (host === undefined && path === undefined)) return url;
  return joined(`${scheme}${host ?? oldHost}`, path ?? rest);
}

/** An attribute's value, up to its end or to where the next URL of a list begins. */
const ATTRIBUTE_URL = /=\s*["']?\s*((?:https?:)?\/\/[^\s"'<>]+)/gi;

/** The URLs that a page requests when markup is put into it, and that hold what is not constant. */
export function urlsInMarkup(value: Value): readonly string[] {
  return patternsOf({ ...value, addresses: NOTHING.addresses }).flatMap((markup) =>
    Array.from(markup.matchAll(ATTRIBUTE_URL), ([, url = ""]) => url).filter((url) =>
      url.includes(UNKNOWN_TEXT),
    ),
  );
}
