/**
 * Pipeline stage: policy → gate. What may be a sink, by names alone: more than there is, and never less.
 */
import type { PurposesOfCode } from "../annotations/purposes-of-code.js";
import type { Catalog } from "../catalog/catalog.js";
import { ENDPOINT_ROWS, PACKAGE_ROWS } from "../catalog/catalog-data.js";
import { REQUEST_NAMES, sendsRequests } from "../catalog/request-rows.js";
import { packageNames } from "../settings/package-name.js";
import type { ResolvedSettings } from "../settings/settings.js";
import type { SettingsSinks } from "../settings/settings-sinks.js";

/** A file of the program or one that it sees. */
interface NamedText {
  readonly fileName: string;
  readonly text: string;
}

export interface SinkNames {
  isSinkFile(file: string): boolean;
  isSinkModule(module: string): boolean;
  isSinkGlobal(name: string): boolean;
  readonly requestNames: ReadonlySet<string>;
  /** Whether a file of the program states the host of an endpoint that has a purpose. */
  statesEndpoint(file: string): boolean;
}

export interface SinkNameSources {
  readonly settings: ResolvedSettings;
  readonly settingsSinks: SettingsSinks;
  readonly catalog: Catalog;
  readonly purposes: Pick<PurposesOfCode, "ofModule">;
  /** The program's own files. */
  readonly own: readonly NamedText[];
  /** Declaration files: of the program, and of packages. */
  readonly declared: readonly NamedText[];
  /** Purposes of a declaration file by the package that it belongs to. */
  readonly purposesOfDeclared: (file: string) => readonly string[];
}

export function createSinkNames(sources: SinkNameSources): SinkNames {
  const { settings, settingsSinks, catalog, purposes, own, declared } = sources;
  const takesCatalog = settings.catalog.length > 0;
  const annotated = new Set(own.filter(({ text }) => ANNOTATION.test(text)).map(({ fileName }) => fileName));
  // What declaration files say of themselves may be about any module or global that has no body.
  const saysOfDeclared = declared.some(({ text }) => ANNOTATION.test(text));
  const packages = new Set(takesCatalog ? PACKAGE_ROWS.map(({ name }) => name) : []);
  const withPurpose = packagesWithPurpose(sources);
  const endpoints = statedEndpoints(settings);
  const withEndpoints = new Set(
    own.filter(({ text }) => endpoints?.test(text) === true).map(({ fileName }) => fileName),
  );
  const sends = speaksOfEndpoints(settings, own);
  return {
    isSinkFile: (file) => annotated.has(file) || purposes.ofModule(file).length > 0,
    isSinkModule: (module) => {
      const name = nameOfPackage(module);
      const subpath = module.slice(name.length + 1);
      return (
        saysOfDeclared ||
        packages.has(name) ||
        withPurpose.has(name) ||
        (sends && sendsRequests(module)) ||
        settingsSinks.purposesOfPackage(name, subpath).length > 0
      );
    },
    isSinkGlobal: (name) =>
      saysOfDeclared ||
      catalog.purposesOfGlobal(name).length > 0 ||
      catalog.isMixedTag(name) ||
      settingsSinks.purposesOfGlobal(name).length > 0,
    requestNames: sends ? REQUEST_NAMES : NO_NAMES,
    statesEndpoint: (file) => withEndpoints.has(file),
  };
}

const ANNOTATION = /@purpose\b/;
const NO_NAMES: ReadonlySet<string> = new Set();

function nameOfPackage(module: string): string {
  const [first = "", second = ""] = module.split("/");
  return first.startsWith("@") ? `${first}/${second}` : first;
}

/** Packages whose own `package.json` states a purpose. */
function packagesWithPurpose({ declared, purposesOfDeclared }: SinkNameSources): ReadonlySet<string> {
  const seen = new Map<string, string>();
  for (const { fileName } of declared) {
    const inside = fileName.lastIndexOf("/node_modules/");
    if (inside < 0) continue;
    const name = nameOfPackage(fileName.slice(inside + "/node_modules/".length));
    if (!seen.has(name)) seen.set(name, fileName);
  }
  const found = [...seen].filter(([, file]) => purposesOfDeclared(file).length > 0);
  return new Set(found.flatMap(([name]) => packageNames(name)));
}

/** Whether the program may send a request to an endpoint that has a purpose. */
export function speaksOfEndpoints(
  settings: ResolvedSettings,
  own: readonly Pick<NamedText, "text">[],
): boolean {
  // The host of an endpoint of the settings may be put together of parts that are stated nowhere.
  if (settings.sinks.some(({ endpoints }) => endpoints.length > 0)) return true;
  const pattern = statedEndpoints(settings);
  return own.some(({ text }) => pattern?.test(text) === true);
}

/** What texts have that state the host of an endpoint with a purpose; undefined: there is no such endpoint. */
function statedEndpoints(settings: ResolvedSettings): RegExp | undefined {
  const ofSettings = settings.sinks.flatMap(({ endpoints }) => endpoints.map(hostOf));
  const ofCatalog = settings.catalog.length > 0 ? ENDPOINT_ROWS.flatMap(({ hosts }) => hosts) : [];
  const stated = new Set([...ofSettings, ...ofCatalog].map(statedPart));
  if (stated.size === 0) return undefined;
  return new RegExp([...stated].map((host) => host.replaceAll(".", "\\.")).join("|"), "i");
}

/** The host of `https://ads.example.com/**`. */
function hostOf(endpoint: string): string {
  return endpoint.split("//").at(-1)?.split("/")[0] ?? endpoint;
}

/** What of a host stands in one piece of text. */
function statedPart(host: string): string {
  return host.split("*").at(-1)?.replace(/^\./, "") ?? host;
}
