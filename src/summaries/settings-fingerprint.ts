/**
 * Summaries: the settings that their answers depend on. What the catalog and the flow models say is asked when the value
 * flow comes by, and is no part of a summary.
 */
import { posix } from "node:path";
import type { ResolvedSettings } from "../settings/settings.js";
import { fingerprint } from "./summary-file.js";

/** `cwd`: what globs are relative to; `folder`: the package's. */
export function settingsFingerprint(settings: ResolvedSettings, cwd: string, folder: string): string {
  const { labels, sinks, evidence } = settings;
  const globs = [...Object.values(labels).flatMap(({ sources }) => sources), ...sinks];
  const hasGlobs = globs.some(({ files = [] }) => files.length > 0);
  const base = hasGlobs ? posix.relative(folder, cwd.replaceAll("\\", "/")) : "";
  return fingerprint(JSON.stringify([labels, sinks, evidence, base]));
}
