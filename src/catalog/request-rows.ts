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
  /** What it is relative to where nothing says so. */
  readonly under?: string;
  /** Only calls with one of these texts as that argument send anything. */
  readonly when?: { readonly argument: string; readonly is: readonly string[] };
  /** Of URLs that options give in parts. */
  readonly scheme?: string;
  /** Arguments that are sent. */
  readonly sends?: readonly string[];
  /** What further calls send through: the result, the receiver, or a client, whose calls are relative to this URL. */
  readonly opens?: string;
  /** What stands for the URL from now on. */
  readonly names?: string;
  /** The result is an element of a page, of which the properties below send. */
  readonly makes?: string;
  /** The text is no address, and may hold some. */
  readonly language?: Language;
  readonly see: string;
}

/** What addresses are written in: markup, a style, or an attribute, which is an address or a style. */
export type Language = "html" | "css" | "attribute";

const LANGUAGES: ReadonlySet<string> = new Set(["html", "css", "attribute"] satisfies Language[]);

function isLanguage(text: string): text is Language {
  return LANGUAGES.has(text);
}

/** In the data file a language is any text; a test looks at its form. */
function withLanguage<Row extends { readonly language?: string }>(
  row: Row,
): Omit<Row, "language"> & { readonly language?: Language } {
  const { language, ...others } = row;
  return language !== undefined && isLanguage(language) ? { ...others, language } : others;
}

const ROWS: ReadonlyMap<string, RequestRow> = new Map(
  requestsFile.rows.map((row) => [`${row.module}:${row.name}`, withLanguage(row)]),
);

/** A property of the platform's objects whose assignment sends a request: `image.src = url`. */
interface SendingProperty {
  readonly name: string;
  readonly language?: Language;
  readonly see: string;
}

const PROPERTY_ROWS: readonly SendingProperty[] = requestsFile.properties.map(withLanguage);

const { owners, names: styleNames, see: aboutStyles } = requestsFile.styles;

/** Properties of styles, in which `url(…)` may stand. */
const STYLE_ROWS: readonly SendingProperty[] = owners.flatMap((owner) =>
  styleNames.map((name) => ({ name: `${owner}.${name}`, language: "css" as const, see: aboutStyles })),
);

const PROPERTIES: ReadonlyMap<string, SendingProperty> = new Map(
  [...PROPERTY_ROWS, ...STYLE_ROWS].map((row) => [row.name, row]),
);

/** The rows by the property's own name, for elements whose type is not known. */
export const SENDING_NAMES: ReadonlyMap<string, SendingProperty> = new Map(
  PROPERTY_ROWS.map((row) => [row.name.split(".").at(-1) ?? "", row]),
);

/** Last words of all these names: what is called otherwise sends nothing that is known here. */
export const REQUEST_NAMES: ReadonlySet<string> = new Set(
  [...requestsFile.rows, ...PROPERTIES.values()].flatMap(({ name }) => {
    const path = name.split(".");
    return (path.at(-1) === "new" ? path.at(-2) : path.at(-1)) ?? [];
  }),
);

/** Properties of options in which requests are given their address in parts. */
export const HOST_OPTIONS: readonly string[] = requestsFile.options.host;
export const PATH_OPTIONS: readonly string[] = requestsFile.options.path;
export const BASE_OPTIONS: readonly string[] = requestsFile.options.base;
/** Properties of clients under which they keep the options of all their requests. */
export const KEPT_OPTIONS: readonly string[] = requestsFile.options.kept;

const CLIENT_MODULES: ReadonlySet<string> = new Set(
  [...ROWS.values()].filter(({ opens }) => opens === "client").map(({ module }) => module),
);

const MODULES: ReadonlySet<string> = new Set([...ROWS.values()].map(({ module }) => module));

/** Whether some function of the module sends requests. */
export function sendsRequests(module: string): boolean {
  return module !== "" && MODULES.has(module);
}

const OWNERS: ReadonlySet<string> = new Set(
  [...ROWS.values()].map(({ module, name }) => `${module}:${name.split(".")[0] ?? ""}`),
);

/** Whether the function is one of those, or a method of an object that sends some. */
export function isOfRequests(module: string, path: readonly string[]): boolean {
  return sendsRequests(module) || OWNERS.has(`${module}:${path[0] ?? ""}`);
}

/** Whether the module makes clients with a base of their own: `axios.create({ baseURL })`. */
export function makesClients(module: string): boolean {
  return CLIENT_MODULES.has(module);
}

export function isRequestName(name: string): boolean {
  return REQUEST_NAMES.has(name);
}

export function requestRow(module: string, name: string): RequestRow | undefined {
  return ROWS.get(`${module}:${name}`);
}

/** @example sendingProperty("HTMLImageElement.src")?.see */
export function sendingProperty(property: string): SendingProperty | undefined {
  return PROPERTIES.get(property);
}
