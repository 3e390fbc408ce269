/**
 * Pastes what the commands print on the sample program into docs/reports.md: each `console` block begins with a command
 * line and holds its output; a comment before it may say how many lines are shown. Needs a build (`npm run build`).
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { root } from "./set-up.mjs";

const page = `${root}docs/reports.md`;
const BLOCK = /^```console\n\$ npx eslint-plugin-purpose (.*)\n(?:.*\n)*?```$/gm;
const SHOWN = /<!-- first (\d+) lines -->\n\n$/;

const text = readFileSync(page, "utf8");
const pasted = text.replaceAll(
  BLOCK,
  (_, /** @type {string} */ parameters, /** @type {number} */ at) =>
    `\`\`\`console\n$ npx eslint-plugin-purpose ${parameters}\n${shown(outputOf(parameters), text.slice(0, at))}\n\`\`\``,
);
writeFileSync(page, pasted);

/** @param {string} parameters */
function outputOf(parameters) {
  const { error, status, stdout, stderr } = spawnSync(
    process.execPath,
    [`${root}dist/cli/main.js`, ...parameters.split(" ")],
    { cwd: `${root}fixtures/incident`, encoding: "utf8" },
  );
  if (error !== undefined) throw error;
  if (status !== 0 && status !== 1) throw new Error(`${parameters}: ended with ${status}\n${stderr}`);
  return stdout.trimEnd();
}

/**
 * @param {string} output
 * @param {string} before
 */
function shown(output, before) {
  const lines = output.split("\n");
  const count = Number(SHOWN.exec(before)?.[1] ?? lines.length);
  return (lines.length <= count ? lines : [...lines.slice(0, count), "…"]).join("\n");
}
