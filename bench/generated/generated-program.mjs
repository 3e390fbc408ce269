/**
 * A program of any size, always the same for the same request: a back end of features in layers, with accounts that
 * hold labelled contacts, two-factor log-in that they are for, and advertising that they must not get to.
 */
import { Random } from "./random.mjs";
import { entityOf } from "./vocabulary.mjs";
import { featureModules } from "./feature-modules.mjs";
import { campaignModules, securityModule } from "./sensitive-modules.mjs";
import { sharedModules } from "./shared-modules.mjs";
/** @import { Entity } from "./vocabulary.mjs" */

/**
 * @typedef {object} Mix
 * @property {number} lines About as many as that.
 * @property {"few" | "many"} sinks One campaign and its audience for some 30,000 lines, or for some 1,500.
 * @property {boolean} leaks Whether each campaign has a leak; without, it uses addresses that were given for everybody.
 */

/** Features for each campaign, and for each module of two-factor log-in. */
const FEATURES_PER_CAMPAIGN = { few: 40, many: 2 };
/** Services of earlier features that a service may call. */
const MOST_NEIGHBOURS = 3;
/** Features that one module sets up. */
const FEATURES_PER_SETUP = 20;

/**
 * @param {Mix} mix
 * @returns {ReadonlyMap<string, string>} Texts by the path of the file.
 */
export function generatedProgram({ lines, sinks, leaks }) {
  const random = new Random(lines);
  const modules = new Map(sharedModules());
  /** @type {Entity[]} */
  const entities = [];
  /** @type {Map<Entity, readonly Entity[]>} */
  const neighbours = new Map();
  let written = linesOf(modules);
  while (written < lines) {
    const entity = entityOf(entities.length, random);
    const others = random.some(entities.slice(-MOST_NEIGHBOURS * 4), random.below(MOST_NEIGHBOURS + 1));
    const feature = featureModules(entity, others, random);
    for (const [path, text] of feature) modules.set(path, text);
    entities.push(entity);
    neighbours.set(entity, others);
    written += linesOf(feature);
  }
  const campaigns = Math.max(1, Math.floor(entities.length / FEATURES_PER_CAMPAIGN[sinks]));
  for (const [path, text] of campaignModules(campaigns, leaks)) modules.set(path, text);
  for (let index = 0; index < campaigns; index++)
    modules.set(`security/two-factor-${index}.ts`, securityModule(index));
  for (let start = 0; start < entities.length; start += FEATURES_PER_SETUP) {
    const some = entities.slice(start, start + FEATURES_PER_SETUP);
    modules.set(`setup-${start / FEATURES_PER_SETUP}.ts`, setUpModule(some, neighbours));
  }
  return modules;
}

/**
 * Puts services together. Those of features that are set up elsewhere are parameters.
 *
 * @param {readonly Entity[]} entities
 * @param {ReadonlyMap<Entity, readonly Entity[]>} neighbours
 */
function setUpModule(entities, neighbours) {
  const elsewhere = new Set(
    entities.flatMap((entity) => neighbours.get(entity) ?? []).filter((other) => !entities.includes(other)),
  );
  const imports = [...elsewhere].map(
    (other) => `import type { ${other.name}Service } from "./${other.folder}/service.js";\n`,
  );
  const own = entities.map(
    ({ name, folder }) => `import { ${name}Job } from "./${folder}/job.js";
import { ${name}Repository } from "./${folder}/repository.js";
import { ${name}Routes } from "./${folder}/routes.js";
import { ${name}Service } from "./${folder}/service.js";
`,
  );
  const parameters = [...elsewhere].map((other) => `  ${variable(other)}: ${other.name}Service,\n`);
  const steps = entities.map((entity) => {
    const others = (neighbours.get(entity) ?? []).map((other) => `, ${variable(other)}`).join("");
    return `  const ${variable(entity)} = new ${entity.name}Service(new ${entity.name}Repository(), accounts, bus, gateway, logger${others});
  new ${entity.name}Routes(${variable(entity)}).register(router);
  jobs.push(new ${entity.name}Job(${variable(entity)}, logger));
`;
  });
  return `import type { AccountDirectory } from "./shared/account.js";
import type { Bus } from "./shared/bus.js";
import type { Router } from "./shared/http.js";
import type { Logger } from "./shared/logger.js";
import type { MessageGateway } from "./shared/message-gateway.js";
${imports.join("")}${own.join("")}
export interface Job {
  run(now: number): Promise<{ done: number }>;
}

export function setUp(
  accounts: AccountDirectory,
  bus: Bus,
  gateway: MessageGateway,
  logger: Logger,
  router: Router,
${parameters.join("")}): Job[] {
  const jobs: Job[] = [];
${steps.join("")}  return jobs;
}
`;
}

/** @param {Entity} entity */
function variable({ name }) {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}

/** @param {ReadonlyMap<string, string>} modules */
export function linesOf(modules) {
  return [...modules.values()].reduce((sum, text) => sum + text.split("\n").length - 1, 0);
}

/**
 * The places in a generated program that must be reported at a sink, as "file:line".
 *
 * @param {ReadonlyMap<string, string>} modules
 */
export function plantedLeaks(modules) {
  return [...modules].flatMap(([path, text]) =>
    text
      .split("\n")
      .flatMap((line, index) => (/\/\/ LEAK(?: selection)?$/.test(line) ? [`${path}:${index + 1}`] : [])),
  );
}
