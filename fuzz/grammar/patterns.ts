/**
 * Taking records and lists apart, and putting them together: destructuring, spread, rest.
 */
import type { ExpressionRule, Here, StatementRule } from "../here.js";
import type { Lines } from "../lines.js";
import { isPlainData, TEXT, TEXTS, typeOf, type Field, type Shape } from "../shapes.js";

function record(here: Here): { readonly value: string; readonly fields: readonly Field[] } | undefined {
  const shape = here.random.any(here.ofKind("record"))?.shape;
  if (shape?.kind !== "record") return undefined;
  return { value: `(${here.expression(shape)} as ${typeOf(shape)})`, fields: shape.fields };
}

function recordPattern(here: Here): Lines | undefined {
  const from = record(here);
  if (from === undefined) return undefined;
  const taken = here.random.some(from.fields, 0.6);
  const others = from.fields.filter((field) => !taken.includes(field));
  const parts = taken.map(({ name, shape }) => {
    const variable = here.name("d");
    here.declare({ name: variable, shape, mutable: true });
    return `${name}: ${variable}${shape.kind === "text" && here.random.chance(0.2) ? ' = "none"' : ""}`;
  });
  if (others.length > 0 && here.random.chance(0.5)) {
    const rest = here.name("rest");
    here.declare({ name: rest, shape: { kind: "record", fields: others }, mutable: false });
    parts.push(`...${rest}`);
  }
  return [`let { ${parts.join(", ")} } = ${from.value};`];
}

function listPattern(here: Here): Lines {
  const [first, second, rest] = [here.name("d"), here.name("d"), here.name("rest")];
  const value = `(${here.expression(TEXTS)} as Array<string>)`;
  const form = here.random.below(3);
  const names = form === 1 ? [second] : [first, second];
  for (const name of names) here.declare({ name, shape: TEXT, mutable: true });
  if (form !== 2) return [`let [${form === 1 ? "" : `${first} = "none"`}, ${second} = "none"] = ${value};`];
  here.declare({ name: rest, shape: TEXTS, mutable: false });
  return [`let [${first} = "none", ${second} = "none", ...${rest}] = ${value};`];
}

function swap(here: Here): Lines | undefined {
  const texts = here.ofKind("text").filter(({ mutable }) => mutable);
  const [one, other] = [here.random.any(texts), here.random.any(texts)];
  if (one === undefined || other === undefined || one === other) return undefined;
  return [`[${one.name}, ${other.name}] = [${other.name}, ${one.name}];`];
}

function parameterPattern(here: Here): Lines | undefined {
  const from = record(here);
  const field = from?.fields.find(({ shape }) => shape.kind === "text");
  if (from === undefined || field === undefined) return undefined;
  const [name, variable, result] = [here.name("f"), here.name("d"), here.name("v")];
  const shape: Shape = { kind: "record", fields: from.fields };
  const inside = here.inOwnFunction({ returns: TEXT }, [{ name: variable, shape: TEXT, mutable: true }]);
  const body = [...inside.statements(2), `return ${inside.expression(TEXT)};`];
  here.declare({ name: result, shape: TEXT, mutable: false });
  return [
    `function ${name}({ ${field.name}: ${variable} }: ${typeOf(shape)}): string {`,
    body,
    "}",
    `const ${result}: string = ${name}(${from.value});`,
  ];
}

function assignedParts(here: Here): Lines | undefined {
  const target = here.random.any(here.ofKind("record"));
  if (target?.shape.kind !== "record") return undefined;
  const field = target.shape.fields.find(({ shape }) => shape.kind === "text");
  if (field === undefined) return undefined;
  return [`({ v: ${target.name}.${field.name} } = { v: ${here.expression(TEXT)} });`];
}

function objectAssigned(here: Here): Lines | undefined {
  const target = here.random.any(here.ofKind("record"));
  if (target?.shape.kind !== "record") return undefined;
  const field = here.random.any(target.shape.fields);
  if (field === undefined) return undefined;
  return [`Object.assign(${target.name}, { ${field.name}: ${here.expression(field.shape)} });`];
}

function spread(here: Here, shape: Shape, depth: number): string | undefined {
  const { random } = here;
  if (shape.kind === "record") {
    const field = random.any(shape.fields);
    if (field === undefined) return undefined;
    const base = here.expression(shape, depth);
    const change = `${field.name}: ${here.expression(field.shape, depth)}`;
    return random.pick([
      `{ ...${base}, ${change} }`,
      `{ ...{ ${change} }, ...${base} }`,
      `Object.assign({}, ${base}, { ${change} })`,
      `{ ...${base}, ...(coin() ? { ${change} } : {}) }`,
      isPlainData(shape) ? `structuredClone(${base})` : base,
    ]);
  }
  if (shape.kind === "list") {
    const spreadOut = (): string => `...(${here.expression(shape, depth)} as ${typeOf(shape)})`;
    return `[${spreadOut()}, ${here.expression(shape.of, depth)}, ${spreadOut()}]`;
  }
  if (shape.kind === "dictionary")
    return `{ ...${here.expression(shape, depth)}, ...${here.expression(shape, depth)} }`;
  if (shape.kind === "text")
    return `joined(...${here.expression(TEXTS, depth)}, ${here.expression(TEXT, depth)})`;
  return undefined;
}

export const PATTERN_STATEMENTS: readonly StatementRule[] = [
  { construct: "destructuring", weight: 8, write: recordPattern },
  { construct: "destructuring", weight: 6, write: listPattern },
  { construct: "destructuring", weight: 2, write: swap },
  { construct: "destructuring", weight: 2, write: parameterPattern },
  { construct: "destructuring", weight: 2, write: assignedParts },
  { construct: "spread", weight: 3, write: objectAssigned },
];

export const PATTERN_EXPRESSIONS: readonly ExpressionRule[] = [
  { construct: "spread", weight: 8, write: spread },
];
