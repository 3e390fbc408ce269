/**
 * A workspace of ten packages, with what is built of them: values go from package to package as arguments, results, what
 * a module keeps, members that another package implements, callbacks, and by consent.
 */
import { basename } from "node:path";
import ts from "typescript";

interface Package {
  readonly uses: readonly string[];
  readonly purpose?: string;
  /** By path in src/. */
  readonly sources: Readonly<Record<string, string>>;
}

export const PACKAGES: Readonly<Record<string, Package>> = {
  contacts: {
    uses: [],
    sources: {
      "index.ts": `export type SecurityContact = string & { readonly __brand: "SecurityContact" };

export interface Account {
  readonly id: string;
  readonly phone: SecurityContact;
}

export interface Notifier {
  send(text: string): void;
}
`,
    },
  },
  text: {
    uses: [],
    sources: {
      "index.ts": `export { keyOf, sizeOf } from "./keys.js";

export function mapped<T, U>(list: readonly T[], change: (item: T) => U): U[] {
  return list.map((item) => change(item));
}
`,
      "keys.ts": `import { trimmed } from "./trimmed.js";

export function keyOf(contact: string): string {
  return trimmed(contact).toLowerCase();
}

/** By its type it may be made of the contact. */
export function sizeOf(contact: string): string {
  return String(contact.length);
}
`,
      "trimmed.ts": "export const trimmed = (text: string): string => text.trim();\n",
    },
  },
  store: {
    uses: [],
    sources: {
      "index.ts": `const kept = new Map<string, string>();

export function remember(id: string, text: string): void {
  kept.set(id, text);
}

export function recall(id: string): string | undefined {
  return kept.get(id);
}
`,
    },
  },
  ads: {
    uses: [],
    purpose: "advertising",
    sources: {
      "index.ts": `const audience: string[] = [];

export function addToAudience(key: string): void {
  audience.push(key);
}

export class PhoneBook {
  readonly #numbers: string[] = [];
  add(number: string): void {
    this.#numbers.push(number);
  }
}
`,
    },
  },
  growth: {
    uses: ["ads"],
    sources: {
      "index.ts": `import { addToAudience } from "@acme/ads";

/** Hands on what it is given, and says nothing of it. */
export function save(contact: string): void {
  addToAudience(contact);
}

export function saveLater(contacts: readonly string[], each: (save: (contact: string) => void) => void): void {
  each((contact) => { addToAudience(contact + String(contacts.length)); });
}
`,
    },
  },
  notify: {
    uses: ["contacts", "ads"],
    sources: {
      "index.ts": `import { addToAudience } from "@acme/ads";
import type { Notifier } from "@acme/contacts";

class AdNotifier implements Notifier {
  send(text: string): void {
    addToAudience(text);
  }
}

export function createNotifier(): Notifier {
  return new AdNotifier();
}

/** Whoever uses this package may implement it. */
export interface Listener {
  heard(text: string): void;
}

export function tell(listener: Listener, text: string): void {
  listener.heard(text);
}
`,
    },
  },
  members: {
    uses: ["contacts", "store", "text"],
    sources: {
      "index.ts": `import type { Account } from "@acme/contacts";
import { remember } from "@acme/store";
import { keyOf } from "@acme/text";

export function register(account: Account): void {
  remember(account.id, keyOf(account.phone));
}
`,
    },
  },
  consent: {
    uses: ["contacts"],
    sources: {
      "index.ts": `import type { SecurityContact } from "@acme/contacts";

export interface ConsentReceipt {
  readonly agreedAt: Date;
}

/** @repurpose advertising */
export function released(contact: SecurityContact, receipt: ConsentReceipt): string {
  return receipt.agreedAt.getTime() > 0 ? contact : "";
}
`,
    },
  },
  campaign: {
    uses: ["store"],
    sources: {
      "index.ts": `/**
 * @module
 * @purpose advertising
 */
import { recall } from "@acme/store";

export function start(id: string): string {
  return recall(id) ?? "";
}
`,
    },
  },
  app: {
    uses: ["contacts", "text", "store", "ads", "growth", "notify", "members", "consent", "campaign"],
    sources: {
      "index.ts": `import { addToAudience, PhoneBook } from "@acme/ads";
import { start } from "@acme/campaign";
import { released, type ConsentReceipt } from "@acme/consent";
import type { Account, Notifier } from "@acme/contacts";
import { save, saveLater } from "@acme/growth";
import { createNotifier, tell, type Listener } from "@acme/notify";
import { register } from "@acme/members";
import { keyOf, mapped, sizeOf } from "@acme/text";

export function launch(account: Account): void {
  addToAudience(keyOf(account.phone));
  addToAudience(sizeOf(account.phone));
  save(account.phone);
  saveLater([account.id], (keep) => { keep(account.phone); });
  register(account);
  start(account.id);
}

export function fill(book: PhoneBook, accounts: readonly Account[]): void {
  for (const phone of mapped(accounts, ({ phone }) => phone)) book.add(phone);
  for (const id of mapped(accounts, ({ id }) => id)) book.add(id);
}

export function notifyAll(notifier: Notifier, account: Account): void {
  notifier.send(account.phone);
  createNotifier().send(account.id);
}

/** @purpose advertising */
class Heard implements Listener {
  heard(text: string): void {
    void text;
  }
}

export function speak(account: Account): void {
  tell(new Heard(), account.phone);
}

export function agreed(account: Account, receipt: ConsentReceipt): void {
  addToAudience(released(account.phone, receipt));
}
`,
    },
  },
};

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  declaration: true,
  declarationMap: true,
};

