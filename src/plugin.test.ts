import { readFileSync } from "node:fs";
import { Linter } from "eslint";
import { describe, expect, it } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import plugin from "./plugin.js";

describe("the plugin", () => {
  it("has the name and version of its package", () => {
    expect(plugin.meta).toMatchObject({ name: packageJson.name, version: packageJson.version });
  });

  it.each(["recommended", "strict"] as const)(
    "%s turns rules on that there are, and can be linted with",
    (name) => {
      const config = plugin.configs[name];
      const rules = config.flatMap((part) => Object.keys(part.rules ?? {}));
      expect(rules).toContain("purpose/no-leak");
      expect(rules.filter((rule) => !(rule.replace("purpose/", "") in plugin.rules))).toEqual([]);
      const messages = new Linter().verify("export {};", config, { filename: "a.js" });
      expect(messages.map(({ messageId }) => messageId)).toEqual(["noTypes"]);
      expect(new Linter().verify("export {};", config, { filename: "eslint.config.js" })).toEqual([]);
    },
  );

  it("has all its rules in strict", () => {
    const strict = plugin.configs.strict.flatMap((part) => Object.keys(part.rules ?? {}));
    expect(strict.sort()).toEqual(
      Object.keys(plugin.rules)
        .map((rule) => `purpose/${rule}`)
        .sort(),
    );
  });

  it("has a page for each rule, under the address that the rule gives", () => {
    for (const rule of Object.values(plugin.rules)) {
      const page = new URL(`../${rule.meta?.docs?.url ?? "no page"}`, import.meta.url);
      expect(readFileSync(page, "utf8")).toContain(rule.meta?.docs?.description);
    }
  });
});
