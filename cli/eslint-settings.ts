/**
 * What the project's ESLint configuration says for a file: `settings.purpose`, the options of the rule, and whether the
 * rule is on. So that the command line finds what the rule reports.
 */
import { resolve } from "node:path";
import { ESLint } from "eslint";
import { WrongUse } from "./wrong-use.js";

export interface FileSettings {
  /** `settings.purpose`, as written; undefined where there is none. */
  readonly settings: unknown;
  readonly selection: "match" | "off";
}

/** The settings for a file; undefined where ESLint ignores it. */
type EslintSettings = (file: string) => Promise<LintedFile | undefined>;

export interface LintedFile {
  readonly settings: FileSettings;
  /** The rule is turned off for the file. */
  readonly isOff: boolean;
}

const RULE = "purpose/no-leak";
export const DEFAULT_FILE_SETTINGS: FileSettings = { settings: undefined, selection: "match" };

/** `configFile`: one that is named, instead of those that ESLint finds. Without any, all is by default. */
export function readEslintSettings(cwd: string, configFile?: string): EslintSettings {
  const overrideConfigFile = configFile === undefined ? undefined : resolve(cwd, configFile);
  const eslint = new ESLint(overrideConfigFile === undefined ? { cwd } : { cwd, overrideConfigFile });
  return async (file) => {
    const found = overrideConfigFile ?? (await eslint.findConfigFile(file));
    if (found === undefined) return { settings: DEFAULT_FILE_SETTINGS, isOff: false };
    try {
      const config: unknown = await eslint.calculateConfigForFile(file);
      return linted(config);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const other = configFile === undefined ? "\nAnother configuration can be given: --config <file>." : "";
      throw new WrongUse(`${found}: ${message}${other}`);
    }
  };
}

function linted(config: unknown): LintedFile | undefined {
  if (!isRecord(config)) return undefined;
  const { settings, rules } = config;
  const entry: unknown = isRecord(rules) ? rules[RULE] : undefined;
  const [severity, options] = (Array.isArray(entry) ? entry : [entry]) as readonly unknown[];
  return {
    settings: {
      settings: isRecord(settings) ? settings["purpose"] : undefined,
      selection: isRecord(options) && options["selection"] === "off" ? "off" : "match",
    },
    isOff: severity === 0 || severity === "off",
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
