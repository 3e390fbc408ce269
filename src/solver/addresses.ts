/**
 * Pipeline stage: value flow. Names of abstract objects: an allocation is named by its site and the chain of calls
 * that led to it. The most recent object of an allocation has an even address; before the next round of a loop (or the
 * next run of a root) makes another one, it is renamed to the odd address, which stands for all earlier ones and is
 * never overwritten (recency abstraction; Balakrishnan & Reps, SAS 2006).
 */
import { MAXIMAL_OLDER } from "./limits.js";
import type { Address } from "./value.js";

/** Identity of a chain of call sites; 0 is no call at all. */
export type ContextId = number;

export interface AddressBook {
  /** The context of a call at `site` of `file` within `context`; or that of one of its rounds, if it is a loop. */
  contextOf(context: ContextId, file: string, site: number, round?: number): ContextId;
  /** The context in which `site` called first, if `context` is within such a call; otherwise `context` itself. */
  firstAt(context: ContextId, file: string, site: number): ContextId;
  /** The (even) address of what `site` makes; `part` tells several objects of one site apart. */
  addressOf(context: ContextId, file: string, site: number, part: string): Address;
  /** The address of an object that hangs on another one and is made when it is first asked for. */
  addressWithin(parent: Address, part: string): Address;
  /** The address of a copy of an object, made at `site`. Copies of copies, made in a loop, come to an end: all are of the first one. */
  copyOf(original: Address, context: ContextId, file: string, site: number): Address;
  /**
   * Where the object at a recent address goes when it is no longer the most recent one. What one site makes in many contexts
   * shares an address from some number of them on: with all others of its `kind`, if it has one.
   */
  olderOf(address: Address, kind?: string): Address;
  /**
   * What is named `address` within the calls of `from` is named so within those of `to`; an address that was not made there stays
   * the same. undefined: there it would share an address with others.
   */
  movedTo(address: Address, from: ContextId, to: ContextId): Address | undefined;
  /** Whether it was made within the calls of the context. */
  isWithin(address: Address, context: ContextId): boolean;
}

export function isRecent(address: Address): boolean {
  return address % 2 === 0;
}

/** Where the object goes when it is no longer the most recent one, if it shares no address. */
export function olderAddress(address: Address): Address {
  return isRecent(address) ? address + 1 : address;
}

/** How the parts that are copies are named, followed by the address of what was copied first. */
const COPY = "copied from ";

/** Numbers that are given in turn, by a number and a name: names are few, and looked up first. */
type Numbered = Map<string, Map<number, number>>;

/** Sites of one file, and addresses that stand for one, are below it; contexts times it are still exact numbers. */
const MAXIMAL_SITE = 2 ** 26;

