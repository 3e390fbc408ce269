/** Starts fuzz/command.ts, which is TypeScript: Vite, which the tests run on as well, loads it. */
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

/** @type {{ module: typeof import("../fuzz/command.js") }} */
const { module } = await runnerImport(fileURLToPath(new URL("../fuzz/command.ts", import.meta.url)));
if (process.argv.includes("--help")) console.log(module.USAGE);
else if (!(await module.fuzz(fileURLToPath(import.meta.url), process.argv.slice(2)))) process.exitCode = 1;
