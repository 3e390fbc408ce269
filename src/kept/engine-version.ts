/** Kept: which build of the plugin this is. Its sources have no such name: what they say may change from run to run. */
import { readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Written by the build at its top, which is one folder above the file that this module has been made part of: a digest of all that was built. */
const FINGERPRINT = fileURLToPath(new URL("../fingerprint", import.meta.url));

/** undefined: this is no build, and nothing may be kept on disk. */
export function engineVersion(): string | undefined {
  const isThere = statSync(FINGERPRINT, { throwIfNoEntry: false })?.isFile() === true;
  return isThere ? readFileSync(FINGERPRINT, "utf8") : undefined;
}
