/** A program of several modules with leaks of several kinds, and much that has nothing to do with them. */
export const SAMPLE_PROGRAM: Readonly<Record<string, string>> = {
  "brand.d.ts": `type SecurityContact = string & { readonly __brand: "SecurityContact" };
`,
  "accounts/account.ts": `export interface Account {
  readonly id: number;
  name: string;
  securityPhone: SecurityContact;
  recoveryEmail?: SecurityContact;
  tags: string[];
}

export function nameOf(account: Account): string {
  return account.name.trim();
}
`,
  "accounts/store.ts": `import type { Account } from "./account.js";

export interface Store<T> {
  find(id: number): T | undefined;
  all(): T[];
  add(row: T): void;
}

export class MemoryStore implements Store<Account> {
  readonly #rows: Account[] = [];
  private visits = 0;

  find(id: number): Account | undefined {
    this.visits++;
    return this.#rows.find((row) => row.id === id);
  }

  all() {
    return [...this.#rows];
  }

  add(row: Account): void {
    this.#rows.push(row);
  }

  count(): number {
    return this.#rows.length + this.visits * 0;
  }
}

export const store: Store<Account> = new MemoryStore();
`,
  "ads/audience.ts": `/**
 * Rows that advertisers match.
 * @module
 * @purpose advertising
 */
export interface Row {
  key: string;
  label?: string;
}

const rows: Row[] = [];
let limit = 100;

export function addRow(row: Row): void {
  if (rows.length < limit) rows.push(row);
}

export function setLimit(next: number): void {
  limit = next;
}
`,
  "ads/pixel.ts": `/** @purpose advertising */
export function track(event: string, detail: unknown): void {
  console.log(event, detail);
}

/** Counts only. */
export function countEvent(event: string): number {
  return event.length;
}
`,
  "consent/release.ts": `export class Consent {
  constructor(readonly given: boolean) {}
}

/** @repurpose advertising */
export function release(phone: SecurityContact, consent: Consent): string {
  if (!consent.given) throw new Error("no consent");
  return phone;
}
`,
  "text/format.ts": `let separator = "-";
let last: string | undefined;

export function digits(text: string): string {
  last = text;
  return text.replace(/\\D/g, "");
}

export function masked(text: string): string {
  const hidden = 4;
  return separator + text.slice(-hidden);
}

export function joined(parts: string[]) {
  return parts.join(separator);
}

export const wrap = (text: string): { text: string } => {
  return { text };
};

export function lastSeen(): string {
  return last ?? "none";
}

export function setSeparator(next: string): void {
  separator = next;
}
`,
  "campaigns/campaign.ts": `import { store } from "../accounts/store.js";
import { addRow } from "../ads/audience.js";
import { track } from "../ads/pixel.js";
import { digits, wrap } from "../text/format.js";

const enabled = true;

export function upload(): void {
  for (const account of store.all()) {
    const key = digits(account.securityPhone);
    addRow({ key, label: "member" });
  }
}

export function welcome(id: number): void {
  const account = store.find(id);
  if (account === undefined) return;
  const box = wrap(account.name);
  if (enabled) track("welcome", box.text);
}

export function remind(ids: number[]): number {
  let sent = 0;
  ids.forEach((id): void => {
    const found = store.find(id);
    if (found?.tags.includes("vip") === true) {
      track("remind", { size: found.tags.length });
      sent += 1;
    }
  });
  return sent;
}
`,
  "campaigns/lookalike.ts": `import { store } from "../accounts/store.js";
import { Consent, release } from "../consent/release.js";
import { track } from "../ads/pixel.js";

export function sendReleased(id: number): void {
  const account = store.find(id);
  if (account) track("released", release(account.securityPhone, new Consent(true)));
}

export function matches(phones: string[]) {
  const found = store.all().filter((account) => phones.includes(account.securityPhone));
  return found.map((account) => account.id);
}

export function audience(phones: string[]): void {
  for (const id of matches(phones)) track("match", id);
}
`,
  "jobs/cleanup.ts": `import { store } from "../accounts/store.js";
import { nameOf } from "../accounts/account.js";
import { joined } from "../text/format.js";

export interface Report {
  lines: string[];
  size: number;
}

export function report(): Report {
  const lines = store.all().map((account) => nameOf(account));
  const size = 3;
  return { lines, size };
}

export function print(today: Report): string {
  let text = "";
  for (const line of today.lines) text += line;
  return joined([text, "end"]);
}

export class Clock {
  private now = 0;
  tick(by: number): number {
    this.now += by;
    return this.now;
  }
}
`,
  "main.ts": `import { upload, welcome, remind } from "./campaigns/campaign.js";
import { audience, sendReleased } from "./campaigns/lookalike.js";
import { store } from "./accounts/store.js";
import { print, report } from "./jobs/cleanup.js";

store.add({ id: 1, name: "Ada", securityPhone: "+49" as SecurityContact, tags: ["vip"] });
upload();
welcome(1);
sendReleased(1);
audience(["+49"]);
console.log(remind([1]), print(report()));
`,
};

/** Package files, which lie on disk. */
export const SAMPLE_PACKAGES: Readonly<Record<string, string>> = {
  "package.json": '{ "name": "sample", "type": "module" }',
  "jobs/package.json": '{ "name": "jobs", "type": "module" }',
};
