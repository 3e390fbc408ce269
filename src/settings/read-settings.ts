/**
 * Reads `settings.purpose`: checks it and fills in the defaults. A wrong setting is one error that names the key, what
 * it got and what it takes; nothing is silently ignored.
 */
import { Ajv, type ValidateFunction } from "ajv";
import { closestName } from "./name-suggestion.js";
import { CATALOG_PURPOSES, parsePurposeNames, purposeProblem } from "./purpose-name.js";
import { settingsError } from "./settings-error.js";
import { SETTINGS_SCHEMA, type SettingsFormat } from "./settings-schema.js";
import {
  BUILT_IN_LABEL,
  DEFAULT_SETTINGS,
  type PurposeSettings,
  type ResolvedLabel,
  type ResolvedSettings,
  type ResolvedSink,
  type SinkSettings,
} from "./settings.js";

/** Either the settings with all defaults, or the message about the first thing that is wrong. */
export type SettingsReading = { readonly settings: ResolvedSettings } | { readonly error: string };

/** One slip away from the built-in label is a misspelling of it, unless the built-in label is named as well. */
const LABEL_SLIPS = 1;

/** Slips for "did you mean" where a name is wrong anyway. */
const PURPOSE_SLIPS = 3;

const LABEL_NAME = /^\S+$/;
const GLOBAL_NAME = /^(?:(?:window|globalThis|self)\.)?[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;

/** What is wrong with a string of each format, as half a sentence; undefined if nothing is. */
const FORMATS: Readonly<Record<SettingsFormat, (value: string) => string | undefined>> = {
  purpose: purposeProblem,
  purposes: (value) => {
    const names = parsePurposeNames(value);
    return "error" in names ? names.error : undefined;
  },
  "catalog-purpose": catalogPurposeProblem,
  label: (value) =>
    LABEL_NAME.test(value) ? undefined : "a label is the name of a type or brand, without white space in it",
  global: (value) =>
    GLOBAL_NAME.test(value)
      ? undefined
      : `expected the name of a global variable, got ${JSON.stringify(value)}`,
};

let validator: ValidateFunction<PurposeSettings> | undefined;

/**
 * Reads what stands at `settings.purpose` of an ESLint configuration; undefined stands for no settings at all.
 * Error: a key that there is not, a value of the wrong type, a purpose or label that is misspelt or of no valid form,
 * a purpose that the catalog does not have, a sink or source that names nothing.
 */
export function readSettings(raw: unknown): SettingsReading {
  if (raw === undefined) return { settings: DEFAULT_SETTINGS };
  // Made when somebody has settings: who has none needn't wait for it.
  const validate = (validator ??= settingsValidator());
  if (!validate(raw)) return { error: settingsError(validate.errors ?? [], raw, formatProblem) };
  const misspelled = misspelledLabel(Object.keys(raw.labels ?? {}));
  if (misspelled !== undefined) return { error: misspelled };
  return { settings: resolve(raw) };
}

function settingsValidator(): ValidateFunction<PurposeSettings> {
  const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true });
  for (const [format, problem] of Object.entries(FORMATS)) {
    ajv.addFormat(format, (value: string) => problem(value) === undefined);
  }
  return ajv.compile<PurposeSettings>(SETTINGS_SCHEMA);
}

function formatProblem(format: string, value: string): string | undefined {
  return Object.entries(FORMATS).find(([name]) => name === format)?.[1](value);
}

function catalogPurposeProblem(name: string): string | undefined {
  if (CATALOG_PURPOSES.includes(name)) return undefined;
  const meant = closestName(name, CATALOG_PURPOSES, PURPOSE_SLIPS);
  const known = CATALOG_PURPOSES.map((purpose) => `"${purpose}"`).join(", ");
  const hint = meant === undefined ? `expected one of ${known}` : `did you mean "${meant}"?`;
  return `unknown purpose "${name}"; ${hint}`;
}

/** `SecurityContcat` would silently leave the built-in label as it is. */
function misspelledLabel(labels: readonly string[]): string | undefined {
  if (labels.includes(BUILT_IN_LABEL)) return undefined;
  const misspelled = labels.find((label) => closestName(label, [BUILT_IN_LABEL], LABEL_SLIPS) !== undefined);
  return misspelled === undefined
    ? undefined
    : `settings.purpose.labels.${misspelled}: unknown label; did you mean "${BUILT_IN_LABEL}"? (If not, name "${BUILT_IN_LABEL}" as well.)`;
}

function resolve(settings: PurposeSettings): ResolvedSettings {
  const own = Object.entries(settings.labels ?? {}).map(([label, policy]): [string, ResolvedLabel] => [
    label,
    {
      purposes: policy.purposes ?? DEFAULT_SETTINGS.labels[label]?.purposes ?? [],
      sources: policy.sources ?? [],
    },
  ]);
  return {
    labels: Object.fromEntries([...Object.entries(DEFAULT_SETTINGS.labels), ...own]),
    sinks: (settings.sinks ?? []).map(resolveSink),
    evidence: settings.evidence ?? DEFAULT_SETTINGS.evidence,
    catalog: resolveCatalog(settings.catalog),
    models: settings.models ?? DEFAULT_SETTINGS.models,
    contactless: [...new Set([...DEFAULT_SETTINGS.contactless, ...(settings.contactless ?? [])])],
  };
}

function resolveCatalog(catalog: PurposeSettings["catalog"]): readonly string[] {
  if (catalog === undefined) return DEFAULT_SETTINGS.catalog;
  if (typeof catalog === "boolean") return catalog ? CATALOG_PURPOSES : [];
  return catalog;
}

function resolveSink(sink: SinkSettings): ResolvedSink {
  const purposes = parsePurposeNames(sink.purpose);
  return {
    purposes: "names" in purposes ? purposes.names : [],
    files: sink.files ?? [],
    packages: sink.packages ?? [],
    endpoints: sink.endpoints ?? [],
    globals: (sink.globals ?? []).map((name) => name.replace(/^(?:window|globalThis|self)\./, "")),
  };
}
