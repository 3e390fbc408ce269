/**
 * Runs toy programs: a program view over plain data, and a flow problem that knows two functions. `source(label)` gives a
 * labelled text, and `sink(name, value)` tells what `value` is there.
 */
import { flowFact, stepAfter, type FlowFact } from "../graph/flow-fact.js";
import type { FlowModel } from "../graph/flow-model.js";
import type { FileFacts } from "../graph/procedure.js";
import type { ProgramView, ResultType } from "../graph/program-view.js";
import type { CallEvent, FlowProblem } from "../solver/flow-problem.js";
import { Machine } from "../solver/machine.js";
import { factsWithin } from "../solver/parts.js";
import { runProgram } from "../solver/run-program.js";
import { certainConstant, joinValues, NOTHING, openValue, type Value } from "../solver/value.js";

const ANYTHING: ResultType = {
  kind: "any",
  nullish: true,
  shape: undefined,
  constants: undefined,
  limits: [],
  holdsText: true,
  never: false,
};

/** The functions of the toys, and what tests ask for of the language's library. */
const TOY_MODELS: readonly FlowModel[] = [
  { module: "", name: "source", result: "text", see: "toy" },
  { module: "", name: "sink", result: "undefined", see: "toy" },
  { module: "", name: "unknown", result: "text", see: "toy" },
];

export function toyView(files: readonly FileFacts[], models: readonly FlowModel[] = []): ProgramView {
  const byName = new Map(files.map((facts) => [facts.file, facts]));
  const rows = new Map([...TOY_MODELS, ...models].map((model) => [`${model.module}:${model.name}`, model]));
  return {
    relevance: { enters: () => true, isRoot: () => true, distanceOf: () => 0 },
    factsOf: (file) => byName.get(file),
    importedModule: (_file, _specifier, module) =>
      byName.has(module) ? { kind: "file", file: module } : { kind: "library", module },
    typeAt: () => ANYTHING,
    resultAt: () => ANYTHING,
    signatureAt: () => undefined,
    memberNamesAt: () => undefined,
    originAt: () => undefined,
    bodiesAt: () => [],
    labelAt: () => undefined,
    legacyDecorators: false,
    modelOf: (module, path) => rows.get(`${module}:${path.join(".")}`),
    codeOf: () => undefined,
  };
}

/** A flow problem without a policy: labels come from `source`, and `told` hears of each call of `sink`. */
export function toyProblem(
  told: (machine: Machine, event: CallEvent, name: string, value: Value) => void,
): FlowProblem {
  return {
    purposesOf: () => [],
    watches: () => false,
    called: (machine, event) => {
      const [name, passed] = event.arguments.values;
      if (nameOfCallee(event) === "sink") told(machine, event, textOf(name?.value), passed?.value ?? NOTHING);
      return event.arguments;
    },
    bound: () => undefined,
    returned: (_machine, event, result) =>
      nameOfCallee(event) === "source"
        ? labelledText(event, textOf(event.arguments.values[0]?.value))
        : result,
    produced: (_machine, _event, value) => value,
    written: (_machine, event) => event.value,
    declared: () => undefined,
  };
}

function nameOfCallee({ callee }: CallEvent): string {
  return callee.kind === "library" ? callee.path.join(".") : "";
}

function textOf(value: Value | undefined): string {
  return String(value === undefined ? undefined : certainConstant(value)?.constant);
}

function labelledText(event: CallEvent, label: string): Value {
  const fact = flowFact("value", label, stepAfter(undefined, "source", event.frame.file, event.site));
  return openValue(new Map([[fact.key, fact]]));
}

export interface ToyResult {
  readonly machine: Machine;
  /** What got to each sink, by its name: `"2"`, `1 | 2`, `? phone`; undefined for one that was never called. */
  readonly at: (name: string) => string | undefined;
}

/** Runs the files as a program. What several calls of one sink are given is joined. */
export function runToy(
  files: readonly FileFacts[],
  models: readonly FlowModel[] = [],
  told: (name: string, value: Value) => void = () => undefined,
): ToyResult {
  const values = new Map<string, Value>();
  const within = new Map<string, Set<string>>();
  const problem = toyProblem((machine, event, name, value) => {
    told(name, value);
    values.set(name, joinValues(values.get(name) ?? NOTHING, value));
    const labels = within.get(name) ?? new Set();
    within.set(name, labels);
    for (const fact of factsWithin(machine, event.frame, value, event.site).values()) {
      if (fact.kind === "value" || fact.kind === "match") labels.add(nameOfFact(fact));
    }
  });
  const machine = new Machine(toyView(files, models), problem);
  runProgram(
    machine,
    files.map(({ file }) => file),
  );
  return {
    machine,
    at: (name) => {
      const value = values.get(name);
      return value && [shown(value), ...[...(within.get(name) ?? [])].sort()].join(" ");
    },
  };
}

function nameOfFact(fact: FlowFact): string {
  return fact.kind === "match" ? `match(${fact.label})` : fact.label;
}

/** Constants, `?` for anything else, `{}` for objects. */
function shown(value: Value): string {
  const constants = [...value.constants].map((constant) =>
    typeof constant === "string" ? JSON.stringify(constant) : String(constant),
  );
  const parts = [
    ...constants.sort(),
    ...(value.open ? ["?"] : []),
    ...(value.addresses.size > 0 ? ["{}"] : []),
  ];
  return parts.join(" | ");
}
