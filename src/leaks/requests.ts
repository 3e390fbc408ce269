/**
 * Pipeline stage: policy. Requests: where a call sends something is said by a URL, as far as the program states it; what
 * is sent is in the arguments. Which functions send what is data (catalog/requests.json).
 */
import {
  isRequestName,
  KEPT_OPTIONS,
  requestRow,
  sendingProperty,
  SENDING_NAMES,
  type RequestRow,
} from "../catalog/request-rows.js";
import { libraryValue } from "../solver/library-values.js";
import { joined, urlsIn, urlsInText } from "./request-urls.js";
import { moduleOfOrigin } from "../graph/origin.js";
import { plainSlot, slotsWith } from "../solver/heap.js";
import type { CallEvent, PassedArgument, WriteEvent } from "../solver/flow-problem.js";
import type { Expression } from "../graph/expression.js";
import { MAXIMAL_PATTERNS } from "../solver/limits.js";
import type { Machine } from "../solver/machine.js";
import {
  joinValues,
  NOTHING,
  patternsOf,
  UNKNOWN_TEXT,
  addressValue,
  type Address,
  type Value,
} from "../solver/value.js";
import type { LeakContext } from "./hand-over.js";

/** Marks an element of a page: setting some of its properties makes the page fetch something. */
const ELEMENT = "@element";

export interface RequestSink {
  readonly sink: { readonly name: string; readonly purposes: readonly string[] };
  readonly passed: readonly PassedArgument[];
}

/** Where the call sends what, if it goes to an endpoint with a purpose. */
export function requestSink(
  machine: Machine,
  context: LeakContext,
  event: CallEvent,
): RequestSink | undefined {
  if (event.callee.kind !== "library" && event.callee.kind !== "unknown") return undefined;
  const client = clientOf(machine, event);
  if (client.length > 0) return sinkFor(context, addressedBy(machine, event, client), event.arguments.values);
  const opened = openedRequest(machine, event.receiver);
  const row = rowOf(machine, event);
  if (row?.opens === "receiver") openReceiver(machine, event, row);
  if (row?.sends === undefined || !isWhen(event, row)) {
    if (opened === undefined) return undefined;
    return sinkFor(context, opened, event.arguments.values);
  }
  const sent = row.sends.flatMap((place) => argumentAt(event, place) ?? []);
  return sinkFor(context, urlOf(machine, event, row), sent);
}

/** After the call: what stands for the request, for its address or for a client remembers where it goes. */
export function rememberRequest(machine: Machine, event: CallEvent, result: Value): void {
  const { kind } = event.callee;
  if (kind !== "library" && kind !== "unknown") return;
  const row = rowOf(machine, event);
  if (row?.opens === "client") {
    // A client that is made of another one has its base; without any it takes whole URLs.
    const own = urlOf(machine, event, row);
    const bases = own.length === 0 ? clientOf(machine, event) : own;
    remember(machine, result, "@client", bases.length === 0 ? [""] : bases);
  } else if (row?.opens === "result") remember(machine, result, "@request", urlOf(machine, event, row));
  else if (row?.names === "result") remember(machine, result, "@url", urlOf(machine, event, row));
  else if (row?.makes === "element") remember(machine, result, ELEMENT, [""]);
  // `superagent.post(url).set(…).send(…)`: each link is the request.
  else remember(machine, result, "@request", openedRequest(machine, event.receiver) ?? []);
}

/** `image.src = url`: setting the property sends the request. */
export function requestOfWrite(
  machine: Machine,
  context: LeakContext,
  event: WriteEvent,
): RequestSink | undefined {
  const { frame, targetSite, value, expression } = event;
  if (isElement(machine, event.objects)) return requestOfElement(machine, context, event);
  if (targetSite === undefined || patternsOf(value).length === 0) return undefined;
  const origin = machine.view.originAt(frame.file, targetSite);
  const row = origin?.home.kind === "platform" ? sendingProperty(origin.path.join(".")) : undefined;
  if (row === undefined) return undefined;
  const urls = urlsInText(value, row.language);
  return sinkFor(context, urls, [{ value, expression, site: undefined, spread: false }]);
}

