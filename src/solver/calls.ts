/**
 * Pipeline stage: value flow. Calls: evaluates callee and arguments, finds what may run, tells the flow problem, and
 * runs procedures, library models or the honest default for functions of which nothing is known.
 */
import type { Argument, Expression, SiteId } from "../graph/expression.js";
import { isModelCode } from "../graph/model-code.js";
import { callReferences, functionsIn, passedValues } from "./call-dispatch.js";
import { rememberMember } from "./decorated-members.js";
import { evaluate } from "./expressions.js";
import type { Arguments, PassedArgument } from "./flow-problem.js";
import type { FunctionReference } from "./functions.js";
import { iterated } from "./iteration.js";
import type { Frame, Machine } from "./machine.js";
import { formOf } from "./type-contents.js";
import { classNameOf, libraryNameOf } from "./library-names.js";
import { labelled } from "./materialize.js";
import { isWaitedFor, onceSettled } from "./started-calls.js";
import { evaluateKey, readNamed, readProperty, type KeyNames, slotValue } from "./properties.js";
import {
  isForm,
  isNothing,
  joinValues,
  NOTHING,
  UNDEFINED,
  UNKNOWN,
  type Address,
  type Value,
} from "./value.js";

type UndeclaredReference = Extract<FunctionReference, { kind: "library" | "unknown" }>;
type CallExpression = Extract<Expression, { kind: "call" }>;
type NewExpression = Extract<Expression, { kind: "new" }>;

/** A callee with what it is called on. */
interface Callee {
  readonly value: Value;
  readonly receiver: Value;
  readonly site: SiteId;
  /** The method's name, where it is called by one. */
  readonly key: KeyNames | undefined;
}

/** A module that only holds what others need: what it calls has no part in any leak. */
function isOnlyNeeded(machine: Machine, frame: Frame): boolean {
  return frame.procedure.id === 0 && !machine.view.relevance.enters(frame.file, 0);
}

export function evaluateCall(machine: Machine, frame: Frame, call: CallExpression): Value {
  if (isOnlyNeeded(machine, frame)) return UNKNOWN;
  const callee = evaluateCallee(machine, frame, call.callee);
  if (machine.isDead()) return NOTHING;
  // The chain has found nothing, on every way: nothing is called, and no argument evaluated.
  if (isNothing(callee.value) && frame.evaluated.has(CHAIN_BROKEN)) return NOTHING;
  const optional = call.optional || (call.callee.kind === "read" && call.callee.optional);
  const absent = optional && mayBeAbsent(callee, call);
  if (absent) frame.evaluated.set(CHAIN_BROKEN, UNDEFINED);
  if (absent && callee.value.addresses.size === 0 && !callee.value.open) return NOTHING;
  const run = (): Value => {
    const passed = evaluateArguments(machine, frame, call.arguments);
    if (machine.isDead()) return NOTHING;
    if (call.form === "decorator") rememberMember(machine, callee.value, valuesOf(passed));
    return invoke(machine, frame, callee, passed, call);
  };
  return absent ? machine.perhaps(run) : run();
}

function valuesOf({ values }: Arguments): readonly Value[] {
  return values.map(({ value }) => value);
}

/** Calls a decorator with what it stands at, which is not written as its argument. */
export function applyDecorator(
  machine: Machine,
  frame: Frame,
  decorator: Expression,
  values: readonly Value[],
): Value {
  if (decorator.kind !== "call") return NOTHING;
  const callee = evaluateCallee(machine, frame, decorator.callee);
  if (!machine.isDead()) rememberMember(machine, callee.value, values);
  return machine.isDead() ? NOTHING : invoke(machine, frame, callee, passedValues(values), decorator, true);
}

/** Marks in `Frame.evaluated` that a link of the present optional chain may have found nothing. */
export const CHAIN_BROKEN: Expression = { kind: "constant", site: -1, value: undefined };

function mayBeAbsent(callee: Callee, call: CallExpression): boolean {
  const tested = call.optional ? callee.value : callee.receiver;
  return [...tested.constants].some((constant) => constant === undefined || constant === null);
}

function invoke(
  machine: Machine,
  frame: Frame,
  callee: Callee,
  passed: Arguments,
  call: CallExpression,
  decorates = false,
): Value {
  const references = referencesOf(machine, frame, callee);
  // Models say what comes of a call in the end, and ask its promise at once.
  const starts = !isModelCode(frame.file) && !isWaitedFor(machine, frame, call);
  const given = callReferences(machine, frame, references, {
    site: call.site,
    calleeSite: callee.site,
    receiver: callee.receiver,
    arguments: passed,
    written: isModelCode(frame.file) ? [] : call.arguments,
    construct: false,
    decorates,
    starts,
  });
  const finish = (value: Value): Value =>
    machine.problem.produced(
      machine,
      { frame, site: call.site, how: "call", presenceOnly: call.presenceOnly, callees: references },
      withResultType(machine, frame, call.site, value, references),
    );
  if (starts) onceSettled(machine, given, "produced", finish);
  return finish(given);
}

