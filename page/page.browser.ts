/**
 * The page in a real browser: what it looks like in numbers (contrast, overflow), that it loads nothing, and the keyboard.
 * Needs Chromium or Chrome: the one that CHROMIUM names, or one that is installed in a usual place.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asHtml } from "../src/report/formats/html.js";
import { buildPage } from "./build-page.mjs";
import { linesOfSample, SAMPLE_REPORT } from "./sample-report.js";

const USUAL_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:/Program Files/Google/Chrome/Application/chrome.exe",
];

let browser: Browser;
const folder = mkdtempSync(join(tmpdir(), "purpose-page-"));
const address = pathToFileURL(join(folder, "report.html")).href;

beforeAll(async () => {
  const executablePath = process.env["CHROMIUM"] ?? USUAL_PLACES.find((path) => existsSync(path));
  if (executablePath === undefined)
    throw new Error("No Chromium was found: install it (apt-get install chromium), or name one in CHROMIUM.");
  writeFileSync(join(folder, "report.html"), asHtml(SAMPLE_REPORT, await buildPage(), linesOfSample));
  // Its sandbox can't be had by root in a container; the page is our own.
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
}, 30_000);

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

interface Opened {
  readonly page: Page;
  /** What the page complained of or asked for. */
  readonly complaints: string[];
}

async function open(colorScheme: "light" | "dark", width = 1280): Promise<Opened> {
  const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
  // Longer than this nothing here takes; what can't be found is said then.
  page.setDefaultTimeout(5_000);
  const complaints: string[] = [];
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("request", (request) => {
    if (request.url() !== address) complaints.push(request.url());
  });
  await page.goto(address);
  return { page, complaints };
}

describe.each(["light", "dark"] as const)("the page in a browser, %s", (scheme) => {
  it("can be read by everybody: nothing that axe finds fault with, contrast included", async () => {
    const { page, complaints } = await open(scheme);
    await page.getByRole("button", { name: "Open all" }).click();
    await page.getByRole("button", { name: "analytics, purpose, 1 leak" }).click();
    expect(complaints).toEqual([]);
    // As a debugger would, past the page's policy, which lets no script in.
    await page.evaluate(axe.source);
    const violations = await page.evaluate(
      "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join()))",
    );
    expect(violations).toEqual([]);
    await page.close();
  });

  it("fits a narrow screen: only map, table and code scroll sideways", async () => {
    const { page } = await open(scheme, 360);
    await page.getByRole("button", { name: "Open all" }).click();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
    await page.close();
  });

  it("is drawn as chosen, whatever the system says", async () => {
    const { page } = await open(scheme);
    const background = (): Promise<unknown> =>
      page.evaluate("getComputedStyle(document.body).backgroundColor");
    const before = await background();
    await page.getByLabel("Appearance").selectOption(scheme === "light" ? "dark" : "light");
    await expect.poll(background).not.toBe(before);
    await page.close();
  });
});

describe("the keyboard", () => {
  it("goes through the map and opens a leak", async () => {
    const { page } = await open("light");
    await page.getByLabel("One box for each").focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowRight");
    expect(await page.evaluate("document.activeElement.querySelector('title').textContent")).toBe(
      "login.ts security, code, 2 leaks",
    );
    await page.keyboard.press("Enter");
    expect(await page.getByRole("status").textContent()).toBe("2 of 3");
    await page.getByRole("button", { name: /^SecurityContact gets into/ }).focus();
    await page.keyboard.press("Enter");
    expect(await page.locator("mark").allTextContents()).toEqual(["account.phone", "hash(contact)", "key"]);
    await page.close();
  });
});
