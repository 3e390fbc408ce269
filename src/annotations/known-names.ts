/** The purposes and labels that a project knows: the plugin's, the catalog's, and those that the settings name. */
import { closestName } from "../settings/name-suggestion.js";
import { CATALOG_PURPOSES, KNOWN_FIRST_WORDS } from "../settings/purpose-name.js";
import type { ResolvedSettings } from "../settings/settings.js";

export interface KnownNames {
  readonly labels: readonly string[];
  /** First words of purposes: what is special is known by the general. */
  readonly purposes: ReadonlySet<string>;
  /** Full names, as "did you mean" offers them. */
  readonly purposeNames: readonly string[];
}

/** A letter too many, too few, another, or two that changed places; "targeting" is two such slips from "marketing". */
const PURPOSE_SLIPS = 1;
/** Names of types are longer, and nobody means another one by `SecurtyContcat`. */
const LABEL_SLIPS = 2;

export function knownNames(settings: ResolvedSettings): KnownNames {
  const stated = [
    ...Object.values(settings.labels).flatMap(({ purposes }) => purposes),
    ...settings.sinks.flatMap(({ purposes }) => purposes),
    ...settings.contactless,
  ];
  const purposeNames = [...new Set([...KNOWN_FIRST_WORDS, ...CATALOG_PURPOSES, ...stated])];
  return {
    labels: Object.keys(settings.labels),
    purposes: new Set(purposeNames.map(firstWord)),
    purposeNames,
  };
}

/** @example meantPurpose(known, "advertizing:email") // "advertising:email" */
export function meantPurpose(known: KnownNames, name: string): string | undefined {
  const [first = "", ...rest] = name.split(":");
  const meant = closestName(first, [...known.purposes], PURPOSE_SLIPS);
  return meant === undefined ? undefined : [meant, ...rest].join(":");
}

/** @example meantLabel(known, "SecurityContcat") // "SecurityContact" */
export function meantLabel(known: KnownNames, name: string): string | undefined {
  return closestName(name, known.labels, LABEL_SLIPS);
}

export function isKnownPurpose(known: KnownNames, name: string): boolean {
  return known.purposes.has(firstWord(name));
}

function firstWord(name: string): string {
  return name.split(":", 1)[0] ?? name;
}
