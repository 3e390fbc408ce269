import { configDefaults, defineConfig } from "vitest/config";

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
    // Each worker holds TypeScript programs of its own: two are what a small machine has memory for.
    maxWorkers: 2,
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
