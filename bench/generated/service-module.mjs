/** The service of a feature: the methods that every service has, and some out of many, which differ from feature to feature. */
import { capital, fieldsOf } from "./vocabulary.mjs";
/** @import { Entity } from "./vocabulary.mjs" */
/** @import { Random } from "./random.mjs" */

/** @typedef {{ name: string, text: string, number: string, flag: string, list: string }} Names */

/** @type {readonly ((names: Names) => string)[]} */
const METHODS = [
  ({ number, name }) => `  async total${capital(number)}(ownerId: string): Promise<number> {
    const rows: readonly ${name}[] = await this.rows.ofOwner(ownerId);
    return rows.reduce((sum, row) => sum + row.${number}, 0);
  }`,
  ({ number }) => `  async average${capital(number)}(): Promise<number> {
    const rows = await this.rows.list();
    if (rows.length === 0) return 0;
    let sum = 0;
    for (const row of rows) sum += row.${number};
    return sum / rows.length;
  }`,
  ({ text, name }) => `  async groupedBy${capital(text)}(): Promise<Map<string, ${name}[]>> {
    const groups = new Map<string, ${name}[]>();
    for (const row of await this.rows.list()) {
      const group = groups.get(row.${text}) ?? [];
      group.push(row);
      groups.set(row.${text}, group);
    }
    return groups;
  }`,
  ({ list }) => `  async usage(): Promise<[string, number][]> {
    const counts: Record<string, number> = {};
    for (const row of await this.rows.list())
      for (const one of row.${list}) counts[one] = (counts[one] ?? 0) + 1;
    return Object.entries(counts).sort(([, left], [, right]) => right - left);
  }`,
  ({ text, number }) => `  async exportLines(ownerId: string): Promise<string> {
    const rows = await this.rows.ofOwner(ownerId);
    const head = ["id", "${text}", "${number}"].join(";");
    const lines = rows.map((row) => [row.id, row.${text}.replaceAll(";", ","), row.${number}.toFixed(2)].join(";"));
    return [head, ...lines].join("\\n");
  }`,
  ({ flag, name }) => `  async toggle(id: string, by: string): Promise<${name}> {
    const row = await this.get(id);
    row.${flag} = !row.${flag};
    this.bus.emit({ topic: "${name}.toggled", id, text: by });
    return this.rows.save(row);
  }`,
  ({ text, name }) => `  async rename(id: string, ${text}: string): Promise<${name}> {
    const row = await this.get(id);
    const before = row.${text};
    row.${text} = ${text}.trim();
    if (before !== row.${text}) this.logger.log("info", \`renamed \${before}\`, { id, ${text}: row.${text} });
    return this.rows.save(row);
  }`,
  ({ text, name }) => `  async announce(id: string): Promise<number> {
    const row: ${name} = await this.get(id);
    const owner = this.accounts.require(row.ownerId);
    const message = { topic: "${name}.announced", id, text: \`\${owner.name}: \${row.${text}}\` };
    this.bus.emit(message);
    return this.gateway.send(owner.displayEmail, message.text, owner.locale);
  }`,
  ({ name }) => `  async ownersOf(ids: readonly string[]): Promise<Account[]> {
    const found: Account[] = [];
    for (const id of ids) {
      const row: ${name} | undefined = await this.rows.get(id);
      const owner = row === undefined ? undefined : this.accounts.find(row.ownerId);
      if (owner !== undefined && !found.includes(owner)) found.push(owner);
    }
    return found;
  }`,
  ({ number, name }) => `  async busiest(size: number): Promise<{ owner: Account; ${number}: number }[]> {
    const byOwner = new Map<string, number>();
    for (const row of await this.rows.list())
      byOwner.set(row.ownerId, (byOwner.get(row.ownerId) ?? 0) + row.${number});
    return [...byOwner]
      .sort(([, left], [, right]) => right - left)
      .slice(0, size)
      .flatMap(([id, ${number}]) => {
        const owner = this.accounts.find(id);
        return owner === undefined ? [] : [{ owner, ${number} }];
      });
  }

  describe(row: ${name}): string {
    const { id, ${number}, ...rest } = row;
    return \`\${id} (\${${number}}): \${Object.keys(rest).join(", ")}\`;
  }`,
  ({ list, name }) => `  async merge(into: string, from: string): Promise<${name}> {
    const [kept, gone] = await Promise.all([this.get(into), this.get(from)]);
    const merged: ${name} = { ...kept, ${list}: [...new Set([...kept.${list}, ...gone.${list}])] };
    await this.rows.remove(gone.id);
    return this.rows.save(merged);
  }`,
  ({ text, number, name }) => `  async summary(ownerId: string, now: number): Promise<string> {
    return this.summaries.through(ownerId, now, async () => {
      const rows = await this.rows.ofOwner(ownerId);
      const longest = rows.reduce<${name} | undefined>(
        (best, row) => (best === undefined || row.${text}.length > best.${text}.length ? row : best),
        undefined,
      );
      const sum = rows.map((row) => row.${number}).reduce((left, right) => left + right, 0);
      return \`\${rows.length} rows, \${sum} in all, \${longest?.${text} ?? "nothing"}\`;
    });
  }`,
];

