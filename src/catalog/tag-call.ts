/**
 * Calls of mixed tags (`gtag`, `dataLayer.push`): the same function serves advertising and analytics, and what is in
 * the call decides which. What is unknown of a call does not make it advertising; what may be, does.
 */
import { MIXED_TAG_RULES, type PackageTag, type TagForm } from "./catalog-data.js";

/** What is known of an argument. */
export interface TagArgument {
  /** The strings that it may be; empty where that is unknown or it is no string. */
  readonly constants: readonly string[];
  /** Its properties as far as they are known; an array's elements are "0", "1", …. */
  readonly properties?: Readonly<Record<string, TagArgument>> | undefined;
}

const UNKNOWN: TagArgument = { constants: [] };

/** The purpose of one call of a mixed tag. */
export function tagCallPurpose(form: TagForm, args: readonly TagArgument[]): string {
  const advertising = form === "command" ? isAdvertisingCommand(args) : args.some(isAdvertisingEntry);
  return advertising ? MIXED_TAG_RULES.purpose : MIXED_TAG_RULES.otherwise;
}

/** The arguments that a package hands to the tag it wraps. */
export function argumentsOfTag(tag: PackageTag, args: readonly TagArgument[]): readonly TagArgument[] {
  const before = (tag.before ?? []).map((constant): TagArgument => ({ constants: [constant] }));
  const own = tag.property === undefined ? args : [propertyOf(args[0] ?? UNKNOWN, tag.property)];
  return [...before, ...own];
}

/** `gtag("set", "user_data", …)`, `gtag("event", "conversion", …)`, `gtag("config", "AW-…")`, or such fields anywhere. */
function isAdvertisingCommand(args: readonly TagArgument[]): boolean {
  const [command = UNKNOWN, name = UNKNOWN] = args;
  if (mayBe(command, "set") && name.constants.some(isUserData)) return true;
  if (mayBe(command, "event") && name.constants.some(isConversion)) return true;
  return args.some((argument) => argument.constants.some(isAdvertisingId) || hasAdvertisingField(argument));
}

/** `dataLayer.push({ event: "conversion" })`, `.push({ user_data })`, or a command's arguments pushed as they are. */
function isAdvertisingEntry(entry: TagArgument): boolean {
  if (entry.properties !== undefined && Object.hasOwn(entry.properties, "0")) {
    return isAdvertisingCommand(elementsOf(entry.properties));
  }
  return (
    propertyOf(entry, MIXED_TAG_RULES.eventField).constants.some(isConversion) || hasAdvertisingField(entry)
  );
}

function hasAdvertisingField(argument: TagArgument): boolean {
  const { idFields, userDataFields } = MIXED_TAG_RULES;
  return (
    userDataFields.some((field) => Object.hasOwn(argument.properties ?? {}, field)) ||
    idFields.some((field) => idsIn(propertyOf(argument, field)).some(isAdvertisingId))
  );
}

/** An id, or a list of ids. */
function idsIn(field: TagArgument): readonly string[] {
  return [field, ...Object.values(field.properties ?? {})].flatMap((value) => value.constants);
}

/** The elements by index; one that is not known is unknown. */
function elementsOf(properties: Readonly<Record<string, TagArgument>>): readonly TagArgument[] {
  const indexes = Object.keys(properties)
    .filter((key) => /^\d+$/.test(key))
    .map(Number);
  return Array.from({ length: Math.max(...indexes) + 1 }, (_, index) => properties[String(index)] ?? UNKNOWN);
}

function propertyOf(argument: TagArgument, name: string): TagArgument {
  const properties = argument.properties;
  return properties !== undefined && Object.hasOwn(properties, name)
    ? (properties[name] ?? UNKNOWN)
    : UNKNOWN;
}

function mayBe(argument: TagArgument, constant: string): boolean {
  return argument.constants.length === 0 || argument.constants.includes(constant);
}

function isUserData(name: string): boolean {
  return MIXED_TAG_RULES.userDataFields.includes(name);
}

function isConversion(event: string): boolean {
  const { events, eventPrefixes } = MIXED_TAG_RULES;
  return events.includes(event) || eventPrefixes.some((prefix) => event.startsWith(prefix));
}

function isAdvertisingId(text: string): boolean {
  return MIXED_TAG_RULES.ids.some((prefix) => text.startsWith(prefix));
}
