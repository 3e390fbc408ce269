/**
 * Promises and `async` functions, and timers: what comes later, and in which order.
 */
import type { ExpressionRule, Here, StatementRule } from "../here.js";
import { braced, type Lines } from "../lines.js";
import { TEXT, TEXTS, typeOf, type Shape } from "../shapes.js";
import { declared } from "./assignments.js";
import { failure } from "./exceptions.js";
import { functionBody, parameterShapes } from "./functions.js";
import { parametersOf, signatureOf } from "./literals.js";

const LATER: Shape = { kind: "promise", of: TEXT };

export function declaredAsync(here: Here): Lines {
  const variables = parametersOf(here, parameterShapes(here));
  const inside = here.inOwnFunction({ async: true, returns: TEXT }, variables);
  const body = functionBody(inside, TEXT);
  const name = here.name("load");
  const parameters = variables.map(({ shape }) => shape);
  here.declare({ name, shape: { kind: "function", parameters, result: LATER }, mutable: false });
  return braced(`async function ${name}(${signatureOf(variables)}): Promise<string>`, body);
}

/** An expression in a callback that gets a text. */
function given(here: Here, result: Shape, depth: number): { readonly name: string; readonly value: string } {
  const name = here.name("x");
  return {
    name,
    value: here.inFunction({}, [{ name, shape: TEXT, mutable: false }]).expression(result, depth),
  };
}

function promise(here: Here, shape: Shape, depth: number): string | undefined {
  if (shape.kind !== "promise") return undefined;
  const of = typeOf(shape.of);
  const before = (): string => here.expression(LATER, depth);
  const then = given(here, shape.of, depth);
  // In a function of its own: no `await` of the code around.
  const alone = here.inFunction({}).expression(shape.of, depth);
  const inAsync = here.inFunction({ async: true }).expression(shape.of, depth);
  const writes: (() => string)[] = [
    () => `${before()}.then((${then.name}: string): ${of} => (${then.value}))`,
    () => `new Promise<${of}>((resolve) => { resolve(${alone}); })`,
    () => `new Promise<${of}>((resolve) => { setTimeout(() => { resolve(${alone}); }, 1); })`,
    () => `(async (): Promise<${of}> => (${inAsync}))()`,
    () => `Promise.race<${of}>([${here.expression(shape, depth)}])`,
    () => `${here.expression(shape, depth)}.finally(() => undefined)`,
  ];
  if (shape.of.kind === "text") {
    writes.push(() => `Promise.all([${before()}, ${before()}]).then(([one, other]) => one + other)`);
    writes.push(
      () => `Promise.reject<string>(${failure(here)}).catch((error: unknown): string => String(error))`,
    );
  }
  return `(${here.random.any(writes)?.() ?? before()})`;
}

function awaited(here: Here, shape: Shape, depth: number): string | undefined {
  if (!here.within.async || shape.kind !== "text") return undefined;
  return here.random.pick([
    `(await ${here.expression(LATER, depth)})`,
    `(await ${here.expression(TEXT, depth)})`,
    `(await Promise.all([${here.expression(LATER, depth)}, ${here.expression(TEXT, depth)}]))[${here.random.pick(["0", "1"])}]`,
  ]);
}

function continued(here: Here): Lines {
  const name = here.name("x");
  const inside = here.inFunction({}, [{ name, shape: TEXT, mutable: false }]);
  const source = here.expression(LATER);
  return braced(`void ${source}.then((${name}: string): void =>`, inside.statements(3), ");");
}

function awaitedStatement(here: Here): Lines | undefined {
  if (!here.within.async) return undefined;
  return here.random.chance(0.3)
    ? ["await Promise.resolve();"]
    : declared(here, TEXT, `await ${here.expression(LATER)}`);
}

function loopOverPromises(here: Here): Lines | undefined {
  if (!here.within.async) return undefined;
  const name = here.name("e");
  const list = `[${here.expression(LATER)}, ${here.expression(LATER)}]`;
  const body = here.block(3, { loop: true }, [{ name, shape: TEXT, mutable: false }]);
  return braced(
    `for await (const ${name} of ${here.random.chance(0.5) ? list : here.expression(TEXTS)})`,
    body,
  );
}

function timer(here: Here): Lines {
  const inside = here.inFunction({});
  return braced("setTimeout((): void =>", inside.statements(2), `, ${here.random.pick(["0", "5", "10"])});`);
}

function microtask(here: Here): Lines {
  return braced("queueMicrotask((): void =>", here.inFunction({}).statements(2), ");");
}

export const PROMISE_STATEMENTS: readonly StatementRule[] = [
  { construct: "promises", weight: 5, write: continued },
  { construct: "async", weight: 8, write: awaitedStatement },
  { construct: "async", weight: 3, write: loopOverPromises },
  { construct: "timers", weight: 4, write: timer },
  { construct: "timers", weight: 2, write: microtask },
];

export const PROMISE_EXPRESSIONS: readonly ExpressionRule[] = [
  { construct: "promises", weight: 10, write: promise },
  { construct: "async", weight: 8, write: awaited },
];
