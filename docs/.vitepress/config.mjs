/**
 * The documentation as a site: the pages of this folder. A link that leads nowhere fails the build.
 */
import { readdirSync, readFileSync } from "node:fs";

const rules = pagesIn("../rules/");

/**
 * @param {string} text
 * @param {string} link
 */
function page(text, link) {
  return { text, link };
}

const sidebar = [
  {
    text: "Use it",
    items: [
      page("Start in five minutes", "/"),
      page("Overview", "/overview"),
      page("In an old code base", "/adopting"),
      page("The command line", "/cli"),
      page("The policy", "/policy"),
      page("Reports and inventory", "/reports"),
      page("Flow models", "/models"),
      page("Frameworks", "/frameworks"),
    ],
  },
  { text: "Rules", items: rules.map((rule) => page(rule, `/rules/${rule}`)) },
  {
    text: "Know it",
    items: [
      page("Known limits", "/known-limits"),
      page("Reliability", "/reliability"),
      page("Performance", "/performance"),
      page("Libraries that were tried", "/coverage"),
      page("How it compares", "/comparison"),
      page("Architecture", "/architecture"),
    ],
  },
];
/** Pages that nobody has given a place are found all the same. */
const listed = sidebar.flatMap(({ items }) => items.map(({ link }) => link));
const others = pagesIn("../").filter((name) => name !== "index" && !listed.includes(`/${name}`));
if (others.length > 0)
  sidebar.push({ text: "More", items: others.map((name) => page(titleOf(name), `/${name}`)) });

/** @param {string} folder */
function pagesIn(folder) {
  return readdirSync(new URL(folder, import.meta.url))
    .filter((file) => file.endsWith(".md"))
    .map((file) => file.slice(0, -".md".length))
    .sort();
}

/** @param {string} name */
function titleOf(name) {
  const text = readFileSync(new URL(`../${name}.md`, import.meta.url), "utf8");
  return /^# (.+)$/m.exec(text)?.[1] ?? name;
}

export default {
  title: "eslint-plugin-purpose",
  description: "Keeps personal data to the purpose it was given for.",
  lang: "en",
  cleanUrls: true,
  srcExclude: ["node_modules/**"],
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    nav: [page("Start", "/"), page("Rules", "/rules/no-leak"), page("Compared", "/comparison")],
    sidebar,
  },
  markdown: { config: withLinksOfTheSite },
};

/**
 * Pages are read in the repository as well, where the overview is README.md, one folder up.
 *
 * @typedef {{ type: string, children: Token[] | null, attrGet(name: string): string | null, attrSet(name: string, value: string): void }} Token
 * @param {{ core: { ruler: { push(name: string, rule: (state: { tokens: Token[] }) => void): void } } }} md
 */
function withLinksOfTheSite(md) {
  md.core.ruler.push("links-of-the-site", ({ tokens }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const link = token.type === "link_open" ? token.attrGet("href") : null;
      if (link !== null) token.attrSet("href", linkOnSite(link));
    }
  });
}

/** @param {string} link */
function linkOnSite(link) {
  return link
    .replace(/^(?:\.\.\/)+README(?:\.md)?/, "/overview")
    .replace(/^(?:\.\.\/)*CONTRIBUTING(?:\.md)?$/, "/architecture")
    .replace(/^docs\//, "/");
}
