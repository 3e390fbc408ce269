import { describe, expect, it } from "vitest";
import { createCatalog } from "../catalog/catalog.js";
import { programOfText, type ProgramOfText } from "../testing/program-of-text.js";
import { createPurposes } from "./purposes-of.js";
import { unstatedSinks } from "./unstated-sinks.js";

const SDK = {
  "node_modules/facebook-nodejs-business-sdk/package.json":
    '{ "name": "facebook-nodejs-business-sdk", "types": "index.d.ts" }',
  "node_modules/facebook-nodejs-business-sdk/index.d.ts":
    "export declare class UserData { setEmail(email: string): UserData } declare const sdk: { UserData: typeof UserData }; export default sdk;",
};

const DOM = ["lib.es2023.d.ts", "lib.dom.d.ts"];

const GRAPH_MODULE =
  'export const GRAPH = "https://graph.facebook.com"; export const paths = { events: `${GRAPH}/v21.0/1077/events` } as const;';

interface Setting {
  readonly files?: Readonly<Record<string, string>>;
  readonly catalog?: readonly string[];
  readonly name?: string;
}

/** The text that each use stands at, and what it says. */
function uses(text: string, { files = {}, catalog = ["advertising"], name = "main.tsx" }: Setting = {}) {
  return usesIn(programOfText({ ...files, [name]: text }, { lib: DOM, types: ["node"] }), name, catalog);
}

function usesIn(built: ProgramOfText, name: string, catalog: readonly string[]): readonly string[] {
  const purposes = createPurposes({
    program: built.program,
    settingsPurposes: (file) => (file.endsWith("/ads.ts") ? ["advertising"] : []),
    readFile: built.readFile,
  });
  const file = built.file(name);
  return unstatedSinks(built.program, createCatalog(catalog), purposes, file).map(
    ({ node, kind, name: used, purposes: found }) =>
      `${node.getText(file)} | ${kind} ${used} | ${found.join(" ")}`,
  );
}

/** The modules of one program: to build one for each takes its time. */
const MODULES: string[] = [];
const built = once(() =>
  programOfText(
    {
      ...SDK,
      "fbq.ts": "export function fbq(command: string) {}",
      "graph.ts": GRAPH_MODULE,
      ...Object.fromEntries(MODULES.map((text, index) => [`module-${index}.tsx`, `${text}\nexport {};`])),
    },
    { lib: DOM, types: ["node"] },
  ),
);

/** Cases whose text at this place is a module of that program. */
function modules<Case extends readonly string[]>(at: number, cases: readonly Case[]): readonly Case[] {
  MODULES.push(...cases.map((one) => one[at] ?? ""));
  return cases;
}