/**
 * @param {Entity} entity
 * @param {readonly Entity[]} others
 * @param {Random} random
 */
export function serviceModule(entity, others, random) {
  const { name } = entity;
  const names = {
    name,
    text: random.pick(atLeastOne(fieldsOf(entity, "string"))),
    number: random.pick(atLeastOne(fieldsOf(entity, "number"))),
    flag: random.pick(atLeastOne(fieldsOf(entity, "boolean"))),
    list: random.pick(atLeastOne(fieldsOf(entity, "string[]"))),
  };
  const methods = random.some(METHODS, 5 + random.below(4)).map((method) => method(names));
  return `import type { Account, AccountDirectory } from "../../shared/account.js";
import type { Bus } from "../../shared/bus.js";
import { Cache } from "../../shared/cache.js";
import type { Logger } from "../../shared/logger.js";
import type { MessageGateway } from "../../shared/message-gateway.js";
${others.map((other) => `import type { ${other.name}Service } from "../../${other.folder}/service.js";\n`).join("")}import { mayChange, problemsOf } from "./rules.js";
import type { ${name}, ${name}State, New${name} } from "./model.js";
import type { ${name}Repository } from "./repository.js";

export class ${name}Service {
  readonly summaries = new Cache<string>(60_000);
  private lastId = 0;

  constructor(
    private readonly rows: ${name}Repository,
    private readonly accounts: AccountDirectory,
    private readonly bus: Bus,
    private readonly gateway: MessageGateway,
    private readonly logger: Logger,
${others.map((other, place) => `    private readonly other${place}: ${other.name}Service,\n`).join("")}  ) {}

  ownerName(accountId: string): string {
    const owner: Account | undefined = this.accounts.find(accountId);
    return owner?.name ?? "somebody";
  }

  async get(id: string): Promise<${name}> {
    const row = await this.rows.get(id);
    if (row === undefined) throw new Error(\`No ${name} \${id}\`);
    return row;
  }

  async listFor(accountId: string, query: string): Promise<readonly ${name}[]> {
    const own = await this.rows.ofOwner(accountId);
    if (query === "") return own;
    return own.filter((row) => row.${names.text}.includes(query));
  }

  async create(draft: New${name}): Promise<${name} | string> {
    const problems = problemsOf(draft);
    if (problems.length > 0) return problems.join("; ");
    this.lastId += 1;
    const made: ${name} = { ...draft, id: \`${name}-\${this.lastId}\`, updatedAt: Date.now(), history: [] };
    this.bus.emit({ topic: "${name}.created", id: made.id, text: made.${names.text} });
    return this.rows.save(made);
  }

  async change(id: string, to: ${name}State, by: string): Promise<boolean> {
    const row = await this.get(id);
    if (!mayChange(row.state, to)) return false;
    row.history.push({ at: Date.now(), by, from: row.state, to });
    row.state = to;
    await this.rows.save(row);
    return true;
  }

  async remove(id: string, accountId: string): Promise<boolean> {
    const row = await this.rows.get(id);
    if (row?.ownerId !== accountId) return false;
${others.map((_, place) => `    if ((await this.other${place}.listFor(accountId, id)).length > 0) return false;\n`).join("")}    return this.rows.remove(id);
  }

  async due(now: number): Promise<readonly ${name}[]> {
    return this.rows.where((row) => row.updatedAt < now - 86_400_000 && row.history.length > 0);
  }

${methods.join("\n\n")}
}
`;
}

/**
 * @param {readonly string[]} list
 * @returns {readonly [string, ...string[]]}
 */
function atLeastOne([first = "", ...rest]) {
  return [first, ...rest];
}
