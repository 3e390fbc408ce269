/**
 * Pipeline stage: value flow. Asks what a function would give back if somebody unknown called it: runs it aside, with
 * parameters of which only the types are known, and tells each value with the expression that returns it.
 */
import type { ProcedureId, SiteId } from "../graph/expression.js";
import { newExit, type Frame, type Machine, type ReturnObserver } from "./machine.js";
import { aside } from "./parts.js";
import { enter, newFrame } from "./procedures.js";
import { NOTHING, UNDEFINED, type Value } from "./value.js";

/** A function, and the object that it is called on if it does not say so itself. */
interface Asked {
  readonly closure: Value | undefined;
  readonly receiver: Value | undefined;
  /** What each parameter is given. */
  readonly given: Value;
}

export function givenBack(
  machine: Machine,
  frame: Frame,
  procedure: ProcedureId,
  asked: Asked,
  site: SiteId,
  observer: ReturnObserver,
): void {
  const facts = frame.facts.procedures[procedure];
  if (facts === undefined || machine.isDead() || machine.probing.has(NONE)) return;
  if (machine.probing.has(`${frame.file}#${String(procedure)}`)) return;
  const closure = closureFor(machine, frame, procedure, asked.closure);
  const key = `${frame.file}#${String(procedure)}`;
  machine.probing.add(key);
  aside(machine, () => {
    const running = newFrame(
      machine,
      frame,
      { kind: "procedure", file: frame.file, procedure, closure, address: -1 },
      {
        thisValue: closure.boundThis ?? thisOf(asked.receiver) ?? UNDEFINED,
        values: facts.parameters.map(() => asked.given),
        further: asked.given,
        site,
        observer: (expression, given, inner) => {
          observer(expression, given, inner);
        },
      },
    );
    machine.throws.push(newExit());
    machine.round(() => enter(machine, running));
    machine.throws.pop();
  });
  machine.probing.delete(key);
}

/** Runs something that looks at values without asking the functions in them. */
export function unasked<T>(machine: Machine, run: () => T): T {
  const isOutermost = !machine.probing.has(NONE);
  machine.probing.add(NONE);
  const result = run();
  if (isOutermost) machine.probing.delete(NONE);
  return result;
}
/** Stands for all functions among those that are not to be asked. */
const NONE = "*";

function closureFor(
  machine: Machine,
  frame: Frame,
  procedure: ProcedureId,
  value: Value | undefined,
): Parameters<typeof newFrame>[2]["closure"] {
  for (const address of value?.addresses ?? []) {
    const detail = machine.object(address)?.detail;
    if (detail?.kind === "closure" && detail.procedure === procedure && detail.file === frame.file)
      return detail;
  }
  const captures = frame.facts.procedures[procedure]?.captures ?? [];
  const environment = captures.map((record) => frame.records.get(record) ?? -1);
  return { kind: "closure", file: frame.file, procedure, environment, boundThis: undefined, home: undefined };
}

/** An accessor's or method's object. */
function thisOf(value: Value | undefined): Value | undefined {
  return value === undefined ? undefined : { ...NOTHING, addresses: value.addresses };
}
