/**
 * Pipeline stage: value flow. The grammar of the paths that flow models are written with: a base (`receiver`,
 * `argument[0]`, `arguments`, `arguments[1..]`, `result`, `callee`, `owner`) and the parts that lead on from it (`.element`, `.name(x)` …).
 */

/** Parts that stand for themselves, in the order in which messages list them. */
const PLAIN_PARTS = [
  "element",
  "key",
  "value",
  "resolved",
  "rejected",
  "anything",
  "property",
  "decorated",
] as const;

type PlainPart = (typeof PLAIN_PARTS)[number];

type ModelPathPart =
  /** Elements, keys, values …: whatever the part's name says. */
  | { readonly kind: PlainPart }
  /** The property of this name. */
  | { readonly kind: "name"; readonly name: string };

export interface ParsedModelPath {
  readonly base: {
    readonly kind: "receiver" | "argument" | "arguments" | "result" | "callee" | "owner";
    /** Of `argument`: which one. */
    readonly index?: number;
    /** Of `arguments`: the first of them. */
    readonly from?: number;
  };
  readonly parts: readonly ModelPathPart[];
}

const BASES = '"receiver", "argument[0]", "arguments", "arguments[1..]", "result", "callee" or "owner"';
const PARTS = `${PLAIN_PARTS.map((part) => `".${part}"`).join(", ")} or ".name(x)"`;

const BASE = /^(?:receiver|result|callee|owner|argument\[(\d+)\]|arguments(?:\[(\d+)\.\.\])?)(?=\.|$)/;
const PART = /^\.(?:name\(([^()]+)\)|([a-z]+))(?=\.|$)/;

/**
 * The path that a text stands for, or what is wrong with it as half a sentence.
 *
 * @example
 * parseModelPath("argument[0].name(data).element")
 * // { base: { kind: "argument", index: 0 }, parts: [{ kind: "name", name: "data" }, { kind: "element" }] }
 */
export function parseModelPath(text: string): ParsedModelPath | string {
  const match = BASE.exec(text);
  if (match === null) return `${quote(text)} starts with no base; expected ${BASES}`;
  const parts = parseParts(text, match[0].length);
  return typeof parts === "string" ? parts : { base: baseOf(match), parts };
}

function baseOf([text, index, from]: RegExpExecArray): ParsedModelPath["base"] {
  if (index !== undefined) return { kind: "argument", index: Number(index) };
  switch (text) {
    case "receiver":
    case "result":
    case "callee":
    case "owner":
      return { kind: text };
  }
  return { kind: "arguments", from: Number(from ?? 0) };
}

function parseParts(text: string, start: number): readonly ModelPathPart[] | string {
  const parts: ModelPathPart[] = [];
  for (let rest = text.slice(start); rest !== "";) {
    const match = PART.exec(rest);
    const part = match === null ? undefined : partOf(match);
    if (match === null || part === undefined) {
      return `${quote(text)} goes on with ${quote(rest)}; expected ${PARTS}`;
    }
    parts.push(part);
    rest = rest.slice(match[0].length);
  }
  return parts;
}

function partOf([, name, word]: RegExpExecArray): ModelPathPart | undefined {
  if (name !== undefined) return { kind: "name", name };
  const kind = PLAIN_PARTS.find((part) => part === word);
  return kind === undefined ? undefined : { kind };
}

function quote(text: string): string {
  return JSON.stringify(text);
}