function isElement(machine: Machine, objects: readonly Address[]): boolean {
  return objects.some((address) => machine.object(address)?.slots.has(ELEMENT) === true);
}

/** `image[name] = url`, `Object.assign(image, { src: url })`: of an element that the program makes the names say it. */
function requestOfElement(
  machine: Machine,
  context: LeakContext,
  { names, key, value, expression }: WriteEvent,
): RequestSink | undefined {
  const written = names === undefined && key === undefined ? partsOf(machine, value, expression) : [];
  const own = (names ?? []).map((name) => ({ name, value, expression }));
  for (const part of [...own, ...written]) {
    const row = SENDING_NAMES.get(part.name);
    const urls = urlsInText(part.value, row?.language);
    const passed = { value: part.value, expression: part.expression, site: undefined, spread: false };
    const sink = row === undefined ? undefined : sinkFor(context, urls, [passed]);
    if (sink !== undefined) return sink;
  }
  return undefined;
}

/** What an object that is copied has under each name, and what that is written as. */
function partsOf(machine: Machine, value: Value, expression: Expression | undefined) {
  const members = expression?.kind === "object" ? expression.members : [];
  return [...value.addresses].flatMap((address) =>
    [...(machine.object(address)?.slots ?? [])].map(([name, slot]) => {
      const member = members.find(
        (one) => one.kind === "property" && one.key.kind === "name" && one.key.name === name,
      );
      return { name, value: slot.value, expression: member?.kind === "property" ? member.value : expression };
    }),
  );
}

function sinkFor(
  context: LeakContext,
  urls: readonly string[],
  passed: readonly PassedArgument[],
): RequestSink | undefined {
  const purposes = new Set<string>();
  for (const url of urls) {
    const pieces = piecesOf(url);
    for (const purpose of context.settingsSinks.purposesOfEndpoint(pieces)) purposes.add(purpose);
    for (const purpose of context.catalog.purposesOfEndpoint(pieces)) purposes.add(purpose);
  }
  const [first] = urls;
  if (purposes.size === 0 || first === undefined) return undefined;
  return { sink: { name: shown(first), purposes: [...purposes] }, passed };
}

/** The URL as pieces of text with null for what is not known. */
function piecesOf(url: string): (string | null)[] {
  return url
    .split(UNKNOWN_TEXT)
    .flatMap((piece, index) => (index === 0 ? [piece] : [null, piece]))
    .filter((piece) => piece !== "");
}

