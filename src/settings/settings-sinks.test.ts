import { describe, expect, it } from "vitest";
import { createSettingsSinks } from "./settings-sinks.js";
import type { ResolvedSink } from "./settings.js";
import type { UrlPattern } from "./url-pattern.js";

const nothing: Omit<ResolvedSink, "purposes"> = { files: [], packages: [], endpoints: [], globals: [] };
const ads = { ...nothing, purposes: ["advertising"] };

describe("files", () => {
  const purposes = (globs: readonly string[], file: string): readonly string[] =>
    createSettingsSinks({ sinks: [{ ...ads, files: globs }] }).purposesOfFile(file, "/home/acme/shop");

  it.each([
    [["src/ads/**"], "src/ads/audience/upload.ts"],
    [["./src/ads/**"], "src/ads/upload.ts"],
    [["src/ads"], "src/ads/upload.ts"],
    [["src/ads/"], "src/ads/upload.ts"],
    [["src/ads.ts"], "src/ads.ts"],
    [["**/*.ads.ts"], "src/banner.ads.ts"],
    [["**/.ads/**"], "src/.ads/banner.ts"],
    [["src/{ads,bids}/*.ts"], "src/bids/x.ts"],
    [["src/**", "!src/security/**"], "src/ads/x.ts"],
    [["!src/security/**"], "src/ads/x.ts"],
    [["/home/acme/shop/src/ads/**"], "src/ads/x.ts"],
    [["../ads-library/**"], "../ads-library/index.ts"],
  ])("%j covers %s", (globs, file) => {
    expect(purposes(globs, `/home/acme/shop/${file}`.replace("/shop/..", ""))).toEqual(["advertising"]);
  });

  it.each([
    [["src/ads/**"], "src/adsense/upload.ts"],
    [["src/ads/*"], "src/ads/audience/upload.ts"],
    [["ads/**"], "src/ads/upload.ts"],
    [["*.ads.ts"], "src/banner.ads.ts"],
    [["*-ads/**"], "src/own-ads/upload.ts"],
    [["src/**", "!src/security/**"], "src/security/totp.ts"],
    [["src/**", "!src/security"], "src/security/totp.ts"],
    [["src/**"], "../other/src/x.ts"],
    [["/home/acme/shop/src/ads/**", "**/acme/**"], "src/security/x.ts"],
    [["/home/acme/shop/src/**", "!src/security/**"], "src/security/x.ts"],
  ])("%j does not cover %s", (globs, file) => {
    expect(purposes(globs, `/home/acme/shop/${file}`.replace("/shop/..", ""))).toEqual([]);
  });

  it("several entries give all their purposes, each once", () => {
    const sinks = createSettingsSinks({
      sinks: [
        { ...ads, files: ["src/**"] },
        { ...ads, purposes: ["analytics", "advertising"], files: ["src/reports/**"] },
      ],
    });
    expect(sinks.purposesOfFile("/a/src/reports/x.ts", "/a")).toEqual(["advertising", "analytics"]);
    expect(sinks.purposesOfFile("/a/src/x.ts", "/a")).toEqual(["advertising"]);
  });
});

describe("packages", () => {
  it.each<[string, string, string, boolean]>([
    ["@acme/audiences", "@acme/audiences", "", true],
    ["@acme/audiences", "@acme/audiences", "server", true],
    ["@acme/audiences", "@types/acme__audiences", "", true],
    ["@acme/audiences", "@acme/audiences-core", "", false],
    ["@acme/audiences/server", "@acme/audiences", "./server", true],
    ["@acme/audiences/server", "@acme/audiences", "server/upload", true],
    ["@acme/audiences/server", "@acme/audiences", "", false],
    ["@acme/*", "@acme/anything", "", true],
    ["@acme/*", "@acme/anything", "server", true],
    ["@acme/*", "@other/anything", "", false],
    ["acme-ads", "acme-ads", "", true],
    ["acme-ads", "@types/acme-ads", "", true],
    ["acme-ads", "acme", "", false],
  ])("%s and %s/%s: %s", (entry, name, subpath, matches) => {
    const sinks = createSettingsSinks({ sinks: [{ ...ads, packages: [entry] }] });
    expect(sinks.purposesOfPackage(name, subpath)).toEqual(matches ? ["advertising"] : []);
  });
});

describe("endpoints", () => {
  it.each<[string, string | UrlPattern, boolean]>([
    ["https://ads.example.com/**", "https://ads.example.com/v1/lists/7", true],
    ["https://ads.example.com/**", "https://ads.example.com/", true],
    ["https://ads.example.com/**", "https://ads.example.com", true],
    ["https://ads.example.com/**", "https://ads.example.com:8443/v1?x=1", true],
    ["https://ads.example.com/**", ["https://ads.example.com/", null], true],
    ["https://ads.example.com/**", ["https://ads.example.com", null], true],
    ["https://ads.example.com/**", "//ads.example.com/v1", true],
    ["https://ads.example.com/**", "https://ads.example.com.evil.org/v1", false],
    ["https://ads.example.com/**", "https://api.example.com/?to=https://ads.example.com/v1", false],
    ["https://ads.example.com/**", [null, "/v1"], false],
    ["https://ads.example.com/**", "/v1", false],
    ["https://ads.example.com", "https://ads.example.com/v1", true],
    ["ads.example.com", "https://ads.example.com/v1", true],
    ["wss://bids.example.com/match", "wss://bids.example.com/match", true],
    ["wss://bids.example.com/match", "https://bids.example.com/match", false],
    ["https://*.example.com/ads/*", "https://eu.example.com/ads/list", true],
    ["https://*.example.com/ads/*", "https://eu.example.com/ads/list/7", false],
    ["https://api.example.com/{ads,bids}/**", "https://api.example.com/bids/7", true],
    ["https://api.example.com/{ads,bids}/**", "https://api.example.com/codes/7", false],
    ["https://api.example.com/**/audiences", ["https://api.example.com/", null, "/audiences"], true],
    ["https://api.example.com/**/audiences", "https://api.example.com/audiences", true],
    ["https://api.example.com/**/audiences", ["https://api.example.com/", null, "/codes"], true],
    ["https://api.example.com/**/audiences/*", ["https://api.example.com/", null, "/codes/x"], false],
    ["http://localhost:8080/ads/**", "http://localhost:8080/ads/7", true],
    ["http://localhost:8080/ads/**", "http://localhost:9090/ads/7", false],
    ["/api/ads/**", "/api/ads/list", true],
    ["/api/ads/**", ["/api/ads/", null], true],
    ["/api/ads/**", "/api/codes", false],
    ["/api/ads/**", "https://api.example.com/api/ads/list", false],
  ])("%s and %j: %s", (glob, url, matches) => {
    const sinks = createSettingsSinks({ sinks: [{ ...ads, endpoints: [glob] }] });
    expect(sinks.purposesOfEndpoint(url)).toEqual(matches ? ["advertising"] : []);
  });
});

describe("globals", () => {
  const sinks = createSettingsSinks({ sinks: [{ ...ads, globals: ["acmePixel"] }] });

  it("by their name alone", () => {
    expect(sinks.purposesOfGlobal("acmePixel")).toEqual(["advertising"]);
    expect(sinks.purposesOfGlobal("acmePixels")).toEqual([]);
    expect(sinks.purposesOfGlobal("constructor")).toEqual([]);
  });
});
