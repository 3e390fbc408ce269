/**
 * Pipeline stage: value flow. Names of abstract objects: an allocation is named by its site and the chain of calls
 * that led to it. The most recent object of an allocation has an even address; before the next round of a loop (or the
 * next run of a root) makes another one, it is renamed to the odd address, which stands for all earlier ones and is
 * never overwritten (recency abstraction; Balakrishnan & Reps, SAS 2006).
 */
import type { Address } from "./value.js";

/** Identity of a chain of call sites; 0 is no call at all. */
export type ContextId = number;

export interface AddressBook {
  /** The context of a call at `site` of `file` within `context`; or that of one of its rounds, if it is a loop. */
  contextOf(context: ContextId, file: string, site: number, round?: number): ContextId;
  /** The (even) address of what `site` makes; `part` tells several objects of one site apart. */
  addressOf(context: ContextId, file: string, site: number, part: string): Address;
  /** The address of an object that hangs on another one and is made when it is first asked for. */
  addressWithin(parent: Address, part: string): Address;
}

export function isRecent(address: Address): boolean {
  return address % 2 === 0;
}

/** Where the object goes when it is no longer the most recent one. */
export function olderAddress(address: Address): Address {
  return isRecent(address) ? address + 1 : address;
}

/** Numbers that are given in turn, by a number and a name: names are few, and looked up first. */
type Numbered = Map<string, Map<number, number>>;

/** Sites of one file, and addresses that stand for one, are below it; contexts times it are still exact numbers. */
const MAXIMAL_SITE = 2 ** 26;

export function createAddressBook(): AddressBook {
  const contexts = new Map<string, Map<number, ContextId>[]>();
  const addresses = new Map<string, Numbered>();
  const within: Numbered = new Map();
  const count = { contexts: 0, addresses: 0 };
  const addressIn = (known: Numbered, name: string, key: number): Address => {
    const byKey = entryOf(known, name, newNumbers);
    let address = byKey.get(key);
    if (address === undefined) byKey.set(key, (address = 2 * ++count.addresses));
    return address;
  };
  return {
    contextOf: (context, file, site, round = -1) => {
      const byRound = entryOf(contexts, file, newRounds);
      const byKey = (byRound[round + 1] ??= newNumbers());
      const key = context * MAXIMAL_SITE + site;
      let id = byKey.get(key);
      if (id === undefined) byKey.set(key, (id = ++count.contexts));
      return id;
    },
    addressOf: (context, file, site, part) =>
      addressIn(entryOf(addresses, file, newNames), part, context * MAXIMAL_SITE + site),
    addressWithin: (parent, part) => addressIn(within, part, parent),
  };
}

function entryOf<T>(map: Map<string, T>, name: string, make: () => T): T {
  let entry = map.get(name);
  if (entry === undefined) map.set(name, (entry = make()));
  return entry;
}

function newNumbers(): Map<number, number> {
  return new Map();
}

function newNames(): Numbered {
  return new Map();
}

function newRounds(): Map<number, ContextId>[] {
  return [];
}
