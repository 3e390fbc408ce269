import { typedRuleTester } from "../fixtures/rule-tester.js";
import requireSinkAnnotation from "./require-sink-annotation.js";

const BLOCK = "/**\n * @module\n * @purpose advertising\n */\n";

const OF_SDK = "the package facebook-nodejs-business-sdk";
const OF_PIXEL = { used: "the global fbq" };

/** A report with the suggested text. */
function unstated(
  place: { readonly line: number; readonly column: number; readonly endColumn: number },
  output: string,
  data: Readonly<Record<string, string>> = {},
) {
  const tag = data["tag"] ?? "advertising";
  return {
    ...place,
    messageId: "unstated" as const,
    data: { used: OF_SDK, further: "", purposes: "advertising", tag, ...data },
    suggestions: [{ messageId: "annotate" as const, data: { tag }, output }],
  };
}

const IMPORT = 'import bizSdk from "facebook-nodejs-business-sdk";';
const PIXEL = 'fbq("init", "1077");';

typedRuleTester().run("require-sink-annotation", requireSinkAnnotation, {
  valid: [
    { name: "the module says what it is for", code: `${BLOCK}${IMPORT}\n${PIXEL}` },
    { name: "in one line", code: `/** @module @purpose advertising */\n${PIXEL}` },
    { name: "it says something else: no-leak goes by that", code: `/** @purpose analytics */\n\n${PIXEL}` },
    {
      name: "the declaration that uses it says so",
      code: `${IMPORT}\n/** @purpose advertising */\nexport const data = () => new bizSdk.UserData();`,
    },
    {
      name: "the settings say so, by file",
      code: PIXEL,
      settings: { purpose: { sinks: [{ purpose: "advertising", files: ["**/file.ts"] }] } },
    },
    { name: "the catalog is turned off", code: PIXEL, settings: { purpose: { catalog: false } } },
    { name: "types of an SDK alone", code: 'import type { UserData } from "facebook-nodejs-business-sdk";' },
    { name: "a general SDK of such a company", code: 'import { TwitterApi } from "twitter-api-v2";' },
    { name: "another purpose than the catalog is asked for", code: 'import posthog from "posthog-js";' },
    {
      name: "a local function named like a tag",
      code: `function fbq(...call: string[]) { return call; }\n${PIXEL}`,
    },
    { name: "a mixed tag that counts visits", code: 'gtag("event", "page_view", {});' },
    {
      name: "a question whether the tag is there",
      code: 'export const blocked = typeof fbq === "undefined";',
    },
    { name: "a test whether the tag is there", code: "if (window.fbq) console.log(!!window.fbq);" },
    { name: "a mention of an endpoint", code: 'export const hosts = ["https://bat.bing.com"];' },
  ],
  invalid: [
    {
      name: "an SDK",
      code: `${IMPORT}\nexport const data = new bizSdk.UserData();`,
      errors: [
        unstated(
          { line: 1, column: 1, endColumn: 51 },
          `${BLOCK}${IMPORT}\nexport const data = new bizSdk.UserData();`,
        ),
      ],
    },
    {
      name: "an SDK that is used in one place with a purpose and in one without",
      code: `${IMPORT}\n/** @purpose advertising */\nexport const a = () => bizSdk.UserData;\nexport const b = () => bizSdk.UserData;`,
      errors: [
        unstated(
          { line: 1, column: 1, endColumn: 51 },
          `${BLOCK}${IMPORT}\n/** @purpose advertising */\nexport const a = () => bizSdk.UserData;\nexport const b = () => bizSdk.UserData;`,
        ),
      ],
    },
    {
      name: "a global, after a comment about rights",
      code: `/* Copyright Harbour */\n\n${PIXEL}`,
      errors: [
        unstated(
          { line: 3, column: 1, endColumn: 4 },
          `/* Copyright Harbour */\n${BLOCK}\n${PIXEL}`,
          OF_PIXEL,
        ),
      ],
    },
    {
      name: "in a client component",
      code: `"use client";\n\n/** Tells the pixel. */\nexport function tell() { ${PIXEL} }`,
      errors: [
        unstated(
          { line: 4, column: 26, endColumn: 29 },
          `"use client";\n${BLOCK}\n/** Tells the pixel. */\nexport function tell() { ${PIXEL} }`,
          OF_PIXEL,
        ),
      ],
    },
    {
      name: "in a script",
      code: `#!/usr/bin/env node\n${IMPORT}`,
      errors: [unstated({ line: 2, column: 1, endColumn: 51 }, `#!/usr/bin/env node\n${BLOCK}${IMPORT}`)],
    },
    {
      name: "in a module that describes itself",
      code: `/**\n * Tells the pixel.\n * @module\n */\n${PIXEL}`,
      errors: [
        unstated(
          { line: 5, column: 1, endColumn: 4 },
          `/**\n * Tells the pixel.\n * @module\n * @purpose advertising\n */\n${PIXEL}`,
          OF_PIXEL,
        ),
      ],
    },
    {
      name: "a mixed tag that converts",
      code: 'gtag("event", "conversion", { send_to: "AW-1/x" });',
      errors: [
        unstated(
          { line: 1, column: 1, endColumn: 5 },
          `${BLOCK}gtag("event", "conversion", { send_to: "AW-1/x" });`,
          { used: "the global gtag" },
        ),
      ],
    },
    {
      name: "an endpoint",
      code: 'import { post } from "axios";\npost(`https://graph.facebook.com/v21.0/${Date.now()}/events`, {});',
      errors: [
        unstated(
          { line: 2, column: 6, endColumn: 61 },
          `${BLOCK}import { post } from "axios";\npost(\`https://graph.facebook.com/v21.0/\${Date.now()}/events\`, {});`,
          { used: "the endpoint https://graph.facebook.com/v21.0/…/events" },
        ),
      ],
    },
    {
      name: "the vendor's script",
      filename: "file.tsx",
      code: 'export const tag = <script src="https://connect.facebook.net/en_US/fbevents.js" />;',
      errors: [
        unstated(
          { line: 1, column: 32, endColumn: 80 },
          `${BLOCK}export const tag = <script src="https://connect.facebook.net/en_US/fbevents.js" />;`,
          { used: "the endpoint https://connect.facebook.net/en_US/fbevents.js" },
        ),
      ],
    },
    {
      name: "several, once, with all purposes",
      code: `${IMPORT}\nimport posthog from "posthog-js";\n${PIXEL}\nposthog.init("");\nfbq("track");`,
      settings: { purpose: { catalog: true } },
      errors: [
        unstated(
          { line: 1, column: 1, endColumn: 51 },
          `${BLOCK.replace("advertising", "advertising analytics")}${IMPORT}\nimport posthog from "posthog-js";\n${PIXEL}\nposthog.init("");\nfbq("track");`,
          { further: " (and 2 more)", purposes: "advertising and analytics", tag: "advertising analytics" },
        ),
      ],
    },
    {
      name: "JavaScript",
      filename: "file.js",
      code: 'const bizSdk = require("facebook-nodejs-business-sdk");\nnew bizSdk.UserData();',
      errors: [
        unstated(
          { line: 1, column: 16, endColumn: 55 },
          `${BLOCK}const bizSdk = require("facebook-nodejs-business-sdk");\nnew bizSdk.UserData();`,
        ),
      ],
    },
  ],
});
