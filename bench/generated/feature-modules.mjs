/**
 * One feature of a generated program, in the layers that a back end has: model, rules, mapping, repository, service,
 * routes, job, view state and a table of constants.
 */
import { capital, fieldsOf } from "./vocabulary.mjs";
import { serviceModule } from "./service-module.mjs";
/** @import { Entity, Field } from "./vocabulary.mjs" */
/** @import { Random } from "./random.mjs" */

/**
 * @param {Entity} entity
 * @param {readonly Entity[]} others Entities whose services this one's service calls.
 * @param {Random} random
 * @returns {ReadonlyMap<string, string>}
 */
export function featureModules(entity, others, random) {
  const at = (/** @type {string} */ name) => `${entity.folder}/${name}.ts`;
  return new Map([
    [at("model"), model(entity)],
    [at("rules"), rules(entity, random)],
    [at("mapping"), mapping(entity)],
    [at("repository"), repository(entity)],
    [at("service"), serviceModule(entity, others, random)],
    [at("routes"), routes(entity)],
    [at("job"), job(entity, random)],
    [at("state"), state(entity)],
    [at("table"), table(entity, random)],
  ]);
}

/** @param {Entity} entity */
function model({ name, fields, states }) {
  return `import type { Entity } from "../../shared/repository.js";

export type ${name}State = ${states.map((one) => `"${one}"`).join(" | ")};

export interface ${name} extends Entity {
${fields.map((field) => `  ${field.name}: ${field.type};`).join("\n")}
  state: ${name}State;
  history: ${name}Change[];
}

export interface ${name}Change {
  readonly at: number;
  readonly by: string;
  readonly from: ${name}State;
  readonly to: ${name}State;
}

export type New${name} = Omit<${name}, "id" | "updatedAt" | "history">;

export const ${name.toUpperCase()}_STATES: readonly ${name}State[] = [${states.map((one) => `"${one}"`).join(", ")}];

export function is${name}State(text: string): text is ${name}State {
  return ${name.toUpperCase()}_STATES.some((known) => known === text);
}
`;
}

/**
 * @param {Entity} entity
 * @param {Random} random
 */
function rules(entity, random) {
  const { name, states } = entity;
  const numbers = fieldsOf(entity, "number");
  const texts = fieldsOf(entity, "string");
  const checks = [
    ...texts.map(
      (
        field,
      ) => `  if (draft.${field}.trim().length < ${1 + random.below(4)}) problems.push("${field} is too short");
  else if (draft.${field}.length > ${40 + random.below(200)}) problems.push("${field} is too long");`,
    ),
    ...numbers.map(
      (field) => `  if (!Number.isFinite(draft.${field})) problems.push("${field} is no number");
  if (draft.${field} < 0 || draft.${field} > ${1000 * (1 + random.below(90))}) problems.push("${field} is out of range");`,
    ),
  ];
  const transitions = states.map((from, place) => {
    const to = states.filter((_, other) => other !== place && random.below(2) === 0);
    const tests = to.map((one) => `to === "${one}"`).join(" || ");
    return `    case "${from}":
      return ${tests === "" ? "false" : tests};`;
  });
  const [number = "amount"] = numbers;
  return `import type { ${name}, ${name}State, New${name} } from "./model.js";

export function problemsOf(draft: New${name}): string[] {
  const problems: string[] = [];
${checks.join("\n")}
  return problems;
}

export function mayChange(from: ${name}State, to: ${name}State): boolean {
  switch (from) {
${transitions.join("\n")}
    default:
      return false;
  }
}

export function score(one: ${name}, now: number): number {
  const age = Math.max(0, now - one.updatedAt) / 86_400_000;
  let result = one.${number} / (1 + age);
  for (const change of one.history) result += change.to === "${states[0] ?? "open"}" ? 2 : -1;
  return Math.round(result * 100) / 100;
}

export function compareBy${capital(number)}(left: ${name}, right: ${name}): number {
  return left.${number} === right.${number} ? left.updatedAt - right.updatedAt : right.${number} - left.${number};
}
`;
}

/** @type {Readonly<Record<string, (name: string) => string>>} */
const READ = {
  string: (name) => `readText(body, "${name}", "")`,
  number: (name) => `readNumber(body, "${name}", 0)`,
  boolean: (name) => `readFlag(body, "${name}")`,
  "string[]": (name) => `readText(body, "${name}", "").split(",").filter((part) => part !== "")`,
};

