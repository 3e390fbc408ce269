/**
 * Joins what the compiler has put into dist/ to a file for each entry of the package, with chunks for what they share: loading
 * some four hundred modules one by one takes Node three times as long, in every process that lints.
 */
import { readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";

/** What package.json and the scripts name, within dist/. */
const ENTRIES = [
  "src/plugin.js",
  "src/index.js",
  "formatters/sarif.js",
  "formatters/traces.js",
  "cli/main.js",
];

/** Types alone: it imports nothing, and says so. */
const BRAND = "src/brand.js";

/** @param {string} folder */
export async function bundle(folder) {
  const { metafile } = await build({
    absWorkingDir: folder,
    entryPoints: ENTRIES,
    outdir: folder,
    // One folder deep, as the entries: the fingerprint is looked for from there (src/kept/engine-version.ts).
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    allowOverwrite: true,
    metafile: true,
    logLevel: "warning",
  });
  const kept = new Set([
    join(folder, BRAND),
    ...Object.keys(metafile.outputs).map((output) => resolve(folder, output)),
  ]);
  for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const path = join(folder, entry);
    if (/\.js(?:on)?$/.test(path) && !kept.has(path)) rmSync(path);
  }
}
