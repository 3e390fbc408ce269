/** Pipeline stage: policy. The URLs that values say, as far as the program states them: texts, URL objects, options, markup. */
import { BASE_OPTIONS, HOST_OPTIONS, PATH_OPTIONS, type Language } from "../catalog/request-rows.js";
import type { Machine } from "../solver/machine.js";
import { wholeUrls } from "../solver/url-parts.js";
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
    if (object?.slots.has("@url") === true) {
      urls.push(...wholeUrls(object));
      continue;
    }
    for (const host of first(HOST_OPTIONS))
      for (const path of first(PATH_OPTIONS))
        for (const base of first(BASE_OPTIONS))
          urls.push(...urlOfOptions(host === undefined ? base : `${scheme ?? "https"}://${host}`, path));
  }
  return urls;
}

function urlOfOptions(base: string | undefined, path: string | undefined): readonly string[] {
  return base === undefined && path === undefined ? [] : [joined(base ?? "", path ?? "")];
}

/** An attribute's value, up to its end or to where the next URL of a list begins. */
const ATTRIBUTE_URL = /=\s*["']?\s*((?:https?:)?\/\/[^\s"'<>]+)/gi;
const STYLE_URL = /(?:\burl\(|@import)\s*["']?\s*((?:https?:)?\/\/[^\s"'<>()]+)/gi;

const WRITTEN_AS: Readonly<Record<Language, readonly RegExp[]>> = {
  html: [ATTRIBUTE_URL, STYLE_URL],
  css: [STYLE_URL],
  attribute: [STYLE_URL],
};

/** The URLs that a page requests when it is given a text, as far as they hold what is not constant. */
export function urlsInText(value: Value, language: Language | undefined): readonly string[] {
  const texts = patternsOf({ ...value, addresses: NOTHING.addresses });
  if (language === undefined) return texts;
  const within = texts.flatMap((text) =>
    WRITTEN_AS[language].flatMap((form) => Array.from(text.matchAll(form), ([, url = ""]) => url)),
  );
  const open = within.filter((url) => url.includes(UNKNOWN_TEXT));
  return language === "attribute" ? [...texts, ...open] : open;
}
