/**
 * What all features of a generated program share: accounts with labelled contacts, a repository, a bus, a cache, a
 * client, and the advertising modules that hold the sinks.
 */

const ACCOUNT = `export type SecurityContact = string & { readonly __brand: "SecurityContact" };

export interface Account {
  readonly id: string;
  name: string;
  /** Shown to everybody, and given for that. */
  displayEmail: string;
  locale: string;
  interests: string[];
  createdAt: number;
  /** For two-factor authentication alone. */
  securityPhone: SecurityContact;
  recoveryEmail: SecurityContact | null;
}

export class AccountDirectory {
  private readonly byId = new Map<string, Account>();

  add(account: Account): void {
    this.byId.set(account.id, account);
  }

  find(id: string): Account | undefined {
    return this.byId.get(id);
  }

  require(id: string): Account {
    const account = this.byId.get(id);
    if (account === undefined) throw new Error(\`No account \${id}\`);
    return account;
  }

  all(): readonly Account[] {
    return [...this.byId.values()];
  }
}
`;

const REPOSITORY = `export interface Entity {
  readonly id: string;
  ownerId: string;
  updatedAt: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

export class Repository<T extends Entity> {
  private readonly rows = new Map<string, T>();
  private readonly listeners: ((row: T) => void)[] = [];

  constructor(readonly table: string) {}

  async get(id: string): Promise<T | undefined> {
    return this.rows.get(id);
  }

  async list(): Promise<readonly T[]> {
    return [...this.rows.values()];
  }

  async save(row: T): Promise<T> {
    this.rows.set(row.id, row);
    for (const listener of this.listeners) listener(row);
    return row;
  }

  async remove(id: string): Promise<boolean> {
    return this.rows.delete(id);
  }

  async where(condition: (row: T) => boolean): Promise<readonly T[]> {
    return [...this.rows.values()].filter(condition);
  }

  async page(after: string | undefined, size: number): Promise<Page<T>> {
    const all = [...this.rows.values()];
    const start = after === undefined ? 0 : all.findIndex((row) => row.id === after) + 1;
    const items = all.slice(start, start + size);
    return { items, next: start + size < all.length ? items.at(-1)?.id : undefined };
  }

  onSave(listener: (row: T) => void): void {
    this.listeners.push(listener);
  }
}
`;

const BUS = `export interface Message {
  readonly topic: string;
  readonly id: string;
  readonly text: string;
}

export class Bus {
  private readonly handlers = new Map<string, ((message: Message) => void)[]>();

  on(topic: string, handler: (message: Message) => void): void {
    const known = this.handlers.get(topic) ?? [];
    known.push(handler);
    this.handlers.set(topic, known);
  }

  emit(message: Message): void {
    for (const handler of this.handlers.get(message.topic) ?? []) handler(message);
  }
}
`;

const CACHE = `interface Kept<V> {
  readonly value: V;
  readonly until: number;
}

export class Cache<V> {
  private readonly kept = new Map<string, Kept<V>>();

  constructor(private readonly lifetime: number) {}

  get(key: string, now: number): V | undefined {
    const found = this.kept.get(key);
    if (found === undefined || found.until < now) return undefined;
    return found.value;
  }

  set(key: string, value: V, now: number): void {
    this.kept.set(key, { value, until: now + this.lifetime });
  }

  async through(key: string, now: number, load: () => Promise<V>): Promise<V> {
    const known = this.get(key, now);
    if (known !== undefined) return known;
    const value = await load();
    this.set(key, value, now);
    return value;
  }
}
`;

const LOGGER = `export type Level = "debug" | "info" | "warn" | "error";

export interface Entry {
  readonly level: Level;
  readonly text: string;
  readonly details: Record<string, unknown>;
}

export class Logger {
  readonly entries: Entry[] = [];

  constructor(private readonly scope: string) {}

  log(level: Level, text: string, details: Record<string, unknown> = {}): void {
    this.entries.push({ level, text: \`[\${this.scope}] \${text}\`, details });
    if (this.entries.length > 1000) this.entries.shift();
  }
}
`;

const HTTP = `export interface Request {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly parameters: Record<string, string>;
  readonly body: unknown;
  readonly accountId: string;
}

export interface Response {
  readonly status: number;
  readonly body: unknown;
}

export type Handler = (request: Request) => Promise<Response>;

export class Router {
  private readonly routes = new Map<string, Handler>();

  route(method: Request["method"], path: string, handler: Handler): void {
    this.routes.set(\`\${method} \${path}\`, handler);
  }

  async handle(request: Request): Promise<Response> {
    const handler = this.routes.get(\`\${request.method} \${request.path}\`);
    if (handler === undefined) return { status: 404, body: { error: "not found" } };
    try {
      return await handler(request);
    } catch (error) {
      return { status: 500, body: { error: error instanceof Error ? error.message : String(error) } };
    }
  }
}
`;

const READING = `export type Reading<T> = { readonly kind: "value"; readonly value: T } | { readonly kind: "error"; readonly error: string };

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

export function readText(record: Record<string, unknown>, key: string, fallback: string): string {
  const value = record[key];
  return typeof value === "string" ? value.trim() : fallback;
}

export function readNumber(record: Record<string, unknown>, key: string, fallback: number): number {
  const value = Number(record[key]);
  return Number.isFinite(value) ? value : fallback;
}

export function readFlag(record: Record<string, unknown>, key: string): boolean {
  return record[key] === true || record[key] === "true";
}
`;

const GATEWAY = `/**
 * Sends short messages, for every team.
 */
export interface Outgoing {
  readonly to: string;
  readonly text: string;
  readonly locale: string;
}

export class MessageGateway {
  private readonly outbox: Outgoing[] = [];

  async send(to: string, text: string, locale: string): Promise<number> {
    this.outbox.push({ to: to.replace(/\\s+/g, ""), text: text.slice(0, 160), locale });
    return this.outbox.length;
  }

  drain(): readonly Outgoing[] {
    return this.outbox.splice(0, this.outbox.length);
  }
}
`;

const DIGEST = `import { createHash } from "node:crypto";

export function normalized(text: string): string {
  return text.trim().toLowerCase().replaceAll(" ", "");
}

export function digest(text: string): string {
  return createHash("sha256").update(normalized(text)).digest("hex");
}
`;

/** @returns {ReadonlyMap<string, string>} Texts by the path of the file. */
export function sharedModules() {
  return new Map([
    ["shared/account.ts", ACCOUNT],
    ["shared/repository.ts", REPOSITORY],
    ["shared/bus.ts", BUS],
    ["shared/cache.ts", CACHE],
    ["shared/logger.ts", LOGGER],
    ["shared/http.ts", HTTP],
    ["shared/reading.ts", READING],
    ["shared/message-gateway.ts", GATEWAY],
    ["shared/digest.ts", DIGEST],
  ]);
}
