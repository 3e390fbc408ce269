/**
 * Pipeline stage: gate. The coarse domain: six bits for each node of the value graph, and what each kind of edge makes
 * of them. It over-approximates on purpose: what it rules out can't happen, what it leaves is looked at precisely.
 */

/** The value itself carries a label. */
export const VALUE = 1;
/** Its elements, keys or results do. */
const ELEMENT = 2;
/** Something further inside does. */
export const PART = 4;
/** It was chosen by a match of a labelled value. */
const CHOSEN = 8;
/** Something of these was put into the object where it stands: whoever has the object has it as well. */
const CHANGED = 16;
/** Something further inside was chosen by a match. */
const CHOSEN_PART = 32;

/** All bits; those that texts and numbers can have; those that anything else without parts can have. */
export const ALL_BITS = 63;
export const BITS_OF_TEXT = VALUE | CHOSEN;
export const BITS_OF_OUTCOME = CHOSEN;

export const CARRIES = VALUE | ELEMENT | PART;

/** How a value goes from one node to the other; the order is that of `TRANSFER`. */
export const EDGE = {
  /** It is the same value. */
  copy: 0,
  /** It becomes a property of an object literal. */
  member: 1,
  /** It becomes a property of an object that is there already. */
  contain: 2,
  /** It becomes an element. */
  put: 3,
  /** It is stored under a key that is not known. */
  dynamic: 4,
  /** A property with a name is read off it: a text gives texts, a record only what was stored under the name. */
  read: 5,
  /** Its elements are taken out. */
  element: 6,
  /** A part that is not known is taken out. */
  any: 7,
  /** A library's method is called on it and gives the target. */
  receiver: 8,
  /** It is passed to a library's function that gives the target. */
  argument: 9,
  /** A library keeps it in the target. */
  keep: 10,
  /** A library calls the target with it. */
  callback: 11,
  /** A library gives on what a callback gave. */
  gave: 12,
  /** A text or number is made of it. */
  derive: 13,
  /** It is compared with something. */
  compare: 14,
  /** Whether the target happens at all depends on it. */
  guard: 15,
  /** It is the key under which the target is looked up. */
  key: 16,
  /** The target may be the same object, which was changed. */
  alias: 17,
  /** The target may hold the object, which was changed. */
  holder: 18,
  /** The target is what a call of it gives, as far as its type says. */
  called: 19,
  /** The target is made by the class. */
  instance: 20,
  /** How many there are: if some were chosen, their number was. */
  size: 21,
  /** It is a method of the class. What it gives is no part of the class. */
  method: 22,
} as const;

export type EdgeKind = (typeof EDGE)[keyof typeof EDGE];

export const COMBINATIONS = 64;
const KINDS = Object.keys(EDGE).length;

function transferOf(kind: EdgeKind, bits: number): number {
  const value = bits & VALUE;
  const elements = bits & ELEMENT;
  const parts = bits & PART;
  const carries = bits & CARRIES;
  const chosen = bits & CHOSEN;
  const choices = bits & (CHOSEN | CHOSEN_PART);
  const changes = carries || choices ? CHANGED : 0;
  const choiceInside = choices ? CHOSEN_PART : 0;
  const choiceTakenOut = choices ? choices | CHOSEN : 0;
  const asPart = (carries ? PART : 0) | choiceInside;
  const asElement = (value ? ELEMENT : 0) | (elements || parts ? PART : 0) | choiceInside;
  switch (kind) {
    case EDGE.copy:
    case EDGE.called:
    case EDGE.instance:
      return carries | choices;
    case EDGE.member:
      return asPart;
    case EDGE.contain:
      return asPart | changes;
    case EDGE.put:
      return asElement;
    case EDGE.keep:
      return asElement | changes;
    case EDGE.dynamic:
      return (carries ? CARRIES : 0) | choiceInside | changes;
    case EDGE.any:
      return (carries ? CARRIES : 0) | choiceTakenOut;
    case EDGE.read:
      return value | chosen;
    case EDGE.method:
      return 0;
    case EDGE.size:
      return choices ? CHOSEN : 0;
    case EDGE.element:
      return (value || elements ? VALUE : 0) | (parts ? PART | ELEMENT : 0) | choiceTakenOut;
    case EDGE.receiver:
    case EDGE.callback:
      return (value || elements ? VALUE : 0) | elements | (parts ? PART | ELEMENT : 0) | choiceTakenOut;
    case EDGE.argument:
      return (carries ? VALUE : 0) | elements | parts | choiceTakenOut;
    case EDGE.gave:
      return carries | choices | asElement;
    case EDGE.derive:
      return (carries ? VALUE : 0) | (choices ? CHOSEN : 0);
    case EDGE.compare:
      return carries || choices ? CHOSEN : 0;
    case EDGE.guard:
      return chosen;
    case EDGE.key:
      return value || elements || choices ? CHOSEN : 0;
    case EDGE.alias:
      return bits & CHANGED ? bits & ~(VALUE | CHOSEN) : 0;
    case EDGE.holder:
      return bits & CHANGED ? asPart | CHANGED : 0;
  }
}

/** What each kind of edge makes of each combination of bits: `TRANSFER[kind * COMBINATIONS + bits]`. */
export const TRANSFER: Uint8Array = Uint8Array.from({ length: KINDS * COMBINATIONS }, (_, index) =>
  transferOf(Math.floor(index / COMBINATIONS) as EdgeKind, index % COMBINATIONS),
);
