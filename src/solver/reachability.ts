/**
 * Pipeline stage: value flow. Which objects may be reached from some that are watched (what a module keeps), in any state
 * that there has been. It only grows, and says too much rather than too little: who has to know asks the heap of the
 * present state, and only where this says that it may be. What is reached through a function's scopes does not count.
 */
import { isRecent } from "./addresses.js";
import { closuresOf, type AbstractObject, type Slot } from "./heap.js";
import type { Address, Value } from "./value.js";

export class Reachability {
  /** Objects that hold an address, as long as it may still be renamed. */
  private readonly holders = new Map<Address, Set<Address>>();
  /** What an object holds in its slots, for those that are no functions. */
  private readonly held = new Map<Address, Set<Address>>();
  private readonly reached = new Set<Address>();
  /** Who has held long lists of addresses, which are at many places. */
  private readonly noted = { held: newNoted(), led: newNoted() };

  has(address: Address): boolean {
    return this.reached.has(address);
  }

  /** All that have held the address at some time. */
  holdersOf(address: Address): ReadonlySet<Address> {
    return this.holders.get(address) ?? NONE;
  }

  /** From now on what can be reached from this object counts. */
  watch(root: Address): void {
    const pending = [root];
    for (let address = pending.pop(); address !== undefined; address = pending.pop()) {
      if (this.reached.has(address)) continue;
      this.reached.add(address);
      pending.push(...(this.held.get(address) ?? NONE));
    }
  }

  /** Notes what an object holds; what `before` held at the same address is known. */
  note(holder: Address, object: AbstractObject, before: AbstractObject | undefined): void {
    const { detail, slots, rest, prototypes } = object;
    if (slots !== before?.slots) {
      for (const [name, slot] of slots)
        if (slot !== before?.slots.get(name)) this.noteSlot(holder, slot, detail.kind !== "closure");
    }
    if (rest !== before?.rest) this.noteValue(holder, rest, detail.kind !== "closure");
    if (prototypes !== before?.prototypes)
      for (const prototype of prototypes) this.addHolder(holder, prototype);
    if (detail === before?.detail) return;
    if (detail.kind === "class") for (const address of detail.environment) this.addHolder(holder, address);
    if (detail.kind !== "closure") return;
    for (const { environment, boundThis, home } of closuresOf(detail)) {
      for (const address of environment) this.addHolder(holder, address);
      if (boundThis !== undefined) this.noteValue(holder, boundThis, false);
      if (home !== undefined) this.addHolder(holder, home);
    }
  }

  private noteSlot(holder: Address, slot: Slot, leadsOn: boolean): void {
    this.noteValue(holder, slot.value, leadsOn);
    if (slot.getter !== undefined) this.noteValue(holder, slot.getter, false);
    if (slot.setter !== undefined) this.noteValue(holder, slot.setter, false);
  }

  private noteValue(holder: Address, value: Value, leadsOn: boolean): void {
    const { addresses } = value;
    if (addresses.size >= LONG && this.isNoted(holder, addresses, leadsOn)) return;
    for (const address of addresses) {
      this.addHolder(holder, address);
      if (leadsOn) this.addHeld(holder, address);
    }
  }

  /** Whether it is known that the holder holds all of these; from now on it is. */
  private isNoted(holder: Address, addresses: ReadonlySet<Address>, leadsOn: boolean): boolean {
    const holders = this.noted[leadsOn ? "led" : "held"];
    let known = holders.get(addresses);
    if (known === undefined) holders.set(addresses, (known = new Set()));
    if (known.has(holder)) return true;
    known.add(holder);
    return false;
  }

  private addHolder(holder: Address, address: Address): void {
    if (!isRecent(address)) return;
    const holders = this.holders.get(address);
    if (holders === undefined) this.holders.set(address, new Set([holder]));
    else holders.add(holder);
  }

  private addHeld(holder: Address, address: Address): void {
    const held = this.held.get(holder);
    if (held === undefined) this.held.set(holder, new Set([address]));
    else held.add(address);
    if (this.reached.has(holder) && !this.reached.has(address)) this.watch(address);
  }
}

type Noted = WeakMap<ReadonlySet<Address>, Set<Address>>;
const newNoted = (): Noted => new WeakMap();
const LONG = 16;
const NONE: ReadonlySet<Address> = new Set();
