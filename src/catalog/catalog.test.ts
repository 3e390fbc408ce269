import { describe, expect, it } from "vitest";
import { CATALOG_PURPOSES } from "../settings/purpose-name.js";
import { createCatalog, type UrlPattern } from "./catalog.js";

const byDefault = createCatalog(["advertising"]);
const whole = createCatalog(CATALOG_PURPOSES);

describe("endpoints: what goes to an advertising endpoint", () => {
  it.each<[UrlPattern]>([
    [["https://graph.facebook.com/v21.0/23843/users"]],
    [["https://graph.facebook.com/v21.0/1077/events"]],
    [["https://graph.facebook.com/v21.0/1077/events?external_id=", null]],
    [["https://graph.facebook.com/v21.0/1077/events#x"]],
    [["https://graph.facebook.com/v21.0/", null, "/users"]],
    [["https://graph.facebook.com/", null, "/", null, "/users"]],
    [["https://graph.facebook.com", "/v21.0", "/23843", "/users"]],
    [["https://graph.facebook.com/v21.0/act_", null, "/customaudiences"]],
    [["https://graph.facebook.com/23843/users"]],
    [["https://graph.facebook.com/v21.0/23843/users/"]],
    [["https://graph.facebook.com//v21.0//23843/users"]],
    [["HTTPS://Graph.Facebook.com:443/V21.0/23843/Users"]],
    [["//graph.facebook.com/v21.0/23843/users"]],
    [["https://graph.facebook.com/v21.0/", null]],
    [["https://graph.facebook.com", null]],
    [["https://www.facebook.com/tr/?id=1077&ev=Lead&ud[em]=", null]],
    [["https://ads-api.twitter.com/12/accounts/18ce54/tailored_audiences"]],
    [["https://ads-api.x.com/12/accounts/", null, "/custom_audiences/", null, "/users"]],
    [["https://api.linkedin.com/rest/dmpSegments/1077/users"]],
    [["https://business-api.tiktok.com/open_api/v1.3/dmp/custom_audience/file/upload/"]],
    [["https://tr.snapchat.com/v2/conversion?pixel_id=1077&event_type=SIGN_UP&hashed_email=", null]],
    [["https://googleads.googleapis.com/v17/customers/1077/offlineUserDataJobs/5:addOperations"]],
    [["https://googleads.googleapis.com/v17/", null, ":addOperations"]],
    [["https://datamanager.googleapis.com/v1/audiencemembers:ingest"]],
    [["https://backstage.taboola.com/backstage/api/1.0/acme/audience_onboarding/add"]],
    [["https://use-data.adsrvr.org/data/thirdparty"]],
    [["https://bat.bing.com/actionp/0?ti=1077"]],
  ])("%j", (url) => {
    expect(byDefault.purposesOfEndpoint(url)).toEqual(["advertising"]);
  });
});

describe("endpoints: what does not", () => {
  it.each<[UrlPattern]>([
    [["https://graph.facebook.com/v21.0/106540352242922/messages"]],
    [["https://graph.facebook.com/v21.0/", null, "/messages"]],
    [["https://graph.facebook.com/v21.0/oauth/access_token"]],
    [["https://graph.facebook.com/v21.0/me/feed"]],
    [["https://graph.facebook.com/v21.0/23843/users/5/photos"]],
    [["https://graph.facebook.com/"]],
    [["https://www.facebook.com/travel"]],
    [["https://api.linkedin.com/rest/posts"]],
    [["https://api.twitter.com/2/tweets"]],
    [["https://ads-api.twitter.com/12/accounts/18ce54/campaigns"]],
    [["https://api.example.org/v21.0/", null, "/users"]],
    [["https://graph.facebook.com.example.org/v21.0/23843/users"]],
    [["https://my-graph.facebook.com/v21.0/23843/users"]],
    [["https://graph.facebook.com@example.org/v21.0/23843/users"]],
    [["https://sms-gateway.example.net/v2/send?ref=graph.facebook.com"]],
    [["https://example.net/to?u=https://graph.facebook.com/v21.0/23843/users"]],
    [["https://", null, "/v21.0/23843/users"]],
    [["https://", null, ".facebook.com/v21.0/23843/users"]],
    [[null, "/v21.0/23843/users"]],
    [[null]],
    [[]],
    [["/v21.0/23843/users"]],
    [["v21.0/23843/users"]],
    [["/api/two-factor"]],
    [["http://localhost:8080/codes"]],
    [["/beacon"]],
    [["/avatars/", null, ".png"]],
    [["https://backup.example.org/contacts"]],
    [["https://api.example.org/v1/devices"]],
    [["https://push.example.org/codes"]],
    [["wss://bids.example.com/match"]],
    [["wss://chat.example.com/"]],
    [["mailto:someone@graph.facebook.com"]],
    [["https://www.google-analytics.com/mp/collect"]],
    [["https://a.klaviyo.com/api/profiles"]],
    [["https://data.adsrvr.org/data/thirdparty"]],
  ])("%j", (url) => {
    expect(byDefault.purposesOfEndpoint(url)).toEqual([]);
  });
});

