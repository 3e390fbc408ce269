/**
 * Summaries: a summary ↔ the bytes of its file. The first line says, as JSON, what it is and what it was made of; it is
 * enough to tell whether the rest can be used. The rest is the summary itself, in the form in which Node copies data
 * between threads (it keeps maps, cycles, and objects that are shared), compressed.
 */
import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import type { PackageSummary } from "../graph/package-summary.js";

/** Of what follows the first line. It changes with every change to the facts, the answers, or what they mean. */
const FORMAT = 3;

/** Fingerprints by file, relative to the package's folder. */
type Fingerprints = Readonly<Record<string, string>>;

export interface SummaryHeader {
  readonly what: "eslint-plugin-purpose flow summary";
  readonly format: number;
  /** The plugin's version. */
  readonly tool: string;
  readonly package: string;
  /** Fingerprint of the settings that the answers depend on. */
  readonly settings: string;
  readonly sources: Fingerprints;
  /** Files of other packages that it leads to, by these packages' folders. */
  readonly dependencies: Readonly<Record<string, Fingerprints>>;
  /** Fingerprint of the rest. */
  readonly content: string;
}

export type SummaryOrigin = Omit<SummaryHeader, "what" | "format" | "content">;

export function fingerprint(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 32);
}

export function encodeSummary(origin: SummaryOrigin, summary: PackageSummary): Buffer {
  const params = { [constants.BROTLI_PARAM_QUALITY]: QUALITY };
  const content = brotliCompressSync(serialize(summary), { params });
  const header: SummaryHeader = {
    what: "eslint-plugin-purpose flow summary",
    format: FORMAT,
    ...origin,
    content: fingerprint(content),
  };
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), content]);
}

/** Higher ones take several times as long, for a tenth of the size. */
const QUALITY = 5;

/** A summary that is known by its header so far. */
export interface SummaryFile {
  readonly header: SummaryHeader;
  /** undefined: damaged. */
  readonly content: () => PackageSummary | undefined;
}

/** The file's header, or why it can't be used: half a sentence. */
export function decodeSummary(bytes: Buffer, tool: string): SummaryFile | string {
  const end = bytes.indexOf("\n");
  const header = end < 0 ? undefined : headerIn(bytes.toString("utf8", 0, end));
  if (header === undefined) return "it is damaged";
  if (header.format !== FORMAT || header.tool !== tool)
    return `it was made by version ${header.tool} of the plugin, and this is ${tool}`;
  return { header, content: () => contentOf(bytes.subarray(end + 1), header.content) };
}

function headerIn(text: string): SummaryHeader | undefined {
  try {
    const header = JSON.parse(text) as Partial<SummaryHeader> | null;
    return header?.what === "eslint-plugin-purpose flow summary" ? (header as SummaryHeader) : undefined;
  } catch {
    return undefined;
  }
}

function contentOf(content: Buffer, expected: string): PackageSummary | undefined {
  if (fingerprint(content) !== expected) return undefined;
  try {
    return deserialize(brotliDecompressSync(content)) as PackageSummary;
  } catch {
    // A form that a later version of Node has written.
    return undefined;
  }
}
