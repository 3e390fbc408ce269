/**
 * Pipeline stage: value flow. Calls of functions whose body is not in the program: by their flow model where there is
 * one, otherwise by the honest default of the spec (section 2): labels of arguments and receiver go on to a result that
 * can hold text or bytes, and callbacks may be called with what their types say.
 */
import type { FunctionForm } from "../graph/type-form.js";
import type { CallEvent } from "./flow-problem.js";
import type { FlowModel } from "../graph/flow-model.js";
import { isModelCode } from "../graph/model-code.js";
import { modelNameOf } from "../graph/origin.js";
import { callWith, functionsIn, passedValues } from "./call-dispatch.js";
import type { FunctionReference } from "./functions.js";
import { newObject, plainSlot, slotsWith, type Closure } from "./heap.js";
import { isDecoratedAgain, isOfDescriptor } from "./decorated-members.js";
import { heldFunctions } from "./held-functions.js";
import { libraryNameOf } from "./library-names.js";
import type { Frame, Machine } from "./machine.js";
import { derivedFacts, factsOfKind } from "./match.js";
import { labelled, valueOfType } from "./materialize.js";
import { applyModel, chosenByModel } from "./model-application.js";
import { callBySignature, callOfDeclaredType, foresees, type ParametricResult } from "./parametric-calls.js";
import { factsWithin } from "./parts.js";
import { asInstances } from "./untyped-libraries.js";
import { applyChannel } from "./channels.js";
import type { ProcedureReference, ResultType } from "../graph/program-view.js";
import { runProcedure } from "./procedures.js";
import { callOnce, isCalledBack, schedule } from "./tasks.js";
import { formOf } from "./type-contents.js";
import {
  constantValue,
  joinFacts,
  joinValues,
  NO_FACTS,
  NOTHING,
  openValue,
  UNDEFINED,
  UNKNOWN,
  withFacts,
  type FactSet,
  type Value,
} from "./value.js";

type LibraryCallee = Extract<FunctionReference, { kind: "library" }>;

export function callLibrary(machine: Machine, event: CallEvent, callee: LibraryCallee): Value {
  const model = modelFor(machine, event, callee);
  const result = callByModel(machine, event, callee, model);
  return asInstances(machine, event, callee, model, result);
}

function callByModel(
  machine: Machine,
  event: CallEvent,
  callee: LibraryCallee,
  model: FlowModel | undefined,
): Value {
  if (model === undefined) return callUnknown(machine, event);
  if (model.never === true) {
    machine.state = undefined;
    return NOTHING;
  }
  machine.mayThrow();
  const code = machine.view.codeOf(model);
  if (code !== undefined) {
    const given = callCode(machine, event, code);
    if (machine.isDead()) return given;
    const result = model.result === "type" ? joinValues(given, declaredValue(machine, event)) : given;
    const application = { machine, event, result };
    for (const channel of model.channels ?? []) applyChannel(application, channel);
    return model.queries === undefined ? application.result : chosenByModel(application, model);
  }
  const result = applyModel(machine, event, model);
  if (event.construct) mingle(machine, callee.module, callee.path, result);
  return result;
}

/** Runs the code that stands for the function, and sees in the result what its declared type says. */
function callCode(machine: Machine, event: CallEvent, { file, procedure }: ProcedureReference): Value {
  const { frame, site } = event;
  const scope = machine.moduleScope(file);
  if (machine.object(scope) === undefined)
    machine.store(scope, newObject({ kind: "scope" }, { exact: false }));
  const captures = machine.view.factsOf(file)?.procedures[procedure]?.captures ?? [];
  const closure: Closure = {
    kind: "closure",
    file,
    procedure,
    environment: captures.map(() => scope),
    boundThis: undefined,
    home: undefined,
  };
  const passed = event.arguments.values.map((argument) => ({ ...argument, expression: undefined }));
  const given = runProcedure(
    machine,
    frame,
    { kind: "procedure", file, procedure, closure, address: -1 },
    { ...event, arguments: { ...event.arguments, values: passed } },
  );
  if (machine.isDead()) return NOTHING;
  return labelled(machine, frame, given, machine.view.resultAt(frame.file, site).shape, site);
}

/** What the declared type says: somebody whom nobody sees may have made it. */
function declaredValue(machine: Machine, { frame, site }: CallEvent): Value {
  return resultOfType(machine, frame, machine.view.resultAt(frame.file, site), site, NO_FACTS);
}

