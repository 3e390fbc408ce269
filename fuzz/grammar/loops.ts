/**
 * Loops that end: over constants, over what containers hold, and by a counter beside a condition that nothing decides.
 */
import type { Here, StatementRule } from "../here.js";
import { braced, type Lines } from "../lines.js";
import { COUNT, TEXT, TEXTS, type Shape } from "../shapes.js";

function body(here: Here, variables: readonly { name: string; shape: Shape }[] = []): Lines {
  return here.block(
    3,
    { loop: true },
    variables.map((variable) => ({ ...variable, mutable: false })),
  );
}

function counted(here: Here): Lines {
  const index = here.name("i");
  const rounds = String(here.random.below(4));
  return braced(
    `for (let ${index} = 0; ${index} < ${rounds}; ${index}++)`,
    body(here, [{ name: index, shape: COUNT }]),
  );
}

function overList(here: Here): Lines {
  const name = here.name("e");
  const lists = here.ofKind("list");
  const list = here.random.any(lists);
  const of = list?.shape.kind === "list" ? list.shape.of : TEXT;
  // A copy: what the body adds to the list must not make the loop endless.
  const source = list === undefined ? here.expression(TEXTS) : `[...${list.name}]`;
  return braced(`for (const ${name} of ${source})`, body(here, [{ name, shape: of }]));
}

function overKeys(here: Here): Lines | undefined {
  const target = here.random.any(here.ofKind("dictionary"));
  if (target === undefined) return undefined;
  const key = here.name("key");
  const value = here.name("e");
  const both = [key, value].map((name) => ({ name, shape: TEXT }));
  if (here.random.chance(0.5))
    return braced(`for (const [${key}, ${value}] of Object.entries(${target.name}))`, body(here, both));
  const taken = `const ${value}: string = ${target.name}[${key}] ?? "none";`;
  return braced(`for (const ${key} of Object.keys(${target.name}))`, [taken, ...body(here, both)]);
}

function overMap(here: Here): Lines | undefined {
  const target = here.random.any(here.ofKind("map"));
  if (target?.shape.kind !== "map") return undefined;
  const [key, value] = [here.name("key"), here.name("e")];
  const variables = [
    { name: key, shape: TEXT },
    { name: value, shape: target.shape.of },
  ];
  if (here.random.chance(0.6))
    return braced(`for (const [${key}, ${value}] of [...${target.name}])`, body(here, variables));
  return braced(`for (const ${value} of [...${target.name}.values()])`, body(here, variables.slice(1)));
}

function overSet(here: Here): Lines | undefined {
  const target = here.random.any(here.ofKind("set"));
  if (target === undefined) return undefined;
  const name = here.name("e");
  return braced(`for (const ${name} of [...${target.name}])`, body(here, [{ name, shape: TEXT }]));
}

function undecided(here: Here): Lines {
  const rounds = here.name("r");
  return [
    `let ${rounds} = 0;`,
    ...braced(`while (${rounds}++ < 3 && coin())`, body(here, [{ name: rounds, shape: COUNT }])),
  ];
}

function once(here: Here): Lines {
  return braced("do", body(here), " while (OFF);");
}

function labelled(here: Here): Lines {
  const label = here.name("outer");
  const [one, other] = [here.name("i"), here.name("i")];
  const exit = here.random.pick(["break", "continue"]);
  const inner = [
    ...body(here),
    `if (${here.random.pick(["coin()", `${other} === 1`, `${one} === 0`])}) ${exit} ${label};`,
    ...here.block(1, { loop: true }),
  ];
  return braced(`${label}: for (let ${one} = 0; ${one} < 2; ${one}++)`, [
    ...braced(`for (let ${other} = 0; ${other} < 2; ${other}++)`, inner),
    ...here.block(1, { loop: true }),
  ]);
}

export const LOOPS: readonly StatementRule[] = [
  { construct: "loops", weight: 6, write: counted },
  { construct: "loops", weight: 6, write: overList },
  { construct: "lists", weight: 2, write: overList },
  { construct: "keys", weight: 3, write: overKeys },
  { construct: "maps", weight: 4, write: overMap },
  { construct: "sets", weight: 4, write: overSet },
  { construct: "loops", weight: 5, write: undecided },
  { construct: "loops", weight: 1, write: once },
  { construct: "loops", weight: 2, write: labelled },
];
