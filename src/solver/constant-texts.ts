/**
 * Pipeline stage: value flow. Methods of texts that are computed where the text and all arguments are constants: keys,
 * topics and addresses are often put together by them.
 */
import type { FlowModel } from "../graph/flow-model.js";
import type { CallEvent } from "./flow-problem.js";
import { certainConstant, constantValue, type Value } from "./value.js";

type Given = string | number;
type Method = (text: string, first: Given | undefined, second: Given | undefined) => string | undefined;

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ["String.charAt", (text, at) => text.charAt(place(at) ?? 0)],
  ["String.slice", (text, from, to) => text.slice(place(from), place(to))],
  ["String.substring", (text, from, to) => text.substring(place(from) ?? 0, place(to))],
  ["String.trim", (text) => text.trim()],
  ["String.trimStart", (text) => text.trimStart()],
  ["String.trimEnd", (text) => text.trimEnd()],
  ["String.toLowerCase", (text) => text.toLowerCase()],
  ["String.toUpperCase", (text) => text.toUpperCase()],
  ["String.replace", replaced((text, from, to) => text.replace(from, to))],
  ["String.replaceAll", replaced((text, from, to) => text.replaceAll(from, to))],
]);

function place(given: Given | undefined): number | undefined {
  return given === undefined ? undefined : Number(given);
}

function replaced(replace: (text: string, from: string, to: string) => string): Method {
  return (text, from, to) =>
    from === undefined || to === undefined ? undefined : replace(text, String(from), String(to));
}

/** The text that the call gives; undefined where something about it is not known. */
export function constantText(model: FlowModel, event: CallEvent): Value | undefined {
  if (event.receiver.constants.size !== 1 || event.receiver.facts.size > 0) return undefined;
  const method = METHODS.get(model.name);
  const text = certainConstant(event.receiver)?.constant;
  if (method === undefined || typeof text !== "string" || event.arguments.rest !== undefined)
    return undefined;
  const given: Given[] = [];
  for (const { value } of event.arguments.values) {
    const constant = certainConstant(value)?.constant;
    if ((typeof constant !== "string" && typeof constant !== "number") || value.facts.size > 0)
      return undefined;
    given.push(constant);
  }
  const result = method(text, given[0], given[1]);
  return result === undefined ? undefined : constantValue(result);
}