/** The declared result may say more than what the body gave: a label on the function, a labelled type of what was `any`. */
function withResultType(
  machine: Machine,
  frame: Frame,
  site: SiteId,
  result: Value,
  references: readonly FunctionReference[],
): Value {
  if (machine.isDead()) return NOTHING;
  const says = references.some((reference) => {
    if (reference.kind !== "procedure") return false;
    const procedure = machine.view.factsOf(reference.file)?.procedures[reference.procedure];
    return (
      result.open ||
      (procedure !== undefined && machine.view.labelAt(reference.file, procedure.site) !== undefined)
    );
  });
  return says ? labelled(machine, frame, result, machine.view.typeAt(frame.file, site).shape, site) : result;
}

function evaluateCallee(machine: Machine, frame: Frame, callee: Expression): Callee {
  if (callee.kind === "read") {
    const receiver = evaluate(machine, frame, callee.object);
    const key = evaluateKey(machine, frame, callee.key);
    const isAbsent = (constant: unknown): boolean => constant === undefined || constant === null;
    const constants = [...receiver.constants];
    if (callee.optional && constants.some(isAbsent)) {
      frame.evaluated.set(CHAIN_BROKEN, UNDEFINED);
      if (!receiver.open && receiver.addresses.size === 0 && constants.every(isAbsent))
        return { value: NOTHING, receiver, site: callee.site, key };
    }
    const value = machine.isDead() ? NOTHING : readProperty(machine, frame, receiver, key, callee.site);
    return { value, receiver, site: callee.site, key };
  }
  if (callee.kind === "super-read") {
    const key = evaluateKey(machine, frame, callee.key);
    return {
      value: readSuper(machine, frame, key, callee.site),
      receiver: frame.thisValue,
      site: callee.site,
      key,
    };
  }
  const value = evaluate(machine, frame, callee);
  return { value, receiver: UNDEFINED, site: callee.site, key: undefined };
}

/** `super.name`: looked up from the prototype above the class that the code belongs to. */
export function readSuper(machine: Machine, frame: Frame, key: KeyNames, site: SiteId): Value {
  const home = frame.home === undefined ? undefined : machine.object(frame.home);
  if (home === undefined || frame.home === undefined) return UNKNOWN;
  const above = superHolders(machine, frame);
  let result = NOTHING;
  const [receiver] = frame.thisValue.addresses;
  for (const address of above) {
    for (const name of key.names ?? []) {
      result = joinValues(result, readNamed(machine, frame, address, receiver ?? address, name, site));
    }
  }
  if (above.size === 0 || machine.isDead()) return UNKNOWN;
  const event = { frame, site, how: "property", presenceOnly: false, callees: [] } as const;
  return machine.problem.produced(machine, event, result);
}

/** Where `super` looks: the prototypes above the class, or, in a static member, the classes above. */
export function superHolders(machine: Machine, frame: Frame): ReadonlySet<Address> {
  if (frame.home === undefined) return new Set();
  const isStatic = [...frame.thisValue.addresses].some(
    (address) => machine.object(address)?.detail.kind === "class",
  );
  return isStatic ? slotValue(machine, frame.home, "@super").addresses : prototypesAbove(machine, frame.home);
}

function prototypesAbove(machine: Machine, home: Address): ReadonlySet<Address> {
  const object = machine.object(home);
  // In the methods of an object literal, `super` is what the object itself inherits from.
  if (object !== undefined && object.detail.kind !== "class") return object.prototypes;
  const above = new Set<Address>();
  for (const parent of machine.object(home)?.slots.get("@super")?.value.addresses ?? []) {
    for (const prototype of machine.object(parent)?.slots.get("@prototype")?.value.addresses ?? [])
      above.add(prototype);
    if (machine.object(parent)?.detail.kind === "library") above.add(parent);
  }
  return above;
}

