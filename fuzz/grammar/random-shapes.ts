/**
 * Types for new variables, parameters and results, from the constructs that the program takes.
 */
import type { Here } from "../here.js";
import { COUNT, TEXT, type Field, type Shape } from "../shapes.js";

/** The name of a field says its type, so that records with equal names fit each other. */
const FIELDS: readonly Field[] = [
  { name: "a", shape: TEXT },
  { name: "b", shape: TEXT },
  { name: "c", shape: TEXT },
  { name: "n", shape: COUNT },
];

export function randomShape(here: Here, depth = 2): Shape {
  const { random } = here;
  if (depth === 0 || random.chance(0.35)) return TEXT;
  const inner = (): Shape => randomShape(here, depth - 1);
  const choices: (() => Shape)[] = [];
  const may = (construct: Parameters<Here["allows"]>[0], make: () => Shape): void => {
    if (here.allows(construct)) choices.push(make);
  };
  may("objects", () => recordOf(here, depth));
  may("aliases", () => recordOf(here, 1));
  may("destructuring", () => (random.chance(0.5) ? recordOf(here, depth) : { kind: "list", of: TEXT }));
  may("spread", () => recordOf(here, 1));
  may("lists", () => ({ kind: "list", of: inner() }));
  may("callbacks", () => ({ kind: "list", of: inner() }));
  may("lists", () => ({ kind: "pair", first: inner(), second: TEXT }));
  may("maps", () => ({ kind: "map", of: inner() }));
  may("sets", () => ({ kind: "set" }));
  may("keys", () => ({ kind: "dictionary" }));
  may("promises", () => ({ kind: "promise", of: random.chance(0.7) ? TEXT : recordOf(here, 1) }));
  may("generators", () => ({ kind: "series" }));
  may("closures", () => ({ kind: "function", parameters: [], result: TEXT }));
  may("function values", () => ({ kind: "function", parameters: [TEXT], result: TEXT }));
  const of = random.any(here.program.classes);
  if (of !== undefined)
    choices.push(
      () => ({ kind: "instance", of }),
      () => ({ kind: "instance", of }),
    );
  return random.any(choices)?.() ?? TEXT;
}

function recordOf(here: Here, depth: number): Shape {
  const { random } = here;
  const simple = random.some(FIELDS, 0.5);
  const nested: Field[] = [];
  if (depth > 1 && random.chance(0.3)) nested.push({ name: "inner", shape: recordOf(here, 1) });
  if (depth > 1 && here.allows("function values") && random.chance(0.3))
    nested.push({ name: "run", shape: { kind: "function", parameters: [TEXT], result: TEXT } });
  const fields = [...simple, ...nested];
  return { kind: "record", fields: fields.length === 0 ? FIELDS.slice(0, 2) : fields };
}

/** Data that a sink's recorder can look into. */
export function randomData(here: Here): Shape {
  const { random } = here;
  if (random.chance(0.75)) return TEXT;
  const choices: Shape[] = [TEXT];
  if (here.allows("objects")) choices.push(recordOf(here, 1));
  if (here.allows("lists")) choices.push({ kind: "list", of: TEXT });
  if (here.allows("maps")) choices.push({ kind: "map", of: TEXT });
  if (here.allows("sets")) choices.push({ kind: "set" });
  if (here.allows("keys")) choices.push({ kind: "dictionary" });
  return random.any(choices) ?? TEXT;
}
