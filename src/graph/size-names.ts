/**
 * Pipeline stage: facts → value flow. Properties that say how much there is, and nothing of the content.
 */
export const SIZE_NAMES: ReadonlySet<string> = new Set([
  "length",
  "size",
  "byteLength",
  "byteOffset",
  "BYTES_PER_ELEMENT",
]);