function shown(url: string): string {
  return url.replace(/[?#].*$/s, "").replaceAll(UNKNOWN_TEXT, "…");
}

function rowOf(machine: Machine, event: CallEvent): RequestRow | undefined {
  const { callee, frame, calleeSite, construct } = event;
  if (callee.kind !== "library" && callee.kind !== "unknown") return undefined;
  const suffix = construct ? ".new" : "";
  if (callee.kind === "library") {
    const path = callee.path[0] === "globalThis" ? callee.path.slice(1) : callee.path;
    const row = requestRow(callee.module, `${path.join(".")}${suffix}`);
    if (row !== undefined) return row;
    // Under another name than its own a function is looked up by its declaration; under none of these names, by neither.
    const name = path.at(-1);
    if (name !== undefined && !isRequestName(name)) return undefined;
  }
  if (calleeSite === undefined) return undefined;
  const origin = callee.origin ?? machine.view.originAt(frame.file, construct ? event.site : calleeSite);
  if (origin === undefined || origin.home.kind === "program") return undefined;
  const ending = construct && origin.path.at(-1) !== "new" ? ".new" : "";
  return requestRow(moduleOfOrigin(origin), `${origin.path.join(".")}${ending}`);
}

function isWhen(event: CallEvent, { when }: RequestRow): boolean {
  if (when === undefined) return true;
  const { constants } = argumentAt(event, when.argument)?.value ?? NOTHING;
  return when.is.some((text) => constants.has(text));
}

function argumentAt(event: CallEvent, place: string): PassedArgument | undefined {
  return event.arguments.values[Number(/\d+/.exec(place)?.[0] ?? -1)];
}

function urlOf(machine: Machine, event: CallEvent, row: RequestRow): readonly string[] {
  const url = argumentAt(event, row.url)?.value ?? NOTHING;
  if (row.language !== undefined) return urlsInText(url, row.language);
  const base = row.base === undefined ? NOTHING : (argumentAt(event, row.base)?.value ?? NOTHING);
  noteFurtherForms(machine, event, [url, base]);
  const own = urlsIn(machine, url, row.scheme);
  const stated = urlsIn(machine, base, row.scheme);
  const bases = basesOf(stated, keptBases(machine, event.receiver), row);
  if (own.length === 0) return bases;
  return bases.length === 0 ? own : own.flatMap((path) => bases.map((base) => joined(base, path)));
}

/** What an address is relative to: what the call says, what its client keeps, or what is always so. */
function basesOf(
  stated: readonly string[],
  kept: readonly string[],
  { under }: RequestRow,
): readonly string[] {
  const told = stated.length > 0 ? stated : kept;
  return told.length > 0 || under === undefined ? told : [under];
}

/** Says so where an address may have forms that are not known, because there are too many of them. */
function noteFurtherForms(machine: Machine, { frame, site }: CallEvent, addresses: readonly Value[]): void {
  if (addresses.some(({ open, patterns, whole }) => open && !whole && patterns.size >= MAXIMAL_PATTERNS))
    machine.hit("MAXIMAL_PATTERNS", frame.file, site);
}

/** The bases of the client that a call goes through: `client.post(…)`, `client(…)`. */
function clientOf(machine: Machine, { receiver, callee }: CallEvent): readonly string[] {
  const own = callee.kind === "unknown" && callee.address !== undefined ? [callee.address] : [];
  return [...receiver.addresses, ...own].flatMap((address) => {
    const base = machine.object(address)?.slots.get("@client")?.value;
    if (base === undefined) return [];
    const kept = keptBases(machine, addressValue(address));
    return kept.length > 0 ? kept : patternsOf(base);
  });
}

/** `client.defaults.baseURL = base`: what is set there goes for all requests of the client, or of the library. */
function keptBases(machine: Machine, client: Value): readonly string[] {
  return [...client.addresses].flatMap((address) => {
    const object = machine.object(address);
    if (object === undefined) return [];
    const { detail, slots } = object;
    return KEPT_OPTIONS.flatMap((name) => {
      const kept =
        detail.kind === "library"
          ? libraryValue(machine, detail.module, [...detail.path, name])
          : slots.get(name)?.value;
      return kept === undefined ? [] : urlsIn(machine, { ...NOTHING, addresses: kept.addresses }, undefined);
    });
  });
}

/** Clients take the URL, or options with it, first. */
function addressedBy(machine: Machine, event: CallEvent, bases: readonly string[]): readonly string[] {
  const own = urlsIn(machine, event.arguments.values[0]?.value ?? NOTHING, undefined);
  return own.flatMap((path) => bases.map((base) => joined(base, path)));
}

function openedRequest(machine: Machine, receiver: Value): readonly string[] | undefined {
  let opened = NOTHING;
  for (const address of receiver.addresses) {
    opened = joinValues(opened, machine.object(address)?.slots.get("@request")?.value ?? NOTHING);
  }
  const urls = patternsOf(opened);
  return urls.length === 0 ? undefined : urls;
}

function openReceiver(machine: Machine, event: CallEvent, row: RequestRow): void {
  remember(machine, event.receiver, "@request", urlOf(machine, event, row));
}

function remember(machine: Machine, value: Value, slot: string, urls: readonly string[]): void {
  if (urls.length === 0) return;
  const text: Value = { ...NOTHING, open: true, patterns: new Set(urls) };
  for (const address of value.addresses) {
    machine.update(address, (object) => slotsWith(object, slot, plainSlot(text)));
  }
}
