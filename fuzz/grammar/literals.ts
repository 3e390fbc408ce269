/**
 * Values that are written out: constants, contacts, and containers of expressions.
 */
import type { Here, Variable } from "../here.js";
import { TEXT, typeOf, type ClassPlan, type Shape } from "../shapes.js";
import { argumentsFor, KEYS } from "./places.js";

export function literalOf(here: Here, shape: Shape, depth: number): string {
  const inner = (of: Shape): string => here.expression(of, depth);
  switch (shape.kind) {
    case "text":
      return textOf(here);
    case "count":
      return String(here.random.below(4));
    case "flag":
      return here.random.pick(["true", "false"]);
    case "record":
      return `{ ${shape.fields.map(({ name, shape: of }) => `${name}: ${inner(of)}`).join(", ")} }`;
    case "dictionary":
      return `({ ${someKeys(here)
        .map((key) => `${key}: ${inner(TEXT)}`)
        .join(", ")} } as Record<string, string>)`;
    case "list":
      return `[${Array.from({ length: here.random.below(4) }, () => inner(shape.of)).join(", ")}]`;
    case "pair":
      return `[${inner(shape.first)}, ${inner(shape.second)}]`;
    case "map":
      return `new Map<string, ${typeOf(shape.of)}>([${someKeys(here)
        .map((key) => `["${key}", ${inner(shape.of)}]`)
        .join(", ")}])`;
    case "set":
      return `new Set<string>([${Array.from({ length: here.random.below(3) }, () => inner(TEXT)).join(", ")}])`;
    case "promise":
      return `Promise.resolve<${typeOf(shape.of)}>(${inner(shape.of)})`;
    case "series":
      return `[${inner(TEXT)}, ${inner(TEXT)}]`;
    case "function":
      return arrowOf(here, shape.parameters, shape.result, depth);
    case "instance":
      return instanceOf(here, shape.of, depth);
  }
}

/** A text that is written out: a contact, or one that has nothing to do with any. */
function textOf(here: Here): string {
  const { random, program } = here;
  return random.chance(program.contacts) ? `(${contactOf(here)} as string)` : plainTextOf(here);
}

/** An expression whose type is the label. */
export function contactOf(here: Here): string {
  return here.random.pick([
    "contact()",
    "contact()",
    "currentAccount().securityPhone",
    "currentAccount().recoveryEmail",
  ]);
}

function plainTextOf(here: Here): string {
  const { random } = here;
  return random.pick([
    "plain()",
    `"n${String(random.below(10))}"`,
    `"n${String(random.below(10))}"`,
    "currentAccount().handle",
  ]);
}

function arrowOf(here: Here, parameters: readonly Shape[], result: Shape, depth: number): string {
  const variables = parametersOf(here, parameters);
  const value = here.inFunction({ returns: result }, variables).expression(result, depth);
  return `((${signatureOf(variables)}): ${typeOf(result)} => (${value}))`;
}

export function parametersOf(here: Here, shapes: readonly Shape[]): readonly Variable[] {
  return shapes.map((shape) => ({ name: here.name("p"), shape, mutable: true }));
}

export function signatureOf(parameters: readonly Variable[]): string {
  return parameters.map(({ name, shape }) => `${name}: ${typeOf(shape)}`).join(", ");
}

/** Of the class itself, or of one that extends it. */
function instanceOf(here: Here, plan: ClassPlan, depth: number): string {
  const derived = here.program.classes.filter(({ base }) => base === plan);
  const any = here.random.any([plan, ...derived]) ?? plan;
  // A class that extends another may take instances of that one, which may be its own again.
  const of = depth < DEEPEST_INSTANCE ? plan : any;
  return `new ${of.name}(${argumentsFor(here, of.parameters, depth)})`;
}

const DEEPEST_INSTANCE = -6;

function someKeys(here: Here): readonly string[] {
  return here.random.some(KEYS, 0.6);
}
