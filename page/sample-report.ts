/**
 * A report for the page's tests: two labels, two purposes, a selection, and texts that would break a page that trusts
 * what it is given.
 */
import type { ReportedLeak, ReportedStep, ReportPlace } from "../src/report/leak-report.js";
import type { Report } from "../src/report/report.js";

export const HOSTILE = `</script><script>window.hacked = true</script><!--<script>"$&`;

const FILES: Readonly<Record<string, readonly string[]>> = {
  "app/src/security/login.ts": [
    "export function remember(account: Account): void {",
    "  const phone = account.phone;",
    "  learn(account.id, phone);",
    "}",
  ],
  "app/src/contacts/keys.ts": [
    "export function learn(id: string, contact: string): void {",
    `  // ${HOSTILE}`,
    "  keys.set(id, hash(contact));",
    "}",
  ],
  "app/src/ads/audience.ts": ["for (const key of keys.values())", "  upload(key);"],
  "app/src/health/export.ts": ["track({", "  record,", "});"],
};

export function linesOfSample({ file }: Pick<ReportPlace, "file">): readonly string[] {
  return FILES[file] ?? [];
}

function step(kind: ReportedStep["kind"], file: string, line: number, text: string): ReportedStep {
  const start = linesOfSample({ file })[line - 1]?.indexOf(text) ?? -1;
  if (start < 0) throw new Error(`${file}:${line} has no ${text}`);
  return {
    kind,
    what: `${kind} step`,
    place: { file, start: { line, column: start + 1 }, end: { line, column: start + text.length + 1 }, text },
  };
}

function leak(
  fingerprint: string,
  trace: readonly ReportedStep[],
  other: Partial<ReportedLeak>,
): ReportedLeak {
  const place = trace.at(-1)?.place;
  if (place === undefined) throw new Error("a leak has a place");
  return {
    fingerprint,
    kind: "leak",
    label: "SecurityContact",
    allowed: ["security"],
    purpose: "advertising",
    sink: "upload",
    way: "push",
    message: "SecurityContact gets into advertising code.",
    place,
    trace,
    furtherSources: 0,
    ...other,
  };
}

const source = step("source", "app/src/security/login.ts", 2, "account.phone");
const hashed = step("derived", "app/src/contacts/keys.ts", 3, "hash(contact)");

export const SAMPLE_REPORT: Report = {
  version: 1,
  tool: { name: "eslint-plugin-purpose", version: "1.2.3" },
  projects: [{ tsconfig: "app/tsconfig.json", files: 4 }],
  leaks: [
    leak("a1", [source, hashed, step("boundary", "app/src/ads/audience.ts", 2, "key")], {
      furtherSources: 1,
    }),
    leak("b2", [source, hashed, step("boundary", "app/src/ads/audience.ts", 1, "keys.values()")], {
      kind: "selection",
      sink: HOSTILE,
    }),
    leak("c3", [step("boundary", "app/src/health/export.ts", 2, "record")], {
      label: "HealthRecord",
      allowed: [],
      purpose: "analytics",
      sink: "track",
      way: "pull",
    }),
  ],
  limits: [{ limit: "MAXIMAL_TASKS", place: source.place }],
};
