/**
 * Functions that send requests, as they stand in the data file: where a call says what URL it goes to, and what it
 * sends. One row a function; every row says in `see` where its facts come from.
 */
import requestsFile from "./requests.json" with { type: "json" };

export interface RequestRow {
  /** Who declares the function: "" for the platform, a module of Node ("node:https"), a package. */
  readonly module: string;
  /** Names from the outside in, joined by dots; `new` is a constructor's. "" is what the module itself is. */
  readonly name: string;
  /** The argument that holds the URL, or options that do. */
  readonly url: string;
  /** What the URL is relative to, or further options. */
  readonly base?: string;
  /** Of URLs that options give in parts. */
  readonly scheme?: string;
  /** Arguments that are sent. */
  readonly sends?: readonly string[];
  /** What further calls send through: the result or the receiver. */
  readonly opens?: string;
  /** What stands for the URL from now on. */
  readonly names?: string;
  readonly see: string;
}

const ROWS: ReadonlyMap<string, RequestRow> = new Map(
  requestsFile.rows.map((row: RequestRow) => [`${row.module}:${row.name}`, row]),
);

/** Properties of the platform's objects whose assignment sends a request: `image.src = url`. */
const PROPERTIES: ReadonlySet<string> = new Set(requestsFile.properties.map(({ name }) => name));

export function requestRow(module: string, name: string): RequestRow | undefined {
  return ROWS.get(`${module}:${name}`);
}

export function sendsWhenSet(property: string): boolean {
  return PROPERTIES.has(property);
}
