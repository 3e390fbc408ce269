/**
 * Type-checks the plugin with its tests and scripts, the page of its reports, then each sample program, which has a
 * tsconfig of its own. Those that use libraries are checked by their test, which needs the types of all libraries anyway.
 */
import { existsSync, readdirSync } from "node:fs";
import { root, run } from "./set-up.mjs";

run("npx", ["tsc", "-p", "tsconfig.json"]);
run("npx", ["tsc", "-p", "page/tsconfig.json"]);
for (const fixture of readdirSync(`${root}fixtures`)) {
  const project = `fixtures/${fixture}/tsconfig.json`;
  if (fixture !== "libraries" && existsSync(root + project)) run("npx", ["tsc", "--noEmit", "-p", project]);
}
