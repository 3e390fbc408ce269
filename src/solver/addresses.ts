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

export function createAddressBook(): AddressBook {
  const contexts = new Map<string, ContextId>();
  const addresses = new Map<string, Address>();
  const numbered = (known: Map<string, number>, key: string, factor: number): number => {
    const id = known.get(key) ?? (known.size + 1) * factor;
    known.set(key, id);
    return id;
  };
  return {
    contextOf: (context, file, site, round = -1) =>
      numbered(contexts, `${String(context)}|${file}|${String(site)}|${String(round)}`, 1),
    addressOf: (context, file, site, part) =>
      numbered(addresses, `${String(context)}|${file}|${String(site)}|${part}`, 2),
    addressWithin: (parent, part) => numbered(addresses, `@${String(parent)}|${part}`, 2),
  };
}
