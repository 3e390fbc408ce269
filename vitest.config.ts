import { configDefaults, defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Those that take longest, first: whatever is begun last has one core idle until it ends. */
const LONGEST_FIRST = [
  "fronts/hook",
  "torture/hostile-programs",
  "fuzz/fuzz",
  "metamorphic/metamorphic",
  "fronts/turborepo",
  "fixtures/libraries",
  "fixtures/presets",
  "fixtures/determinism",
  "fixtures/adopting",
  "cli/sample-program",
  "fixtures/hard-programs",
  "fixtures/gate",
  "fronts/command-line",
];

class LongestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const known = LONGEST_FIRST.findIndex((name) => moduleId.endsWith(`${name}.test.ts`));
      return known === -1 ? LONGEST_FIRST.length : known;
    };
    return Promise.resolve(files.toSorted((left, right) => rank(left) - rank(right)));
  }
}

export default defineConfig({
  test: {
    include: [
      "src/**/*.test.ts",
      "rules/**/*.test.ts",
      "cli/**/*.test.ts",
      "page/**/*.test.ts",
      "formatters/**/*.test.ts",
      "fixtures/**/*.test.ts",
      "metamorphic/**/*.test.ts",
      "torture/**/*.test.ts",
      "fuzz/**/*.test.ts",
      "bench/**/*.test.ts",
      "fronts/**/*.test.ts",
    ],
    exclude: [
      ...configDefaults.exclude,
      "fixtures/conformance/**",
      "fixtures/cases/**",
      "fixtures/regressions/**",
      "fixtures/libraries/**",
    ],
    // In CI typescript-eslint takes it that each process lints once; tests lint again after edits, as editors do.
    env: { TSESTREE_SINGLE_RUN: "false" },
    pool: "forks",
    // A worker keeps what it has loaded (TypeScript, the engine, parsed library files) for the next file: half of the time went there.
    isolate: false,
    // Each worker holds TypeScript programs of its own: two are what a small machine has memory for.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts", "rules/**/*.ts", "cli/**/*.ts", "formatters/**/*.ts"],
      exclude: ["**/*.test.ts", "src/testing/**"],
      reporter: ["text-summary"],
    },
  },
});
