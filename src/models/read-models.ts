/**
 * The flow models by the names of the functions that they are about. A model of the user's goes before the built-in
 * one of the same name; what has none is looked up under its other names (`library/aliases.json`).
 */
import type { FlowModel } from "../graph/flow-model.js";
import { libraryRows } from "./library-rows.js";
import { aliasIndex, type ModelName } from "./model-aliases.js";

export interface ModelIndex {
  /**
   * The model of a function: `modelOf("", ["Int8Array", "map"])`, `modelOf("node:crypto", ["createHash"])`. Whoever
   * asks for a constructor says so: `["Map", "new"]`. A member under a well-known symbol is `[Symbol.iterator]`, or
   * `@@iterator` for short.
   */
  modelOf(module: string, path: readonly string[]): FlowModel | undefined;
}

/** How many names on from the first a function is looked up: the longest chain of base classes has half as many. */
const LONGEST_CHAIN = 12;

export function createModelIndex(userModels: readonly FlowModel[]): ModelIndex {
  const rows = new Map<string, FlowModel>();
  for (const model of [...libraryRows(), ...userModels]) rows.set(keyOf(model.module, model.name), model);
  const byForm = [...rows.values()].filter(({ name }) => name.startsWith("*"));
  const otherNames = aliasIndex();
  /** Answers given so far, "there is none" included. */
  const answers = new Map<string, FlowModel | undefined>();

  const find = (name: ModelName, chain: number): FlowModel | undefined => {
    const key = keyOf(name.module, name.path.join("."));
    if (answers.has(key)) return answers.get(key);
    const found = rows.get(key) ?? (chain > 0 ? firstOf(otherNames(name), chain - 1) : undefined);
    // What a chain that was cut short did not find may be found from the start.
    if (found !== undefined || chain === LONGEST_CHAIN) answers.set(key, found);
    return found;
  };
  const firstOf = (names: readonly ModelName[], chain: number): FlowModel | undefined => {
    for (const name of names) {
      const found = find(name, chain);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const modules = new Map<string, AnswersBelow>();
  return {
    modelOf: (module, path) => {
      let below = entryOf(modules, module);
      for (const name of path) below = entryOf(below.names, name);
      below.answer ??= {
        model:
          find({ module, path: path.map(inFull) }, LONGEST_CHAIN) ??
          rows.get(otherMembers(module, path)) ??
          byForm.find((model) => hasForm(model, module, path)),
      };
      return below.answer.model;
    },
  };
}

/** The row for all members of a class that have none of their own. */
function otherMembers(module: string, path: readonly string[]): string {
  const member = path.at(-1) ?? "";
  const isMethod = path.length > 1 && member !== "new" && !member.startsWith("@");
  return keyOf(module, isMethod ? [...path.slice(0, -1), "*"].join(".") : "");
}

/** `*Delegate.findMany` is about the method of every class whose name ends so: generated code has one for each table. */
function hasForm(model: FlowModel, module: string, path: readonly string[]): boolean {
  const [owner = "", member] = path.slice(-2);
  const [form = "", method] = model.name.split(".");
  return model.module === module && member === method && owner.endsWith(form.slice(1));
}

/** Answers by the names of a path, one after another: a question that was answered joins no names. */
interface AnswersBelow {
  answer: { readonly model: FlowModel | undefined } | undefined;
  readonly names: Map<string, AnswersBelow>;
}

function entryOf(map: Map<string, AnswersBelow>, name: string): AnswersBelow {
  let below = map.get(name);
  if (below === undefined) map.set(name, (below = { answer: undefined, names: new Map() }));
  return below;
}

function inFull(name: string): string {
  return name.startsWith("@@") ? `[Symbol.${name.slice(2)}]` : name;
}

function keyOf(module: string, name: string): string {
  return `${module}:${name}`;
}
