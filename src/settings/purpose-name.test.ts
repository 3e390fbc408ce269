import { describe, expect, it } from "vitest";
import { coversPurpose, isPurposeName, misspelledPurpose, parsePurposeNames } from "./purpose-name.js";

describe("isPurposeName", () => {
  it.each(["security", "security-newsletter", "security:two-factor:totp", "customer-data", "e2e"])(
    "%s",
    (name) => {
      expect(isPurposeName(name)).toBe(true);
    },
  );

  it.each([
    "",
    "two factor",
    "security:",
    ":security",
    "security::totp",
    "-ads",
    "ads-",
    "two_factor",
    "a,b",
  ])("not %j", (name) => {
    expect(isPurposeName(name)).toBe(false);
  });
});

describe("parsePurposeNames", () => {
  it.each([
    ["advertising", ["advertising"]],
    ["  security:two-factor \n analytics ", ["security:two-factor", "analytics"]],
    ["security security", ["security"]],
    ["targeting", ["targeting"]],
  ])("%j", (text, names) => {
    expect(parsePurposeNames(text)).toEqual({ names });
  });

  it.each([
    ["  ", "no purpose given; a purpose is words"],
    ["security, analytics", '"security," is no purpose name'],
    ["advertizing", 'unknown purpose "advertizing"; did you mean "advertising"?'],
  ])("%j is an error", (text, error) => {
    const reading = parsePurposeNames(text);
    expect("error" in reading ? reading.error : "no error").toContain(error);
  });
});

describe("misspelledPurpose", () => {
  it.each([
    ["secuirty", "security"],
    ["Security", "security"],
    ["securty:two-factor", "security:two-factor"],
    ["analitics", "analytics"],
    ["security", undefined],
    ["advertising:lookalikes", undefined],
    ["targeting", undefined],
    ["billing", undefined],
  ])("%s: %s", (name, meant) => {
    expect(misspelledPurpose(name)).toBe(meant);
  });
});

describe("coversPurpose", () => {
  it("a purpose covers itself and what is under it", () => {
    expect(coversPurpose("security", "security")).toBe(true);
    expect(coversPurpose("security", "security:two-factor")).toBe(true);
    expect(coversPurpose("security:two-factor", "security")).toBe(false);
    expect(coversPurpose("security", "security-newsletter")).toBe(false);
  });
});
