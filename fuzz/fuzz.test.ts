/**
 * Programs made at random, run and analysed: what continuous integration looks at of `npm run fuzz`.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { programOf } from "./analysis.js";
import { runCampaign } from "./campaign.js";
import { generateProgram } from "./program.js";
import { tableOf } from "./table.js";

/** Reports that never leak, of all reports: most are of the classes that docs/known-limits.md explains. */
const MOST_FALSE = 0.02;
const MINUTES = 60_000;

/** Programs leave errors of promises to nobody; the test runner would take them for its own. */
const others = process.listeners("unhandledRejection");
const ignored = (): void => undefined;
beforeAll(() => {
  process.removeAllListeners("unhandledRejection").on("unhandledRejection", ignored);
});
afterAll(() => {
  process.off("unhandledRejection", ignored);
  for (const listener of others) process.on("unhandledRejection", listener);
});

test("500 programs leak nothing that is not reported", { timeout: 20 * MINUTES }, async () => {
  const outcome = await runCampaign({ firstSeed: 1, programs: 500, constructs: [] });
  console.log(tableOf(outcome));
  expect(outcome.wrong.filter(({ missed }) => missed.length > 0).map(({ seed }) => seed)).toEqual([]);
  expect(outcome.total.leaks).toBeGreaterThan(500);
  expect(outcome.total.false).toBeLessThanOrEqual(MOST_FALSE * outcome.total.reports);
});

test("programs compile, and a seed always gives the same one", { timeout: MINUTES }, () => {
  const seeds = Array.from({ length: 100 }, (_, index) => 1000 + index);
  const programs = seeds.map((seed) => generateProgram(seed).files);
  expect(programOf(programs).errors()).toEqual([]);
  expect(seeds.map((seed) => generateProgram(seed).files)).toEqual(programs);
});
