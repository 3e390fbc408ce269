/**
 * Exceptions: as a way out of code, and as carriers of what they are made with.
 */
import type { Here, StatementRule } from "../here.js";
import { braced, type Lines } from "../lines.js";
import { TEXT } from "../shapes.js";
import { condition } from "./choices.js";
import { declared } from "./assignments.js";

function attempt(here: Here): Lines {
  const { random } = here;
  const error = here.name("error");
  const thrown = random.chance(0.7) ? thrownIn(here) : [];
  const tried = [...here.block(3), ...thrown, ...(random.chance(0.3) ? here.block(1) : [])];
  const handled = here.nested();
  const message = random.pick([
    `(${error} as Error).message`,
    `String(${error})`,
    `(${error} as Failure).detail`,
  ]);
  const caught = [...declared(handled, TEXT, message), ...handled.statements(2)];
  const lastly = random.chance(0.4) ? ["} finally {", here.block(2)] : [];
  if (random.chance(0.15))
    return [
      "try {",
      [...braced("try", here.block(2), " finally {"), here.block(2), "}", ...thrown],
      "} catch {",
      here.block(2),
      "}",
    ];
  return ["try {", tried, `} catch (${error}) {`, caught, ...lastly, "}"];
}

function thrownIn(here: Here): Lines {
  return here.random.chance(0.3)
    ? [`throw ${failure(here)};`]
    : [`if (${condition(here)}) throw ${failure(here)};`];
}

/** The rest of the function may be left out. */
function perhapsThrown(here: Here): Lines | undefined {
  return here.within.returns === undefined ? undefined : [`if (${condition(here)}) throw ${failure(here)};`];
}

export function failure(here: Here): string {
  const text = here.expression(TEXT, 1);
  return here.random.pick([
    `new Error(${text})`,
    `new Failure("failed", ${text})`,
    `new Error("failed", { cause: ${text} })`,
  ]);
}

export const EXCEPTIONS: readonly StatementRule[] = [
  { construct: "exceptions", weight: 10, write: attempt },
  { construct: "exceptions", weight: 3, write: perhapsThrown },
];
