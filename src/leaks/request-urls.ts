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
    const first = (names: readonly string[]): readonly (string | undefined)[] => {
      const held = names.map((name) => object?.slots.get(name)?.value).filter((part) => part !== undefined);
      const known = held.map(patternsOf).find((texts) => texts.length > 0);
      return known ?? [undefined];
    };
    const named = object?.slots.get("@url")?.value;
    const bases = named === undefined ? first(BASE_OPTIONS) : patternsOf(named);
    for (const host of first(HOST_OPTIONS))
      for (const path of first(PATH_OPTIONS))
        for (const base of bases)
          urls.push(
            ...(named === undefined
              ? urlOfOptions(host === undefined ? base : `${scheme ?? "https"}://${host}`, path)
              : [withParts(base ?? "", host, path)]),
          );
  }
  return urls;
}

function urlOfOptions(base: string | undefined, path: string | undefined): readonly string[] {
  return base === undefined && path === undefined ? [] : [joined(base ?? "", path ?? "")];
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
