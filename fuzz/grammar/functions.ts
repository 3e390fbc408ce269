/**
 * Functions: declared ones with their calls, closures, recursion, and functions that are handed about as values.
 */
import type { ExpressionRule, Here, StatementRule } from "../here.js";
import { braced, type Lines } from "../lines.js";
import { COUNT, FLAG, TEXT, typeOf, type Shape } from "../shapes.js";
import { declared } from "./assignments.js";
import { parametersOf, signatureOf } from "./literals.js";
import { argumentsFor } from "./places.js";
import { randomShape } from "./random-shapes.js";

export function parameterShapes(here: Here): readonly Shape[] {
  return Array.from({ length: here.random.below(3) + (here.random.chance(0.5) ? 1 : 0) }, () =>
    here.random.chance(0.6) ? TEXT : randomShape(here, 1),
  );
}

/** The body of a function with this result: statements, and what it returns at the end. */
export function functionBody(here: Here, result: Shape, most = 4): Lines {
  const lines = here.statements(most);
  return [...lines, `return ${here.expression(result)};`];
}

/** Declares a function, which can be called from here on. */
export function declaredFunction(here: Here, prefix = "f", head = "function"): Lines {
  const result = here.random.chance(0.7) ? TEXT : randomShape(here, 1);
  const variables = parametersOf(here, parameterShapes(here));
  const name = here.name(prefix);
  const inside = here.inOwnFunction({ returns: result }, variables);
  const body = functionBody(inside, result);
  const parameters = variables.map(({ shape }) => shape);
  here.declare({ name, shape: { kind: "function", parameters, result }, mutable: false });
  return braced(`${head} ${name}(${signatureOf(variables)}): ${typeOf(result)}`, body);
}

/** What happens in it depends on a constant that the caller hands over. */
function switchedFunction(here: Here): Lines {
  const variables = parametersOf(here, [TEXT, TEXT]);
  const flag = here.name("on");
  const name = here.name("f");
  const inside = here.inOwnFunction({ returns: TEXT }, variables);
  const body = [
    `if (${flag}) return ${inside.expression(TEXT)};`,
    ...inside.statements(2),
    `return ${inside.expression(TEXT)};`,
  ];
  here.declare({
    name,
    shape: { kind: "function", parameters: [FLAG, TEXT, TEXT], result: TEXT },
    mutable: false,
  });
  return braced(`function ${name}(${flag}: boolean, ${signatureOf(variables)}): string`, body);
}

function recursive(here: Here): Lines {
  const variables = parametersOf(here, [TEXT, TEXT]);
  const [name, left] = [here.name("f"), here.name("left")];
  const inside = here.inOwnFunction({ returns: TEXT }, [
    ...variables,
    { name: left, shape: COUNT, mutable: false },
  ]);
  const again = `${name}(${left} - 1, ${inside.expression(TEXT)}, ${inside.expression(TEXT)})`;
  const body = [
    `if (${left} <= 0) return ${inside.expression(TEXT)};`,
    ...inside.statements(2),
    `return ${inside.random.pick([again, `${again} + ${inside.expression(TEXT, 0)}`, `coin() ? ${again} : ${inside.expression(TEXT)}`])};`,
  ];
  const parameters = [COUNT, TEXT, TEXT];
  here.declare({ name, shape: { kind: "function", parameters, result: TEXT }, mutable: false });
  return braced(`function ${name}(${left}: number, ${signatureOf(variables)}): string`, body);
}

function statementCall(here: Here): Lines | undefined {
  const target = here.random.any(here.ofKind("function"));
  if (target?.shape.kind !== "function") return undefined;
  return [`${target.name}(${argumentsFor(here, target.shape.parameters)});`];
}

