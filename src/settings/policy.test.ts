import { describe, expect, it } from "vitest";
import { createPolicy } from "./policy.js";
import { DEFAULT_SETTINGS } from "./settings.js";

const policy = createPolicy(DEFAULT_SETTINGS);

describe("allows", () => {
  it.each([
    ["security", true],
    ["security:two-factor", true],
    ["security:fraud-prevention:sign-up", true],
    ["security-newsletter", false],
    ["analytics:security", false],
    ["advertising", false],
    ["marketing", false],
    ["securit", false],
  ])("SecurityContact for %s: %s", (purpose, allowed) => {
    expect(policy.allows("SecurityContact", purpose)).toBe(allowed);
  });

  it("nothing for a label that the policy does not name", () => {
    expect(policy.allows("HealthRecord", "security")).toBe(false);
    expect(policy.allows("constructor", "security")).toBe(false);
  });

  it("what the settings say of a label of their own", () => {
    const labels = { HealthRecord: { purposes: ["care:hospital", "billing"], sources: [] } };
    const own = createPolicy({ labels });
    expect([...own.labels]).toEqual(["HealthRecord"]);
    expect(own.allows("HealthRecord", "care:hospital:ward")).toBe(true);
    expect(own.allows("HealthRecord", "care")).toBe(false);
  });
});

describe("forbids", () => {
  const forbidden = (purposes: readonly string[], released: readonly string[] = []) =>
    policy.forbids("SecurityContact", purposes, released);

  it("nothing in code without a purpose", () => {
    expect(forbidden([])).toBeUndefined();
  });
  it("nothing that the policy allows", () => {
    expect(forbidden(["security:two-factor"])).toBeUndefined();
  });
  it("the first purpose that is not allowed", () => {
    expect(forbidden(["security", "analytics", "advertising"])).toBe("analytics");
  });
  it("nothing that the value was released to", () => {
    expect(forbidden(["advertising"], ["advertising"])).toBeUndefined();
  });
  it("nothing special under what it was released to", () => {
    expect(forbidden(["advertising:measurement"], ["advertising"])).toBeUndefined();
  });
  it("the general purpose above what it was released to", () => {
    expect(forbidden(["advertising"], ["advertising:measurement"])).toBe("advertising");
  });
  it("what the release leaves out", () => {
    expect(forbidden(["advertising", "analytics"], ["advertising"])).toBe("analytics");
  });
});
