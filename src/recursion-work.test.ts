import { describe, expect, it } from "vitest";
import { createAnalysisCache } from "./analysis-cache.js";
import { analyzeProgram } from "./index.js";
import { programOfText, ROOT } from "./testing/program-of-text.js";

const BRAND = `type SecurityContact = string & { readonly __brand: "SecurityContact" };
export interface Account { phone: SecurityContact }
`;

/** How many expressions the analysis of one module evaluates. */
function workOf(text: string): number {
  const { program } = programOfText({ "module.ts": BRAND + text });
  const answer = analyzeProgram(
    { program, cwd: ROOT, settings: undefined, selection: "match" },
    createAnalysisCache(),
  );
  if (answer.kind === "error") throw new Error(answer.message);
  expect(answer.result.limits.map(({ limit }) => limit)).not.toContain("MAXIMAL_WORK_PER_ROOT");
  return answer.result.counters.at(-1)?.counts["expressions"] ?? 0;
}

/** An object that others may call back in all that it has. */
const client = (sent: string): string => `export class Client {
  private frame: Window | null = null;
  constructor(private onReady: (client: Client) => void, private onSaved: (data: string) => void) {}
  open(url: string): void {
    if (this.frame) this.close();
    window.addEventListener("message", this.handle);
    this.frame = window.open(url);
  }
  close(): void {
    window.removeEventListener("message", this.handle);
    if (this.frame) {
      this.frame.close();
      this.frame = null;
    }
  }
  load = (data: string): void => { this.send({ action: "load", data }); };
  save = (): void => { this.send({ action: "save" }); };
  private send = (message: { action: string; data?: string }): void => {
    if (!this.frame) throw new Error("not open for " + message.action);
    ${sent}
  };
  private handle = (event: MessageEvent): void => {
    if (!this.frame || event.source !== this.frame || typeof event.data !== "string") return;
    const message = this.parsed(event.data);
    if (!message) return;
    switch (message.event) {
      case "ready": this.onReady(this); break;
      case "save": this.save(); break;
      case "saved": if (message.data) this.onSaved(message.data); break;
      case "exit": this.close(); break;
    }
  };
  private parsed(data: string): { event?: string; data?: string } | null {
    try {
      const result = JSON.parse(data);
      return result.success ? result.data : null;
    } catch {
      return null;
    }
  }
}`;

/** Recursions over trees of which the type alone is known: work once grew with the number of calls to the power of the depth. */
describe("work on recursions", () => {
  it("stays small where a list's method calls the function for each child", () => {
    expect(
      workOf(`interface Entry { id: string; children?: Entry[] }
export function without(trees: Entry[], id: string): Entry[] {
  const excluded = new Set<string>([id]);
  const copy = (entry: Entry): Entry => ({
    ...entry,
    children: entry.children?.filter((child) => !excluded.has(child.id)).map(copy),
  });
  return trees.map(copy).filter((entry) => entry.id);
}`),
    ).toBeLessThan(4_000);
  });

  it("stays small where a closure collects what it visits", () => {
    expect(
      workOf(`interface Entry { id: string; children?: Entry[] }
export const flatten = (root: Entry | null): Entry[] => {
  const all: Entry[] = [];
  const visit = (entry: Entry): void => {
    all.push(entry);
    entry.children?.forEach(visit);
  };
  if (root) visit(root);
  return all;
};
export function find(items: Entry[]): Entry | undefined {
  return items.map(flatten).flat().find((entry) => entry.id === "a");
}`),
    ).toBeLessThan(20_000);
  });

  it("stays small where several branches call it again", () => {
    expect(
      workOf(`interface Item { type: "link" | "menu" | "group"; title: string; items: Item[]; visible?: boolean }
interface Shown { kind: string; label: string; children: Shown[] }
export function shown(items: Item[]): Shown[] {
  const visible = items.filter((item) => item.visible !== false);
  return visible.map((item, index) => {
    switch (item.type) {
      case "menu": {
        const inner = shown(item.items);
        return { kind: "menu", label: item.title, children: inner };
      }
      case "group": {
        const inner = shown(item.items);
        return inner.length ? { kind: "group", label: item.title + index, children: inner } : { kind: "none", label: "", children: [] };
      }
      default:
        return { kind: "link", label: item.title, children: [] };
    }
  });
}`),
    ).toBeLessThan(40_000);
  });

  it("stays small where it is called with more or fewer arguments", () => {
    expect(
      workOf(`interface Action { type: "group" | "section" | "action"; actions: Action[]; name: string; section: string }
interface Entry { id: string; name: string; parent?: string }
export function entries(action: Action, context: { id: string }, section?: string): Entry[] {
  switch (action.type) {
    case "group": {
      const inner = action.actions.map((each) => entries(each, context, section ?? action.section)).flat();
      return [{ id: context.id, name: action.name }].concat(inner.map((each) => ({ ...each, parent: action.section })));
    }
    case "section":
      return action.actions.flatMap((each) => entries(each, context));
    default:
      return [{ id: action.name, name: action.name }];
  }
}`),
    ).toBeLessThan(80_000);
  });

  it("stays small where an object hands itself over from its methods", () => {
    expect(workOf(client(""))).toBeLessThan(8_000);
  });

  it("stays small where such an object also hears what it sends", () => {
    expect(workOf(client(`window.postMessage(JSON.stringify(message), "*");`))).toBeLessThan(20_000);
  });

  it("stays small where objects listen that write to what they listen to", () => {
    const names = ["A", "B", "C", "D"];
    const classes = names.map(
      (name) => `class ${name} implements EventListenerObject {
  handleEvent(event: Event): void {
    document.dispatchEvent(new CustomEvent("seen", { detail: event.type + "${name}" }));
  }
}
document.addEventListener("seen", new ${name}());`,
    );
    expect(workOf(`${classes.join("\n")}\ndocument.dispatchEvent(new Event("seen"));`)).toBeLessThan(40_000);
  });
});
