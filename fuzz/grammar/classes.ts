/**
 * Classes: fields, `#private` ones, accessors, methods, statics, inheritance and overriding.
 */
import type { Here, StatementRule, Variable } from "../here.js";
import { braced, type Lines } from "../lines.js";
import { TEXT, typeOf, type ClassPlan, type Field, type Method, type Shape } from "../shapes.js";
import { functionBody, parameterShapes } from "./functions.js";
import { parametersOf, signatureOf } from "./literals.js";
import { argumentsFor, methodCall } from "./places.js";
import { randomShape } from "./random-shapes.js";

/** A class while it is written: what its members may use so far. */
interface Draft {
  readonly name: string;
  readonly base: ClassPlan | undefined;
  readonly fields: Field[];
  readonly methods: Method[];
  readonly statics: Field[];
  readonly staticMethods: Method[];
  /** `#private` fields, all of them texts. */
  readonly hidden: string[];
}

export function declaredClass(here: Here): Lines {
  const { random, program } = here;
  const base = here.allows("inheritance") && random.chance(0.7) ? random.any(program.classes) : undefined;
  const draft: Draft = {
    name: here.name("C"),
    base,
    fields: [...(base?.fields ?? [])],
    methods: [...(base?.methods ?? [])],
    statics: [],
    staticMethods: [],
    hidden: [],
  };
  const fields = fieldLines(here, draft);
  const parameters = parametersOf(here, parameterShapes(here));
  const body = [
    ...fields,
    ...constructorLines(here, draft, parameters),
    ...(here.allows("accessors") && random.chance(0.8) ? accessorLines(here, draft) : []),
    ...overridingLines(here, draft),
    ...Array.from({ length: 1 + random.below(2) }, () => methodLines(here, draft)).flat(),
    ...(here.allows("statics") ? staticLines(here, draft) : []),
  ];
  program.classes.push(
    planOf(
      draft,
      parameters.map(({ shape }) => shape),
    ),
  );
  return braced(`class ${draft.name}${base === undefined ? "" : ` extends ${base.name}`}`, body);
}

/** What code outside can do with the class as it is now. */
function planOf({ name, base, ...draft }: Draft, parameters: readonly Shape[]): ClassPlan {
  return {
    name,
    ...(base === undefined ? {} : { base }),
    parameters,
    fields: [...draft.fields],
    methods: [...draft.methods],
    statics: [...draft.statics],
    staticMethods: [...draft.staticMethods],
  };
}

function fieldLines(here: Here, draft: Draft): Lines {
  const { random } = here;
  const own = Array.from({ length: random.below(2) + 1 }, () => {
    const shape = random.chance(0.7) ? TEXT : randomShape(here, 1);
    const name = here.name("x");
    draft.fields.push({ name, shape });
    const modifier = random.chance(0.2) ? "public " : "";
    return `${modifier}${name}: ${typeOf(shape)} = ${here.grammar.literal(here, shape, 0)};`;
  });
  if (!here.allows("private") || random.chance(0.3)) return own;
  const name = `#${here.name("x")}`;
  draft.hidden.push(name);
  return [...own, `${name}: string = ${here.grammar.literal(here, TEXT, 0)};`];
}

function constructorLines(here: Here, draft: Draft, parameters: readonly Variable[]): Lines {
  const { random } = here;
  const inside = inMember(here, draft, {}, parameters);
  const outside = here.inOwnFunction({}, parameters);
  const first = draft.base === undefined ? [] : [`super(${argumentsFor(outside, draft.base.parameters)});`];
  const writes = random
    .some(draft.fields, 0.7)
    .map(({ name, shape }) => `this.${name} = ${inside.expression(shape)};`);
  const hidden = draft.hidden.map((name) => `this.${name} = ${inside.expression(TEXT)};`);
  return braced(`constructor(${signatureOf(parameters)})`, [
    ...first,
    ...writes,
    ...hidden,
    ...(random.chance(0.3) ? inside.statements(2) : []),
  ]);
}

/** Inside of a member: `this`, with what the class has so far, is a variable in sight. */
function inMember(
  here: Here,
  draft: Draft,
  within: { returns?: Shape },
  parameters: readonly Variable[],
): Here {
  const self = planOf(draft, []);
  const hidden = draft.hidden.map((name) => ({ name: `this.${name}`, shape: TEXT, mutable: true }));
  const fields = draft.fields.map(({ name, shape }) => ({ name: `this.${name}`, shape, mutable: true }));
  const whole: Variable = { name: "this", shape: { kind: "instance", of: self }, mutable: false };
  return here.inOwnFunction(within, [...parameters, ...fields, ...hidden, whole]);
}

