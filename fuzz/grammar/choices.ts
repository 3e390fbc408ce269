/**
 * Choosing between two ways: conditions, branches, `switch`. A condition is either a constant, which decides it before the
 * program runs, or `coin()`, which nothing decides.
 */
import type { ExpressionRule, Here, StatementRule } from "../here.js";
import { braced, type Lines } from "../lines.js";

const CERTAIN = [
  "1 + 1 === 2",
  "2 * 3 > 5",
  "ON",
  "!OFF",
  "level === Level.High",
  '"a" + "b" === "ab"',
] as const;
const IMPOSSIBLE = [
  "1 + 1 === 3",
  "2 * 3 < 5",
  "OFF",
  "!ON",
  "level === Level.Low",
  '"a" + "b" === "b"',
] as const;

export function condition(here: Here): string {
  const { random } = here;
  if (here.allows("constants") && random.chance(0.3))
    return random.pick(random.chance(0.5) ? CERTAIN : IMPOSSIBLE);
  return "coin()";
}

function branch(here: Here): Lines {
  const test = condition(here);
  const yes = braced(`if (${test})`, here.block(3));
  if (here.random.chance(0.5)) return yes;
  return [...yes.slice(0, -1), "} else {", here.block(3), "}"];
}

function earlyExit(here: Here): Lines | undefined {
  const { within, random } = here;
  if (within.loop && random.chance(0.6))
    return [`if (${condition(here)}) ${random.pick(["break", "continue"])};`];
  if (within.returns === undefined) return undefined;
  return [`if (${condition(here)}) return ${here.expression(within.returns)};`];
}

function switched(here: Here): Lines {
  const { random } = here;
  const subject = here.allows("constants") && random.chance(0.4) ? "1 + 1" : "coin() ? 1 : coin() ? 2 : 3";
  const cases = ["case 1:", "case 2:", "default:"].map((label): Lines => {
    // A `break` in it would be the loop's without the `switch`.
    const body = here.block(2, { loop: false });
    return [`${label} {`, body, "}", ...(random.chance(0.6) ? ["break;"] : ["// falls through"])];
  });
  return [`switch ((${subject}) as number) {`, cases.flat(), "}"];
}

export const CHOICE_STATEMENTS: readonly StatementRule[] = [
  { construct: "branches", weight: 10, write: branch },
  { construct: "constants", weight: 5, write: branch },
  { construct: "branches", weight: 4, write: earlyExit },
  { construct: "switch", weight: 8, write: switched },
  { construct: "core", weight: 1, write: (here) => ["{", here.block(2), "}"] },
];

export const CHOICE_EXPRESSIONS: readonly ExpressionRule[] = [
  {
    construct: "branches",
    weight: 5,
    write: (here, shape, depth) => {
      const [yes, no] = [here.expression(shape, depth), here.expression(shape, depth)];
      return `(${condition(here)} ? ${yes} : ${no})`;
    },
  },
  {
    construct: "constants",
    weight: 3,
    write: (here, shape, depth) => {
      const [yes, no] = [here.expression(shape, depth), here.expression(shape, depth)];
      return `(${condition(here)} ? ${yes} : ${no})`;
    },
  },
  {
    construct: "core",
    weight: 1,
    write: (here, shape, depth) => `(void ${here.expression(shape, 0)}, ${here.expression(shape, depth)})`,
  },
  {
    construct: "branches",
    weight: 2,
    write: (here, shape, depth) =>
      `((coin() ? ${here.expression(shape, depth)} : undefined) ?? ${here.expression(shape, depth)})`,
  },
];
