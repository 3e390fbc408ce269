/**
 * One run of a program, with sentinels for contacts and a recorder for advertising code.
 */
import type { Random } from "../random.js";
import type { CompiledFile } from "./compile.js";
import type { Decisions } from "./decisions.js";
import { NO_INSTANCE, type ExportedCallable } from "./outside.js";
import { CONTACT, createHash, lookInto, STAND_INS } from "./sentinels.js";

export interface CompiledProgram {
  readonly files: ReadonlyMap<string, CompiledFile>;
  /** What code outside of the program may call, by file. */
  readonly exported: ReadonlyMap<string, readonly ExportedCallable[]>;
  /** Of these, what the program doesn't use itself. */
  readonly unused: ReadonlyMap<string, readonly ExportedCallable[]>;
  readonly isAsync: boolean;
}

export interface RunResult {
  /** Ids of the places where a contact got into a sink. */
  readonly leaked: ReadonlySet<string>;
  readonly reached: ReadonlySet<string>;
  /** Why the run says nothing: it had no end, or an error that the types should have kept away. */
  readonly broken?: string;
}

const MOST_TICKS = 4000;
const MOST_TIMERS = 50;

class Stopped extends Error {}

/** `order` decides what code outside does; `atMost`: it does more (see `Effort`). */
export async function runOnce(
  program: CompiledProgram,
  { decisions, order, atMost }: { decisions: Decisions; order: Random; atMost: boolean },
): Promise<RunResult> {
  const run = new Run(program, decisions, atMost ? () => order.chance(0.05) : () => false, atMost);
  const callables = atMost ? program.exported : program.unused;
  const isOpen = callables.size > 0;
  if (isOpen && order.chance(0.3)) run.callFromOutside(callables, order);
  run.attempt(() => run.require("./main.js"));
  await run.finishWaiting();
  if (isOpen) {
    run.callFromOutside(callables, order);
    run.callFromOutside(callables, order);
    await run.finishWaiting();
  }
  return run.result();
}

class Run {
  private readonly leaked = new Set<string>();
  private readonly reached = new Set<string>();
  private readonly modules = new Map<string, object>();
  private readonly timers: { readonly at: number; readonly call: () => unknown }[] = [];
  private readonly provided: (() => unknown)[] = [];
  private broken: string | undefined;
  private ticks = 0;
  private now = 0;

  constructor(
    private readonly program: CompiledProgram,
    private readonly decisions: Decisions,
    private readonly throws: () => boolean,
    private readonly makesInstances: boolean,
  ) {}

  result(): RunResult {
    const { leaked, reached, broken } = this;
    return { leaked, reached, ...(broken === undefined ? {} : { broken }) };
  }

  readonly require = (name: string): unknown => {
    const shared = this.sharedModule(name);
    if (shared !== undefined) return shared;
    const file = name.replace("./", "").replace(".js", ".ts");
    const known = this.modules.get(file);
    if (known !== undefined) return known;
    const exported = {};
    this.modules.set(file, exported);
    const { encodeURIComponent, decodeURIComponent, btoa, Buffer } = STAND_INS;
    this.program.files.get(file)?.(
      exported,
      this.require,
      this.tick,
      this.caught,
      this.library,
      this.setTimeout,
      this.queueMicrotask,
      encodeURIComponent,
      decodeURIComponent,
      btoa,
      Buffer,
    );
    return exported;
  };

  /** Whatever the program throws at its top level ends that part of it; the rest goes on. */
  attempt(action: () => unknown): void {
    try {
      const result = action();
      if (result instanceof Promise)
        result.catch((error: unknown) => {
          this.look(error);
        });
    } catch (error) {
      this.look(error);
    }
  }

  /** Lets everything happen that waits: promises first, then timers in their order. */
  async finishWaiting(): Promise<void> {
    for (let rounds = 0; rounds < MOST_TIMERS; rounds++) {
      if (this.program.isAsync) await new Promise((resolve) => setImmediate(resolve));
      const next = this.timers.reduce<number>(
        (first, timer, index) => (timer.at < (this.timers[first]?.at ?? Infinity) ? index : first),
        0,
      );
      const [timer] = this.timers.splice(next, 1);
      if (timer === undefined) break;
      this.now = timer.at;
      this.attempt(timer.call);
    }
    for (const load of this.provided)
      this.attempt(() => {
        this.record([load()]);
      });
  }

