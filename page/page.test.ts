import axe from "axe-core";
import { JSDOM, VirtualConsole } from "jsdom";
import { beforeAll, describe, expect, it } from "vitest";
import { asHtml } from "../src/report/formats/html.js";
import type { Report } from "../src/report/report.js";
import { buildPage } from "./build-page.mjs";
import { HOSTILE, linesOfSample, SAMPLE_REPORT } from "./sample-report.js";

let built = "";

beforeAll(async () => {
  built = await buildPage();
});

/** A page as a browser shows it, but for its looks: page.browser.ts looks at these. */
async function open(report: Report = SAMPLE_REPORT, hash = ""): Promise<Opened> {
  const virtualConsole = new VirtualConsole();
  virtualConsole.on("jsdomError", (error) => {
    throw error;
  });
  const { window } = new JSDOM(asHtml(report, built, linesOfSample), {
    runScripts: "dangerously",
    pretendToBeVisual: true,
    url: `https://report.example/${hash}`,
    virtualConsole,
    // What a browser has, and jsdom doesn't.
    beforeParse: (created) => {
      created.Element.prototype.scrollIntoView = () => undefined;
      created.structuredClone = structuredClone;
    },
  });
  const settled = (): Promise<void> => new Promise((resolve) => void window.setTimeout(resolve, 40));
  await settled();
  const all = (selector: string): Element[] => [...window.document.querySelectorAll(selector)];
  return {
    window,
    all,
    texts: (selector) => all(selector).map(({ textContent }) => textContent),
    act: async (selector, event) => {
      const element = window.document.querySelector(selector);
      if (element === null) throw new Error(`nothing is ${selector}`);
      element.dispatchEvent(event ?? new window.MouseEvent("click", { bubbles: true }));
      await settled();
    },
  };
}

interface Opened {
  readonly window: JSDOM["window"];
  all(selector: string): Element[];
  texts(selector: string): string[];
  /** Clicks, or what else is given. */
  act(selector: string, event?: Event): Promise<void>;
}

const BUTTONS = ".leak h3 button";

describe("the page", () => {
  it("lists the leaks, and shows a trace with its code when one is opened", async () => {
    const page = await open();
    expect(page.texts(".leak .title")).toEqual([
      "SecurityContact gets into advertising code",
      "What a match of SecurityContact chose gets into advertising code",
      "HealthRecord gets into analytics code",
    ]);
    expect(page.all("pre")).toEqual([]);
    await page.act(BUTTONS);
    expect(page.texts(".leak.open .policy")).toEqual([
      "SecurityContact may be used for security. 1 more source gets there as well.",
    ]);
    expect(page.texts(".leak.open mark")).toEqual(["account.phone", "hash(contact)", "key"]);
    expect(page.texts(".leak.open figcaption")[0]).toBe("app/src/security/login.ts:2");
    await page.act(BUTTONS);
    expect(page.all("pre")).toEqual([]);
  });

  it("shows program text as text", async () => {
    const page = await open();
    await page.act(".leak:nth-of-type(2) h3 button");
    expect(page.texts(".leak:nth-of-type(2) .sink")).toEqual([HOSTILE]);
    expect(page.texts(".line").join("")).toContain(HOSTILE);
    expect(page.window).not.toHaveProperty("hacked");
  });

  it("loads nothing from anywhere", async () => {
    const html = asHtml(SAMPLE_REPORT, built, linesOfSample);
    expect(html).toContain(`content="default-src 'none'; script-src 'sha256-`);
    const page = await open();
    expect(page.all("[src], link, [href]:not([href^='#'])")).toEqual([]);
  });

  it("draws what the leaks go through as a graph, and shows the leaks of a chosen node alone", async () => {
    const page = await open();
    const names = page.texts(".node title");
    expect(names).toContain("SecurityContact, label, 2 leaks");
    expect(names).toContain("keys.ts contacts, code, 2 leaks");
    expect(names).toContain("analytics, purpose, 1 leak");
    await page.act(".node.purpose:last-child");
    expect(page.texts(".leak .title")).toEqual(["HealthRecord gets into analytics code"]);
    expect(page.texts("[role=status]")).toEqual(["1 of 3"]);
    expect(page.all(".node.dimmed").length).toBeGreaterThan(0);
    await page.act(".chip");
    expect(page.texts("[role=status]")).toEqual(["all 3"]);
  });

  it("lets the arrow keys go through the map, and Enter choose", async () => {
    const page = await open();
    const { KeyboardEvent } = page.window;
    const press = (key: string): Promise<void> =>
      page.act("[role=button][tabindex='0']", new KeyboardEvent("keydown", { key, bubbles: true }));
    const stop = (): string | null =>
      page.window.document.activeElement?.querySelector("title")?.textContent ?? null;
    await press("ArrowRight");
    expect(stop()).toBe("login.ts security, code, 2 leaks");
    expect(page.all("[role=button][tabindex='0']").length).toBe(1);
    await press("Enter");
    expect(page.texts("[role=status]")).toEqual(["2 of 3"]);
  });

  it("filters by words, label and kind", async () => {
    const page = await open();
    const search = page.window.document.querySelector("input");
    if (search !== null) search.value = "health RECORD";
    await page.act("input", new page.window.Event("input", { bubbles: true }));
    expect(page.texts(".leak .title")).toEqual(["HealthRecord gets into analytics code"]);
    await page.act(".filters > button");
    const [, , kind] = page.all(".filters select");
    (kind as HTMLSelectElement).value = "selection";
    kind?.dispatchEvent(new page.window.Event("change", { bubbles: true }));
    await page.act("h1");
    expect(page.texts("[role=status]")).toEqual(["1 of 3"]);
  });

  it("opens the leak that its address names", async () => {
    const page = await open(SAMPLE_REPORT, "#leak-b2");
    expect(page.all(".leak.open").map(({ id }) => id)).toEqual(["leak-b2"]);
  });

  it("says so where nothing was found", async () => {
    const page = await open({ ...SAMPLE_REPORT, leaks: [], limits: [] });
    expect(page.texts(".summary")).toEqual(["No leaks were found. 4 files in 1 project were looked at."]);
    expect(page.all("svg")).toEqual([]);
  });

  it("has nothing that axe finds fault with, closed and open", async () => {
    const page = await open();
    await page.act(".heading > button");
    page.window.eval(axe.source);
    const { violations } = await (page.window as unknown as { axe: typeof axe }).axe.run(
      page.window.document,
      // Colours are for a browser to see.
      { rules: { "color-contrast": { enabled: false } } },
    );
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  });
});
