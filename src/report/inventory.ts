/**
 * Pipeline stage: report. Labelled data, where it enters and what it is used for, as plain data: what a record of
 * processing activities (Article 30 GDPR) needs of a program.
 */
import type { ReportPlace } from "./leak-report.js";

export interface Inventory {
  readonly version: 1;
  readonly tool: { readonly name: string; readonly version: string };
  readonly labels: readonly InventoryLabel[];
  readonly data: readonly InventoryDatum[];
}

interface InventoryLabel {
  readonly name: string;
  /** What the policy allows. */
  readonly purposes: readonly string[];
}

export interface InventoryDatum {
  readonly label: string;
  readonly kind: "field" | "column" | "parameter" | "variable" | "result" | "expression";
  /** The type, class or table that has it, or the function that takes it. */
  readonly owner: string;
  readonly name: string;
  readonly place: ReportPlace;
  /** As the database calls it, where the declaration says so. */
  readonly table?: string;
  readonly column?: string;
  /** Where the program gets hold of it on its way into code with a purpose. */
  readonly enters: readonly ReportPlace[];
  readonly uses: readonly InventoryUse[];
  /** Counts the people concerned; what stands in angle brackets is to be filled in. */
  readonly query?: string;
}

/** Uses for one purpose. */
export interface InventoryUse {
  readonly purpose: string;
  readonly lawfulness: Lawfulness;
  /** What takes the value, or what a match of it chose. */
  readonly takenBy: readonly string[];
  readonly at: readonly ReportPlace[];
  /** Functions that release it, with the evidence that they take. */
  readonly releases: readonly string[];
}

/** Allowed by the policy, released by consent, or neither. */
export type Lawfulness = "allowed" | "repurposed" | "unlawful";

/** How a datum is called. @example "SecondFactor.phone" */
export function nameOfDatum({ owner, name, kind }: InventoryDatum): string {
  if (kind === "result") return `${name}()`;
  return owner === "" ? name : kind === "parameter" ? `${owner}(${name})` : `${owner}.${name}`;
}

/** @example "second_factors.phone"; empty where it is not known */
export function columnOfDatum({ table, column }: InventoryDatum): string {
  return table === undefined || column === undefined ? "" : `${table}.${column}`;
}

/** @example "advertising: PartnerList.assign at src/jobs/partners.ts:48, with consent: release (ConsentReceipt)" */
export function useInWords({ purpose, takenBy, at, releases }: InventoryUse): string {
  const places = at.map(({ file, start }) => `${file}:${start.line}`);
  const released = releases.length === 0 ? "" : `, released by ${releases.join(" or ")}`;
  return `${purpose}: ${takenBy.join(", ")} at ${places.join(", ")}${released}`;
}
