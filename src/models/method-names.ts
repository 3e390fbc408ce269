/**
 * What functions of libraries do, as far as their last name tells: for a first, coarse look at calls whose receiver is
 * not known yet.
 */
import type { FlowModel } from "../graph/flow-model.js";
import type { MethodNames } from "../graph/method-names.js";

export function methodNames(models: readonly FlowModel[]): MethodNames {
  const known = new Set<string>();
  const keeping = new Set<string>();
  const keepingInArguments = new Set<string>();
  const matching = new Set<string>();
  const storing = new Set<string>();
  const giving = new Set<string>();
  const passing = new Set<string>();
  const filling = new Set<string>();
  for (const model of models) {
    const name = lastName(model);
    known.add(name);
    if (
      model.channels !== undefined ||
      model.operation !== undefined ||
      keepsByFlow(model) ||
      keepsByCode(model)
    )
      (/\.static\./.test(model.name) && model.channels === undefined ? keepingInArguments : keeping).add(
        name,
      );
    if (model.matches !== undefined || model.queries !== undefined || model.operation !== undefined)
      matching.add(name);
    const { operation = "", result = "" } = model;
    if (STORING.test(operation)) storing.add(name);
    if (GIVING.test(operation)) giving.add(name);
    if (fillsArguments(model)) filling.add(name);
    if (PASSING.test(operation) || result.startsWith("argument")) passing.add(name);
  }
  return {
    isKnown: (name) => known.has(name),
    keeps: (name) => keeping.has(name),
    keepsInArguments: (name) => keepingInArguments.has(name),
    fillsArguments: (name) => filling.has(name),
    matches: (name) => matching.has(name),
    keepsFunctions: (name) => storing.has(name),
    givesFunctions: (name) => giving.has(name),
    passesFunctions: (name) => passing.has(name),
  };
}

/** Operations that functions are put in by, taken out by, and handed on by. */
export const STORING = /^(?:array\.(?:push|unshift|splice|fill)|set\.add|map\.(?:set|append))$/;
export const GIVING = /^(?:array|set|map|iterator|promise|function)\./;
export const PASSING =
  /^(?:function|object|reflect|proxy)\.|^promise\.resolve$|^array\.of$|^array\.from$|\.new$/;

function lastName({ name }: FlowModel): string {
  const names = name.split(".");
  const last = names.pop() ?? "";
  return last === "new" ? (names.pop() ?? "") : last;
}

/** What puts something into an object, or keeps it for somebody else. */
const KEEPING = /\b(?:give|writeTo|putAt|keep)\(/;

function keepsByCode({ code }: FlowModel): boolean {
  return code !== undefined && KEEPING.test(String(code));
}

/** Hands on what it is called on to what it is given: `pipe`, `pipeTo`. */
export function fillsArguments({ flows, code }: FlowModel): boolean {
  return (
    flows?.some(({ from, to }) => from.startsWith("receiver") && to.startsWith("argument")) === true ||
    (code !== undefined && /\beach\(this\b/.test(String(code)))
  );
}

function keepsByFlow({ flows }: FlowModel): boolean {
  return flows?.some(({ to }) => to.startsWith("receiver") || to.startsWith("argument")) ?? false;
}
