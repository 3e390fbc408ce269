import type { TypeShape } from "../graph/type-shape.js";

/** Where labels are, as paths: ".phone", "[]", "[1]", "{key}", "()". */
export function labelPaths(shape: TypeShape | undefined, seen: readonly TypeShape[] = []): readonly string[] {
  if (shape === undefined) return [];
  if (seen.includes(shape)) return ["…"];
  const below = (part: TypeShape | undefined, step: string): string[] =>
    labelPaths(part, [...seen, shape]).map((path) => step + path);
  return [
    ...(shape.labels.length > 0 ? ["*"] : []),
    ...[...shape.properties].flatMap(([name, part]) => below(part, `.${name}`)),
    ...below(shape.elements, "[]"),
    ...below(shape.keys, "{key}"),
    ...(shape.places ?? []).flatMap((place, at) => below(place, `[${at}]`)),
    ...below(shape.result, "()"),
  ];
}
