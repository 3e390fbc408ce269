/**
 * The built-in catalog: which packages, globals and endpoints have a purpose without any annotation. Answers from the
 * data files beside it, as far as `settings.purpose.catalog` takes their purposes.
 */
import { packageNames, plainSubpath } from "../settings/package-name.js";
import { coversPurpose } from "../settings/purpose-name.js";
import type { ResolvedSettings } from "../settings/settings.js";
import { urlTarget, type UrlPattern } from "../settings/url-pattern.js";
import { ENDPOINT_ROWS, GLOBAL_ROWS, PACKAGE_ROWS, type PackageRow } from "./catalog-data.js";
import { createEndpointIndex } from "./endpoint-index.js";
import { argumentsOfTag, tagCallPurpose, type TagArgument } from "./tag-call.js";

export type { UrlPattern } from "../settings/url-pattern.js";

/** A name, or the names from the outside in (`["AnalyticsModule", "logEvent"]`). */
type MemberName = string | readonly string[];

export interface Catalog {
  /** Whether a row is about the package, or a part of it. */
  knowsPackage(name: string): boolean;
  knowsGlobal(name: string): boolean;
  /**
   * Purposes of a package: of its subpath ("" for the root) and, where one is given, of the export or member.
   * Without a member, what holds for the package as a whole.
   */
  purposesOfPackage(name: string, subpath: string, member?: MemberName): readonly string[];
  /** Purposes of one call of a package's function, where it depends on the arguments as well. */
  purposesOfPackageCall(
    name: string,
    subpath: string,
    member: MemberName,
    args: readonly TagArgument[],
  ): readonly string[];
  /** Purposes that a global has whatever it is called with; none for a mixed tag. */
  purposesOfGlobal(name: string): readonly string[];
  /** Whether a global's purpose depends on the call, so that `purposesOfTagCall` must be asked. */
  isMixedTag(name: string): boolean;
  /** Purposes of one call of a global: `gtag(…)` for the mixed functions, `dataLayer.push(…)` for the mixed queues. */
  purposesOfTagCall(global: string, args: readonly TagArgument[]): readonly string[];
  /** Purposes of the endpoint that a URL, known in whole or in part, goes to or may go to. */
  purposesOfEndpoint(url: UrlPattern): readonly string[];
}

/** The catalog as far as `purposes` takes it: a purpose takes the special ones under it as well; none turns it off. */
export function createCatalog(purposes: ResolvedSettings["catalog"]): Catalog {
  const packages = rowsByName(PACKAGE_ROWS);
  const globals = new Map(GLOBAL_ROWS.map((row) => [row.name, row]));
  const endpoints = createEndpointIndex(ENDPOINT_ROWS);
  const taken = (found: readonly (string | undefined)[]): readonly string[] =>
    [...new Set(found)]
      .filter((name) => name !== undefined)
      .filter((name) => purposes.some((general) => coversPurpose(general, name)));
  const rowsOf = (name: string, subpath: string, member?: MemberName): readonly PackageRow[] =>
    nearestRows(
      packageNames(name).flatMap((known) => packages.get(known) ?? []),
      plainSubpath(subpath),
      [member ?? []].flat(),
    );
  const purposeOfTag = (global: string, args: readonly TagArgument[]): string | undefined => {
    const row = globals.get(global);
    return row?.mixed === undefined ? row?.purpose : tagCallPurpose(row.mixed, args);
  };
  const purposeOfCall = (row: PackageRow, args: readonly TagArgument[]): string | undefined =>
    row.tag === undefined ? row.purpose : purposeOfTag(row.tag.global, argumentsOfTag(row.tag, args));
  return {
    knowsPackage: (name) => packageNames(name).some((known) => packages.has(known)),
    knowsGlobal: (name) => globals.has(name),
    purposesOfPackage: (name, subpath, member) =>
      taken(rowsOf(name, subpath, member).map((row) => row.purpose)),
    purposesOfPackageCall: (name, subpath, member, args) =>
      taken(rowsOf(name, subpath, member).map((row) => purposeOfCall(row, args))),
    purposesOfGlobal: (name) => taken([globals.get(name)?.purpose]),
    isMixedTag: (name) => globals.get(name)?.mixed !== undefined,
    purposesOfTagCall: (global, args) => taken([purposeOfTag(global, args)]),
    purposesOfEndpoint: (url) => {
      const target = urlTarget(url);
      return target === undefined ? [] : taken(endpoints(target));
    },
  };
}

function rowsByName(rows: readonly PackageRow[]): ReadonlyMap<string, readonly PackageRow[]> {
  const byName = new Map<string, PackageRow[]>();
  for (const row of rows)
    for (const name of packageNames(row.name)) byName.set(name, [...(byName.get(name) ?? []), row]);
  return byName;
}

/** The rows about one of `names` where there are any, otherwise those about the package as a whole. */
function nearestRows(
  rows: readonly PackageRow[],
  subpath: string,
  names: readonly string[],
): readonly PackageRow[] {
  const placed = rows.filter(
    (row) => row.subpath === undefined || `${subpath}/`.startsWith(`${row.subpath}/`),
  );
  const special = placed.filter((row) => row.only?.some((name) => names.includes(name)));
  return special.length > 0 ? special : placed.filter((row) => row.only === undefined);
}