function accessorLines(here: Here, draft: Draft): Lines {
  const name = here.name("y");
  const store = here.random.any([
    ...draft.hidden,
    ...draft.fields.filter(({ shape }) => shape.kind === "text").map((field) => field.name),
  ]);
  if (store === undefined) return [];
  const [value] = parametersOf(here, [TEXT]);
  if (value === undefined) return [];
  const reading = inMember(here, draft, { returns: TEXT }, []);
  const read = here.random.chance(0.6) ? `this.${store}` : reading.expression(TEXT);
  const writing = inMember(here, draft, {}, [value]);
  const written = here.random.chance(0.6) ? value.name : writing.expression(TEXT);
  draft.fields.push({ name, shape: TEXT });
  return [
    ...braced(`get ${name}(): string`, [`return ${read};`]),
    ...braced(`set ${name}(${value.name}: string)`, [`this.${store} = ${written};`]),
  ];
}

function methodLines(here: Here, draft: Draft): Lines {
  const result = here.random.chance(0.75) ? TEXT : randomShape(here, 1);
  const method: Method = { name: here.name("m"), parameters: parameterShapes(here), result };
  const lines = memberFunction(here, draft, method);
  draft.methods.push(method);
  return lines;
}

function memberFunction(here: Here, draft: Draft, method: Method, first: Lines = []): Lines {
  const parameters = parametersOf(here, method.parameters);
  const inside = inMember(here, draft, { returns: method.result }, parameters);
  const body = [...first, ...functionBody(inside, method.result, 3)];
  return braced(`${method.name}(${signatureOf(parameters)}): ${typeOf(method.result)}`, body);
}

function overridingLines(here: Here, draft: Draft): Lines {
  const { base, methods } = draft;
  if (base === undefined) return [];
  return here.random.some(base.methods, 0.5).flatMap((method) => {
    const kept = methods.splice(0, methods.length);
    methods.push(...kept.filter(({ name }) => name !== method.name));
    const inside = here.inOwnFunction({});
    const inherited = here.name("v");
    const first = here.random.chance(0.5)
      ? [
          `const ${inherited}: ${typeOf(method.result)} = ${methodCall(inside, "super", method)};`,
          `void ${inherited};`,
        ]
      : [];
    const lines = memberFunction(here, draft, method, first);
    methods.splice(0, methods.length, ...kept);
    return lines;
  });
}

function staticLines(here: Here, draft: Draft): Lines {
  const store: Field = { name: here.name("s"), shape: TEXT };
  draft.statics.push(store);
  const place = { name: `${draft.name}.${store.name}`, shape: TEXT, mutable: true };
  const method: Method = { name: here.name("t"), parameters: [TEXT], result: TEXT };
  const parameters = parametersOf(here, method.parameters);
  const inside = here.inOwnFunction({ returns: TEXT }, [...parameters, place]);
  draft.staticMethods.push(method);
  return [
    `static ${store.name}: string = ${here.grammar.literal(here, TEXT, 0)};`,
    ...braced(`static ${method.name}(${signatureOf(parameters)}): string`, functionBody(inside, TEXT, 3)),
  ];
}

function methodStatement(here: Here): Lines | undefined {
  const target = here.random.any(here.ofKind("instance"));
  if (target?.shape.kind !== "instance") return undefined;
  const method = here.random.any(target.shape.of.methods);
  return method === undefined ? undefined : [`${methodCall(here, target.name, method)};`];
}

function staticStatement(here: Here): Lines | undefined {
  const plan = here.random.any(here.program.classes);
  const store = here.random.any(plan?.statics ?? []);
  const method = here.random.any(plan?.staticMethods ?? []);
  if (plan === undefined || store === undefined || method === undefined) return undefined;
  if (here.random.chance(0.4)) return [`${plan.name}.${store.name} = ${here.expression(TEXT)};`];
  const name = here.name("v");
  here.declare({ name, shape: TEXT, mutable: false });
  const read = here.random.chance(0.5) ? `${plan.name}.${store.name}` : methodCall(here, plan.name, method);
  return [`const ${name}: string = ${read};`];
}

/** A method taken off its object, bound to it or to another one. */
function detached(here: Here): Lines | undefined {
  const target = here.random.any(here.ofKind("instance"));
  if (target?.shape.kind !== "instance") return undefined;
  const method = here.random.any(target.shape.of.methods);
  if (method === undefined) return undefined;
  const name = here.name("g");
  const shape: Shape = { kind: "function", parameters: method.parameters, result: method.result };
  here.declare({ name, shape, mutable: false });
  return [`const ${name}: ${typeOf(shape)} = ${target.name}.${method.name}.bind(${target.name});`];
}

export const CLASS_STATEMENTS: readonly StatementRule[] = [
  { construct: "classes", weight: 8, write: methodStatement },
  { construct: "statics", weight: 8, write: staticStatement },
  { construct: "function values", weight: 2, write: detached },
];
