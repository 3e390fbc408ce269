/**
 * Pipeline stage: value flow. Methods of texts that are computed where the text and all arguments are constants: keys,
 * topics and addresses are often put together by them.
 */
import type { FlowModel } from "../graph/flow-model.js";
import type { CallEvent } from "./flow-problem.js";
import { constantValue, joinAll, onlyConstants, withFacts, type Value } from "./value.js";

type Given = string | number;
type Method = (text: string, first: Given | undefined, second: Given | undefined) => Given | undefined;

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ["String.charAt", (text, at) => text.charAt(place(at) ?? 0)],
  ["String.slice", (text, from, to) => text.slice(place(from), place(to))],
  ["String.substring", (text, from, to) => text.substring(place(from) ?? 0, place(to))],
  ["String.trim", (text) => text.trim()],
  ["String.trimStart", (text) => text.trimStart()],
  ["String.trimEnd", (text) => text.trimEnd()],
  ["String.toLowerCase", (text) => text.toLowerCase()],
  ["String.toUpperCase", (text) => text.toUpperCase()],
  ["String.indexOf", (text, part, from) => placeOf(part, (found) => text.indexOf(found, place(from)))],
  [
    "String.lastIndexOf",
    (text, part, from) => placeOf(part, (found) => text.lastIndexOf(found, place(from))),
  ],
  ["String.replace", replaced((text, from, to) => text.replace(from, to))],
  ["String.replaceAll", replaced((text, from, to) => text.replaceAll(from, to))],
]);

function place(given: Given | undefined): number | undefined {
  return given === undefined ? undefined : Number(given);
}

function placeOf(part: Given | undefined, find: (part: string) => number): number | undefined {
  return part === undefined ? undefined : find(String(part));
}

function replaced(replace: (text: string, from: string, to: string) => string): Method {
  return (text, from, to) =>
    from === undefined || to === undefined ? undefined : replace(text, String(from), String(to));
}

/** More combinations of what the text and its arguments may be are not computed one by one. */
const MAXIMAL_COMBINATIONS = 16;

/** The texts that the call may give; undefined where something about it is not known. */
export function constantText(model: FlowModel, event: CallEvent): Value | undefined {
  const method = event.receiver.constants.size === 0 ? undefined : METHODS.get(model.name);
  if (method === undefined || event.arguments.rest !== undefined) return undefined;
  const texts = givenBy(event.receiver)?.filter((text) => typeof text === "string");
  if (texts === undefined || texts.length === 0 || texts.length !== event.receiver.constants.size)
    return undefined;
  const [firsts = [undefined], seconds = [undefined], ...more] = event.arguments.values.map(({ value }) =>
    givenBy(value),
  );
  if (event.arguments.values.some(({ value }) => givenBy(value) === undefined) || more.length > 0)
    return undefined;
  if (texts.length * firsts.length * seconds.length > MAXIMAL_COMBINATIONS) return undefined;
  const results = texts.flatMap((text) =>
    firsts.flatMap((first) => seconds.map((second) => method(text, first, second))),
  );
  return results.some((result) => result === undefined)
    ? undefined
    : withFacts(joinAll(results.map((result) => constantValue(result))), event.receiver.facts);
}

/** The texts and numbers that it may be, where it is nothing else. */
function givenBy(value: Value): readonly Given[] | undefined {
  const isPlain = [...value.facts.values()].every(({ kind }) => kind === "element");
  const constants = isPlain ? onlyConstants(value) : undefined;
  const given = (constants ?? []).filter((one) => typeof one === "string" || typeof one === "number");
  return given.length > 0 && given.length === constants?.length ? given : undefined;
}