/** @param {Entity} entity */
function mapping({ name, fields, states }) {
  return `import { isRecord, readFlag, readNumber, readText, type Reading } from "../../shared/reading.js";
import { is${name}State, type ${name}, type New${name} } from "./model.js";

export interface ${name}View {
  readonly id: string;
  readonly owner: string;
${fields.map((field) => `  readonly ${field.name}: ${field.type};`).join("\n")}
  readonly changes: number;
}

export function toView(one: ${name}, owner: string): ${name}View {
  return {
    id: one.id,
    owner,
${fields.map((field) => `    ${field.name}: ${field.type === "string[]" ? `[...one.${field.name}]` : `one.${field.name}`},`).join("\n")}
    changes: one.history.length,
  };
}

export function readDraft(body: unknown, ownerId: string): Reading<New${name}> {
  if (!isRecord(body)) return { kind: "error", error: "a ${name} is an object" };
  const state = readText(body, "state", "${states[0] ?? "open"}");
  if (!is${name}State(state)) return { kind: "error", error: \`unknown state \${state}\` };
  const value: New${name} = {
    ownerId,
    state,
${fields.map((field) => `    ${field.name}: ${READ[field.type]?.(field.name) ?? ""},`).join("\n")}
  };
  return { kind: "value", value };
}
`;
}

/** @param {Entity} entity */
function repository(entity) {
  const { name } = entity;
  const [text = "title"] = fieldsOf(entity, "string");
  const [number = "amount"] = fieldsOf(entity, "number");
  const [list = "tags"] = fieldsOf(entity, "string[]");
  return `import { Repository } from "../../shared/repository.js";
import type { ${name}, ${name}State } from "./model.js";

export class ${name}Repository extends Repository<${name}> {
  private readonly owners = new Map<string, Set<string>>();

  constructor() {
    super("${name}");
    this.onSave((row) => {
      const ids = this.owners.get(row.ownerId) ?? new Set<string>();
      ids.add(row.id);
      this.owners.set(row.ownerId, ids);
    });
  }

  async ofOwner(ownerId: string): Promise<readonly ${name}[]> {
    const ids = this.owners.get(ownerId);
    return ids === undefined ? [] : this.where((row) => ids.has(row.id));
  }

  async inState(state: ${name}State): Promise<readonly ${name}[]> {
    return this.where((row) => row.state === state);
  }

  async by${capital(text)}(text: string): Promise<readonly ${name}[]> {
    const wanted = text.toLowerCase();
    return this.where((row) => row.${text}.toLowerCase().includes(wanted));
  }

  async above(${number}: number): Promise<readonly ${name}[]> {
    const rows = await this.list();
    return rows.filter((row) => row.${number} > ${number}).sort((left, right) => right.${number} - left.${number});
  }

  async with${capital(list)}(wanted: readonly string[]): Promise<readonly ${name}[]> {
    return this.where((row) => wanted.every((one) => row.${list}.includes(one)));
  }
}
`;
}

/** @param {Entity} entity */
function routes({ name }) {
  return `import type { Request, Response, Router } from "../../shared/http.js";
import { readDraft, toView } from "./mapping.js";
import type { ${name}Service } from "./service.js";

export class ${name}Routes {
  constructor(private readonly service: ${name}Service) {}

  register(router: Router): void {
    router.route("GET", "/${name.toLowerCase()}", (request) => this.list(request));
    router.route("POST", "/${name.toLowerCase()}", (request) => this.create(request));
    router.route("DELETE", "/${name.toLowerCase()}", (request) => this.remove(request));
  }

  private async list(request: Request): Promise<Response> {
    const owner = this.service.ownerName(request.accountId);
    const rows = await this.service.listFor(request.accountId, request.parameters["q"] ?? "");
    return { status: 200, body: rows.map((row) => toView(row, owner)) };
  }

  private async create(request: Request): Promise<Response> {
    const draft = readDraft(request.body, request.accountId);
    if (draft.kind === "error") return { status: 400, body: { error: draft.error } };
    const made = await this.service.create(draft.value);
    if (typeof made === "string") return { status: 422, body: { error: made } };
    return { status: 201, body: toView(made, this.service.ownerName(request.accountId)) };
  }

  private async remove(request: Request): Promise<Response> {
    const id = request.parameters["id"];
    if (id === undefined) return { status: 400, body: { error: "no id" } };
    const removed = await this.service.remove(id, request.accountId);
    return { status: removed ? 204 : 404, body: undefined };
  }
}
`;
}

