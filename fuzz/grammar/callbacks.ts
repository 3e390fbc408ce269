/**
 * Lists gone through by callbacks, and lists made of others.
 */
import type { ExpressionRule, Here, StatementRule } from "../here.js";
import { braced, type Lines } from "../lines.js";
import { TEXT, TEXTS, typeOf, type Shape } from "../shapes.js";

/** An expression in a callback that takes an element of the list. */
function inCallback(here: Here, parameter: string, of: Shape, result: Shape, depth: number): string {
  return here.inFunction({}, [{ name: parameter, shape: of, mutable: false }]).expression(result, depth);
}

function listBy(here: Here, shape: Shape, depth: number): string | undefined {
  if (shape.kind !== "list") return undefined;
  const { random } = here;
  const name = here.name("e");
  const of: Shape = random.any(here.ofKind("list"))?.shape ?? TEXTS;
  const from = of.kind === "list" ? of.of : TEXT;
  // A literal alone would not have the type that its place asks for.
  const list = `(${here.expression(of, depth)} as ${typeOf(of)})`;
  const same = `(${here.expression(shape, depth)} as ${typeOf(shape)})`;
  const mapped = (): string => inCallback(here, name, from, shape.of, depth);
  const writes: readonly [() => string, ...(() => string)[]] = [
    () => `${list}.map((${name}: ${typeOf(from)}): ${typeOf(shape.of)} => (${mapped()}))`,
    () => `${list}.flatMap((${name}: ${typeOf(from)}): ${typeOf(shape)} => [${mapped()}])`,
    () => `Array.from(${list}, (${name}: ${typeOf(from)}): ${typeOf(shape.of)} => (${mapped()}))`,
    () => `${same}.filter(() => coin())`,
    () => `${same}.slice(${random.pick(["0, 1", "1", ""])})`,
    () => `${same}.concat(${here.expression(shape, depth)})`,
    () => `${same}.toReversed()`,
    () => `${same}.with(0, ${here.expression(shape.of, depth)})`,
    () => `[${same}, ${here.expression(shape, depth)}].flat() as ${typeOf(shape)}`,
  ];
  const text = random.pick(writes)();
  return text.includes(".with(0") ? `(${same}.length > 0 ? ${text} : ${same})` : `(${text})`;
}

function textBy(here: Here, shape: Shape, depth: number): string | undefined {
  if (shape.kind !== "text") return undefined;
  const [sum, name] = [here.name("sum"), here.name("e")];
  const list = here.expression(TEXTS, depth);
  const variables = [sum, name].map((one) => ({ name: one, shape: TEXT, mutable: false }));
  const next = here.inFunction({}, variables).expression(TEXT, depth);
  return here.random.pick([
    `${list}.reduce((${sum}: string, ${name}: string): string => ${next}, ${here.expression(TEXT, 0)})`,
    `(${list}.find(() => coin()) ?? "none")`,
    `String(${list}.some((${name}: string) => ${name} === "n1"))`,
  ]);
}

function each(here: Here): Lines {
  const name = here.name("e");
  const list = here.random.any(here.ofKind("list"));
  const of = list?.shape.kind === "list" ? list.shape.of : TEXT;
  const source = list === undefined ? here.expression(TEXTS) : `[...${list.name}]`;
  const inside = here.inFunction({}, [{ name, shape: of, mutable: false }]);
  return braced(`${source}.forEach((${name}: ${typeOf(of)}): void =>`, inside.statements(3), ");");
}

export const CALLBACK_EXPRESSIONS: readonly ExpressionRule[] = [
  { construct: "callbacks", weight: 8, write: listBy },
  { construct: "callbacks", weight: 6, write: textBy },
];

export const CALLBACK_STATEMENTS: readonly StatementRule[] = [
  { construct: "callbacks", weight: 6, write: each },
];