/** Instances of classes whose properties carry each other's content. */
function mingle(machine: Machine, module: string, path: readonly string[], instance: Value): void {
  const name = path.filter((part) => part !== "new");
  if (machine.view.modelOf(module, [...name, "@properties"]) === undefined) return;
  for (const address of instance.addresses) {
    machine.update(address, (object) =>
      object.detail.kind === "opaque"
        ? slotsWith(
            { ...object, detail: { kind: "mingled" } },
            "@class",
            plainSlot(constantValue(name.join("."))),
          )
        : object,
    );
  }
}

/** The flow model that a call of a library goes by. */
export function modelFor(machine: Machine, event: CallEvent, callee: LibraryCallee): FlowModel | undefined {
  const { view } = machine;
  const suffix = event.construct ? ["new"] : [];
  const own = [...callee.path, ...suffix];
  const known =
    view.modelOf(callee.module, own) ??
    (callee.path.length === 0 ? view.modelOf(callee.module, ["default", ...suffix]) : undefined);
  if (known !== undefined || event.calleeSite === undefined) return known;
  const origin =
    callee.origin ?? view.originAt(event.frame.file, event.construct ? event.site : event.calleeSite);
  if (origin === undefined) return undefined;
  // What is kept under a name of its own (`globalThis.client`) is called as its type says.
  const name = modelNameOf(origin, event.construct) ?? libraryNameOf(machine, origin, undefined);
  return name === undefined ? undefined : view.modelOf(name.module, name.path);
}

/** A function of which neither body nor model is known. */
export function callUnknown(machine: Machine, event: CallEvent): Value {
  const { frame, site } = event;
  // The code of a model calls what the program gave it: of what is not known there, no type says more.
  if (isModelCode(frame.file)) return openValue(derivedFacts(frame, passedFacts(machine, event), site));
  const type = machine.view.resultAt(frame.file, site);
  if (type.never) {
    machine.state = undefined;
    return NOTHING;
  }
  machine.mayThrow();
  const declared = callAsDeclared(machine, event);
  const gave = callCallbacks(machine, event, declared?.form);
  const calledBack = joinFacts(declared?.facts ?? NO_FACTS, factsWithin(machine, frame, gave, site));
  if (machine.isDead()) return NOTHING;
  // What a query was made with chose all that comes of it.
  const chosen = factsOfKind(event.receiver.facts, "match");
  if (declared?.value !== undefined) {
    const byType = type.shape === undefined ? NOTHING : resultOfType(machine, frame, type, site, NO_FACTS);
    const value = joinValues(joinValues(declared.value, byType), type.nullish ? UNDEFINED : NOTHING);
    return withFacts(value, chosen);
  }
  const passed = type.holdsText ? joinFacts(passedFacts(machine, event), calledBack) : NO_FACTS;
  const facts = passed.size === 0 ? NO_FACTS : derivedFacts(frame, passed, site, howPassed(machine, event));
  const made = declaredResult(machine, event, resultOfType(machine, frame, type, site, facts));
  const result = withFacts(made, chosen);
  return event.construct ? keepArguments(machine, event, result) : result;
}

/** Of code of the repository a reader expects that its body is looked at, and not its declared type. */
function howPassed(machine: Machine, { frame, calleeSite, callee }: CallEvent): "derived" | "unseen" {
  if (calleeSite === undefined) return "derived";
  const known = callee.kind === "unknown" || callee.kind === "library" ? callee.origin : undefined;
  const origin = known ?? machine.view.originAt(frame.file, calleeSite);
  return origin?.home.kind === "program" && /\.d\.[cm]?ts$/.test(origin.file) ? "unseen" : "derived";
}

/** By the declaration of the callee, if that is generic. */
function callAsDeclared(machine: Machine, event: CallEvent): ParametricResult | undefined {
  const { frame, site, callee } = event;
  const passed = (): FactSet => derivedFacts(frame, passedFacts(machine, event), site);
  const address = callee.kind === "unknown" || callee.kind === "library" ? callee.address : undefined;
  const form = address === undefined ? undefined : formOf(machine, address);
  if (address !== undefined && form !== undefined)
    return callOfDeclaredType(machine, event, address, form, passed());
  // What a function value is called as from within the machine has its declaration elsewhere.
  const isWritten = event.calleeSite !== undefined;
  const signature = isWritten ? machine.view.signatureAt(frame.file, site) : undefined;
  return signature === undefined ? undefined : callBySignature(machine, event, signature, passed());
}

/** What the function's own type says of its result: it may have come to a place that calls it by a wider one. */
function declaredResult(machine: Machine, event: CallEvent, result: Value): Value {
  const { callee, frame, site } = event;
  if (callee.kind !== "unknown" || callee.address === undefined) return result;
  const detail = machine.object(callee.address)?.detail;
  if (detail?.kind !== "opaque") return result;
  return labelled(machine, frame, result, detail.shape?.result, site);
}

