/**
 * Pipeline stage: value flow. Objects whose properties are their items (`Storage`): what a method writes under a key is
 * what a property of that name gives, and the other way round.
 */
import { plainSlot, slotsWith } from "../heap.js";
import { argument, type Application } from "../model-places.js";
import { isRecent } from "../addresses.js";
import { slotsMeant, underForms } from "../key-forms.js";
import { certainName, isHidden, keyOf } from "../properties.js";
import { writeProperty } from "../property-writes.js";
import { joinFacts, joinValues, NOTHING, UNDEFINED, UNKNOWN, withFacts, type Value } from "../value.js";
import { matchedFacts } from "../match.js";

/** What is there under the key; what nobody has written in the program may still be there from earlier. */
export function getItem(application: Application): Value {
  const { machine, event } = application;
  const { names, value: key } = keyOf(application.machine, argument(application, 0));
  let read = NOTHING;
  let facts = key.facts;
  for (const address of event.receiver.addresses) {
    const object = machine.object(address);
    if (object === undefined) continue;
    facts = joinFacts(facts, object.keyFacts);
    const own =
      names?.flatMap((name) => [name, ...slotsMeant(object, name)]) ??
      [...object.slots.keys()].filter((name) => !isHidden(name));
    for (const name of own)
      read = joinValues(read, object.slots.get(name)?.value ?? joinValues(underForms(object, name), ANY));
    read = joinValues(read, object.rest);
    if (names === undefined) read = joinValues(read, ANY);
  }
  return withFacts(
    joinValues(read, { ...NOTHING, constants: NULL }),
    matchedFacts(event.frame, facts, event.site),
  );
}
const NULL: ReadonlySet<null> = new Set([null]);
const ANY = { ...UNKNOWN, constants: NULL };

export function setItem(application: Application): Value {
  const { machine, event } = application;
  const key = keyOf(application.machine, argument(application, 0));
  writeProperty(machine, event.frame, event.receiver, key, argument(application, 1), event.site);
  return UNDEFINED;
}

export function removeItem(application: Application): Value {
  const name = certainName(keyOf(application.machine, argument(application, 0)));
  if (name === undefined) return UNDEFINED;
  change(application, (known) => known === name);
  return UNDEFINED;
}

export function clearItems(application: Application): Value {
  change(application, () => true);
  return UNDEFINED;
}

/** Nothing is under these names any more, if it is certain which object it is. */
function change({ machine, event }: Application, isRemoved: (name: string) => boolean): void {
  const [address, ...others] = event.receiver.addresses;
  if (address === undefined || others.length > 0 || event.receiver.open || !isRecent(address)) return;
  machine.update(address, (object) => {
    let cleared = object;
    for (const name of object.slots.keys())
      if (!isHidden(name) && isRemoved(name)) cleared = slotsWith(cleared, name, plainSlot(NULL_VALUE));
    return cleared;
  });
}
const NULL_VALUE: Value = { ...NOTHING, constants: NULL };
