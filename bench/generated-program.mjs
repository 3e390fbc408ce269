/**
 * A program of any size, always the same for the same size: accounts with labelled phones that are read, kept, matched
 * and sent through neutral layers, and an advertising module that some of them get to. Its text is generated.
 */

const BRAND = `export type SecurityContact = string & { readonly __brand: "SecurityContact" };
export interface Account { id: string; name: string; securityPhone: SecurityContact; interests: string[] }
`;

const ADS = `/**
 * @module
 * @purpose advertising
 */
export class Audience {
  readonly members = new Map<string, string[]>();
  add(name: string, key: string): void {
    const known = this.members.get(name) ?? [];
    known.push(key);
    this.members.set(name, known);
  }
}
export const audience = new Audience();
`;

/** Features that call one another, one after the next. */
const LAYERS = 6;

/**
 * One feature of the program; every fourth one leaks.
 *
 * @param {number} index
 */
function feature(index) {
  const isInnermost = index % LAYERS === 0;
  const next = isInnermost ? "" : `import { Service${index - 1} } from "./feature${index - 1}.js";\n`;
  const inner = isInnermost ? "" : `  readonly inner = new Service${index - 1}();\n`;
  const passOn = isInnermost
    ? ""
    : `    if (account.interests.length > ${index}) await this.inner.run(account);\n`;
  const key = index % 4 === 0 ? "account.securityPhone" : "account.name";
  return `import type { Account } from "./account.js";
import { audience } from "./ads.js";
${next}
interface Row { id: string; label: string; count: number }
export class Service${index} {
  readonly rows = new Map<string, Row>();
  readonly seen: string[] = [];
${inner}  async run(account: Account): Promise<Row> {
    const row = this.rowOf(account);
    this.seen.push(account.id);
    for (const interest of account.interests) if (interest !== "") this.count(row, interest);
${passOn}    audience.add("feature ${index}", this.normalized(${key}));
    return row;
  }
  rowOf(account: Account): Row {
    const known = this.rows.get(account.id);
    if (known !== undefined) return known;
    const row = { id: account.id, label: \`\${account.name} ${index}\`, count: 0 };
    this.rows.set(account.id, row);
    return row;
  }
  count(row: Row, interest: string): void {
    row.count = row.count + 1;
    row.label = row.label === interest ? interest : row.label;
  }
  normalized(text: string): string {
    return text.trim().toLowerCase().replaceAll(" ", "");
  }
}
export async function handle${index}(accounts: readonly Account[]): Promise<string[]> {
  const service = new Service${index}();
  const rows = await Promise.all(accounts.map((account) => service.run(account)));
  return rows.filter((row) => row.count > 0).map((row) => row.label);
}
`;
}

/**
 * @param {number} features
 * @returns {ReadonlyMap<string, string>} Texts by file name.
 */
export function generatedProgram(features) {
  const texts = new Map([
    ["account.ts", BRAND],
    ["ads.ts", ADS],
  ]);
  for (let index = 0; index < features; index++) texts.set(`feature${index}.ts`, feature(index));
  return texts;
}