/** A function that makes functions, each with variables of its own. */
function factory(here: Here): Lines {
  const variables = parametersOf(here, [TEXT]);
  const inside = here.inOwnFunction({}, variables);
  const kept = declared(inside, TEXT, inside.expression(TEXT));
  const made: Shape = here.random.pick<Shape>([
    { kind: "function", parameters: [], result: TEXT },
    { kind: "function", parameters: [TEXT], result: TEXT },
  ]);
  const parameters = parametersOf(inside, made.kind === "function" ? made.parameters : []);
  const within = inside.inFunction({ returns: TEXT }, parameters);
  const closure = braced(
    `return (${signatureOf(parameters)}): string =>`,
    functionBody(within, TEXT, 2),
    ";",
  );
  const name = here.name("make");
  here.declare({ name, shape: { kind: "function", parameters: [TEXT], result: made }, mutable: false });
  return braced(`function ${name}(${signatureOf(variables)}): ${typeOf(made)}`, [...kept, ...closure]);
}

/** A closure over what is in sight, which it may change. */
function closure(here: Here): Lines {
  const variables = parametersOf(here, here.random.chance(0.5) ? [] : [TEXT]);
  const inside = here.inFunction({ returns: TEXT }, variables);
  const body = functionBody(inside, TEXT, 3);
  const name = here.name("g");
  const parameters = variables.map(({ shape }) => shape);
  const shape: Shape = { kind: "function", parameters, result: TEXT };
  const mutable = here.random.chance(0.2);
  here.declare({ name, shape, mutable });
  return braced(
    `${mutable ? "let" : "const"} ${name}: ${typeOf(shape)} = (${signatureOf(variables)}): string =>`,
    body,
    ";",
  );
}

const UNARY: Shape = { kind: "function", parameters: [TEXT], result: TEXT };

/** Ways to get from one function to another, and to call it. */
function functionValue(here: Here, shape: Shape, depth: number): string | undefined {
  // Some of it stands in an arrow function: no `await` of the code around.
  const alone = here.inFunction({});
  const [one, other] = [alone.expression(UNARY, depth), alone.expression(UNARY, depth)];
  const argument = (): string => alone.expression(TEXT, depth);
  if (shape.kind === "function" && shape.parameters.length === 0 && shape.result.kind === "text")
    return here.random.pick([`${one}.bind(undefined, ${argument()})`, `(() => ${one}(${argument()}))`]);
  if (shape.kind === "function" && typeOf(shape) === typeOf(UNARY))
    return `((x: string): string => ${one}(${other}(x)))`;
  if (shape.kind !== "text") return undefined;
  return here.random.pick([
    `${one}(${argument()})`,
    `${one}.call(undefined, ${argument()})`,
    `${one}.apply(undefined, [${argument()}])`,
    `Reflect.apply(${one}, undefined, [${argument()}])`,
    `({ x: ${one}, y: ${other} })[${here.random.pick(['"x"', 'coin() ? "x" : "y"'])}](${argument()})`,
    `[${one}, ${other}][${here.random.pick(["0", "1", "coin() ? 0 : 1"])}]!(${argument()})`,
    `(coin() ? ${one} : ${other})(${argument()})`,
    `identity<(x: string) => string>(${one})(${argument()})`,
  ]);
}

function nested(here: Here): Lines | undefined {
  return here.depth > 2 ? undefined : declaredFunction(here);
}

export const FUNCTIONS: readonly StatementRule[] = [
  { construct: "functions", weight: 3, write: nested },
  { construct: "functions", weight: 6, write: statementCall },
  {
    construct: "constants",
    weight: 2,
    write: (here) => (here.depth > 2 ? undefined : switchedFunction(here)),
  },
  { construct: "recursion", weight: 3, write: (here) => (here.depth > 2 ? undefined : recursive(here)) },
  { construct: "closures", weight: 5, write: closure },
  { construct: "closures", weight: 3, write: (here) => (here.depth > 2 ? undefined : factory(here)) },
  { construct: "closures", weight: 5, write: statementCall },
  { construct: "function values", weight: 4, write: statementCall },
];

export const FUNCTION_EXPRESSIONS: readonly ExpressionRule[] = [
  { construct: "function values", weight: 6, write: functionValue },
  {
    construct: "functions",
    weight: 2,
    write: (here, shape, depth) => `identity<${typeOf(shape)}>(${here.expression(shape, depth)})`,
  },
  {
    construct: "functions",
    weight: 1,
    write: (here, shape, depth) =>
      `either<${typeOf(shape)}>(${here.random.pick(["true", "false", "coin()"])}, ${here.expression(shape, depth)}, ${here.expression(shape, depth)})`,
  },
];