const TSCONFIG = {
  compilerOptions: {
    strict: true,
    module: "NodeNext",
    target: "ES2023",
    lib: ["ES2023"],
    types: [],
    declaration: true,
    declarationMap: true,
    rootDir: "src",
    outDir: "dist",
  },
  include: ["src"],
};

/** Files by their paths; `link` is told where packages are found by their names. */
export function workspaceFiles(
  link: (name: string, folder: string) => void,
): Readonly<Record<string, string>> {
  const files: Record<string, string> = {
    "package.json": json({
      name: "workspace",
      private: true,
      type: "module",
      packageManager: "npm@10.9.0",
      workspaces: ["packages/*"],
    }),
    "turbo.json": json({
      tasks: { purpose: { dependsOn: ["^purpose"], outputs: [".purpose/**"] } },
    }),
  };
  for (const [name, { uses, purpose, sources }] of Object.entries(PACKAGES)) {
    const folder = `packages/${name}`;
    link(`@acme/${name}`, folder);
    files[`${folder}/package.json`] = json({
      name: `@acme/${name}`,
      version: "1.0.0",
      type: "module",
      exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } },
      ...(purpose === undefined ? {} : { purpose }),
      scripts: { purpose: "node ../../node_modules/eslint-plugin-purpose/dist/cli/main.js summarize" },
      dependencies: Object.fromEntries(uses.map((one) => [`@acme/${one}`, "1.0.0"])),
    });
    files[`${folder}/tsconfig.json`] = json(TSCONFIG);
    for (const [path, text] of Object.entries(sources)) {
      files[`${folder}/src/${path}`] = text;
      Object.assign(files, built(folder, path, text));
    }
  }
  return files;
}

/** What the compiler makes of a file for others: its declarations, with a map. */
export function built(folder: string, path: string, text: string): Readonly<Record<string, string>> {
  const name = path.replace(/\.ts$/, ".d.ts");
  const { outputText, sourceMapText = "" } = ts.transpileDeclaration(text, {
    fileName: basename(path),
    compilerOptions: OPTIONS,
  });
  const map = JSON.parse(sourceMapText) as object;
  return {
    [`${folder}/dist/${name}`]: outputText,
    [`${folder}/dist/${name}.map`]: JSON.stringify({ ...map, sources: [`../src/${path}`] }),
  };
}

function json(content: unknown): string {
  return JSON.stringify(content, null, 2);
}
