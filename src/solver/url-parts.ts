/**
 * Pipeline stage: value flow. What a URL object says, as far as it is known: its whole text, with what was set in it
 * later, and the parts of that under their names (`url.pathname`).
 */
import type { AbstractObject } from "./heap.js";
import { NOTHING, patternsOf, UNKNOWN_TEXT } from "./value.js";

interface UrlText {
  readonly scheme: string;
  readonly host: string;
  /** From the first slash on, without query and fragment. */
  readonly path: string;
  readonly query: string;
}

const WHOLE = /^([^/?#]*:)?\/\/([^/?#]*)([^?#]*)(.*)$/s;

/** Parts by the property that gives them. */
const PARTS: ReadonlyMap<string, (url: UrlText) => string> = new Map([
  ["protocol", ({ scheme }: UrlText) => scheme],
  ["origin", ({ scheme, host }) => `${scheme}//${host}`],
  ["host", ({ host }) => host],
  ["hostname", ({ host }) => host.replace(/:\d*$/, "")],
  ["pathname", ({ path }) => path],
]);

/** These say nothing of where the URL leads; all further properties hold the whole text. */
const OTHER_PARTS: ReadonlySet<string> = new Set(["port", "search", "hash", "username", "password"]);

/** The whole text first: a part is mostly set after it. */
const SETTABLE = ["href", "protocol", "host", "hostname", "pathname"];

/** The texts that the object is as a whole; none where it stands for no URL. */
export function wholeUrls(object: AbstractObject): readonly string[] {
  const made = patternsOf(object.slots.get("@url")?.value ?? NOTHING);
  return SETTABLE.reduce((urls, name) => {
    const texts = setTexts(object, name);
    return texts === undefined ? urls : urls.flatMap((url) => withPart(url, name, texts));
  }, made);
}

/** @example partsOfUrls(["https://own.example/me?x=1"], "pathname") // ["/me"] */
export function partsOfUrls(urls: readonly string[], name: string): readonly string[] {
  if (OTHER_PARTS.has(name)) return [];
  const part = PARTS.get(name);
  if (part === undefined) return urls;
  return urls.map(textOf).flatMap((url) => (url === undefined ? [] : [part(url)]));
}

/** What was set there, or undefined if nothing was; what is not known is unknown text. */
function setTexts(object: AbstractObject, name: string): readonly string[] | undefined {
  const set = object.slots.get(name)?.value;
  if (set === undefined) return undefined;
  const known = patternsOf(set);
  return known.length > 0 && (!set.open || set.whole) ? known : [...known, UNKNOWN_TEXT];
}

function withPart(url: string, name: string, texts: readonly string[]): readonly string[] {
  if (name === "href") return texts;
  const old = textOf(url);
  if (old === undefined) return [url];
  const { scheme, host, path, query } = old;
  return texts.map((text) => {
    if (name === "protocol") return `${text.replace(/:?$/, ":")}//${host}${path}${query}`;
    if (name === "pathname") return `${scheme}//${host}/${text.replace(/^\//, "")}${query}`;
    const port = name === "hostname" ? (/:\d*$/.exec(host)?.[0] ?? "") : "";
    return `${scheme}//${text}${port}${path}${query}`;
  });
}

function textOf(url: string): UrlText | undefined {
  const [, scheme = "", host, path = "", query = ""] = WHOLE.exec(url) ?? [];
  return host === undefined ? undefined : { scheme, host, path: path === "" ? "/" : path, query };
}
