/** Compiles src/ and rules/ into a fresh dist/: what was deleted from the sources must not be published. */
import { rmSync } from "node:fs";
import { root, run } from "./set-up.mjs";

rmSync(`${root}dist`, { recursive: true, force: true });
run("npx", ["tsc", "-p", "tsconfig.build.json"]);
