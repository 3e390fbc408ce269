/**
 * Pipeline stage: models → gate. The coarse view of a function's flow model; of a function without one, which may do
 * anything that its type allows; and of a call of which only a name is known.
 */
import type { FlowModel } from "../graph/flow-model.js";
import type { LibraryEffects } from "../graph/library-effects.js";
import type { MethodNames } from "../graph/method-names.js";
import { fillsArguments, GIVING, PASSING, STORING } from "./method-names.js";

/** Operations that put what they are given into what they are called on. */
const KEEPING =
  /^(?:array\.(?:push|unshift|splice|fill|with|spliced|copyWithin|concat)|set\.(?:add|new|combine)|map\.(?:set|append|new)|items\.set|promise\.|proxy\.|channel\.|events\.|iterator\.(?:next|return|throw))/;
const KEEPING_IN_ARGUMENTS =
  /^(?:object\.(?:assign|define|setPath|setPrototype|create)|reflect\.|function\.|proxy\.)/;
/** What they give depends on whether a key or an element is there. */
const MATCHING_KEYS =
  /^(?:array\.(?:includes|indexOf)|set\.(?:has|delete|combine|without)|map\.(?:get|has|delete|getAll|groupBy)|items\.get|object\.(?:getPath|getOwn|groupBy)|reflect\.(?:get|has))$/;
const MATCHING_CONTENT = /^(?:text\.(?:compare|match|matchAll|search)|regexp\.)/;
const MATCHING_BY_CALLBACKS =
  /^(?:array|iterator)\.(?:filter|find|findIndex|some|every|reorder|reordered|reduce|reduceRight)$/;
/** What their callbacks give goes into what they give. */
const GIVING_RESULTS =
  /^(?:array\.(?:map|flatMap|reduce|reduceRight|from|fromAsync)|iterator\.(?:map|flatMap|reduce)|promise\.|map\.groupBy|object\.groupBy|text\.replace|function\.|reflect\.|json|proxy)/;
/** Their callbacks get other arguments. */
const PASSING_ARGUMENTS =
  /^(?:array\.(?:reduce|reduceRight|from|fromAsync)|iterator\.reduce|promise\.|function\.|reflect\.|json|proxy|text\.replace|map\.groupBy|object\.groupBy)/;

/** `givesContent`: whether what it gives may have something in it, by its type. */
export function effectsOfModel(
  model: FlowModel,
  path: readonly string[],
  givesContent: () => boolean,
): LibraryEffects {
  const { operation = "", result = "", flows = [], calls, channels = [], code } = model;
  const hasCode = code !== undefined;
  const keepsByFlow = flows.some(
    ({ to }) => to.startsWith("receiver") || to.startsWith("owner") || to.startsWith("callee"),
  );
  const intoArguments = flows.some(({ to }) => to.startsWith("argument"));
  const hasOwnCalls = operation === "";
  return {
    keeps:
      KEEPING.test(operation) ||
      channels.length > 0 ||
      keepsByFlow ||
      hasCode ||
      callsReturnTo(model, "receiver"),
    keepsInArguments:
      KEEPING_IN_ARGUMENTS.test(operation) || intoArguments || hasCode || callsReturnTo(model, "argument"),
    fillsArguments: fillsArguments(model),
    matches: matchesOf(model),
    gives: hasCode || flows.length > 0 || operation !== "" || channels.length > 0 || givesContent(),
    isStatic: path.includes("static"),
    isMethod: isMethod(path),
    channels: channels.filter(({ of }) => of !== "receiver").map(({ name }) => name),
    // What stores functions as it stores anything calls none.
    calls: !STORING.test(operation),
    passesArguments: hasOwnCalls || PASSING_ARGUMENTS.test(operation),
    givesResults: hasOwnCalls || calls !== undefined || GIVING_RESULTS.test(operation),
    keepsFunctions: STORING.test(operation),
    givesFunctions: GIVING.test(operation),
    passesFunctions: PASSING.test(operation) || result.startsWith("argument"),
  };
}

function matchesOf({ operation = "", matches, queries, code }: FlowModel): LibraryEffects["matches"] {
  if (matches !== undefined || queries !== undefined || code !== undefined) return "content";
  if (MATCHING_CONTENT.test(operation)) return "content";
  if (MATCHING_KEYS.test(operation)) return "keys";
  return MATCHING_BY_CALLBACKS.test(operation) ? "callbacks" : undefined;
}

function callsReturnTo({ calls = [] }: FlowModel, place: string): boolean {
  return calls.some(({ returns = "" }) => returns.startsWith(place));
}

/**
 * A function whose type is known, and nothing else. `isGeneric`: by that type, what it is called on may keep what it is given
 * (`box.set(value: T)`); what others are given is nowhere but in what they give.
 */
export function effectsOfType(
  path: readonly string[],
  givesContent: boolean,
  isGeneric: boolean,
): LibraryEffects {
  const known = { gives: givesContent, isStatic: path.includes("static"), isMethod: isMethod(path) };
  return { ...ANYTHING, ...known, keeps: isGeneric };
}

function isMethod(path: readonly string[]): boolean {
  return path.length > 1 && !path.includes("static") && path.at(-1) !== "new";
}

/** A function of which nothing is known but what it is called. */
export function effectsOfName(
  names: MethodNames,
  name: string | undefined,
  isStatic: boolean,
): LibraryEffects {
  if (name === undefined) return ANYTHING;
  return {
    ...ANYTHING,
    keeps: names.keeps(name) || (!isStatic && names.keepsInArguments(name)),
    keepsInArguments: names.keepsInArguments(name),
    fillsArguments: names.fillsArguments(name),
    matches: names.matches(name) ? "content" : undefined,
    keepsFunctions: names.keepsFunctions(name),
    givesFunctions: names.givesFunctions(name),
    passesFunctions: isStatic && names.passesFunctions(name),
  };
}

const ANYTHING: LibraryEffects = {
  keeps: true,
  keepsInArguments: false,
  fillsArguments: false,
  matches: undefined,
  gives: true,
  isStatic: false,
  isMethod: true,
  channels: [],
  calls: true,
  passesArguments: true,
  givesResults: true,
  keepsFunctions: false,
  givesFunctions: false,
  passesFunctions: false,
};
