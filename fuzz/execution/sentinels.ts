/**
 * Contacts as they are at run time: text in a letter that occurs nowhere else, so that each of its letters can be
 * recognised in whatever was made of it.
 */
const LETTER = "密";

/** Long enough that no operation of the grammar cuts all of it off. */
export const CONTACT = LETTER.repeat(60);

const ID = /^s\d+$/;

/** What the recorder found in what a sink was given. */
export interface Recorded {
  readonly ids: readonly string[];
  readonly holdsContact: boolean;
}

/** Looks into containers and objects, and into what their getters return. */
export function lookInto(value: unknown): Recorded {
  const seen = new Set<unknown>();
  const ids: string[] = [];
  let holdsContact = false;
  const visit = (part: unknown): void => {
    if (typeof part === "string") {
      if (ID.test(part)) ids.push(part);
      if (part.includes(LETTER)) holdsContact = true;
    }
    if (typeof part !== "object" || part === null || seen.has(part)) return;
    seen.add(part);
    if (part instanceof Map || part instanceof Set) for (const entry of part) visit(entry);
    else for (const inner of valuesOf(part)) visit(inner);
  };
  visit(value);
  return { ids, holdsContact };
}

function valuesOf(object: object): readonly unknown[] {
  const own = Object.values(Object.getOwnPropertyDescriptors(object)).map(({ value }): unknown => value);
  const prototype: unknown = Object.getPrototypeOf(object);
  const isOfProgram = prototype !== Object.prototype && !(object instanceof Array || object instanceof Error);
  if (!isOfProgram || typeof prototype !== "object" || prototype === null) return own;
  const accessors = Object.entries(Object.getOwnPropertyDescriptors(prototype));
  const shown = accessors.filter(([, property]) => property.get !== undefined);
  return [...own, ...shown.map(([name]): unknown => Reflect.get(object, name))];
}

/** Where a function of the platform would hide the letter, a stand-in keeps it. */
export const STAND_INS = {
  encodeURIComponent: (text: string): string => keepingLetters(text, encodeURIComponent),
  decodeURIComponent: (text: string): string => keepingLetters(text, decodeURIComponent),
  btoa: (text: string): string => `b:${text}`,
  Buffer: { from: (text: string) => ({ toString: (): string => `b:${text}` }) },
};

export function createHash(): unknown {
  let content = "";
  const hash = {
    update: (text: string) => {
      content += text;
      return hash;
    },
    digest: (): string => `h:${content}`,
  };
  return hash;
}

function keepingLetters(text: string, change: (part: string) => string): string {
  return text.split(LETTER).map(change).join(LETTER);
}
