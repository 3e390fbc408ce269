/**
 * `npm run fuzz`: runs a campaign in one or several processes, prints its figures, and shrinks and stores what it found.
 */
import { fork } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { NOTHING, runCampaign, sumOf, type Demand, type Outcome, type WrongProgram } from "./campaign.js";
import { caseTexts } from "./case-text.js";
import { isConstruct, type Construct } from "./constructs.js";
import { generateProgram } from "./program.js";
import { shrink } from "./shrink.js";
import { tableOf } from "./table.js";

const CASES = "fixtures/regressions";

export const USAGE = `npm run fuzz -- [options]
  --programs N     how many programs (default 1000)
  --seed S         seed of the first one (default 1); the others follow
  --construct C    a construct that each program takes; may be given several times
  --jobs J         processes (default 1)
  --shrink N       shrinks the first N programs of each kind that are judged wrongly, and prints them (default 0)
  --store          writes what was shrunk to ${CASES}/found
  --show           prints the program of --seed`;

interface Options {
  readonly demand: Demand;
  readonly jobs: number;
  readonly shrink: number;
  readonly store: boolean;
  readonly show: boolean;
  /** Hand the outcome to the process that started this one. */
  readonly part: boolean;
}

/** Says whether no leak was missed. */
export async function fuzz(script: string, given: readonly string[]): Promise<boolean> {
  // Programs may leave a promise's error to nobody.
  process.on("unhandledRejection", () => undefined);
  const options = optionsOf(given);
  if (options.show) {
    for (const [file, text] of Object.entries(
      generateProgram(options.demand.firstSeed, options.demand.constructs).files,
    ))
      console.log(`// ${file}\n${text}`);
    return true;
  }
  const outcome = options.jobs > 1 ? await inProcesses(script, options) : await runCampaign(options.demand);
  if (options.part) {
    process.send?.(outcome);
    return true;
  }
  for (const wrong of outcome.wrong) console.log(inShort(wrong));
  console.log(tableOf(outcome));
  await shrinkSome(outcome, options);
  return outcome.total.missed === 0;
}

function optionsOf(given: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...given],
    options: {
      programs: { type: "string", default: "1000" },
      seed: { type: "string", default: "1" },
      construct: { type: "string", multiple: true, default: [] },
      jobs: { type: "string", default: "1" },
      shrink: { type: "string", default: "0" },
      store: { type: "boolean", default: false },
      show: { type: "boolean", default: false },
      part: { type: "boolean", default: false },
    },
  });
  const constructs = values.construct.map((name): Construct => {
    if (!isConstruct(name))
      throw new Error(`--construct takes one of the names in fuzz/constructs.ts, not "${name}".`);
    return name;
  });
  const demand = { firstSeed: Number(values.seed), programs: Number(values.programs), constructs };
  return { ...values, demand, jobs: Number(values.jobs), shrink: Number(values.shrink) };
}

async function inProcesses(script: string, { demand, jobs }: Options): Promise<Outcome> {
  const size = Math.ceil(demand.programs / jobs);
  const parts = Array.from({ length: jobs }, (_, job) => ({
    ...demand,
    firstSeed: demand.firstSeed + job * size,
    programs: Math.max(0, Math.min(size, demand.programs - job * size)),
  }));
  const outcomes = await Promise.all(parts.map((part) => inProcess(script, part)));
  return outcomes.reduce(sumOf, NOTHING);
}

function inProcess(script: string, { firstSeed, programs, constructs }: Demand): Promise<Outcome> {
  const given = ["--part", "--seed", String(firstSeed), "--programs", String(programs)];
  const child = fork(script, [...given, ...constructs.flatMap((construct) => ["--construct", construct])]);
  return new Promise((resolve, reject) => {
    child.once("message", (outcome) => {
      resolve(outcome as Outcome);
    });
    child.once("exit", (code) => {
      if (code !== 0)
        reject(new Error(`The programs from seed ${firstSeed} on ended with code ${String(code)}.`));
    });
  });
}

function inShort({ seed, missed, false: never, limits }: WrongProgram): string {
  const part = (title: string, places: readonly string[]): readonly string[] =>
    places.length === 0 ? [] : [`${title} ${places.join(", ")}`];
  return [
    `seed ${seed}:`,
    ...part("missed", missed),
    ...part("false", never),
    ...part("limits", limits),
  ].join(" ");
}

async function shrinkSome({ wrong }: Outcome, options: Options): Promise<void> {
  for (const kind of ["missed", "false"] as const)
    for (const program of wrong.filter((one) => one[kind].length > 0).slice(0, options.shrink)) {
      const smallest = await shrink(program.files, kind);
      const name = `found/${kind}-${String(program.seed)}`;
      const texts = await caseTexts(smallest, name, `Found by seed ${String(program.seed)}: ${kind}.`);
      for (const [file, text] of Object.entries(texts)) {
        console.log(`\n// ${file}\n${text}`);
        if (options.store) write(join(CASES, file), text);
      }
    }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
