import { describe, expect, it } from "vitest";
import { MAXIMAL_OLDER } from "./limits.js";
import { createAddressBook, isRecent, olderAddress } from "./addresses.js";

describe("the address book", () => {
  it("names what one site makes alike, and what others make otherwise", () => {
    const book = createAddressBook();
    const inner = book.contextOf(0, "a.ts", 7);
    const addresses = [
      book.addressOf(0, "a.ts", 3, "object"),
      book.addressOf(0, "a.ts", 3, "array"),
      book.addressOf(0, "a.ts", 4, "object"),
      book.addressOf(0, "b.ts", 3, "object"),
      book.addressOf(inner, "a.ts", 3, "object"),
      book.addressWithin(3, "object"),
    ];
    expect(new Set(addresses).size).toBe(addresses.length);
    expect(book.addressOf(inner, "a.ts", 3, "object")).toBe(addresses[4]);
  });

  it("tells calls apart by the whole chain of call sites", () => {
    const book = createAddressBook();
    const chain = (...sites: readonly number[]): number =>
      sites.reduce((context, site) => book.contextOf(context, "a.ts", site), 0);
    expect(chain(1, 2)).toBe(chain(1, 2));
    expect(new Set([chain(), chain(1), chain(2), chain(1, 2), chain(2, 1), chain(12)]).size).toBe(6);
  });

  it("gives most recent objects even addresses, and each one an odd address of its own for when it is older", () => {
    const book = createAddressBook();
    const addresses = [1, 2, 3].map((site) => book.addressOf(0, "a.ts", site, "object"));
    expect(addresses.every(isRecent)).toBe(true);
    const older = addresses.map(olderAddress);
    expect(older.some(isRecent)).toBe(false);
    expect(new Set([...addresses, ...older]).size).toBe(6);
    expect(older.map(olderAddress)).toEqual(older);
  });

  it("lets what one site makes in many contexts share an older address, apart from what is of another kind", () => {
    const book = createAddressBook();
    const made = Array.from({ length: MAXIMAL_OLDER + 3 }, (_, call) =>
      book.addressOf(book.contextOf(0, "a.ts", call), "a.ts", 3, "object"),
    );
    const older = made.map((address) => book.olderOf(address, "record"));
    expect(new Set(older).size).toBe(MAXIMAL_OLDER + 1);
    expect(made.map((address) => book.olderOf(address))).toEqual(older);
    const other = book.addressOf(book.contextOf(0, "a.ts", 99), "a.ts", 3, "object");
    expect(older).not.toContain(book.olderOf(other, "record|phone"));
  });

  it("finds what is named so within one call in what is named so within another", () => {
    const book = createAddressBook();
    const [from, to] = [book.contextOf(0, "a.ts", 1), book.contextOf(0, "a.ts", 2)];
    const namesIn = (context: number): readonly number[] => {
      const address = book.addressOf(book.contextOf(context, "b.ts", 5), "c.ts", 3, "object");
      return [address, olderAddress(address), book.addressWithin(address, "part")];
    };
    const outside = book.addressOf(0, "c.ts", 3, "object");
    const moved = [...namesIn(from), outside].map((address) => book.movedTo(address, from, to));
    expect(moved).toEqual([...namesIn(to), outside]);
    expect(namesIn(from).every((address) => book.isWithin(address, from))).toBe(true);
    expect(book.isWithin(outside, from)).toBe(false);
  });

  it("names copies of copies after what was copied first", () => {
    const book = createAddressBook();
    const original = book.addressOf(0, "a.ts", 3, "object");
    const copy = book.copyOf(original, 0, "a.ts", 7);
    expect(copy).not.toBe(original);
    expect(book.copyOf(olderAddress(copy), 0, "a.ts", 7)).toBe(copy);
    const further = book.copyOf(copy, 0, "a.ts", 8);
    expect(book.copyOf(further, 0, "a.ts", 7)).toBe(copy);
    expect(book.copyOf(olderAddress(original), 0, "a.ts", 7)).not.toBe(copy);
  });
});
