import { defineConfig } from "vitest/config";

// Apart from the other tests: it needs a browser, which not every machine has.
export default defineConfig({ test: { include: ["page/**/*.browser.ts"], testTimeout: 30_000 } });
