/**
 * Expressions of text. What is done to a contact leaves some of it in the result: the sentinels that stand for contacts
 * are long, and no operation cuts off more than a few characters.
 */
import type { ExpressionRule, Here } from "../here.js";
import { TEXT, TEXTS } from "../shapes.js";
import { randomData } from "./random-shapes.js";

const SAME_TEXT = [
  ".toUpperCase()",
  ".toLowerCase()",
  ".trim()",
  ".slice(1)",
  ".normalize()",
  ".toString()",
  '.padEnd(40, ".")',
  '.replace("zz", "y")',
  '.replaceAll(/\\s/g, "")',
  '.split("").join("")',
  '.split("").reverse().join("")',
] as const;

const COMBINED: readonly ((one: string, other: string) => string)[] = [
  (one, other) => `(${one} + ${other})`,
  (one, other) => `\`\${${one}}-\${${other}}\``,
  (one, other) => `${one}.concat("/", ${other})`,
  (one, other) => `[${one}, ${other}].join("|")`,
  (one, other) => `"<>".replace("<>", ${one} + ${other})`,
];

const ENCODED: readonly ((text: string) => string)[] = [
  (text) => `encodeURIComponent(${text})`,
  (text) => `decodeURIComponent(encodeURIComponent(${text}))`,
  (text) => `Buffer.from(${text}).toString("base64")`,
  (text) => `btoa(${text})`,
  (text) => `createHash("sha256").update(${text}).digest("hex")`,
  (text) => `String(${text})`,
  (text) => `[...${text}].join("")`,
  (text) => `JSON.parse(JSON.stringify({ v: ${text} })).v as string`,
];

/** Says nothing of the text's content. */
const SILENT: readonly ((text: string) => string)[] = [
  (text) => `String(${text}.length)`,
  (text) => `typeof ${text}`,
  (text) => `String(Boolean(${text}))`,
  (text) => `(${text} ? "yes" : "no")`,
  (text) => `String(void ${text})`,
  (text) => `String(${text} === "n1")`,
];

function ofText(write: (here: Here, depth: number) => string): ExpressionRule["write"] {
  return (here, shape, depth) => (shape.kind === "text" ? write(here, depth) : undefined);
}

export const TEXT_RULES: readonly ExpressionRule[] = [
  {
    construct: "core",
    weight: 4,
    write: ofText((here, depth) => `(${here.expression(TEXT, depth)} + ${here.expression(TEXT, depth)})`),
  },
  {
    construct: "text",
    weight: 10,
    write: ofText((here, depth) => here.expression(TEXT, depth) + here.random.pick(SAME_TEXT)),
  },
  {
    construct: "text",
    weight: 6,
    write: ofText((here, depth) => {
      const [one, other] = [here.expression(TEXT, depth), here.expression(TEXT, depth)];
      return here.random.any(COMBINED)?.(one, other) ?? one;
    }),
  },
  {
    construct: "text",
    weight: 5,
    write: ofText((here, depth) => {
      const text = here.expression(TEXT, depth);
      return `(${here.random.any(ENCODED)?.(text) ?? text})`;
    }),
  },
  {
    construct: "text",
    weight: 4,
    write: ofText((here, depth) => {
      const text = here.expression(TEXT, depth);
      return `(${here.random.any(SILENT)?.(text) ?? text})`;
    }),
  },
  {
    construct: "lists",
    weight: 4,
    write: ofText((here, depth) => `${here.expression(TEXTS, depth)}.join(",")`),
  },
  {
    construct: "objects",
    weight: 3,
    write: ofText((here, depth) => `JSON.stringify(${here.expression(randomData(here), depth)})`),
  },
];
