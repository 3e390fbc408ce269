/**
 * Variables, and writing to what is there: assignment to variables, fields and elements, and containers that change.
 */
import type { Here, StatementRule, Variable } from "../here.js";
import type { Lines } from "../lines.js";
import { TEXT, TEXTS, typeOf, type Shape } from "../shapes.js";
import { contactOf } from "./literals.js";
import { keyText, KEYS } from "./places.js";
import { randomShape } from "./random-shapes.js";

export function declared(here: Here, shape: Shape, value: string): Lines {
  const mutable = here.random.chance(0.5);
  const name = here.name("v");
  here.declare({ name, shape, mutable });
  return [`${mutable ? "let" : "const"} ${name}: ${typeOf(shape)} = ${value};`];
}

function declaration(here: Here): Lines {
  const shape = randomShape(here);
  return declared(here, shape, here.expression(shape));
}

function contact(here: Here): Lines | undefined {
  return here.random.chance(here.program.contacts) ? declared(here, TEXT, contactOf(here)) : undefined;
}

function alias(here: Here): Lines | undefined {
  const objects = ["record", "list", "map", "dictionary", "instance"] as const;
  const of = here.random.any(objects.flatMap((kind) => here.ofKind(kind)));
  return of === undefined ? undefined : declared(here, of.shape, of.name);
}

function assignment(here: Here): Lines | undefined {
  const variable = here.random.any(here.visible().filter(({ mutable }) => mutable));
  if (variable === undefined) return undefined;
  const { name, shape } = variable;
  const operator = shape.kind === "text" && here.random.chance(0.2) ? "+=" : "=";
  return [`${name} ${operator} ${here.expression(shape)};`];
}

function fieldWrite(here: Here): Lines | undefined {
  const target = here.random.any([...here.ofKind("record"), ...here.ofKind("instance")]);
  const fields = target === undefined ? [] : fieldsOf(target);
  const field = here.random.any(fields);
  if (target === undefined || field === undefined) return undefined;
  const place = here.random.chance(0.8) ? `${target.name}.${field.name}` : `${target.name}["${field.name}"]`;
  return [`${place} = ${here.expression(field.shape)};`];
}

function fieldsOf({ shape }: Variable): readonly { name: string; shape: Shape }[] {
  if (shape.kind === "record") return shape.fields;
  return shape.kind === "instance" ? shape.of.fields : [];
}

function entryWrite(here: Here): Lines | undefined {
  const target = here.random.any(here.ofKind("dictionary"));
  if (target === undefined) return undefined;
  if (here.random.chance(0.25)) return [`delete ${target.name}["${here.random.pick(KEYS)}"];`];
  return [`${target.name}[${keyText(here)}] = ${here.expression(TEXT)};`];
}

function mapWrite(here: Here): Lines | undefined {
  const target = here.random.any(here.ofKind("map"));
  if (target?.shape.kind !== "map") return undefined;
  const { name, shape } = target;
  if (here.random.chance(0.15)) return [`${name}.delete("${here.random.pick(KEYS)}");`];
  if (here.random.chance(0.08)) return [`${name}.clear();`];
  return [`${name}.set(${keyText(here)}, ${here.expression(shape.of)});`];
}

function setWrite(here: Here): Lines | undefined {
  const target = here.random.any(here.ofKind("set"));
  if (target === undefined) return undefined;
  return [
    here.random.chance(0.15) ? `${target.name}.clear();` : `${target.name}.add(${here.expression(TEXT)});`,
  ];
}

function listWrite(here: Here): Lines | undefined {
  const { random } = here;
  const target = random.any(here.ofKind("list"));
  if (target?.shape.kind !== "list") return undefined;
  const { name, shape } = target;
  const value = (): string => here.expression(shape.of);
  const writes: readonly [() => string, ...(() => string)[]] = [
    () => `${name}.push(${value()});`,
    () => `${name}.push(${value()}, ${value()});`,
    () => `${name}.unshift(${value()});`,
    () => `${name}[0] = ${value()};`,
    () => `${name}[1] = ${value()};`,
    () => `${name}.pop();`,
    () => `${name}.shift();`,
    () => `${name}.reverse();`,
    () => `${name}.splice(0, 1, ${value()});`,
    () => `${name}.splice(1, 1);`,
    () => `${name}.length = 0;`,
    () => `${name}.fill(${value()});`,
  ];
  return [random.pick(writes)()];
}

function keysRead(here: Here): Lines | undefined {
  const target = here.random.any([...here.ofKind("dictionary"), ...here.ofKind("map")]);
  if (target === undefined) return undefined;
  const keys = target.shape.kind === "map" ? `[...${target.name}.keys()]` : `Object.keys(${target.name})`;
  return declared(here, TEXTS, keys);
}

export const ASSIGNMENTS: readonly StatementRule[] = [
  { construct: "core", weight: 12, write: declaration },
  { construct: "core", weight: 6, write: contact },
  { construct: "core", weight: 10, write: assignment },
  { construct: "aliases", weight: 8, write: alias },
  { construct: "objects", weight: 8, write: fieldWrite },
  { construct: "aliases", weight: 6, write: fieldWrite },
  { construct: "keys", weight: 6, write: entryWrite },
  { construct: "keys", weight: 1, write: keysRead },
  { construct: "maps", weight: 8, write: mapWrite },
  { construct: "maps", weight: 1, write: keysRead },
  { construct: "sets", weight: 6, write: setWrite },
  { construct: "lists", weight: 10, write: listWrite },
];