  callFromOutside(exported: CompiledProgram["exported"], order: Random): void {
    for (const [file, callables] of exported)
      for (const callable of order.shuffled(callables))
        this.attempt(() => this.callOne(this.exportOf(file, callable.of ?? callable.name), callable, order));
  }

  private exportOf(file: string, name: string): unknown {
    return (this.require(`./${file.replace(".ts", ".js")}`) as Record<string, unknown>)[name];
  }

  private callOne(target: unknown, callable: ExportedCallable, order: Random): unknown {
    const given = callable.arguments(this.instanceOf);
    if (typeof target !== "function" || given.includes(NO_INSTANCE)) return undefined;
    if (callable.kind === "function") return Reflect.apply(target, undefined, [...given]);
    if (callable.kind === "static") {
      const body: unknown = Reflect.get(target, callable.name);
      return typeof body === "function" ? Reflect.apply(body, target, [...given]) : undefined;
    }
    const instance = Reflect.construct(target, [...given]) as Record<string, unknown>;
    for (const method of order.shuffled([...callable.methods, ...callable.methods])) {
      const body = instance[method.name];
      const passed = method.arguments(this.instanceOf);
      if (typeof body === "function" && !passed.includes(NO_INSTANCE))
        Reflect.apply(body, instance, [...passed]);
    }
    return undefined;
  }

  private readonly instanceOf = (name: string): unknown => {
    if (!this.makesInstances) return NO_INSTANCE;
    for (const [file, callables] of this.program.exported) {
      const found = callables.find((callable) => callable.kind === "class" && callable.name === name);
      const target = found === undefined ? undefined : this.exportOf(file, name);
      if (found !== undefined && typeof target === "function")
        return Reflect.construct(target, [...found.arguments(this.instanceOf)]);
    }
    return undefined;
  };

  private readonly tick = (): void => {
    this.ticks += 1;
    if (this.ticks <= MOST_TICKS) return;
    this.broken = "no end";
    throw new Stopped();
  };

  /** A program may not handle that it is stopped. */
  private readonly caught = (error: unknown): void => {
    this.look(error);
    if (error instanceof Stopped) throw error;
  };

  /** Errors of the platform show that the program isn't one that the types allow. */
  private look(error: unknown): void {
    if (error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError)
      this.broken ??= String(error);
  }

  /** Stands before each call of a function without body. */
  private readonly library = (): void => {
    if (this.throws()) throw new Error("thrown outside");
  };

  private readonly setTimeout = (call: () => unknown, delay = 0): number => {
    this.timers.push({ at: this.now + delay, call });
    return this.timers.length;
  };

  private readonly queueMicrotask = (call: () => unknown): void => {
    void Promise.resolve().then(() => {
      this.attempt(call);
    });
  };

  private readonly record = (given: readonly unknown[]): void => {
    const { ids, holdsContact } = lookInto(given);
    for (const id of ids) {
      this.reached.add(id);
      if (holdsContact) this.leaked.add(id);
    }
  };

  private sharedModule(name: string): object | undefined {
    if (name === "node:crypto") return { createHash };
    if (name.endsWith("/accounts.js")) return this.accounts();
    return name.endsWith("/tailored-audiences.js") ? this.advertising() : undefined;
  }

  private accounts(): object {
    return {
      contact: () => CONTACT,
      plain: () => "plain",
      coin: () => this.decisions.next(),
      currentAccount: () => ({ handle: "handle", securityPhone: CONTACT, recoveryEmail: CONTACT }),
    };
  }

  private advertising(): object {
    const { record, provided } = this;
    const sink = (...given: readonly unknown[]): void => {
      record(given);
    };
    const written = {
      set: (_target: object, _key: string | symbol, value: unknown): boolean => {
        record([value]);
        return true;
      },
    };
    const Builder = function (this: { add: unknown }, ...given: readonly unknown[]): void {
      record(given);
      this.add = sink;
    };
    return {
      // Without this, a default import is the whole module.
      __esModule: true,
      track: sink,
      uploadAudience: sink,
      beacon: sink,
      default: sink,
      provideAudience: (load: () => unknown): void => {
        provided.push(load);
      },
      pixel: new Proxy({}, written),
      AudienceBuilder: new Proxy(Builder, written),
    };
  }
}