export function evaluateArguments(machine: Machine, frame: Frame, written: readonly Argument[]): Arguments {
  const values: PassedArgument[] = [];
  // What a library's code hands on is written nowhere in the program.
  const isWritten = !isModelCode(frame.file);
  let rest: PassedArgument | undefined;
  for (const { expression, spread } of written) {
    const value = evaluate(machine, frame, expression);
    if (machine.isDead()) break;
    const passed = { value, expression: isWritten ? expression : undefined, site: undefined, spread };
    if (!spread) {
      if (rest === undefined) values.push(passed);
      else rest = { ...rest, value: joinValues(rest.value, value) };
      continue;
    }
    const elements = iterated(machine, frame, value, expression.site);
    if (rest === undefined)
      for (const element of elements.places ?? []) values.push({ ...passed, value: element });
    if (elements.places === undefined || rest !== undefined) {
      rest = { ...passed, value: joinValues(rest?.value ?? NOTHING, elements.any) };
    }
  }
  return { values, rest };
}

/** Everything that the callee may be. */
function referencesOf(machine: Machine, frame: Frame, callee: Callee): FunctionReference[] {
  const references = functionsIn(machine, callee.value);
  const known = references.some(({ kind }) => kind !== "unknown");
  if (known && !callee.value.open) return references;
  const bodies = machine.view.bodiesAt(frame.file, callee.site);
  for (const { file, procedure } of bodies) {
    if (
      references.some(
        (other) => other.kind === "procedure" && other.file === file && other.procedure === procedure,
      )
    )
      continue;
    const environment = outermostScopes(machine, file, procedure);
    if (environment === undefined) continue;
    const closure = {
      kind: "closure",
      file,
      procedure,
      environment,
      boundThis: undefined,
      home: undefined,
    } as const;
    references.push({ kind: "procedure", file, procedure, closure, address: -1 });
  }
  if (known || bodies.length > 0) return references;
  return unknownReferences(machine, frame, callee, references);
}

/** What nothing is known of but a declaration: the callee's own, or that of a function which a library gave. */
function unknownReferences(
  machine: Machine,
  frame: Frame,
  callee: Callee,
  references: readonly FunctionReference[],
): FunctionReference[] {
  const declared = unknownReference(machine, frame, callee);
  const isTyped = declared.kind === "unknown";
  const given = references.flatMap(({ address }) =>
    address !== undefined && (isTyped || formOf(machine, address) !== undefined)
      ? [{ ...declared, address }]
      : [],
  );
  return given.length > 0 ? given : [declared];
}

/** Scopes of a procedure that closes over its module alone. */
function outermostScopes(machine: Machine, file: string, procedure: number): readonly Address[] | undefined {
  const captures = machine.view.factsOf(file)?.procedures[procedure]?.captures;
  return captures?.length === 1 ? [machine.moduleScope(file)] : undefined;
}

function unknownReference(machine: Machine, frame: Frame, callee: Callee): UndeclaredReference {
  const origin = machine.view.originAt(frame.file, callee.site);
  const name = callee.key?.names?.find((one) => !isForm(one));
  const known = origin === undefined ? undefined : libraryNameOf(machine, origin, name);
  if (known !== undefined) return { kind: "library", ...known, origin, address: undefined };
  const isText =
    callee.receiver.open || [...callee.receiver.constants].some((constant) => typeof constant === "string");
  if (
    origin === undefined &&
    name !== undefined &&
    isText &&
    machine.view.modelOf("", ["String", name]) !== undefined
  ) {
    return { kind: "library", module: "", path: ["String", name], origin, address: undefined };
  }
  return { kind: "unknown", origin, address: undefined };
}

/** A class that a library gave is known by what its type is called. */
function constructedByType(
  machine: Machine,
  frame: Frame,
  { site }: NewExpression,
  reference: FunctionReference,
): FunctionReference {
  if (reference.kind !== "unknown") return reference;
  const origin = machine.view.originAt(frame.file, site);
  const known = origin === undefined ? undefined : classNameOf(machine, origin);
  return known === undefined ? reference : { ...reference, ...known, kind: "library" };
}

export function evaluateNew(machine: Machine, frame: Frame, expression: NewExpression): Value {
  if (isOnlyNeeded(machine, frame)) return UNKNOWN;
  const callee = evaluate(machine, frame, expression.callee);
  const passed = evaluateArguments(machine, frame, expression.arguments);
  if (machine.isDead()) return NOTHING;
  const parts = {
    site: expression.site,
    calleeSite: expression.callee.site,
    receiver: UNDEFINED,
    arguments: passed,
    written: expression.arguments,
    construct: true,
  };
  const found = functionsIn(machine, callee);
  const references: FunctionReference[] =
    found.length > 0
      ? found.map((one) => constructedByType(machine, frame, expression, one))
      : [
          {
            kind: "unknown",
            origin: machine.view.originAt(frame.file, expression.site),
            address: undefined,
          },
        ];
  const result = callReferences(machine, frame, references, parts);
  return machine.problem.produced(
    machine,
    { frame, site: expression.site, how: "call", presenceOnly: false, callees: references },
    result,
  );
}
