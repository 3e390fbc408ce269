/** The words that a generated program's entities are made of. */

/** @typedef {"number" | "string" | "boolean" | "string[]"} FieldType */
/** @typedef {{ name: string, type: FieldType }} Field */
/**
 * One feature's entity.
 *
 * @typedef {object} Entity
 * @property {string} name As a type is called: `InvoiceLine12`.
 * @property {string} folder
 * @property {readonly Field[]} fields
 * @property {readonly string[]} states
 */
/** @import { Random } from "./random.mjs" */

/** @type {readonly [string, ...string[]]} */
const ADJECTIVES = [
  "Shared",
  "Draft",
  "Weekly",
  "Public",
  "Archived",
  "Nested",
  "Remote",
  "Recent",
  "Linked",
];
/** @type {readonly [string, ...string[]]} */
const NOUNS = [
  "Invoice",
  ...[
    "Article",
    "Comment",
    "Order",
    "Ticket",
    "Document",
    "Gallery",
    "Message",
    "Report",
    "Project",
    "Asset",
  ],
  ...["Shipment", "Voucher", "Workflow", "Calendar", "Playlist", "Review", "Recipe", "Booking", "Survey"],
];
/** @type {readonly Field[]} */
const FIELDS = [
  { name: "title", type: "string" },
  { name: "description", type: "string" },
  { name: "reference", type: "string" },
  { name: "currency", type: "string" },
  { name: "category", type: "string" },
  { name: "region", type: "string" },
  { name: "amount", type: "number" },
  { name: "position", type: "number" },
  { name: "rating", type: "number" },
  { name: "startsAt", type: "number" },
  { name: "duration", type: "number" },
  { name: "quantity", type: "number" },
  { name: "isHidden", type: "boolean" },
  { name: "isPinned", type: "boolean" },
  { name: "isFinal", type: "boolean" },
  { name: "tags", type: "string[]" },
  { name: "memberIds", type: "string[]" },
];
const STATES = ["draft", "open", "waiting", "approved", "rejected", "closed"];

/**
 * @param {number} index
 * @param {Random} random
 * @returns {Entity}
 */
export function entityOf(index, random) {
  const name = `${random.pick(ADJECTIVES)}${random.pick(NOUNS)}${index}`;
  const byType = (/** @type {FieldType} */ type, /** @type {number} */ count) =>
    random.some(
      FIELDS.filter((field) => field.type === type),
      count,
    );
  return {
    name,
    folder: `features/${kebab(name)}`,
    fields: [
      ...byType("string", 2 + random.below(3)),
      ...byType("number", 2 + random.below(3)),
      ...byType("boolean", 1 + random.below(2)),
      ...byType("string[]", 1),
    ],
    states: random.some(STATES, 3 + random.below(3)),
  };
}

/** @param {string} name */
function kebab(name) {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z0-9])/g, "-").toLowerCase();
}

/** @param {string} name */
export function capital(name) {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/**
 * @param {Entity} entity
 * @param {FieldType} type
 */
export function fieldsOf({ fields }, type) {
  return fields.filter((field) => field.type === type).map(({ name }) => name);
}
