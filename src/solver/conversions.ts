/**
 * Pipeline stage: value flow. Conversions to text and back: `toString`, `toJSON` and what is not code of the program
 * but runs through it when a value becomes text.
 */
import type { SiteId } from "../graph/expression.js";
import { callValue, functionsIn } from "./call-dispatch.js";
import type { AbstractObject } from "./heap.js";
import type { Frame, Machine } from "./machine.js";
import { derivedFacts, factsOfKind } from "./match.js";
import { factsWithin } from "./parts.js";
import { readNamed } from "./properties.js";
import { wholeUrls } from "./url-parts.js";
import {
  addressValue,
  joinAll,
  joinValues,
  NOTHING,
  NO_FACTS,
  openValue,
  withFacts,
  type FactSet,
  type Value,
} from "./value.js";

const TO_TEXT = ["@@toPrimitive", "toString", "valueOf"];
const TO_PRIMITIVE = ["@@toPrimitive", "valueOf", "toString"];

/** The text (or number) that a value becomes in a template, a sum or `String(…)`. */
export function textOf(
  machine: Machine,
  frame: Frame,
  value: Value,
  site: SiteId,
  methods: readonly string[] = TO_TEXT,
): Value {
  if (value.addresses.size === 0) return value;
  // A JSON text keeps its snapshot while it is only put into other text; what is cut out of it does not.
  let text: Value = { ...value, addresses: NOTHING.addresses };
  for (const address of value.addresses) {
    if (machine.object(address)?.detail.kind === "json") continue;
    text = joinValues(text, textOfObject(machine, frame, address, site, methods));
  }
  return withFacts(text, factsOfKind(value.facts, "value", "match", "foreign"));
}

/** An operand that becomes text by an operator: what an object's own conversion gives is fetched there. */
export function textOfOperand(
  machine: Machine,
  frame: Frame,
  value: Value,
  site: SiteId,
  methods: readonly string[] = TO_TEXT,
): Value {
  const text = textOf(machine, frame, value, site, methods);
  if (value.addresses.size === 0 || machine.isDead()) return text;
  return machine.problem.produced(
    machine,
    { frame, site, how: "call", presenceOnly: false, callees: [] },
    text,
  );
}

export function primitiveOf(machine: Machine, frame: Frame, value: Value, site: SiteId): Value {
  return textOf(machine, frame, value, site, TO_PRIMITIVE);
}

/** What a sum or another operator makes of an object: its number goes first. */
export function primitiveOfOperand(machine: Machine, frame: Frame, value: Value, site: SiteId): Value {
  return textOfOperand(machine, frame, value, site, TO_PRIMITIVE);
}

function textOfObject(
  machine: Machine,
  frame: Frame,
  address: number,
  site: SiteId,
  methods: readonly string[],
): Value {
  const object = machine.object(address);
  if (object === undefined) return openValue(NO_FACTS);
  for (const name of methods) {
    const method = readNamed(machine, frame, address, address, name, site);
    const own = functionsIn(machine, method).filter(({ kind }) => kind === "procedure");
    if (own.length > 0) return callValue(machine, frame, method, addressValue(address), [], site);
  }
  switch (object.detail.kind) {
    // "[object Object]", the text of a function: nothing of the content.
    case "record":
    case "set":
    case "promise":
    case "iterator":
    case "scope":
    case "closure":
    case "bound":
    case "class":
    case "generator":
    case "resolver":
    case "library":
    case "proxy":
    case "promisified":
      return openValue(nothingOf(object));
    case "map":
      return openValue(
        hasOwnText(machine, object) ? contentOf(machine, frame, address, site) : nothingOf(object),
      );
    case "mingled":
      return {
        ...openValue(contentOf(machine, frame, address, site)),
        patterns: new Set(wholeUrls(object)),
      };
    case "error":
      return openValue(saidByError(machine, frame, address, site));
    case "array":
    case "opaque":
    case "regular-expression":
    case "json":
      return openValue(contentOf(machine, frame, address, site));
  }
}

/** Whether the text of its class says what is in it: a query's does, a map's does not. */
function hasOwnText(machine: Machine, object: AbstractObject): boolean {
  const [name] = object.slots.get("@class")?.value.constants ?? [];
  return typeof name === "string" && machine.view.modelOf("", [name, "toString"]) !== undefined;
}

/** An error's text is its name and message: it says nothing of its cause, nor of further fields. */
function saidByError(machine: Machine, frame: Frame, address: number, site: SiteId): FactSet {
  const parts = ["name", "message"].map((name) => readNamed(machine, frame, address, address, name, site));
  return derivedFacts(frame, factsWithin(machine, frame, joinAll(parts), site), site);
}

function nothingOf(object: AbstractObject): FactSet {
  return factsOfKind(object.keyFacts, "match");
}

function contentOf(machine: Machine, frame: Frame, address: number, site: SiteId): FactSet {
  return derivedFacts(frame, factsWithin(machine, frame, addressValue(address), site), site);
}
