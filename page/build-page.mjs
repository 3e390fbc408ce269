/**
 * Builds the page of `report --html`: one HTML text with the script and the style in it, and a place for the data. Its
 * policy lets the browser run this script and use this style alone, and load nothing.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const folder = fileURLToPath(new URL(".", import.meta.url));

/** @returns {Promise<string>} */
export async function buildPage() {
  const [script, style] = await Promise.all([bundle("main.tsx"), bundle("page.css")]);
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    // Sizes that are set on elements by the script.
    "style-src-attr 'unsafe-inline'",
  ].join("; ");
  /** @type {Record<string, string>} */
  const parts = {
    POLICY: `<meta http-equiv="Content-Security-Policy" content="${policy}" />`,
    STYLE: `<style>${style}</style>`,
    // Filled in when a report is written (src/report/formats/html.ts).
    DATA: '<script type="application/json" id="data">%DATA%</script>',
    SCRIPT: `<script>${script}</script>`,
  };
  return readFileSync(`${folder}page.html`, "utf8").replaceAll(
    /<!-- ([A-Z]+) -->/g,
    (_, /** @type {string} */ part) => parts[part] ?? "",
  );
}

/** @param {string} entry */
async function bundle(entry) {
  const { outputFiles } = await build({
    entryPoints: [folder + entry],
    bundle: true,
    write: false,
    minify: true,
    format: "iife",
    target: ["chrome123", "firefox120", "safari17.5"],
    tsconfig: `${folder}tsconfig.json`,
    legalComments: "inline",
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error(`${entry} gave nothing.`);
  if (/<\/(?:script|style)/i.test(output.text)) throw new Error(`${entry} would end its element.`);
  return output.text.trim();
}

/** @param {string} text */
function hashOf(text) {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
