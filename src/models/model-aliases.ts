/**
 * Names under which the same function is found (`library/aliases.json`): views of one class, the global object's
 * names, modules that hand on the platform's own things, and base classes. Plain data, no behaviour of its own.
 */
import aliasesFile from "./library/aliases.json" with { type: "json" };

/** What has no model under one name is looked up under another one. */
interface Alias {
  /** "" for the language and platform, "node:stream". */
  readonly module: string;
  /** The beginning of a name: "Int8Array" for "Int8Array.map"; "" for every name of the module; "*.x" for the member x of anything. */
  readonly name: string;
  /** What stands in its place; "" leaves it out. */
  readonly as: string;
  /** The module in which `as` is looked up; left out: the same one. */
  readonly asModule?: string;
}

const ALIASES: readonly Alias[] = aliasesFile.aliases;

/** A function by its module and its name. */
export interface ModelName {
  readonly module: string;
  readonly path: readonly string[];
}

/** Gives the other names of a function: those of the longest beginning first. */
export type OtherNames = (name: ModelName) => readonly ModelName[];

/** @example otherNames({ module: "", path: ["Int8Array", "map"] }) // [{ module: "", path: ["Uint8Array", "map"] }] */
export function aliasIndex(): OtherNames {
  const aliases = new Map<string, Alias[]>();
  for (const alias of ALIASES) {
    const key = keyOf(alias.module, alias.name);
    const known = aliases.get(key);
    if (known === undefined) aliases.set(key, [alias]);
    else known.push(alias);
  }
  return ({ module, path }) => {
    const found: ModelName[] = [];
    for (let length = path.length; length >= 0; length--) {
      const known = aliases.get(keyOf(module, path.slice(0, length).join("."))) ?? [];
      found.push(...known.map((alias) => renamed(alias, path.slice(length))));
    }
    return [...found, ...membersOfAnything(aliases, { module, path })];
  };
}

/** Instances of many classes have the member, and no class as such. */
function membersOfAnything(
  aliases: ReadonlyMap<string, readonly Alias[]>,
  { module, path }: ModelName,
): readonly ModelName[] {
  const [owner, member] = path.slice(-2);
  if (owner === "static" || member === undefined) return [];
  return (aliases.get(keyOf(module, `*.${member}`)) ?? []).map((alias) => renamed(alias, []));
}

function renamed(alias: Alias, rest: readonly string[]): ModelName {
  const begin = alias.as === "" ? [] : alias.as.split(".");
  return { module: alias.asModule ?? alias.module, path: [...begin, ...rest] };
}

function keyOf(module: string, name: string): string {
  return `${module}:${name}`;
}
