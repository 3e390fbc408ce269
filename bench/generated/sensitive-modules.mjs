/**
 * The modules of a generated program that labelled contacts are for, and those that they must not get to: two-factor
 * log-in, and campaigns with their audiences. A line that leaks ends in `// LEAK`, or `// LEAK selection`.
 */

/** @param {number} index */
export function securityModule(index) {
  return `/**
 * Log-in with a second factor.
 * @module
 * @purpose security:two-factor
 */
import type { Account, AccountDirectory } from "../shared/account.js";
import { digest } from "../shared/digest.js";
import type { MessageGateway } from "../shared/message-gateway.js";

interface Challenge {
  readonly accountId: string;
  readonly code: string;
  readonly until: number;
  readonly channel: "phone" | "email";
  attempts: number;
}

export class TwoFactor${index} {
  private readonly challenges = new Map<string, Challenge>();
  private readonly known = new Set<string>();

  constructor(
    private readonly accounts: AccountDirectory,
    private readonly gateway: MessageGateway,
  ) {}

  async start(accountId: string, now: number): Promise<string> {
    const account = this.accounts.require(accountId);
    const code = String((now * 7919 + ${index}) % 1_000_000).padStart(6, "0");
    const challenge: Challenge = { accountId, code, until: now + 300_000, channel: channelOf(account), attempts: 0 };
    this.challenges.set(accountId, challenge);
    const contact = challenge.channel === "phone" ? account.securityPhone : (account.recoveryEmail ?? account.securityPhone);
    await this.gateway.send(contact, \`Your code: \${code}\`, account.locale);
    this.known.add(digest(contact));
    return masked(contact);
  }

  finish(accountId: string, code: string, now: number): boolean {
    const challenge = this.challenges.get(accountId);
    if (challenge === undefined || challenge.until < now) return false;
    challenge.attempts += 1;
    if (challenge.attempts > 5 || challenge.code !== code) return false;
    return this.challenges.delete(accountId);
  }

  isKnown(phone: string): boolean {
    return this.known.has(digest(phone));
  }
}

function channelOf(account: Account): Challenge["channel"] {
  return account.securityPhone.length > 5 || account.recoveryEmail === null ? "phone" : "email";
}

function masked(contact: string): string {
  return contact.slice(0, 2) + "*".repeat(Math.max(0, contact.length - 4)) + contact.slice(-2);
}
`;
}

/** @param {number} index */
function audienceModule(index) {
  return `/**
 * What advertisers can reach.
 * @module
 * @purpose advertising
 */
export interface AudienceRow${index} {
  readonly accountId: string;
  readonly matchKey: string;
  readonly interests: readonly string[];
}

export class Audience${index} {
  private readonly rows = new Map<string, AudienceRow${index}>();
  private readonly spent: number[] = [];

  add(row: AudienceRow${index}): void {
    this.rows.set(row.accountId, row);
  }

  addAll(accountIds: readonly string[], matchKey: string): number {
    for (const accountId of accountIds) this.add({ accountId, matchKey, interests: [] });
    return this.rows.size;
  }

  bid(budget: number): number {
    const share = budget / Math.max(1, this.rows.size);
    this.spent.push(share);
    return this.spent.reduce((sum, one) => sum + one, 0);
  }

  interested(interest: string): readonly string[] {
    return [...this.rows.values()].filter((row) => row.interests.includes(interest)).map((row) => row.accountId);
  }
}
`;
}

/** A helper in a file of its own, as most such values go through some. */
function matchingModule() {
  return `import { digest, normalized } from "../shared/digest.js";

export interface MatchKey {
  readonly key: string;
  readonly length: number;
}

export function matchKey(contact: string): MatchKey {
  const plain = normalized(contact);
  return { key: digest(plain), length: plain.length };
}
`;
}

/**
 * One leak for a campaign, by kind; the harmless form of each is what a campaign without leaks does.
 *
 * @type {readonly { leaking: string, harmless: string }[]}
 */
const WAYS = [
  {
    leaking: `      const { key } = matchKey(account.securityPhone);
      this.audience.add({ accountId: account.id, matchKey: key, interests: account.interests }); // LEAK`,
    harmless: `      const { key } = matchKey(account.displayEmail);
      this.audience.add({ accountId: account.id, matchKey: key, interests: account.interests });`,
  },
  {
    leaking: `      const contact = account.recoveryEmail ?? account.displayEmail;
      this.audience.add({ accountId: account.id, matchKey: contact, interests: account.interests }); // LEAK`,
    harmless: `      const contact = account.displayEmail;
      this.audience.add({ accountId: account.id, matchKey: contact, interests: account.interests });`,
  },
  {
    leaking: `      const { key } = matchKey(account.securityPhone);
      if (this.wanted.has(key)) this.audience.addAll([account.id], "list"); // LEAK selection`,
    harmless: `      const { key } = matchKey(account.displayEmail);
      if (this.wanted.has(key)) this.audience.addAll([account.id], "list");`,
  },
];

/**
 * @param {number} index
 * @param {boolean} leaks
 */
function campaignModule(index, leaks) {
  const way = WAYS[index % WAYS.length] ?? { leaking: "", harmless: "" };
  return `import type { Account, AccountDirectory } from "../shared/account.js";
import type { Audience${index} } from "../ads/audience-${index}.js";
import { matchKey } from "./matching.js";

export class Campaign${index} {
  private readonly wanted = new Set<string>();
  private reached = 0;

  constructor(
    private readonly accounts: AccountDirectory,
    private readonly audience: Audience${index},
  ) {}

  want(contacts: readonly string[]): void {
    for (const contact of contacts) this.wanted.add(matchKey(contact).key);
  }

  async launch(interest: string, budget: number): Promise<number> {
    for (const account of this.accounts.all()) {
      if (!this.suits(account, interest)) continue;
${leaks ? way.leaking : way.harmless}
      this.reached += 1;
    }
    return this.reached === 0 ? 0 : this.audience.bid(budget);
  }

  private suits(account: Account, interest: string): boolean {
    return account.createdAt > 0 && account.interests.includes(interest);
  }
}
`;
}

/**
 * @param {number} count
 * @param {boolean} leaks
 * @returns {ReadonlyMap<string, string>}
 */
export function campaignModules(count, leaks) {
  const modules = new Map([["growth/matching.ts", matchingModule()]]);
  for (let index = 0; index < count; index++) {
    modules.set(`ads/audience-${index}.ts`, audienceModule(index));
    modules.set(`growth/campaign-${index}.ts`, campaignModule(index, leaks));
  }
  return modules;
}
