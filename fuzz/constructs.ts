/**
 * The families of language that programs are made of. Each program takes some of them and leaves out the others, so that
 * what one of them hides, another program shows ("swarm testing").
 */
export const CONSTRUCTS = [
  "core",
  "text",
  "objects",
  "aliases",
  "lists",
  "callbacks",
  "destructuring",
  "spread",
  "maps",
  "sets",
  "keys",
  "branches",
  "constants",
  "switch",
  "loops",
  "exceptions",
  "functions",
  "recursion",
  "closures",
  "function values",
  "classes",
  "inheritance",
  "private",
  "accessors",
  "statics",
  "generators",
  "promises",
  "async",
  "timers",
  "sinks",
  "files",
] as const;

export type Construct = (typeof CONSTRUCTS)[number];

export function isConstruct(name: string): name is Construct {
  return CONSTRUCTS.some((construct) => construct === name);
}
