/**
 * Purpose names: words and hyphens, from the general to the special with colons (`security:two-factor`). Everything
 * that reads a purpose – settings, annotations, `package.json`, the catalog – reads it by these rules.
 */
import { closestName } from "./name-suggestion.js";

/** The purposes that the catalog's rows have; `settings.purpose.catalog` chooses among them. */
export const CATALOG_PURPOSES: readonly string[] = [
  "advertising",
  "advertising:measurement",
  "analytics",
  "customer-data",
  "marketing",
];

/** First words of the purposes that this plugin itself knows. A name one slip away from one of them is a misspelling. */
export const KNOWN_FIRST_WORDS: readonly string[] = [
  "security",
  "advertising",
  "analytics",
  "customer-data",
  "marketing",
];

/** One slip: a letter too many, too few, another, or two that changed places. "targeting" is two away from "marketing". */
const MISSPELLING_DISTANCE = 1;

const WORDS = "[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*";
const PURPOSE_NAME = new RegExp(`^${WORDS}(?::${WORDS})*$`);

/** What a purpose name must look like, for messages. */
export const PURPOSE_FORM = 'words and hyphens, special ones after a colon, as in "security:two-factor"';

/** The names that a text states, or why it states none. */
export type PurposeNames = { readonly names: readonly string[] } | { readonly error: string };

/** Whether `text` has the form of one purpose name. */
export function isPurposeName(text: string): boolean {
  return PURPOSE_NAME.test(text);
}

/**
 * Reads the purposes that a text states, separated by white space (`security analytics`).
 * Error: the text has no name in it, a name of another form, or a name that misspells a known one.
 */
export function parsePurposeNames(text: string): PurposeNames {
  const names = text.split(/\s+/).filter((name) => name !== "");
  if (names.length === 0) return { error: `no purpose given; a purpose is ${PURPOSE_FORM}` };
  for (const name of names) {
    const problem = purposeProblem(name);
    if (problem !== undefined) return { error: problem };
  }
  return { names: [...new Set(names)] };
}

/** What is wrong with `name` as a purpose, as half a sentence; undefined if nothing is. */
export function purposeProblem(name: string): string | undefined {
  if (!isPurposeName(name)) return `"${name}" is no purpose name; a purpose is ${PURPOSE_FORM}`;
  const meant = misspelledPurpose(name);
  return meant === undefined ? undefined : `unknown purpose "${name}"; did you mean "${meant}"?`;
}

/** The purpose that `name` very likely misspells; undefined if its first word is a known one or far from all. */
export function misspelledPurpose(name: string): string | undefined {
  const [first = "", ...rest] = name.split(":");
  if (KNOWN_FIRST_WORDS.includes(first)) return undefined;
  const meant = closestName(first, KNOWN_FIRST_WORDS, MISSPELLING_DISTANCE);
  return meant === undefined ? undefined : [meant, ...rest].join(":");
}

/** Whether what holds for purpose `general` holds for `special`: they are the same, or `special` is under it. */
export function coversPurpose(general: string, special: string): boolean {
  return special === general || special.startsWith(`${general}:`);
}