describe("endpoints of other purposes", () => {
  it.each<[string, string]>([
    ["https://www.google-analytics.com/mp/collect", "analytics"],
    ["https://rest.iad-01.braze.com/users/track", "marketing"],
    ["https://s2s.adjust.com/event", "advertising:measurement"],
  ])("%s", (url, purpose) => {
    expect(whole.purposesOfEndpoint([url])).toEqual([purpose]);
  });
});

describe("packages", () => {
  it.each<[string, string, string | readonly string[] | undefined, readonly string[]]>([
    ["facebook-nodejs-business-sdk", "", undefined, ["advertising"]],
    ["facebook-nodejs-business-sdk", "src/objects/serverside/user-data", "UserData", ["advertising"]],
    ["@types/facebook-nodejs-business-sdk", "", ["UserData", "setEmail"], ["advertising"]],
    ["google-ads-api", "", "Customer", ["advertising"]],
    ["google-publisher-tag", "", ["googletag", "PubAdsService", "setTargeting"], ["advertising"]],
    ["react-native-appsflyer", "", "setUserEmails", ["advertising:measurement"]],
    ["react-facebook", "", "ReactPixel", ["advertising"]],
    ["react-facebook", "", "Login", []],
    ["react-facebook", "", undefined, []],
    ["pinterest-sdk", "", "AdAccountsApi", ["advertising"]],
    ["pinterest-sdk", "", "PinsApi", []],
    ["pinterest-node-api", "", "CustomerLists", ["advertising"]],
    ["pinterest-node-api", "", "Pins", []],
    ["twitter-api-v2", "", "TwitterApi", []],
    ["twilio", "", undefined, []],
  ])("%s %s %s", (name, subpath, member, purposes) => {
    expect(byDefault.purposesOfPackage(name, subpath, member)).toEqual(purposes);
  });

  it("other purposes are there when the settings take them", () => {
    expect(whole.purposesOfPackage("@segment/analytics-node", "")).toEqual(["customer-data"]);
    expect(byDefault.purposesOfPackage("@segment/analytics-node", "")).toEqual([]);
  });

  it("a row for a subpath leaves the rest of an umbrella package alone", () => {
    expect(whole.purposesOfPackage("firebase", "analytics")).toEqual(["analytics"]);
    expect(whole.purposesOfPackage("firebase", "./analytics/dist/index")).toEqual(["analytics"]);
    expect(whole.purposesOfPackage("firebase", "auth")).toEqual([]);
    expect(whole.purposesOfPackage("firebase", "")).toEqual([]);
  });

  it("a row for a member goes before the one for the package", () => {
    const name = "@react-native-firebase/analytics";
    const conversion = "initiateOnDeviceConversionMeasurementWithPhoneNumber";
    expect(whole.purposesOfPackage(name, "", ["FirebaseAnalytics", conversion])).toEqual(["advertising"]);
    expect(whole.purposesOfPackage(name, "", "logEvent")).toEqual(["analytics"]);
  });
});

describe("globals", () => {
  it.each(["fbq", "_fbq", "twq", "ttq", "lintrk", "pintrk", "snaptr", "rdt", "uetq", "googletag"])(
    "%s",
    (name) => {
      expect(byDefault.purposesOfGlobal(name)).toEqual(["advertising"]);
      expect(byDefault.isMixedTag(name)).toBe(false);
    },
  );

  it("a mixed tag has no purpose of its own", () => {
    for (const name of ["gtag", "dataLayer"]) {
      expect(byDefault.purposesOfGlobal(name)).toEqual([]);
      expect(byDefault.isMixedTag(name)).toBe(true);
    }
  });

  it("names that are no tags", () => {
    for (const name of ["fetch", "Fbq", "constructor", "toString"]) {
      expect(whole.purposesOfGlobal(name)).toEqual([]);
      expect(whole.isMixedTag(name)).toBe(false);
    }
  });
});

describe("which purposes are taken", () => {
  it("none when the catalog is turned off", () => {
    const none = createCatalog([]);
    expect(none.purposesOfPackage("google-ads-api", "")).toEqual([]);
    expect(none.purposesOfGlobal("fbq")).toEqual([]);
    expect(none.purposesOfTagCall("fbq", [])).toEqual([]);
    expect(none.purposesOfEndpoint(["https://graph.facebook.com/v21.0/1/users"])).toEqual([]);
  });

  it("a special purpose alone does not take the general one", () => {
    const measurement = createCatalog(["advertising:measurement"]);
    expect(measurement.purposesOfPackage("react-native-adjust", "")).toEqual(["advertising:measurement"]);
    expect(measurement.purposesOfGlobal("fbq")).toEqual([]);
  });
});
