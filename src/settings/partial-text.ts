/**
 * Texts that are known in part, and patterns of texts: both are sequences of atoms, and the question is whether some
 * text fits both. Used for URLs that a program puts together from constants and variables.
 */

/** Which characters an atom stands for. */
type CharacterSet =
  /** This character. */
  | { readonly kind: "character"; readonly character: string }
  /** Any digit. */
  | { readonly kind: "digit" }
  /** Any character but a slash. */
  | { readonly kind: "segment" }
  /** Any character. */
  | { readonly kind: "any" };

/** One character of a set, or any number of them, none included. */
export interface Atom {
  readonly set: CharacterSet;
  readonly repeats: boolean;
}

const one = (set: CharacterSet): Atom => ({ set, repeats: false });
const many = (set: CharacterSet): Atom => ({ set, repeats: true });
const SEGMENT: CharacterSet = { kind: "segment" };
const ANY: CharacterSet = { kind: "any" };

/** Part of a segment, at least one character. */
export const SOME_SEGMENT_TEXT: readonly Atom[] = [one(SEGMENT), many(SEGMENT)];
/** Part of a segment, or nothing. */
export const ANY_SEGMENT_TEXT: readonly Atom[] = [many(SEGMENT)];
/** Any text of at least one character, slashes included. */
export const SOME_TEXT: readonly Atom[] = [one(ANY), many(ANY)];
/** Any text, or nothing. */
export const ANY_TEXT: readonly Atom[] = [many(ANY)];
/** A digit and what follows it in its segment. */
export const VERSION_NUMBER: readonly Atom[] = [one({ kind: "digit" }), many(SEGMENT)];

/** The text itself. */
export function literal(text: string): readonly Atom[] {
  return Array.from(text, (character) => one({ kind: "character", character }));
}

/**
 * Whether some text fits both `left` and `right`.
 * Walks the pairs of positions that can be reached by reading the same characters on both sides: at most
 * `left.length × right.length` of them.
 */
export function haveCommonText(left: readonly Atom[], right: readonly Atom[]): boolean {
  const width = right.length + 1;
  const seen = new Set<number>();
  const open: number[] = [0];
  for (let position = open.pop(); position !== undefined; position = open.pop()) {
    if (seen.has(position)) continue;
    seen.add(position);
    const row = Math.floor(position / width);
    const column = position % width;
    if (row === left.length && column === right.length) return true;
    const first = left[row];
    const second = right[column];
    if (first?.repeats) open.push(position + width);
    if (second?.repeats) open.push(position + 1);
    if (first === undefined || second === undefined || !overlap(first.set, second.set)) continue;
    open.push(position + (first.repeats ? 0 : width) + (second.repeats ? 0 : 1));
  }
  return false;
}

function overlap(left: CharacterSet, right: CharacterSet): boolean {
  switch (left.kind) {
    case "any":
      return true;
    case "character":
      return contains(right, left.character);
    case "digit":
    case "segment":
      return right.kind !== "character" || contains(left, right.character);
  }
}

function contains(set: CharacterSet, character: string): boolean {
  switch (set.kind) {
    case "character":
      return set.character === character;
    case "digit":
      return /^[0-9]$/.test(character);
    case "segment":
      return character !== "/";
    case "any":
      return true;
  }
}
