/**
 * What the names of members say: keyed by a symbol, private, or brand-like. The compiler names a member under a symbol
 * `__@name@id` (the native one `\u00fe@name@id`); a name that a program writes can't begin so.
 */
import ts from "typescript";

const SYMBOL_KEY = /^(?:__|\u00fe)@/;
const ITERATOR_KEY = /^(?:__|\u00fe)@(?:iterator|asyncIterator)(?:@|$)/;
const TO_STRING_TAG_KEY = /^(?:__|\u00fe)@toStringTag(?:@|$)/;

export function isSymbolKeyed(member: ts.Symbol): boolean {
  return SYMBOL_KEY.test(member.name);
}

export function isIteratorMember(member: ts.Symbol): boolean {
  return ITERATOR_KEY.test(member.name);
}

/** `#name`: read through the class's own methods only. */
export function isHashPrivate(member: ts.Symbol): boolean {
  return (member.declarations ?? []).some((declaration) => {
    const name = ts.getNameOfDeclaration(declaration);
    return name !== undefined && ts.isPrivateIdentifier(name);
  });
}

/**
 * By the conventions of packages a member that exists for types alone or is nobody's business: `_output`, `$inferSelect`,
 * `~standard`.
 */
export function isPhantom(member: ts.Symbol): boolean {
  return /^(?:[_~]|\$infer)/.test(member.name);
}

/** Tells the shapes of a union apart, whatever underscores stand before it. */
const DISCRIMINANTS = new Set(
  "kind type typename tag t variant class case name discriminant discriminator object model entity schema".split(
    " ",
  ),
);

/**
 * On a record of its own (not on text), a key that is there for branding: a symbol, `__brand`, `_URI`, `__type__`. A
 * discriminant (`kind`, `_tag`, `__typename`) is none.
 */
export function isBrandKey(member: ts.Symbol): boolean {
  const { name } = member;
  if (SYMBOL_KEY.test(name)) return !TO_STRING_TAG_KEY.test(name);
  if (name === "_URI") return true;
  if (/^[^a-z]+(?:.*[^a-z])?(?:brand|opaque|nominal|flavou?r)/i.test(name)) return true;
  return name.startsWith("__") && !DISCRIMINANTS.has(name.replace(/^_+/, "").toLowerCase());
}
