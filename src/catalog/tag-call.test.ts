import { describe, expect, it } from "vitest";
import { CATALOG_PURPOSES } from "../settings/purpose-name.js";
import { createCatalog } from "./catalog.js";
import type { TagArgument } from "./tag-call.js";

const catalog = createCatalog(CATALOG_PURPOSES);

const unknown: TagArgument = { constants: [] };
const text = (...constants: readonly string[]): TagArgument => ({ constants });
const record = (properties: Readonly<Record<string, TagArgument>>): TagArgument => ({
  constants: [],
  properties,
});

describe("gtag", () => {
  it.each<[string, readonly TagArgument[]]>([
    ["set user_data", [text("set"), text("user_data"), record({ email: unknown })]],
    ["set with an object", [text("set"), record({ user_data: unknown })]],
    ["a conversion", [text("event"), text("conversion"), record({ transaction_id: unknown })]],
    ["a conversion of Google Ads' own", [text("event"), text("ads_conversion_Contact_1"), unknown]],
    ["one of several events", [text("event"), text("page_view", "conversion"), unknown]],
    ["an id of Google Ads", [text("config"), text("AW-1077"), unknown]],
    ["an id of Floodlight", [text("config"), text("DC-1077"), unknown]],
    ["sent to Google Ads", [text("event"), text("sign_up"), record({ send_to: text("AW-1077/lead") })]],
    [
      "sent to a list with Google Ads in it",
      [text("event"), text("sign_up"), record({ send_to: record({ 0: text("G-1"), 1: text("AW-1077") }) })],
    ],
    ["user data in an event", [text("event"), text("sign_up"), record({ user_data: unknown })]],
    ["an unknown command with user_data", [unknown, text("user_data"), unknown]],
  ])("%s is advertising", (_, args) => {
    expect(catalog.purposesOfTagCall("gtag", args)).toEqual(["advertising"]);
  });

  it.each<[string, readonly TagArgument[]]>([
    ["a page view", [text("event"), text("page_view"), record({ page_path: unknown })]],
    ["sign_up", [text("event"), text("sign_up"), record({ handle: unknown })]],
    ["an analytics id", [text("config"), text("G-1077"), record({ user_id: unknown })]],
    ["sent to analytics", [text("event"), text("sign_up"), record({ send_to: text("G-1077") })]],
    ["an unknown event", [text("event"), unknown, unknown]],
    ["set user_properties", [text("set"), text("user_properties"), unknown]],
    ["set of something named like an event", [text("set"), text("conversion"), unknown]],
    ["nothing known", [unknown]],
    ["no arguments", []],
  ])("%s is analytics", (_, args) => {
    expect(catalog.purposesOfTagCall("gtag", args)).toEqual(["analytics"]);
    expect(createCatalog(["advertising"]).purposesOfTagCall("gtag", args)).toEqual([]);
  });
});

describe("dataLayer.push", () => {
  it.each<[string, readonly TagArgument[]]>([
    ["user data", [record({ event: text("sign_up"), user_data: record({ email: unknown }) })]],
    ["a conversion", [record({ event: text("conversion") })]],
    ["in the second entry", [record({ event: text("x") }), record({ user_data: unknown })]],
    ["the arguments of gtag", [record({ 0: text("set"), 1: text("user_data"), 2: unknown })]],
  ])("%s is advertising", (_, args) => {
    expect(catalog.purposesOfTagCall("dataLayer", args)).toEqual(["advertising"]);
  });

  it.each<[string, readonly TagArgument[]]>([
    ["an event", [record({ event: text("sign_up"), method: unknown })]],
    ["the arguments of gtag", [record({ 0: text("event"), 1: text("login"), 3: unknown })]],
    ["something unknown", [unknown]],
  ])("%s is analytics", (_, args) => {
    expect(catalog.purposesOfTagCall("dataLayer", args)).toEqual(["analytics"]);
  });
});

describe("packages around mixed tags", () => {
  it.each<[string, string, readonly TagArgument[], string]>([
    ["ga-gtag", "gtag", [text("event"), text("conversion")], "advertising"],
    ["ga-gtag", "gtag", [text("event"), text("login")], "analytics"],
    ["vue-gtag", "event", [text("conversion"), unknown], "advertising"],
    ["vue-gtag", "set", [text("user_data"), unknown], "advertising"],
    ["vue-gtag", "event", [text("login"), unknown], "analytics"],
    ["@next/third-parties", "sendGTMEvent", [record({ user_data: unknown })], "advertising"],
    ["@next/third-parties", "sendGAEvent", [text("event"), text("login"), unknown], "analytics"],
    [
      "@types/react-gtm-module",
      "dataLayer",
      [record({ dataLayer: record({ user_data: unknown }) })],
      "advertising",
    ],
    ["react-gtm-module", "dataLayer", [record({ dataLayer: unknown })], "analytics"],
    ["@gtm-support/vue-gtm", "trackEvent", [record({ event: text("conversion") })], "advertising"],
    ["@gtm-support/vue-gtm", "trackEvent", [record({ event: text("login") })], "analytics"],
    [
      "@elgorditosalsero/react-gtm-hook",
      "sendToGTM",
      [record({ data: record({ user_data: unknown }) })],
      "advertising",
    ],
    ["vue-gtag-next", "event", [text("conversion"), unknown], "advertising"],
    ["vue-gtag-next", "event", [text("login"), unknown], "analytics"],
    ["react-gtm-module", "dataLayer", [], "analytics"],
  ])("%s %s", (name, member, args, purpose) => {
    expect(catalog.purposesOfPackageCall(name, "", member, args)).toEqual([purpose]);
    expect(catalog.purposesOfPackage(name, "", member)).toEqual([]);
  });

  it("a call of a package with one purpose has that purpose", () => {
    expect(catalog.purposesOfPackageCall("tiktok-pixel", "", "track", [])).toEqual(["advertising"]);
    expect(catalog.purposesOfPackageCall("twilio", "", "create", [])).toEqual([]);
  });
});

it("a tag with one purpose has it in every call", () => {
  expect(catalog.purposesOfTagCall("fbq", [text("track")])).toEqual(["advertising"]);
  expect(catalog.purposesOfTagCall("nothing", [])).toEqual([]);
});
