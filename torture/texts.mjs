/** What hostile programs are made of: texts repeated and nested, around a labelled value and a sink. */

/**
 * @typedef {object} HostileProgram
 * @property {string} name
 * @property {Readonly<Record<string, string>>} files
 */

export const HEAD = 'import { coin, contact, plain, target } from "./prelude.js";\n';

/**
 * What the programs share: a source, a sink, and what nobody can know before the program runs.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const PRELUDE = {
  "prelude.ts": `type SecurityContact = string & { readonly __brand: "SecurityContact" };
export declare function contact(): SecurityContact;
export declare function plain(): string;
export declare function coin(): boolean;
/** @purpose advertising */
export function target(value: unknown): void {
  void value;
}
`,
};

/**
 * @param {number} count
 * @param {(at: number) => string} make
 */
export function times(count, make, separator = "") {
  return Array.from({ length: count }, (_, at) => make(at)).join(separator);
}

/**
 * `open` and `close` around the middle, over and over.
 *
 * @param {number} depth
 * @param {string} open
 * @param {string} middle
 * @param {string} close
 */
export function nested(depth, open, middle, close) {
  return open.repeat(depth) + middle + close.repeat(depth);
}

/**
 * A program in one file.
 *
 * @param {string} name
 * @param {string} text
 * @returns {HostileProgram}
 */
export function program(name, text) {
  return { name, files: { "main.ts": HEAD + text } };
}

/**
 * A program that is one function's body.
 *
 * @param {string} name
 * @param {string} text
 */
export function body(name, text) {
  return program(name, `export function run(): void {\n${text}\n}\n`);
}
