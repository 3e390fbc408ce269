/** The purposes of a program's declarations, with what the settings and the `package.json` files on disk say. */
import ts from "typescript";
import { createSettingsSinks } from "../settings/settings-sinks.js";
import type { ResolvedSettings } from "../settings/settings.js";
import { createPurposes, type Purposes } from "./purposes-of.js";

/**
 * `cwd`: what globs of the settings are relative to. `summarized`: what the source of a declaration file is for, where
 * that is known without it.
 */
export function purposesOfProgram(
  program: ts.Program,
  cwd: string,
  settings: ResolvedSettings,
  summarized: (declarations: string) => readonly string[] | undefined = () => undefined,
): Purposes {
  const sinks = createSettingsSinks(settings);
  return createPurposes({
    program,
    summarized,
    settingsPurposes: (file, name) => [
      ...sinks.purposesOfFile(file, cwd),
      ...(name === undefined ? [] : sinks.purposesOfPackage(name, "")),
    ],
    readFile: (path) => ts.sys.readFile(path),
  });
}
