/**
 * Globs of URLs (`https://ads.example.com/**`), matched against URLs that may be known in part.
 *
 * `*` is any text within a segment, `**` any text, `{a,b}` either; everything else stands for itself. Upper and lower
 * case are the same, the query is left out. A glob that ends in a plain name covers what is below it. A glob without a
 * scheme fits every scheme, one without a port every port; one that begins with a slash fits relative URLs.
 */
import { ANY_SEGMENT_TEXT, ANY_TEXT, haveCommonText, literal, type Atom } from "./partial-text.js";
import type { UrlTarget } from "./url-pattern.js";

/** Whether a URL's target fits at least one of `globs`, or may with what is unknown of it. */
export function endpointMatcher(globs: readonly string[]): (target: UrlTarget) => boolean {
  const patterns = globs.flatMap(endpointPatterns);
  return (target) => {
    const written = writtenForms(target);
    return patterns.some((pattern) => written.some((form) => haveCommonText(pattern, form)));
  };
}

/** The ways to write a target that a glob may have been meant for. */
function writtenForms(target: UrlTarget): readonly (readonly Atom[])[] {
  if (target.host === undefined) return [target.path];
  const hosts = target.port === undefined ? [target.host] : [target.host, `${target.host}:${target.port}`];
  const schemes = target.scheme === undefined ? ["//", "http://", "https://"] : [`${target.scheme}://`];
  return hosts.flatMap((host) =>
    ["", ...schemes].map((scheme) => [...literal(`${scheme}${host}`), ...target.path]),
  );
}

function endpointPatterns(glob: string): readonly (readonly Atom[])[] {
  const plain = glob
    .trim()
    .toLowerCase()
    .replace(/[?#].*$/s, "")
    .replace(/\/+$/, "");
  const last = plain.slice(plain.lastIndexOf("/") + 1);
  const covering = last.includes("*") || plain.endsWith("/**") ? plain : `${plain}/**`;
  const optional = covering.replace(/\/\*\*$/, "{,/**}").replaceAll("/**/", "{/,/**/}");
  return alternatives(optional).map(globAtoms);
}

/** `a{b,c}d` → `abd`, `acd`. */
function alternatives(glob: string): readonly string[] {
  const braces = /^(.*?)\{([^{}]*)\}(.*)$/s.exec(glob);
  if (braces === null) return [glob];
  const [, before = "", choices = "", after = ""] = braces;
  return choices.split(",").flatMap((choice) => alternatives(`${before}${choice}${after}`));
}

function globAtoms(glob: string): readonly Atom[] {
  return glob.split(/(\*+)/).flatMap((part) => {
    if (part === "*") return ANY_SEGMENT_TEXT;
    return part.startsWith("**") ? ANY_TEXT : literal(part);
  });
}