function usesInModule(text: string): readonly string[] {
  return usesIn(built(), `module-${MODULES.indexOf(text)}.tsx`, ["advertising"]);
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

const IMPORT = 'import sdk from "facebook-nodejs-business-sdk";';
const OF_SDK = "package facebook-nodejs-business-sdk | advertising";

describe("packages", () => {
  it.each(
    modules(0, [
      [`${IMPORT} new sdk.UserData();`, IMPORT],
      [IMPORT, IMPORT],
      ...[
        'import "facebook-nodejs-business-sdk";',
        'import * as sdk from "facebook-nodejs-business-sdk";',
        'import { UserData } from "facebook-nodejs-business-sdk";',
        'import { type UserData, UserData as Data } from "facebook-nodejs-business-sdk";',
        'export * from "facebook-nodejs-business-sdk";',
        'export { UserData } from "facebook-nodejs-business-sdk";',
        'import { helper } from "facebook-nodejs-business-sdk/src/helper";',
      ].map((statement) => [statement, statement] as const),
      ['const sdk = require("facebook-nodejs-business-sdk");', 'require("facebook-nodejs-business-sdk")'],
      ['await import("facebook-nodejs-business-sdk");', 'import("facebook-nodejs-business-sdk")'],
    ]),
  )("%s", (text, at) => {
    expect(usesInModule(text)).toEqual([`${at} | ${OF_SDK}`]);
  });

  it("without types", () => {
    const text = 'import bids from "prebid.js"; bids.setConfig({});';
    expect(uses(text)).toEqual(['import bids from "prebid.js"; | package prebid.js | advertising']);
  });

  it.each(
    modules(1, [
      ["types alone", 'import type { UserData } from "facebook-nodejs-business-sdk";'],
      ["specifiers of types alone", 'import { type UserData } from "facebook-nodejs-business-sdk";'],
      ["used as types alone", 'import { UserData } from "facebook-nodejs-business-sdk"; let data: UserData;'],
      ["types re-exported", 'export type { UserData } from "facebook-nodejs-business-sdk";'],
      ["a general SDK", 'import { TwitterApi } from "twitter-api-v2"; new TwitterApi();'],
      ["a file of the same name", 'import { fbq } from "./fbq.js"; fbq("init");'],
      ["an own package by a similar name", 'import sdk from "@acme/facebook-nodejs-business-sdk"; sdk();'],
      ["the name in a string", 'export const name = "facebook-nodejs-business-sdk";'],
    ]),
  )("not %s", (_, text) => {
    expect(usesInModule(text)).toEqual([]);
  });

  it("a part of a package, where the rest is something else", () => {
    expect(uses('import { Login } from "react-facebook"; Login();')).toEqual([]);
    expect(uses('import { Login, usePixel } from "react-facebook"; Login(); usePixel();')).toEqual([
      "usePixel | package react-facebook | advertising",
    ]);
  });

  it("a wrapper of a mixed tag, by the call", () => {
    const text = `import { gtag } from "ga-gtag";
gtag("event", "login", { method: "totp" });
gtag("event", "conversion", { send_to: "AW-1" });`;
    expect(uses(text)).toEqual(["gtag | package ga-gtag | advertising"]);
  });

  it("of other purposes, if the settings take them", () => {
    const text = 'import posthog from "posthog-js"; posthog.capture("login");';
    expect(uses(text)).toEqual([]);
    expect(uses(text, { catalog: ["analytics"] })).toEqual([
      'import posthog from "posthog-js"; | package posthog-js | analytics',
    ]);
  });
});

describe("globals", () => {
  it.each(
    modules(0, [
      ['fbq("init", "1");', "fbq"],
      ['declare function fbq(...call: unknown[]): void;\nfbq("init", "1");', "fbq"],
      ['window.fbq("init", "1");', "window.fbq"],
      ['(globalThis as any).fbq("init");', "(globalThis as any).fbq"],
      ['(window as any)["fbq"]("init");', '(window as any)["fbq"]'],
      ["const { fbq } = window as any;", "fbq"],
      ["const tags = { fbq };", "fbq"],
      ['if (typeof fbq === "function") fbq("init");', "fbq"],
      ['fbq && fbq("init");', "fbq"],
      ["export const tag = (window as any).fbq || (() => {});", "(window as any).fbq"],
      ["export const isMine = (tag: unknown) => tag === (window as any).fbq;", "(window as any).fbq"],
    ]),
  )("%s", (text, at) => {
    expect(usesInModule(text)).toEqual([`${at} | global fbq | advertising`]);
  });

  it.each(
    modules(1, [
      ["a function of that name", 'function fbq(command: string) {} fbq("init");'],
      ["a parameter", 'export function send(fbq: (command: string) => void) { fbq("init"); }'],
      ["an import", 'import { fbq } from "./fbq.js"; fbq("init");'],
      ["a property of something else", 'declare const site: any; site.fbq("init");'],
      ["a property's name", "export const tags = { fbq: 1 };"],
      ["a member's name", "export interface Tags { fbq(): void }"],
      ["a question whether it is there", 'export const blocked = typeof window.fbq === "undefined";'],
      ["a test whether it is there", "if ((window as any).fbq) console.log(1);"],
      ["a test in a loop", "while (!(window as any).fbq) console.log(1);"],
      ["a test of several", "export const has = Boolean((window as any).fbq && (window as any).twq);"],
      ["its presence as a value", "export const isThere = !!(window as any).fbq;"],
      ["a comparison with nothing", "export const isThere = (window as any).fbq !== undefined;"],
      ["a test before something else", "(window as any).fbq && console.log(1);"],
      ["its name in the global object", 'export const isThere = "fbq" in window;'],
      ["its declaration", "declare function fbq(...call: unknown[]): void;"],
      ["an own object called window", 'const window = { fbq(command: string) {} }; window.fbq("init");'],
    ]),
  )("not %s", (_, text) => {
    expect(usesInModule(text)).toEqual([]);
  });

  it("a mixed tag, by the call", () => {
    const text = `declare function gtag(...call: unknown[]): void;
const ID = "AW-1077";
gtag("config", "G-1077");
gtag("config", ID);
gtag("set", "user_data", { email: "" });
window.dataLayer.push({ event: "login" });
window.dataLayer.push({ event: "conversion" });
window.dataLayer = window.dataLayer || [];`;
    expect(uses(text)).toEqual([
      "gtag | global gtag | advertising",
      "gtag | global gtag | advertising",
      "window.dataLayer | global dataLayer | advertising",
    ]);
  });
});

describe("endpoints", () => {
  const GRAPH = "https://graph.facebook.com/v21.0/1077/events";
  const FROM_GRAPH = 'import { GRAPH, paths } from "./graph.js";';

  it.each(
    modules(0, [
      [`fetch("${GRAPH}");`, `"${GRAPH}"`],
      ["export const send = (id: string) => fetch(`https://graph.facebook.com/v21.0/${id}/events`);", ""],
      [`${FROM_GRAPH} fetch(GRAPH + "/v21.0/1077/events");`, 'GRAPH + "/v21.0/1077/events"'],
      [`${FROM_GRAPH} fetch(paths.events);`, "paths.events"],
      [`${FROM_GRAPH} fetch(new URL("/v21.0/1077/events", GRAPH));`, 'new URL("/v21.0/1077/events", GRAPH)'],
      [`fetch(new Request("${GRAPH}", { method: "POST" }));`, ""],
      [`navigator.sendBeacon("${GRAPH}", "");`, `"${GRAPH}"`],
      [`const request = new XMLHttpRequest(); request.open("POST", "${GRAPH}");`, `"${GRAPH}"`],
      [`new Image().src = "https://www.facebook.com/tr?id=1077";`, '"https://www.facebook.com/tr?id=1077"'],
      ['export const pixel = <img src="https://www.facebook.com/tr?id=1077" />;', ""],
      [
        'const tag = document.createElement("script"); tag.src = "https://connect.facebook.net/en_US/fbevents.js";',
        '"https://connect.facebook.net/en_US/fbevents.js"',
      ],
      ['export const tag = <script async src="//connect.facebook.net/en_US/fbevents.js" />;', ""],
      [`import https from "node:https"; https.request("${GRAPH}");`, `"${GRAPH}"`],
      [
        'import { request } from "https"; request({ hostname: "graph.facebook.com", path: "/v21.0/1077/events" });',
        "",
      ],
      [`import axios from "axios"; axios.post("${GRAPH}", {});`, `"${GRAPH}"`],
      [`import axios from "axios"; axios({ method: "POST", url: "${GRAPH}" });`, ""],
      [
        'import axios from "axios"; const graph = axios.create({ baseURL: "https://graph.facebook.com/v21.0" }); graph.post("/1077/events");',
        '"/1077/events"',
      ],
      [`import got from "got"; got.post("${GRAPH}");`, `"${GRAPH}"`],
      [`import { request } from "undici"; request("${GRAPH}");`, `"${GRAPH}"`],
    ]),
  )("%s", (text, at) => {
    const found = usesInModule(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(
      / \| endpoint (?:https:)?\/\/(?:(?:graph|www)\.facebook\.com|connect\.facebook\.net)\/.* \| advertising$/,
    );
    if (at !== "") expect(found[0]?.split(" | ")[0]).toBe(at);
  });

  it.each(
    modules(1, [
      ["a general API of the same company", 'fetch("https://graph.facebook.com/v21.0/me/messages");'],
      [
        "another script of the same company",
        'document.createElement("script").src = "https://connect.facebook.net/en_US/sdk.js";',
      ],
      ["its own back end", 'fetch("/v21.0/1077/events");'],
      ["a mention", `console.log("${GRAPH}");`],
      ["a list of what is blocked", `export const blocked = new Set(["${GRAPH}", "https://bat.bing.com"]);`],
      ["a constant that others may use", `export const EVENTS = "${GRAPH}";`],
      ["an own function called fetch", `function fetch(url: string) {} fetch("${GRAPH}");`],
      ["a map's get", `export const known = new Map<string, string>().get("${GRAPH}");`],
      ["a link", 'export const link = <a href="https://www.facebook.com/tr">more</a>;'],
      ["an unknown address", "export const send = (url: string) => fetch(url);"],
    ]),
  )("not %s", (_, text) => {
    expect(usesInModule(text)).toEqual([]);
  });
});

describe("stated purposes", () => {
  it.each([
    ["the module's", `/** @module\n * @purpose advertising */\n${IMPORT} fbq("init");`, "main.tsx"],
    ["another one", `/** @purpose security */\n${IMPORT} fbq("init");`, "main.tsx"],
    ["the settings'", `${IMPORT} fbq("init");`, "ads.ts"],
    [
      "that of all declarations that use it",
      `${IMPORT}\n/** @purpose advertising */\nexport function send() { fbq("init"); return new sdk.UserData(); }`,
      "main.tsx",
    ],
  ])("%s", (_, text, name) => {
    expect(uses(text, { files: SDK, name })).toEqual([]);
  });

  it("the package's", () => {
    const files = { ...SDK, "package.json": '{ "name": "ads", "type": "module", "purpose": "advertising" }' };
    expect(uses(`${IMPORT} fbq("init");`, { files })).toEqual([]);
  });

  it("not that of some declarations", () => {
    const text = `${IMPORT}
/** @purpose advertising */
export function send() { return new sdk.UserData(); }
export function resend() { return new sdk.UserData(); }`;
    expect(uses(text, { files: SDK })).toEqual([`${IMPORT} | ${OF_SDK}`]);
  });

  it("nothing of declaration files", () => {
    const text =
      'import { UserData } from "facebook-nodejs-business-sdk"; export declare class Mine extends UserData {}';
    expect(uses(text, { files: SDK, name: "main.d.ts" })).toEqual([]);
  });
});
