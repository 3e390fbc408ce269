import { expect, it } from "vitest";
import { programOfText } from "../testing/program-of-text.js";
import { repurposingOf, type Repurposing } from "./repurposing-of.js";

const TYPES = `interface ConsentReceipt { id: string } interface Consent { at: number } interface Purchase { id: string } interface MarketingConsent extends Consent { more: 1 }
class Releases {
  /** @repurpose advertising */
  static release(contact: string, receipt: ConsentReceipt) {}
}
`;

function repurposing(text: string): Repurposing | undefined {
  const program = programOfText({ "main.ts": `${TYPES}\n/** @repurpose advertising */\n${text}` });
  const node = program.node("main.ts", "release", -1).parent;
  return repurposingOf(program.checker, node, new Set(["Consent", "ConsentReceipt"]));
}

it.each([
  ["function release(contact: string, receipt: ConsentReceipt) {}", 1],
  ["async function release(consent: Consent, contact: string) {}", 0],
  ["const release = (contact: string, receipt: ConsentReceipt) => contact;", 1],
  ["const release: (contact: string, receipt: ConsentReceipt) => string = String;", 1],
  ["declare function release(this: void, contact: string, receipt: Readonly<ConsentReceipt>): string;", 1],
  ["function release(contact: string, receipt: MarketingConsent) {}", 1],
  [
    "function release<R extends ConsentReceipt & { x: 1 }>(contact: string, receipt: ConsentReceipt & { x: 1 }) {}",
    1,
  ],
])("%s releases", (text, evidenceParameter) => {
  expect(repurposing(text)).toEqual({ purposes: ["advertising"], hasEvidence: true, evidenceParameter });
});

it.each([
  "function release(contact: string) {}",
  "function release(contact: string, receipt?: ConsentReceipt) {}",
  "function release(contact: string, receipt: ConsentReceipt | undefined) {}",
  "function release(contact: string, receipt: ConsentReceipt | null) {}",
  "function release(contact: string, receipt: ConsentReceipt = { id: '' }) {}",
  "function release(contact: string, ...receipts: ConsentReceipt[]) {}",
  "function release(contact: string, receipt: Purchase) {}",
  "function release(contact: string, consent: boolean) {}",
  "function release(contact: string, consent: any) {}",
])("%s releases nothing", (text) => {
  expect(repurposing(text)).toEqual({ purposes: ["advertising"], hasEvidence: false });
});

it("is undefined without the tag", () => {
  const program = programOfText({ "main.ts": `${TYPES}function other(receipt: ConsentReceipt) {}` });
  const node = program.node("main.ts", "other").parent;
  expect(repurposingOf(program.checker, node, new Set(["ConsentReceipt"]))).toBeUndefined();
});

it("is declared on methods as well", () => {
  const program = programOfText({ "main.ts": TYPES });
  const node = program.node("main.ts", "release").parent;
  expect(repurposingOf(program.checker, node, new Set(["ConsentReceipt"]))).toMatchObject({
    evidenceParameter: 1,
  });
});
