/** Compiles src/, rules/ and cli/ into a fresh dist/: what was deleted from the sources must not be published. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./set-up.mjs";

rmSync(`${root}dist`, { recursive: true, force: true });
run("npx", ["tsc", "-p", "tsconfig.build.json"]);

// Loaded here and not above: in a fresh clone their bundler may just have been installed.
const { buildPage } = await import("../page/build-page.mjs");
const { bundle } = await import("./bundle.mjs");
await bundle(`${root}dist`);
writeFileSync(`${root}dist/report-page.html`, await buildPage());

// Results that are kept on disk are another build's to ignore.
writeFileSync(`${root}dist/fingerprint`, fingerprintOf(`${root}dist`));

/** @param {string} folder */
function fingerprintOf(folder) {
  const digest = createHash("sha256");
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    const path = join(folder, name);
    if (statSync(path).isFile()) digest.update(`${name}\n`).update(readFileSync(path));
  }
  return digest.digest("hex");
}
