/**
 * The plugin's settings (`settings.purpose` of an ESLint configuration): as users write them, and as the engine reads
 * them, with every default filled in. Plain data both.
 */

/** Settings as written by users; every key may be left out. */
export interface PurposeSettings {
  /** What each label may be used for, and where values get it without a brand; added to the built-in label. */
  readonly labels?: Readonly<Record<string, LabelSettings>>;
  /** Code that has a purpose without being annotated. */
  readonly sinks?: readonly SinkSettings[];
  /** Names of the types that count as evidence of consent in a `@repurpose` function; replaces the default. */
  readonly evidence?: readonly string[];
  /** The purposes that are taken from the built-in catalog: a list, all of them (true), or none (false). */
  readonly catalog?: boolean | readonly string[];
  /** Paths of files with flow models, relative to the directory of the lint run. */
  readonly models?: readonly string[];
  /** Further purposes of code that must not require a security contact at all. */
  readonly contactless?: readonly string[];
}

/** One label's policy. */
interface LabelSettings {
  /** The purposes it may be used for, each with the special ones under it. May be left out for the built-in label only. */
  readonly purposes?: readonly string[];
  /** Declarations whose values carry the label although their types do not say so. */
  readonly sources?: readonly LabelSource[];
}

/** A declaration that carries a label: a property of a named type, or the whole type where no property is named. */
export interface LabelSource {
  /** The npm package that declares the type. At least one of `package` and `files` is given. */
  readonly package?: string;
  /** Globs of the files that declare the type. */
  readonly files?: readonly string[];
  /** Name of the type: interface, class, alias or enum. */
  readonly type: string;
  /** Name of its property. */
  readonly property?: string;
}

/** What has a purpose by configuration; several kinds of things may be named in one entry, at least one is. */
export interface SinkSettings {
  /** One purpose, or several separated by spaces. */
  readonly purpose: string;
  /** Globs of files, relative to the directory of the lint run. */
  readonly files?: readonly string[];
  /** npm packages, with or without a subpath; globs allowed. */
  readonly packages?: readonly string[];
  /** Globs of URLs. */
  readonly endpoints?: readonly string[];
  /** Names of global variables. */
  readonly globals?: readonly string[];
}

/** Settings as the engine reads them: checked, defaults filled in. */
export interface ResolvedSettings {
  readonly labels: Readonly<Record<string, ResolvedLabel>>;
  readonly sinks: readonly ResolvedSink[];
  readonly evidence: readonly string[];
  /** The purposes taken from the catalog; none when it is turned off. */
  readonly catalog: readonly string[];
  readonly models: readonly string[];
  readonly contactless: readonly string[];
}

export interface ResolvedLabel {
  readonly purposes: readonly string[];
  readonly sources: readonly LabelSource[];
}

export interface ResolvedSink {
  /** Never empty. */
  readonly purposes: readonly string[];
  readonly files: readonly string[];
  readonly packages: readonly string[];
  readonly endpoints: readonly string[];
  readonly globals: readonly string[];
}

/** The label that is there without any settings. */
export const BUILT_IN_LABEL = "SecurityContact";

/** What holds where the settings say nothing. */
export const DEFAULT_SETTINGS: ResolvedSettings = {
  labels: { [BUILT_IN_LABEL]: { purposes: ["security"], sources: [] } },
  sinks: [],
  evidence: ["Consent", "ConsentReceipt"],
  catalog: ["advertising"],
  models: [],
  contactless: ["security:two-factor:totp", "security:two-factor:security-key"],
};
