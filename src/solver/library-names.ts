/**
 * Pipeline stage: value flow. The names by which flow models know a function of which only a declaration is known: one
 * of a library, of code that was generated for a library, or a class that a library gave.
 */
import { moduleOfOrigin, type Origin } from "../graph/origin.js";
import type { Machine } from "./machine.js";

interface LibraryName {
  readonly module: string;
  readonly path: readonly string[];
}

/** The names of what is declared there, if that is of a library or was generated for one; `member` is what it is called by. */
export function libraryNameOf(
  machine: Machine,
  origin: Origin,
  member: string | undefined,
): LibraryName | undefined {
  const { path } = origin;
  const module = moduleOfOrigin(origin);
  const { view } = machine;
  if (origin.home.kind !== "program") {
    // Properties of a mapped type are all declared by one type, which says nothing of their names.
    const named = member === undefined || path.at(-1) === member ? path : [...path, member];
    return { module, path: view.modelOf(module, named) === undefined ? path : named };
  }
  const { calledAs } = origin;
  if (calledAs !== undefined && view.modelOf(calledAs.module, calledAs.path) !== undefined) return calledAs;
  const generator = origin.importing?.find((one) => view.modelOf(one, path)?.name.startsWith("*") === true);
  return generator === undefined ? undefined : { module: generator, path };
}

/** The names of a class of a library, if a flow model says how something is made of it. */
export function classNameOf(machine: Machine, origin: Origin): LibraryName | undefined {
  const module = moduleOfOrigin(origin);
  const path = origin.path.filter((part) => part !== "new");
  const isKnown =
    origin.home.kind !== "program" && machine.view.modelOf(module, [...path, "new"]) !== undefined;
  return isKnown ? { module, path } : undefined;
}
