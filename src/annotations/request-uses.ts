/** Requests in a file that go to endpoints of the catalog, as far as the file and its constants state the URL. */
import { isBuiltin } from "node:module";
import ts from "typescript";
import type { Catalog } from "../catalog/catalog.js";
import {
  isRequestName,
  makesClients,
  requestRow,
  sendingProperty,
  type RequestRow,
} from "../catalog/request-rows.js";
import { declarationsOf } from "../checker/declaration-of.js";
import { constantInitializer } from "../checker/constant-initializer.js";
import { knownTexts } from "../checker/known-texts.js";
import { originOf } from "../checker/origin-of.js";
import type { ModuleImport } from "../checker/package-imports.js";
import { appendedTexts, type KnownText } from "../checker/url-texts.js";
import { withoutWrappers } from "../checker/wrapped-expressions.js";
import { moduleOfOrigin } from "../graph/origin.js";
import { urlsOfArgument } from "./request-options.js";

export interface RequestUse {
  /** Where the URL is written. */
  readonly node: ts.Node;
  /** The URL as far as it is known. */
  readonly name: string;
  readonly purposes: readonly string[];
}

/** Without its query; an ellipsis for what is not known. */
function shown(url: KnownText): string {
  return url
    .map((piece) => piece ?? "…")
    .join("")
    .replace(/[?#].*$/s, "");
}

/** A request with all that its URL may be. */
interface Request {
  readonly at: ts.Node;
  readonly urls: readonly KnownText[];
}

/** A function that sends, and what its URLs are relative to. */
interface Sender {
  readonly row: RequestRow;
  readonly bases: readonly KnownText[];
}

/** What a name that an import binds stands for; the path is [] for the module itself, and its default. */
interface Imported {
  readonly module: string;
  readonly path: readonly string[];
}

type Call = ts.CallExpression | ts.NewExpression;

/** The search in one file, from its top: it keeps what imports bind, and whether one of them makes clients. */
export class RequestSearch {
  readonly #program: ts.Program;
  readonly #checker: ts.TypeChecker;
  readonly #catalog: Catalog;
  readonly #imported = new Map<string, Imported>();

  #hasClients = false;

  constructor(program: ts.Program, catalog: Catalog) {
    this.#program = program;
    this.#catalog = catalog;
    this.#checker = program.getTypeChecker();
  }

  addImport({ specifier, bindings }: ModuleImport): void {
    const module = moduleOfSpecifier(specifier.text);
    this.#hasClients ||= makesClients(module);
    for (const { name, member = "default" } of bindings)
      this.#imported.set(name.text, { module, path: member === "default" ? [] : [member] });
  }

  /** @example search.useAt(`fetch("https://graph.facebook.com/v21.0/1/events")`)?.purposes // ["advertising"] */
  useAt(node: ts.Node): RequestUse | undefined {
    const request = this.#requestAt(node);
    const url = request?.urls.find((one) => this.#catalog.purposesOfEndpoint(one).length > 0);
    if (request === undefined || url === undefined) return undefined;
    return { node: request.at, name: shown(url), purposes: this.#catalog.purposesOfEndpoint(url) };
  }

  #requestAt(node: ts.Node): Request | undefined {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) return this.#ofCall(node);
    if (ts.isBinaryExpression(node)) return this.#ofAssignment(node);
    return ts.isJsxAttribute(node) ? this.#ofAttribute(node) : undefined;
  }

  #ofCall(call: Call): Request | undefined {
    const sender = this.#senderOf(call);
    if (sender?.row.sends === undefined) return undefined;
    const { row, bases } = sender;
    const at = argumentAt(call, row.url);
    if (at === undefined) return undefined;
    const further = row.base === undefined ? undefined : argumentAt(call, row.base);
    const relativeTo = further === undefined ? bases : urlsOfArgument(this.#checker, further, row.scheme);
    return { at, urls: appendedTexts(relativeTo, urlsOfArgument(this.#checker, at, row.scheme)) };
  }

  #senderOf(call: Call): Sender | undefined {
    const { root, path } = calleeOf(call);
    if (root === undefined) return this.#ofPlatform(call, path);
    const imported = this.#imported.get(root.text);
    if (imported !== undefined) return senderOf(imported, path, []);
    return this.#ofClient(root, path) ?? this.#ofPlatform(call, [root.text, ...path]);
  }

  /** `client.post(…)` with `const client = axios.create({ baseURL })`. */
  #ofClient(root: ts.Identifier, path: readonly string[]): Sender | undefined {
    const name = path.at(-1);
    if (!this.#hasClients || (name !== undefined && !isRequestName(name))) return undefined;
    const initializer = constantInitializer(this.#checker, root);
    const made = initializer === undefined ? undefined : withoutWrappers(initializer);
    if (made === undefined || !(ts.isCallExpression(made) || ts.isNewExpression(made))) return undefined;
    const maker = calleeOf(made);
    const imported = maker.root === undefined ? undefined : this.#imported.get(maker.root.text);
    const opener = imported === undefined ? undefined : senderOf(imported, maker.path, []);
    if (imported === undefined || opener?.row.opens !== "client") return undefined;
    const options = argumentAt(made, opener.row.url);
    const bases = options === undefined ? [] : urlsOfArgument(this.#checker, options, undefined);
    return senderOf({ module: imported.module, path: [] }, path, bases);
  }

  #ofPlatform(call: Call, names: readonly string[]): Sender | undefined {
    const name = names.at(-1) === "new" ? names.at(-2) : names.at(-1);
    if (name === undefined || !isRequestName(name) || !this.#isGivenEndpoint(call)) return undefined;
    const [declaration] = declarationsOf(this.#checker, call);
    const origin = declaration === undefined ? undefined : originOf(this.#program, declaration);
    if (origin === undefined || origin.home.kind === "program") return undefined;
    const ending = ts.isNewExpression(call) && origin.path.at(-1) !== "new" ? ["new"] : [];
    return senderOf({ module: moduleOfOrigin(origin), path: origin.path }, ending, []);
  }

  /** Which function is called is dear to ask: what most are given (`map.get(key)`) says that they are none of these. */
  #isGivenEndpoint({ arguments: written }: Call): boolean {
    const [first, second] = written ?? [];
    const urls = [first, second].map((one) =>
      one === undefined ? [] : urlsOfArgument(this.#checker, one, undefined),
    );
    const [own = [], further = []] = urls;
    return [...own, ...further, ...appendedTexts(further, own)].some(
      (url) => this.#catalog.purposesOfEndpoint(url).length > 0,
    );
  }

  /** `image.src = url` */
  #ofAssignment({ left, right, operatorToken }: ts.BinaryExpression): Request | undefined {
    const isAssignment = operatorToken.kind === ts.SyntaxKind.EqualsToken;
    if (!isAssignment || !ts.isPropertyAccessExpression(left) || !isRequestName(left.name.text))
      return undefined;
    const urls = knownTexts(this.#checker, right);
    if (!urls.some((url) => this.#catalog.purposesOfEndpoint(url).length > 0)) return undefined;
    const [declaration] = declarationsOf(this.#checker, left);
    const origin = declaration === undefined ? undefined : originOf(this.#program, declaration);
    if (origin?.home.kind !== "platform" || sendingProperty(origin.path.join(".")) === undefined)
      return undefined;
    return { at: right, urls };
  }

  /** `<img src={url} />`: the platform's own elements send when they are shown. */
  #ofAttribute({ name, initializer, parent }: ts.JsxAttribute): Request | undefined {
    const element = parent.parent.tagName;
    if (!ts.isIdentifier(name) || name.text !== "src" || !ts.isIdentifier(element)) return undefined;
    if (!/^[a-z]/.test(element.text) || initializer === undefined) return undefined;
    const value = ts.isJsxExpression(initializer) ? initializer.expression : initializer;
    return value === undefined ? undefined : { at: value, urls: knownTexts(this.#checker, value) };
  }
}

function moduleOfSpecifier(specifier: string): string {
  return isBuiltin(specifier) && !specifier.startsWith("node:") ? `node:${specifier}` : specifier;
}

function senderOf(
  { module, path }: Imported,
  further: readonly string[],
  bases: readonly KnownText[],
): Sender | undefined {
  const row = requestRow(module, [...path, ...further].join("."));
  return row === undefined ? undefined : { row, bases };
}

/** `axios.post` is `axios` and ["post"]; `new` comes last. */
function calleeOf(call: Call): {
  readonly root: ts.Identifier | undefined;
  readonly path: readonly string[];
} {
  const path = ts.isNewExpression(call) ? ["new"] : [];
  let inner = withoutWrappers(call.expression);
  while (ts.isPropertyAccessExpression(inner)) {
    path.unshift(inner.name.text);
    inner = withoutWrappers(inner.expression);
  }
  if (!ts.isIdentifier(inner)) return { root: undefined, path };
  return { root: inner, path };
}

function argumentAt({ arguments: written }: Call, place: string): ts.Expression | undefined {
  return written?.[Number(/\d+/.exec(place)?.[0] ?? -1)];
}
