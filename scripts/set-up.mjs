/**
 * What the two commands of the README need before they start: the locked dependencies, and a way to run one step.
 * Plain Node with no dependency of its own, because it runs before anything is installed.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** @typedef {{ version?: string, optional?: boolean }} LockedPackage */

export const root = fileURLToPath(new URL("..", import.meta.url));

const CLEAN_INSTALL = ["ci", "--no-audit", "--no-fund", "--prefer-offline"];

/**
 * Runs a command in the repository and ends this process when it fails.
 *
 * @param {string} command
 * @param {string[]} parameters
 * @param {string} [directory]
 */
export function run(command, parameters, directory = root) {
  console.log(`\n> ${[command, ...parameters].join(" ")}`);
  // npm, npx and the commands in node_modules/.bin are .cmd files on Windows: only a shell starts those.
  const shell = process.platform === "win32";
  const { error, status } = spawnSync(command, parameters, { cwd: directory, stdio: "inherit", shell });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

/**
 * Runs scripts of package.json one after the other, while others run beside it, and ends this process when one fails.
 * What each prints comes in one piece when it ends, so that nothing is mixed up.
 *
 * @param {readonly string[]} scripts
 */
export async function runInTurn(scripts) {
  const shell = process.platform === "win32";
  for (const script of scripts) {
    const child = spawn("npm", ["run", script], { cwd: root, stdio: ["ignore", "pipe", "pipe"], shell });
    /** @type {Buffer[]} */
    const printed = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (/** @type {Buffer} */ part) => printed.push(part));
    await once(child, "close");
    console.log(`\n> npm run ${script}\n${Buffer.concat(printed).toString()}`);
    if (child.exitCode !== 0) process.exit(child.exitCode ?? 1);
  }
}

/**
 * Runs `npm ci`, unless what is installed is what the lock file says.
 *
 * @param {string} [directory]
 */
export function setUp(directory = root) {
  if (!isInstalled(directory)) run("npm", CLEAN_INSTALL, directory);
}

/**
 * The libraries that fixtures/libraries is about: hundreds of packages, of which the tests read the types alone. They
 * come while other checks run, and nothing but the tests needs them.
 *
 * @returns {Promise<void>} When they are there.
 */
export async function setUpLibraries() {
  const directory = `${root}fixtures/libraries/`;
  if (isInstalled(directory)) return;
  console.log(`\n> npm ${CLEAN_INSTALL.join(" ")} (fixtures/libraries, meanwhile)`);
  const shell = process.platform === "win32";
  const install = spawn("npm", CLEAN_INSTALL, { cwd: directory, stdio: "inherit", shell });
  await once(install, "exit");
  if (install.exitCode !== 0) process.exit(install.exitCode ?? 1);
}

/**
 * Compares versions, not dates: a checkout touches the lock file without changing it, and `npm ci` throws away a
 * node_modules that another command may be using.
 *
 * @param {string} directory
 */
function isInstalled(directory) {
  const installed = packagesOf(`${directory}node_modules/.package-lock.json`);
  return Object.entries(packagesOf(`${directory}package-lock.json`)).every(
    ([path, wanted]) => path === "" || wanted.optional || installed[path]?.version === wanted.version,
  );
}

/**
 * @param {string} lockFile
 * @returns {Record<string, LockedPackage>}
 */
function packagesOf(lockFile) {
  if (!existsSync(lockFile)) return {};
  /** @type {{ packages: Record<string, LockedPackage> }} */
  const content = JSON.parse(readFileSync(lockFile, "utf8"));
  return content.packages;
}
