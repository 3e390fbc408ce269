/**
 * Which names say that a security contact stands there: words for a phone number or an e-mail address beside words for
 * what keeps an account safe. The words are data, in `contact-words.json`.
 *
 * The contact must be what the name is of: `twoFactorPhone`, `phoneForTwoFactor`, `recoveryEmailAddress`, and not
 * `twoFactorPhoneVerified`, `securityEmailTemplate`, `phonebook`.
 */
import table from "./contact-words.json" with { type: "json" };

/** @example contactName("twoFactorPhone") // { contact: "phone", context: "two factor", isPlain: false } */
export interface ContactName {
  readonly contact: string;
  /** Words that say what it was given for; undefined where the name does not. */
  readonly context: string | undefined;
  /** Whether the name says no more than whose it is, so that its place tells what it was given for. */
  readonly isPlain: boolean;
}

/** undefined: the name is of no contact. */
export function contactName(name: string): ContactName | undefined {
  const words = wordsOf(name);
  const before = words.indexOf("for");
  if (before > 0) return contactFor(words.slice(0, before), words.slice(before + 1));
  const head = headOf(words);
  if (head === undefined) return undefined;
  const context = contextIn(head.before, head);
  const isPlain = head.before.every((word) => table.owners.includes(word));
  return { contact: head.contact, context, isPlain };
}

/** `phoneForTwoFactor` */
function contactFor(words: readonly string[], purpose: readonly string[]): ContactName | undefined {
  const head = headOf(words);
  const context = head && contextIn(purpose, head);
  return head === undefined || context === undefined
    ? undefined
    : { contact: head.contact, context, isPlain: false };
}

interface Head {
  readonly before: readonly string[];
  readonly contact: string;
  readonly kind: string;
  /** Whether the name says that it is an address or a number. */
  readonly isAddress: boolean;
}

function headOf(words: readonly string[]): Head | undefined {
  const ending = table.endings.find((end) => endsWith(words, end));
  const rest = ending === undefined ? words : words.slice(0, words.length - ending.length);
  const row = table.contacts.find((contact) => endsWith(rest, contact.words));
  if (row === undefined) return undefined;
  const before = rest.slice(0, rest.length - row.words.length);
  return { before, contact: row.words.join(" "), kind: row.kind, isAddress: ending !== undefined };
}

/** A `verificationEmail` is a letter, a `verificationEmailAddress` and a `verificationPhone` are contacts. */
function contextIn(words: readonly string[], { kind, isAddress }: Head): string | undefined {
  const row = table.contexts.find((context) => holds(words, context.words));
  if (row === undefined || (row.message === true && kind === "email" && !isAddress)) return undefined;
  return row.words.join(" ");
}

/** `twoFactorPhone`, `two_factor_phone`, `TWO_FACTOR_PHONE`, `mfaPhone2` */
function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/2fa/gi, " 2fa ")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

function endsWith(words: readonly string[], end: readonly string[]): boolean {
  const from = words.length - end.length;
  return from >= 0 && end.every((word, index) => words[from + index] === word);
}

function holds(words: readonly string[], part: readonly string[]): boolean {
  return words.some((_, at) => part.every((word, index) => words[at + index] === word));
}
