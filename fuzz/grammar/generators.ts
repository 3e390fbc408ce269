/**
 * Generators and iterators: what is yielded, what comes back in, and who draws.
 */
import type { ExpressionRule, Here, StatementRule } from "../here.js";
import { braced, type Lines } from "../lines.js";
import { TEXT, TEXTS, type Shape } from "../shapes.js";
import { declared } from "./assignments.js";
import { parametersOf, signatureOf } from "./literals.js";

const SERIES: Shape = { kind: "series" };

export function declaredGenerator(here: Here): Lines {
  const variables = parametersOf(here, [TEXT]);
  const inside = here.inOwnFunction({ generator: true }, variables);
  const body = [...inside.statements(2), ...yielded(inside), ...inside.statements(2), ...yielded(inside)];
  const name = here.name("series");
  here.declare({ name, shape: { kind: "function", parameters: [TEXT], result: SERIES }, mutable: false });
  return braced(`function* ${name}(${signatureOf(variables)}): Generator<string>`, body);
}

function yielded(here: Here): Lines {
  return [`yield ${here.expression(TEXT)};`];
}

function perhapsYielded(here: Here): Lines | undefined {
  if (!here.within.generator) return undefined;
  return here.random.chance(0.2) ? [`yield* ${here.expression(SERIES, 1)};`] : yielded(here);
}

/** A generator that is told something at each draw. */
function talk(here: Here): Lines | undefined {
  if (here.depth > 2) return undefined;
  const [parameter] = parametersOf(here, [TEXT]);
  if (parameter === undefined) return undefined;
  const inside = here.inOwnFunction({ returns: TEXT }, [parameter]);
  const got = here.name("got");
  const first = inside.expression(TEXT);
  inside.declare({ name: got, shape: TEXT, mutable: false });
  const body = [
    `const ${got}: string = yield ${first};`,
    ...inside.statements(2),
    `return ${inside.expression(TEXT)};`,
  ];
  const [name, iterator] = [here.name("talk"), here.name("it")];
  return [
    ...braced(`function* ${name}(${parameter.name}: string): Generator<string, string, string>`, body),
    `const ${iterator} = ${name}(${here.expression(TEXT)});`,
    ...declared(here, TEXT, `${iterator}.next(${here.expression(TEXT, 0)}).value`),
    ...declared(here, TEXT, `${iterator}.next(${here.expression(TEXT, 0)}).value`),
  ];
}

function loop(here: Here): Lines {
  const name = here.name("e");
  const series = here.expression(SERIES);
  const body = here.block(3, { loop: true }, [{ name, shape: TEXT, mutable: false }]);
  return braced(`for (const ${name} of ${series})`, body);
}

function drawn(here: Here): Lines {
  const iterator = here.name("it");
  const value = `(${iterator}.next().value ?? "none")`;
  return [
    `const ${iterator}: Iterator<string, undefined> = (${here.expression(SERIES)})[Symbol.iterator]() as Iterator<string, undefined>;`,
    ...declared(here, TEXT, value),
    ...(here.random.chance(0.5) ? declared(here, TEXT, value) : []),
  ];
}

export const GENERATOR_STATEMENTS: readonly StatementRule[] = [
  { construct: "generators", weight: 10, write: perhapsYielded },
  { construct: "generators", weight: 4, write: loop },
  { construct: "generators", weight: 3, write: drawn },
  { construct: "generators", weight: 3, write: talk },
];

export const GENERATOR_EXPRESSIONS: readonly ExpressionRule[] = [
  {
    construct: "generators",
    weight: 5,
    write: (here, shape, depth) =>
      shape.kind === "list" && shape.of.kind === "text"
        ? `[...${here.expression(SERIES, depth)}]`
        : undefined,
  },
  {
    construct: "generators",
    weight: 3,
    write: (here, shape, depth) =>
      shape.kind === "series" ? `(${here.expression(TEXTS, depth)})` : undefined,
  },
];
