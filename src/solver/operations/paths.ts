/**
 * Pipeline stage: value flow. Parts of objects by paths that are data: `get(account, "twoFactor.phone")`,
 * `set(row, ["contact", "phone"], phone)`.
 */
import { iterated } from "../iteration.js";
import { argument, type Application } from "../model-places.js";
import { keyOf, readProperty, type KeyNames } from "../properties.js";
import { writeProperty } from "../property-writes.js";
import {
  constantValue,
  isNothing,
  joinAll,
  joinValues,
  NOTHING,
  onlyConstants,
  openValue,
  UNKNOWN,
  withFacts,
  type Value,
} from "../value.js";
import { factsWithin } from "../parts.js";

/** How far a path that is not known leads into an object. */
const UNKNOWN_DEPTH = 3;

const ANY_KEY: KeyNames = { names: undefined, value: NOTHING };

/** What is at the path, the second argument, in the first one. */
export function getPath(application: Application): Value {
  const { machine, event } = application;
  const object = argument(application, 0);
  const read = (keys: readonly KeyNames[]): Value =>
    keys.reduce((value, key) => readProperty(machine, event.frame, value, key, event.site), object);
  const paths = pathsOf(application, argument(application, 1));
  if (paths !== undefined) return joinAll(paths.map(read));
  const within = factsWithin(machine, event.frame, object, event.site);
  return withFacts(joinValues(read([ANY_KEY]), openValue(within)), argument(application, 1).facts);
}

/** Puts the third argument at the path; objects on the way that are not there yet are made. */
export function setPath(application: Application): Value {
  const object = argument(application, 0);
  const unknown = Array.from({ length: UNKNOWN_DEPTH }, () => ANY_KEY);
  const paths = pathsOf(application, argument(application, 1));
  if (paths?.length === 1) putAt(application, object, paths[0] ?? []);
  else
    for (const path of paths ?? [unknown])
      application.machine.perhaps(() => (putAt(application, object, path), NOTHING));
  return object;
}

function putAt(application: Application, object: Value, path: readonly KeyNames[]): void {
  const { machine, event } = application;
  const { frame, site } = event;
  let holder = object;
  for (const [depth, key] of path.entries()) {
    if (depth === path.length - 1) {
      writeProperty(machine, frame, holder, key, argument(application, 2), site);
      return;
    }
    let next = readProperty(machine, frame, holder, key, site);
    if (next.addresses.size === 0) {
      next = machine.make(frame, site, `at ${String(depth)}`, { kind: "record" });
      writeProperty(machine, frame, holder, key, next, site);
    }
    holder = next;
  }
}

/** The paths that a text or a list of keys may mean; undefined: any. */
function pathsOf(application: Application, path: Value): readonly (readonly KeyNames[])[] | undefined {
  const { machine, event } = application;
  const texts = onlyConstants(path);
  if (texts !== undefined) return [...texts].map((text) => keysOfText(String(text)));
  const { places } = iterated(machine, event.frame, path, event.site);
  if (places === undefined || path.open) return undefined;
  return [places.map((place) => (isNothing(place) ? keyOf(machine, UNKNOWN) : keyOf(machine, place)))];
}

/** @example keysOfText("rows[0].phone") // rows, 0, phone */
function keysOfText(text: string): readonly KeyNames[] {
  return text
    .split(/[.[\]]+/)
    .map((name) => name.replace(/^["']|["']$/g, ""))
    .filter((name) => name !== "")
    .map((name) => ({ names: [name], value: constantValue(name) }));
}
