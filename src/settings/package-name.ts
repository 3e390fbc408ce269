/**
 * Names of npm packages: a package and the one that holds its type declarations are the same thing.
 */

/**
 * The names under which a package may be listed: its own and, for a package of type declarations, that of the package
 * it describes (`@types/acme__audiences` → `@acme/audiences`).
 */
export function packageNames(name: string): readonly string[] {
  const described = /^@types\/(.+)$/.exec(name)?.[1];
  if (described === undefined) return [name];
  const scoped = /^(.+?)__(.+)$/.exec(described);
  return [name, scoped === null ? described : `@${scoped[1]}/${scoped[2]}`];
}

/** A subpath without what surrounds it: "./server/" and "/server" are "server"; "" is the package's root. */
export function plainSubpath(subpath: string): string {
  return subpath.replace(/^\.?\/*/, "").replace(/\/+$/, "");
}

export interface PackagePath {
  readonly name: string;
  /** "" for the package's root. */
  readonly subpath: string;
}

/** What a module specifier names of a package; undefined for a file, a module of Node, an alias (`~/ads`, `#ads`). */
export function packageOfSpecifier(specifier: string): PackagePath | undefined {
  const [, name, subpath] = /^((?:@[^/*]+\/)?[^./@*#~:][^/*:]*)(?:\/([^*]*))?$/.exec(specifier) ?? [];
  return name === undefined ? undefined : { name, subpath: plainSubpath(subpath ?? "") };
}
