/**
 * Summaries: answers by site, each different answer once. Types are compared by the objects that they are (their shapes
 * may be cyclic), all else by what it says.
 */
import type { Column } from "../graph/package-summary.js";
import type { SiteType } from "../graph/program-view.js";
import type { TypeShape } from "../graph/type-shape.js";

/** Asks for each of `count` places. */
export function columnOf<T>(
  count: number,
  ask: (place: number) => T,
  keyOf: (answer: T) => unknown = byContent,
): Column<T> {
  const indices = new Uint32Array(count);
  const values: T[] = [];
  const known = new Map<unknown, number>();
  for (let place = 0; place < count; place++) {
    const answer = ask(place);
    const key = keyOf(answer);
    const index = known.get(key) ?? values.push(answer) - 1;
    known.set(key, index);
    indices[place] = index;
  }
  return { indices, values };
}

/** The same column with other answers. */
export function mapColumn<T, U>({ indices, values }: Column<T>, change: (answer: T) => U): Column<U> {
  return { indices, values: values.map(change) };
}

function byContent(answer: unknown): unknown {
  return typeof answer === "object" ? JSON.stringify(answer) : answer;
}

export function byIdentity(answer: unknown): unknown {
  return answer;
}

/** Tells types apart, and the shapes in them by which objects they are. */
export function typeKeys(): (type: SiteType) => string {
  const shapes = new Map<TypeShape, number>();
  return ({ shape, ...rest }) => {
    const number = shape === undefined ? -1 : (shapes.get(shape) ?? shapes.size);
    if (shape !== undefined) shapes.set(shape, number);
    return `${String(number)} ${JSON.stringify(rest)}`;
  };
}