/** Facts of everything that is passed, receiver included. */
function passedFacts(machine: Machine, event: CallEvent): FactSet {
  const { frame, site } = event;
  let facts = factsOfKind(factsWithin(machine, frame, event.receiver, site), "value", "match", "foreign");
  for (const { value } of event.arguments.values)
    facts = joinFacts(facts, factsWithin(machine, frame, value, site));
  if (event.arguments.rest !== undefined) {
    facts = joinFacts(facts, factsWithin(machine, frame, event.arguments.rest.value, site));
  }
  return factsOfKind(facts, "value", "match", "foreign");
}

export function resultOfType(
  machine: Machine,
  frame: Frame,
  type: ResultType,
  site: number,
  facts: FactSet,
): Value {
  const address = machine.book.addressOf(frame.context, frame.file, site, "result");
  return valueOfType(machine, frame, type, address, site, facts);
}

/** An instance of an unknown class may hold what its constructor was given. */
function keepArguments(machine: Machine, event: CallEvent, instance: Value): Value {
  const facts = passedFacts(machine, event);
  if (facts.size === 0) return instance;
  for (const address of instance.addresses) {
    machine.update(address, (object) => ({ ...object, rest: joinValues(object.rest, openValue(facts)) }));
  }
  return instance;
}

/** Functions that are passed, and of which the declaration says nothing, may be called, now or later, with what their parameters' types say. */
function callCallbacks(machine: Machine, event: CallEvent, declared: FunctionForm | undefined): Value {
  let result = NOTHING;
  if (machine.isDead()) return result;
  for (const [index, { value }] of event.arguments.values.entries()) {
    if (declared !== undefined && foresees(declared, index)) continue;
    if (!hasBody(machine, value)) {
      // What the declaration says of a table has been gone through with it.
      if (declared === undefined) callTable(machine, event, value, index);
      continue;
    }
    const facts = event.arguments.values
      .filter((_, place) => place !== index)
      .reduce<FactSet>(
        (all, other) => joinFacts(all, factsWithin(machine, event.frame, other.value, event.site)),
        NO_FACTS,
      );
    const given = openValue(derivedFacts(event.frame, factsOfKind(facts, "value", "match"), event.site));
    result = joinValues(result, callCallback(machine, event, { callee: value, given, part: String(index) }));
  }
  return result;
}

function hasBody(machine: Machine, value: Value): boolean {
  return functionsIn(machine, value).some(({ kind }) => kind === "procedure" || kind === "bound");
}

/** Of functions in what is handed over, nobody says what they are given and what becomes of what they give. */
function callTable(machine: Machine, event: CallEvent, table: Value, index: number): void {
  const functions = heldFunctions(machine, table);
  // An object that hands itself over from its methods: each of them would call all others, within each other.
  const isWithin = functions.some((callee) => isCalledBack(machine, callee));
  for (const [place, callee] of functions.entries()) {
    if (!hasBody(machine, callee) || isDecoratedAgain(machine, event, callee)) continue;
    const call = { callee, given: UNKNOWN, part: `${String(index)} ${String(place)}` };
    if (isOfDescriptor(machine, event)) callLater(machine, event, call, "later");
    else if (isWithin) callLater(machine, event, call);
    else callCallback(machine, event, call);
  }
}

interface CallbackCall {
  readonly callee: Value;
  /** What each of its parameters is. */
  readonly given: Value;
  /** Tells the call from those of other callbacks of the same function. */
  readonly part: string;
}

/** Calls it now, if that isn't what is going on, and at any time after this turn. */
function callCallback(machine: Machine, event: CallEvent, call: CallbackCall): Value {
  const { frame, site } = event;
  const gave = callOnce(machine, call.callee, () =>
    machine.perhaps(() =>
      machine.round(() =>
        callWith(machine, frame, call.callee, UNDEFINED, passedValues(givenTo(call)), site),
      ),
    ),
  );
  callLater(machine, event, call);
  return gave ?? NOTHING;
}

function callLater(
  machine: Machine,
  { frame, site }: CallEvent,
  call: CallbackCall,
  when: "event" | "later" = "event",
): void {
  schedule(machine, frame, site, call.part, {
    callee: call.callee,
    receiver: UNDEFINED,
    values: givenTo(call),
    then: undefined,
    when,
  });
}

function givenTo({ given }: CallbackCall): readonly Value[] {
  return Array.from({ length: 4 }, () => given);
}
