/** The purpose that a package states in its `package.json`, and its name. Cached by folder; the owner is one analysis. */
import ts from "typescript";
import { purposeNames } from "./purpose-names.js";

/** @example createPackages(readFile).packageOf("/app/ads/place.ts") // { name: "ad-server", purposes: ["advertising"] } */
interface PackageFacts {
  readonly name: string | undefined;
  readonly purposes: readonly string[];
}

export interface Packages {
  packageOf(fileName: string): PackageFacts;
  /** What is wrong in the `package.json` files that were read. */
  problems(): readonly string[];
}

const NO_PACKAGE: PackageFacts = { name: undefined, purposes: [] };

export function createPackages(readFile: (path: string) => string | undefined): Packages {
  const byFolder = new Map<string, PackageFacts>();
  const problems: string[] = [];
  const inFolder = (folder: string): PackageFacts => {
    const known = byFolder.get(folder);
    if (known !== undefined) return known;
    const path = `${folder}/package.json`;
    const text = isPackagesFolder(folder) ? undefined : readFile(path);
    const own = text === undefined ? undefined : readPackage(path, text, problems);
    const facts = own ?? outsideOf(folder, inFolder);
    byFolder.set(folder, facts);
    return facts;
  };
  return { packageOf: (fileName) => inFolder(folderOf(fileName)), problems: () => problems };
}

/** undefined: only sets options of a folder (`{ "type": "module" }`), so the package is further out. */
function readPackage(path: string, text: string, problems: string[]): PackageFacts | undefined {
  // Reads on past mistakes: an editor may show a file that is half written.
  const parsed = ts.parseConfigFileTextToJson(path, text);
  const json: unknown = parsed.config;
  if (parsed.error !== undefined)
    problems.push(`${path}: ${ts.flattenDiagnosticMessageText(parsed.error.messageText, " ")}`);
  if (typeof json !== "object" || json === null) return undefined;
  const name = "name" in json && typeof json.name === "string" ? json.name : undefined;
  if (!("purpose" in json)) return name === undefined ? undefined : { name, purposes: [] };
  if (typeof json.purpose === "string") return { name, purposes: purposeNames(json.purpose) };
  problems.push(`${path}: "purpose" must be a string, got ${JSON.stringify(json.purpose)}`);
  return { name, purposes: [] };
}

function outsideOf(folder: string, inFolder: (folder: string) => PackageFacts): PackageFacts {
  const outer = folderOf(folder);
  return outer === folder || isPackagesFolder(folder) ? NO_PACKAGE : inFolder(outer);
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? path : path.slice(0, slash);
}

/** What lies in `node_modules` is no part of the package around it. */
function isPackagesFolder(folder: string): boolean {
  return folder.endsWith("/node_modules");
}