export function createAddressBook(): AddressBook {
  const contexts = new Map<string, Map<number, ContextId>[]>();
  const steps: ContextStep[] = [];
  const addresses = new Map<string, Numbered>();
  const within: Numbered = new Map();
  const count = { contexts: 0, addresses: 0 };
  const older = new OlderAddresses(() => 2 * ++count.addresses);
  const addressIn = (known: Numbered, name: string, key: number, origin: Origin): Address => {
    const byKey = entryOf(known, name, newNumbers);
    let address = byKey.get(key);
    if (address === undefined) {
      byKey.set(key, (address = 2 * ++count.addresses));
      older.note(address, origin);
    }
    return address;
  };
  const contextOf: AddressBook["contextOf"] = (context, file, site, round = -1) => {
    const byRound = entryOf(contexts, file, newRounds);
    const byKey = (byRound[round + 1] ??= newNumbers());
    const key = context * MAXIMAL_SITE + site;
    let id = byKey.get(key);
    if (id === undefined) {
      byKey.set(key, (id = ++count.contexts));
      steps[id] = { context, file, site, round };
    }
    return id;
  };
  const firstAt: AddressBook["firstAt"] = (context, file, site) => {
    let first = context;
    for (let step = steps[context]; step !== undefined; step = steps[step.context])
      if (step.site === site && step.file === file) first = step.context;
    return first;
  };
  const addressOf: AddressBook["addressOf"] = (context, file, site, part) => {
    const known = entryOf(addresses, file, newNames);
    return addressIn(known, part, context * MAXIMAL_SITE + site, { context, file, site, part });
  };
  const addressWithin: AddressBook["addressWithin"] = (parent, part) =>
    addressIn(within, part, parent, { parent, part });
  const copyOf: AddressBook["copyOf"] = (original, context, file, site) => {
    const origin = older.originOf(isRecent(original) ? original : original - 1);
    const isCopy = origin?.part.startsWith(COPY) ?? false;
    return addressOf(context, file, site, isCopy && origin ? origin.part : `${COPY}${String(original)}`);
  };
  const movedContext = (context: ContextId, from: ContextId, to: ContextId): ContextId | undefined => {
    if (context === from) return to;
    const step = steps[context];
    // Contexts are numbered in the order in which they come up: one that is within another has a greater number.
    if (context < from || step === undefined) return undefined;
    const around = movedContext(step.context, from, to);
    return around === undefined ? undefined : contextOf(around, step.file, step.site, step.round);
  };
  const movedTo: AddressBook["movedTo"] = (address, from, to) => {
    if (!isRecent(address)) {
      const recent = movedTo(address - 1, from, to);
      return recent === undefined || recent === address - 1 ? address : older.movedOf(address - 1, recent);
    }
    const origin = older.originOf(address);
    if (origin === undefined) return address;
    if ("parent" in origin) {
      const parent = movedTo(origin.parent, from, to);
      return parent === undefined || parent === origin.parent ? address : addressWithin(parent, origin.part);
    }
    const context = movedContext(origin.context, from, to);
    return context === undefined ? address : addressOf(context, origin.file, origin.site, origin.part);
  };
  const isWithin: AddressBook["isWithin"] = (address, context) => {
    const origin = older.originOf(isRecent(address) ? address : address - 1);
    if (origin === undefined) return false;
    if ("parent" in origin) return isWithin(origin.parent, context);
    let around = origin.context;
    while (around > context) around = steps[around]?.context ?? 0;
    return around === context;
  };
  return {
    ...{ contextOf, firstAt, addressOf, addressWithin, copyOf, movedTo, isWithin },
    olderOf: (address, kind) => older.of(address, kind),
  };
}

/** The last call, or round, of a context. */
interface ContextStep {
  readonly context: ContextId;
  readonly file: string;
  readonly site: number;
  readonly round: number;
}

/** What an address was made for. */
type Origin =
  | { readonly context: ContextId; readonly file: string; readonly site: number; readonly part: string }
  | { readonly parent: Address; readonly part: string };

/** The addresses of what is no longer the most recent of its kind. Which one an object gets is decided once. */
class OlderAddresses {
  readonly #origins: Origin[] = [];
  /** For each allocation and kind: how many have an address of their own, and the one that all further ones share. */
  readonly #crowds = new Map<string, { own: number; shared: Address | undefined }>();
  readonly #decided = new Map<Address, { readonly address: Address; readonly kind: string }>();

  constructor(readonly fresh: () => Address) {}

  note(address: Address, origin: Origin): void {
    this.#origins[address / 2] = origin;
  }

  originOf(address: Address): Origin | undefined {
    return this.#origins[address / 2];
  }

  of(address: Address, kind: string | undefined): Address {
    if (!isRecent(address)) return address;
    const known = this.#decided.get(address);
    if (known !== undefined || kind === undefined) return known?.address ?? olderAddress(address);
    const crowd = entryOf(this.#crowds, `${this.#allocationOf(address)}|${kind}`, noCrowd);
    if (crowd.own < MAXIMAL_OLDER) crowd.own++;
    else crowd.shared ??= olderAddress(this.fresh());
    const decided = crowd.shared ?? olderAddress(address);
    this.#decided.set(address, { address: decided, kind });
    return decided;
  }

  /** The older address of what is named `moved` in another context; undefined where it shares one there. */
  movedOf(address: Address, moved: Address): Address | undefined {
    const older = this.of(moved, this.#decided.get(address)?.kind);
    return older === olderAddress(moved) ? older : undefined;
  }

  /** Where an address was made, whatever the context. */
  #allocationOf(address: Address): string {
    const origin = this.originOf(isRecent(address) ? address : address - 1);
    if (origin === undefined) return "";
    return "parent" in origin
      ? `${this.#allocationOf(origin.parent)}|${origin.part}`
      : `${origin.file}|${String(origin.site)}|${origin.part}`;
  }
}

function noCrowd(): { own: number; shared: Address | undefined } {
  return { own: 0, shared: undefined };
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
