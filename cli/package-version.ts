/**
 * The package's name and version, read by its own name: the sources and what is built of them lie at different depths.
 */
import { createRequire } from "node:module";

const NAME = "eslint-plugin-purpose";

export const PACKAGE = { name: NAME, version: versionOfPackage() } as const;

function versionOfPackage(): string {
  const content: unknown = createRequire(import.meta.url)(`${NAME}/package.json`);
  const hasVersion = typeof content === "object" && content !== null && "version" in content;
  return hasVersion ? String(content.version) : "";
}