/**
 * @param {Entity} entity
 * @param {Random} random
 */
function job(entity, random) {
  const { name, states } = entity;
  return `import type { Logger } from "../../shared/logger.js";
import { score } from "./rules.js";
import type { ${name} } from "./model.js";
import type { ${name}Service } from "./service.js";

const BATCH = ${10 + random.below(90)};
const ATTEMPTS = ${2 + random.below(4)};

export interface ${name}JobReport {
  done: number;
  failed: string[];
}

export class ${name}Job {
  private running = false;

  constructor(
    private readonly service: ${name}Service,
    private readonly logger: Logger,
  ) {}

  async run(now: number): Promise<${name}JobReport> {
    const report: ${name}JobReport = { done: 0, failed: [] };
    if (this.running) return report;
    this.running = true;
    try {
      const due = await this.service.due(now);
      for (let start = 0; start < due.length; start += BATCH) {
        const batch = due.slice(start, start + BATCH);
        for (const one of batch) {
          if (await this.attempt(one, now)) report.done += 1;
          else report.failed.push(one.id);
        }
      }
    } finally {
      this.running = false;
    }
    this.logger.log("info", \`\${report.done} done\`, { failed: report.failed.length });
    return report;
  }

  private async attempt(one: ${name}, now: number): Promise<boolean> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        if (score(one, now) < attempt) return false;
        await this.service.change(one.id, "${states.at(-1) ?? "closed"}", "job");
        return true;
      } catch (error) {
        const details = { id: one.id, attempt, error: String(error) };
        this.logger.log(attempt === ATTEMPTS ? "error" : "warn", "attempt failed", details);
      }
    }
    return false;
  }
}
`;
}

/** @param {Entity} entity */
function state(entity) {
  const { name } = entity;
  const [number = "amount"] = fieldsOf(entity, "number");
  const [flag = "isHidden"] = fieldsOf(entity, "boolean");
  return `import type { ${name}View } from "./mapping.js";

export interface ${name}ListState {
  readonly items: readonly ${name}View[];
  readonly selected: string | undefined;
  readonly filter: string;
  readonly failed: string | undefined;
}

export type ${name}Action =
  | { readonly kind: "loaded"; readonly items: readonly ${name}View[] }
  | { readonly kind: "selected"; readonly id: string }
  | { readonly kind: "filtered"; readonly text: string }
  | { readonly kind: "toggled"; readonly id: string }
  | { readonly kind: "failed"; readonly reason: string };

export const NO_${name.toUpperCase()}: ${name}ListState = {
  items: [],
  selected: undefined,
  filter: "",
  failed: undefined,
};

export function reduce(state: ${name}ListState, action: ${name}Action): ${name}ListState {
  switch (action.kind) {
    case "loaded":
      return { ...state, items: action.items, failed: undefined };
    case "selected":
      return { ...state, selected: state.selected === action.id ? undefined : action.id };
    case "filtered":
      return { ...state, filter: action.text.trim().toLowerCase() };
    case "toggled":
      return {
        ...state,
        items: state.items.map((item) => (item.id === action.id ? { ...item, ${flag}: !item.${flag} } : item)),
      };
    case "failed":
      return { ...state, failed: action.reason };
  }
}

export function visible(state: ${name}ListState): readonly ${name}View[] {
  const shown = state.items.filter((item) => !item.${flag} && item.id.includes(state.filter));
  return [...shown].sort((left, right) => right.${number} - left.${number});
}

export function total(state: ${name}ListState): number {
  return visible(state).reduce((sum, item) => sum + item.${number}, 0);
}
`;
}

/**
 * @param {Entity} entity
 * @param {Random} random
 */
function table({ name }, random) {
  const rows = Array.from(
    { length: 8 + random.below(40) },
    (_, row) =>
      `  { code: "${name.slice(0, 3).toUpperCase()}-${row}", label: "Kind ${row}", weight: ${random.below(100)}, aliases: ["k${row}", "kind${row}"] },`,
  );
  return `export interface ${name}Kind {
  readonly code: string;
  readonly label: string;
  readonly weight: number;
  readonly aliases: readonly string[];
}

export const ${name.toUpperCase()}_KINDS: readonly ${name}Kind[] = [
${rows.join("\n")}
];

export function kindOf(text: string): ${name}Kind | undefined {
  const wanted = text.trim().toLowerCase();
  return ${name.toUpperCase()}_KINDS.find((kind) => kind.code.toLowerCase() === wanted || kind.aliases.includes(wanted));
}
`;
}
