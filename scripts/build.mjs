/** Compiles src/, rules/ and cli/ into a fresh dist/: what was deleted from the sources must not be published. */
import { rmSync, writeFileSync } from "node:fs";
import { root, run } from "./set-up.mjs";

rmSync(`${root}dist`, { recursive: true, force: true });
run("npx", ["tsc", "-p", "tsconfig.build.json"]);

// Loaded here and not above: in a fresh clone its bundler may just have been installed.
const { buildPage } = await import("../page/build-page.mjs");
writeFileSync(`${root}dist/report-page.html`, await buildPage());
