/**
 * What can be read from the variables in sight: fields, elements, entries, results of calls.
 */
import type { Here } from "../here.js";
import { isSameShape, type Method, type Shape } from "../shapes.js";

/** Keys of maps and dictionaries: few, so that programs write and read the same ones. */
export const KEYS = ["k1", "k2", "k3"] as const;

/** An expression that is written only if it is chosen: its arguments are expressions, too. */
interface Place {
  readonly shape: Shape;
  readonly write: () => string;
}

const LATEST = 14;

export function placesOf(here: Here, shape: Shape, depth: number): readonly string[] {
  const found = here
    .visible()
    .slice(-LATEST)
    .flatMap((variable) => within(here, { shape: variable.shape, write: () => variable.name }, 2, depth))
    .filter((place) => isSameShape(place.shape, shape));
  const chosen = here.random.any(found);
  return chosen === undefined ? [] : [chosen.write()];
}

/** The place itself, and what is read from it in up to so many steps. */
function within(here: Here, place: Place, steps: number, depth: number): readonly Place[] {
  if (steps === 0) return [place];
  return [place, ...partsOf(here, place, depth).flatMap((part) => within(here, part, steps - 1, depth))];
}

function partsOf(here: Here, { shape, write }: Place, depth: number): readonly Place[] {
  switch (shape.kind) {
    case "record":
      return shape.fields.map((field) => ({ shape: field.shape, write: () => `${write()}.${field.name}` }));
    case "dictionary":
      return [{ shape: { kind: "text" }, write: () => `(${write()}[${keyText(here)}] ?? "none")` }];
    case "list":
      return [{ shape: shape.of, write: () => elementOf(here, write(), shape.of) }];
    case "pair":
      return [
        { shape: shape.first, write: () => `${write()}[0]` },
        { shape: shape.second, write: () => `${write()}[1]` },
      ];
    case "map":
      return [
        { shape: shape.of, write: () => withDefault(here, `${write()}.get(${keyText(here)})`, shape.of) },
      ];
    case "promise":
      return here.within.async ? [{ shape: shape.of, write: () => `(await ${write()})` }] : [];
    case "function":
      return [
        { shape: shape.result, write: () => `${write()}(${argumentsFor(here, shape.parameters, depth)})` },
      ];
    case "instance":
      return [
        ...shape.of.fields.map((field) => ({ shape: field.shape, write: () => `${write()}.${field.name}` })),
        ...shape.of.methods.map((method) => ({
          shape: method.result,
          write: () => methodCall(here, write(), method, depth),
        })),
      ];
    case "text":
    case "count":
    case "flag":
    case "set":
    case "series":
      return [];
  }
}

export function methodCall(here: Here, receiver: string, method: Method, depth = 1): string {
  return `${receiver}.${method.name}(${argumentsFor(here, method.parameters, depth)})`;
}

export function argumentsFor(here: Here, parameters: readonly Shape[], depth = 1): string {
  return parameters.map((parameter) => here.expression(parameter, depth)).join(", ");
}

/** A constant key, or one that the program only knows when it runs. */
export function keyText(here: Here): string {
  const [one, other] = [here.random.pick(KEYS), here.random.pick(KEYS)];
  if (here.allows("keys") && here.random.chance(0.3)) return `coin() ? "${one}" : "${other}"`;
  return `"${one}"`;
}

function elementOf(here: Here, list: string, of: Shape): string {
  const index = here.random.pick(["0", "0", "1", "2"]);
  const read = here.random.chance(0.8) ? `${list}[${index}]` : `${list}.at(${here.random.pick(["-1", "0"])})`;
  return withDefault(here, read, of);
}

/** What is read may not be there. */
function withDefault(here: Here, read: string, shape: Shape): string {
  return `(${read} ?? ${shape.kind === "text" ? '"none"' : here.grammar.literal(here, shape, -2)})`;
}
